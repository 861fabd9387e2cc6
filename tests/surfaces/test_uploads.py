"""Recordings sent by a page come whole or not at all, and never outside their folder."""

from __future__ import annotations

import asyncio
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st

from timbrel import Kernel, Problem, start
from timbrel_web import batch, uploads
from timbrel_web.app import build
from timbrel_web.batch import Batch
from timbrel_web.filename import checked
from timbrel_web.guard import Guard
from timbrel_web.uploads import UPLOADS, Uploads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

PORT = 7860
SOUND = b"RIFF....WAVE" + bytes(2000)
BATCH = "batch-0123456789"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def client(home: Path) -> TestClient:
    return TestClient(_alone(home)[0])


@pytest.fixture
def whole(home: Path) -> Iterator[TestClient]:
    """With all the other routes, behind the guard."""
    app = Guard(build(start(home)), PORT)
    with TestClient(app, f"http://127.0.0.1:{PORT}", raise_server_exceptions=False) as client:
        yield client


def send(client: TestClient, path: str, body: bytes = SOUND, name: str = BATCH) -> Any:
    return client.post(UPLOADS, params={"batch": name, "path": path}, content=body)


def files(folder: Path) -> set[str]:
    """All there is below a folder, drafts too."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_come_whole_into_their_sub_folders(client: TestClient, home: Path) -> None:
    for path in ("kick.wav", "low/kick.wav", "low/très doux/kick (1).WAV"):
        answer = send(client, path, SOUND + path.encode()).json()
        assert answer["path"] == path and answer["bytes"] == len(SOUND) + len(path.encode())
        assert (Path(answer["folder"]) / path).read_bytes() == SOUND + path.encode()
    assert files(home / "uploads") == {
        f"{BATCH}/{path}" for path in ("kick.wav", "low/kick.wav", "low/très doux/kick (1).WAV")
    }


def test_a_file_sent_again_takes_the_place_of_the_first(client: TestClient, home: Path) -> None:
    send(client, "a.wav", b"first, which is the longer one")
    send(client, "a.wav", b"second")
    assert (home / "uploads" / BATCH / "a.wav").read_bytes() == b"second"
    assert len(files(home / "uploads")) == 1


HOSTILE = [
    "../a.wav", "/etc/a.wav", "a/../../b.wav", "..", ".", "", "/", "//a.wav", "a//b.wav", "a/",
    "a\0.wav", "\0", ".a.wav", ".tmp-1/a.wav", "~/.ssh/a.wav/..", "C:\\a.wav", "..\\a.wav",
    "evil\u202egpj.wav", "a\u200bb.wav", "a\nb.wav", "a\x7f.wav", " /a.wav", "x" * 252 + ".wav",
    "é" * 126 + ".wav", "/".join("a" * 17) + "/b.wav", "a.txt", "a", "a.wav.exe", "passwd",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE, ids=ascii)
def test_a_hostile_name_is_refused_with_a_sentence(
    client: TestClient, home: Path, path: str
) -> None:
    answer = send(client, path)
    assert answer.status_code == 422 and answer.json()["detail"].endswith(".")
    assert not (home / "uploads").exists()


@given(st.text(st.characters(), max_size=300))
@example("a/" * 15 + "b.wav")
@example("\ufb00/\uff0e\uff0e/a.wav")
@example("x" * 251 + ".wav")
def test_what_passes_lies_below_the_folder_under_names_that_can_be_seen(text: str) -> None:
    for path in (text, f"{text}.wav", f"a/{text}/b.wav"):
        try:
            name = checked(path, {".wav"})
        except Problem:
            continue
        assert name.suffix.lower() == ".wav" and not name.is_absolute()
        assert str(name) == path and name.parts == PurePosixPath(path).parts
        assert all(not part.startswith(".") and len(part.encode()) < 256 for part in name.parts)
        assert not {unicodedata.category(char) for char in path} & {"Cc", "Cs"}
        assert "\u202e" not in path and "\\" not in path


@pytest.mark.parametrize(
    "name", ["", "short", "../../../../tmp", "UPPER-CASE-ID", "a" * 65, ".tmp-abcdefgh"]
)
def test_a_batch_has_a_plain_id(client: TestClient, home: Path, name: str) -> None:
    assert send(client, "a.wav", name=name).status_code == 422
    assert not (home / "uploads").exists()


def test_without_its_length_nothing_is_taken(client: TestClient, home: Path) -> None:
    answer = client.post(UPLOADS, params={"batch": BATCH, "path": "a.wav"}, content=iter([SOUND]))
    assert answer.status_code == 411
    assert not (home / "uploads").exists()


def test_an_empty_file_is_told_of(client: TestClient, home: Path) -> None:
    answer = send(client, "a.wav", b"")
    assert answer.status_code == 422 and "empty" in answer.json()["detail"]
    assert not (home / "uploads").exists()


def test_what_is_larger_than_allowed_is_refused_unread(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 3 << 10)
    assert send(client, "fits.wav", bytes(3 << 10)).status_code == 200
    assert send(client, "large.wav", bytes((3 << 10) + 1)).status_code == 413
    assert files(home / "uploads") == {f"{BATCH}/fits.wav"}


def test_a_file_of_two_mebibytes_passes_the_guard(whole: TestClient, home: Path) -> None:
    assert send(whole, "long.wav", bytes(2 << 20)).status_code == 200
    assert (home / "uploads" / BATCH / "long.wav").stat().st_size == 2 << 20


def test_a_batch_holds_only_so_many_files_and_bytes(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MOST", 2)
    assert [send(client, f"{n}.wav").status_code for n in range(3)] == [200, 200, 422]
    assert send(client, "1.wav", b"again").status_code == 200
    monkeypatch.setattr(batch, "ROOM", 2 * len(SOUND))
    assert send(client, "1.wav").status_code == 200
    answer = send(client, "1.wav", SOUND + b"!")
    assert answer.status_code == 422 and "at once" in answer.json()["detail"]
    assert (home / "uploads" / BATCH / "1.wav").read_bytes() == SOUND
    assert send(client, "0.wav", name="another-batch").status_code == 200


def test_a_batch_knows_what_came_before_the_server_was_started_anew(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, "sub/a.wav")
    (home / "uploads" / BATCH / ".tmp-left.wav").write_bytes(SOUND)
    monkeypatch.setattr(batch, "ROOM", len(SOUND))
    again = Batch(home / "uploads" / BATCH)
    with pytest.raises(Problem, match="sent at once"), again.admitted(PurePosixPath("b.wav"), 1):
        pass
    with again.admitted(PurePosixPath("sub/a.wav"), len(SOUND)):
        pass


def test_what_breaks_off_leaves_nothing_and_gives_its_room_back(home: Path) -> None:
    """The client goes away in the midst of a file."""
    app, kernel = _alone(home)

    async def half() -> AsyncIterator[bytes]:
        yield SOUND[:100]

    async def sent() -> int:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            asked = {"batch": BATCH, "path": "a.wav"}
            length = {"Content-Length": str(len(SOUND))}
            answer = await client.post(UPLOADS, params=asked, content=half(), headers=length)
            assert "whole" in answer.json()["detail"]
            again = await client.post(UPLOADS, params=asked, content=SOUND)
            return again.status_code

    assert asyncio.run(sent()) == 200
    assert files(kernel.places.home / "uploads") == {f"{BATCH}/a.wav"}


def test_a_full_disk_is_a_sentence_and_leaves_nothing(home: Path, full_disk: Any) -> None:
    app, kernel = _alone(home)

    async def sent() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            asked = {"batch": BATCH, "path": "a.wav"}
            return await client.post(UPLOADS, params=asked, content=bytes(1 << 20))

    with full_disk(1 << 16):
        answer = asyncio.run(sent())
    assert answer.status_code == 503 and "could not be written" in answer.json()["detail"]
    assert not files(kernel.places.home / "uploads")


def _alone(home: Path) -> tuple[Any, Kernel]:
    """The route without a guard, and without a server that would finish a body for it."""
    from fastapi import FastAPI

    from timbrel_web.trouble import answer_troubles

    app, kernel = FastAPI(), start(home)
    answer_troubles(app)
    Uploads(kernel).add_to(app)
    return app, kernel
