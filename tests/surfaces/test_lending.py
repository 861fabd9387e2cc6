"""What may be fetched: the files that an answer named, while they are what they were."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from timbrel import Problem
from timbrel_web import lending as lending_module
from timbrel_web.lending import Lending
from timbrel_web.trouble import answer_troubles

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel


@pytest.fixture
def sound(stage: Kernel) -> Path:
    path = stage.places.renders / "a take.wav"
    path.write_bytes(b"RIFF" + bytes(range(100)))
    return path


@pytest.fixture
def lending(stage: Kernel) -> Lending:
    return Lending(stage)


@pytest.fixture
def client(lending: Lending) -> TestClient:
    app = FastAPI()
    answer_troubles(app)
    lending.add_to(app)
    return TestClient(app)


def test_a_file_is_fetched_by_an_id_that_tells_nothing(
    lending: Lending, client: TestClient, sound: Path
) -> None:
    link = lending.lend(sound)
    assert link and "take" not in link and lending.lend(sound) == link
    whole = client.get(link)
    assert whole.content == sound.read_bytes() and whole.headers["content-type"] == "audio/wav"
    assert whole.headers["content-disposition"].startswith("inline")
    saved = client.get(link, params={"download": True}).headers["content-disposition"]
    assert saved.startswith("attachment") and "a%20take.wav" in saved


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("0-3", 0, 4), ("100-", 100, 104), ("-4", 100, 104)]
)
def test_a_part_of_it_is_fetched(
    lending: Lending, client: TestClient, sound: Path, asked: str, first: int, last: int
) -> None:
    answer = client.get(str(lending.lend(sound)), headers={"Range": f"bytes={asked}"})
    assert answer.status_code == 206 and answer.content == sound.read_bytes()[first:last]
    assert answer.headers["content-range"] == f"bytes {first}-{last - 1}/104"


def test_a_part_beyond_its_end_is_refused(
    lending: Lending, client: TestClient, sound: Path
) -> None:
    answer = client.get(str(lending.lend(sound)), headers={"Range": "bytes=104-"})
    assert answer.status_code == 416


def test_what_a_browser_would_run_is_saved_not_shown(
    lending: Lending, client: TestClient, stage: Kernel
) -> None:
    for name in ("page.html", "drawing.svg", "script.js"):
        path = stage.places.renders / name
        path.write_text("<script>alert(1)</script>")
        answer = client.get(str(lending.lend(path)))
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment")


def test_a_file_outside_the_open_folders_is_not_lent(
    lending: Lending, stage: Kernel, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.wav"
    secret.write_bytes(b"secret")
    link = stage.places.renders / "link.wav"
    link.symlink_to(secret)
    climbing = stage.places.renders / ".." / ".." / "secret.wav"
    assert [lending.lend(path) for path in (secret, link, climbing)] == [None] * 3
    stage.settings["roots"] = [str(tmp_path)]
    assert lending.lend(secret)


def test_a_file_that_became_a_link_or_went_is_missing(
    lending: Lending, client: TestClient, sound: Path, tmp_path: Path
) -> None:
    link = str(lending.lend(sound))
    secret = tmp_path / "secret.wav"
    secret.write_bytes(b"secret")
    sound.unlink()
    sound.symlink_to(secret)
    assert client.get(link).status_code == 404
    sound.unlink()
    assert client.get(link).status_code == 404


def test_an_id_of_another_start_fetches_nothing(
    stage: Kernel, lending: Lending, client: TestClient, sound: Path
) -> None:
    other = Lending(stage).lend(sound)
    assert other and other != lending.lend(sound)
    assert client.get(other).status_code == 404


def test_an_answer_gets_a_link_for_each_file_that_it_names_however_deep(
    lending: Lending, sound: Path
) -> None:
    answer = {
        "says": f"Wrote {sound}.",
        "path": str(sound),
        "takes": [{"file": sound}, {"file": str(sound.parent / "none.wav")}],
        "folder": str(sound.parent),
        "odd": ["/\0", "/" * 5000, "a\n/b", 3, None],
    }
    linked = lending.linked(answer)
    assert linked["links"] == {str(sound): lending.lend(sound)}
    assert lending.linked({"says": "Nothing."}) == {"says": "Nothing."}
    assert lending.linked("words") == "words"


def test_it_remembers_only_so_many_and_forgets_the_oldest(
    lending: Lending, client: TestClient, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lending_module, "MOST", 2)
    others = [sound.with_name(f"{n}.wav") for n in range(2)]
    for path in others:
        path.write_bytes(b"x")
    links = [str(lending.lend(path)) for path in (sound, *others)]
    assert [client.get(link).status_code for link in links] == [404, 200, 200]


def test_a_missing_file_is_a_problem(lending: Lending) -> None:
    with pytest.raises(Problem, match="no such file"):
        asyncio.run(lending.file("nothing"))
