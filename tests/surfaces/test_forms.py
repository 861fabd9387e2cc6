"""The room for Everything: every action as a form, and nothing that a forged file could read."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from fastapi.testclient import TestClient
from pydantic import Field as Info
from pydantic import create_model

from timbrel import Kernel, hookimpl, offers
from timbrel_web.app import build
from timbrel_web.fields import Field
from timbrel_web.form import Form
from timbrel_web.guard import Guard
from timbrel_web.lending import Lending
from timbrel_web.loop import looped
from timbrel_web.page import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = 7860


@pytest.fixture
def client(stage: Kernel) -> Iterator[TestClient]:
    with TestClient(Guard(build(stage), PORT), f"http://127.0.0.1:{PORT}") as client:
        yield client


def form(kernel: Kernel, name: str) -> Form:
    return Form(kernel, Lending(kernel), kernel.host.table(offers.Action)[name])


def told(html: str) -> dict[str, Any]:
    """What an element of ours was given to show."""
    found = re.fullmatch(r'<timbrel-answer data-told="([A-Za-z0-9_=-]+)"></timbrel-answer>', html)
    assert found, html
    return json.loads(base64.urlsafe_b64decode(found[1]))


def field(kind: Any, default: Any = None, needed: bool = False) -> Field:
    given = Info(... if needed else default, alias="a_field", description="Words.")
    model = create_model("Model", the_field=(kind, given))
    return Field.of(model.model_fields["the_field"])


@pytest.mark.parametrize(
    ("kind", "default", "component"),
    [
        (bool, True, "Checkbox"),
        (int, 3, "Number"),
        (float | None, None, "Number"),
        (Literal["up", "down"], "up", "Dropdown"),
        (list[str] | None, None, "Textbox"),
        (str, "x", "Textbox"),
        (Path | None, None, "Textbox"),
        (Annotated[str | None, offers.PLACE], None, "Textbox"),
    ],
)
def test_each_kind_of_argument_has_its_field(kind: Any, default: Any, component: str) -> None:
    made = field(kind, default).component([])
    assert type(made).__name__ == component
    assert made.label == "A field" and made.info == "Words."
    assert made.value == default or (default is None and not made.value)


def test_a_field_that_is_needed_says_so_and_a_place_can_be_sent() -> None:
    assert field(str, needed=True).label == "A field *"
    assert field(Path).place and field(Annotated[str, offers.PLACE]).place
    assert not field(str).place and not field(int).place


def test_a_list_is_read_one_a_line_and_what_is_empty_is_left_out() -> None:
    assert field(list[str]).read(" a=1 \n\n b=2") == ["a=1", "b=2"]
    assert field(str).read("") is None and field(int).read(None) is None
    assert field(int).read(0) == 0 and field(bool).read(False) is False


def test_a_known_model_is_suggested_and_another_may_be_named() -> None:
    made = field(str).component(["bell", "gong"])
    assert type(made).__name__ == "Dropdown" and made.allow_custom_value
    assert [value for _, value in made.choices] == ["bell", "gong"]


def test_a_form_does_what_the_action_does_and_lends_its_files(stage: Kernel) -> None:
    answer = told(form(stage, "generate").pressed("bell", 0.2, "pitch=2", ""))["answer"]
    assert answer["says"].startswith("Wrote bell")
    assert answer["links"][answer["path"]].startswith("/api/files/")
    assert stage.session.values["pitch"] == 2.0


def test_a_job_is_begun_and_named(stage: Kernel) -> None:
    job = told(form(stage, "count").pressed(2, "up"))["job"]
    assert job["id"] == stage.jobs.all[-1].name
    stage.jobs.all[-1].result(5)


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("models_show", ("gong",), "bell"),
        ("models_show", ("",), "name: Field required"),
        ("generate", ("bell", 0.1, "", "/etc/x.wav"), "outside the folders"),
        ("generate", ("bell", float("nan"), "", ""), "finite"),
        ("fail", (), "Its log"),
        ("full", (), "Make room"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_no_secret(
    stage: Kernel, name: str, values: tuple[Any, ...], words: str
) -> None:
    problem = told(form(stage, name).pressed(*values))["problem"]
    assert words in problem["detail"] and "secret" not in problem["detail"]


def test_what_was_sent_is_moved_to_where_nothing_sweeps_it_away(
    stage: Kernel, tmp_path: Path
) -> None:
    sent = tmp_path / "stroke.wav"
    sent.write_bytes(b"RIFF")
    kept = Path(form(stage, "learn").taken(str(sent)))
    assert kept.is_relative_to(stage.places.home / "uploads") and kept.read_bytes() == b"RIFF"
    assert not sent.exists() and offers.held(stage, kept) == kept
    assert form(stage, "learn").taken(None) == ""


def test_every_action_can_be_chosen_a_strangers_too_and_no_event_is_public(stage: Kernel) -> None:
    def shout(kernel: Kernel, words: Annotated[str, "What."]) -> dict[str, Any]:
        """Say it loudly."""
        return {"says": words.upper()}

    class Stranger:
        @hookimpl
        def actions(self) -> list[offers.Action]:
            return [offers.Action(shout)]

    stage.host.add(Stranger(), "stranger")
    page = looped(lambda: drawn(stage, Lending(stage)))
    choice = next(b for b in page.blocks.values() if getattr(b, "elem_id", "") == "action")
    titles = {value: label for label, value in choice.choices}
    assert set(titles) == set(stage.host.table(offers.Action))
    assert titles["shout"] == "shout: Say it loudly"
    assert titles["models_show"] == "models show: Show a model"
    assert {fn.api_visibility for fn in page.fns.values()} == {"private"}
    assert told(form(stage, "shout").pressed("hey"))["answer"] == {"says": "HEY"}


def choose(client: TestClient, app: Any, name: str, session: str) -> dict[str, Any]:
    """What the page does when an action is chosen; the form that the server drew."""
    config = client.get("/config").json()
    [render] = [one for one in config["dependencies"] if one["render_id"] is not None]
    body = {"fn_index": render["id"], "data": [name], "session_hash": session}
    answer = client.post("/gradio_api/run/predict", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["render_config"]


def test_a_forged_file_is_read_by_no_event(
    stage: Kernel, client: TestClient, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    inside = stage.places.home / "library.txt"
    inside.write_text("TOPSECRET")
    config = choose(client, None, "learn", "me")
    parts = {part["id"]: part["type"] for part in config["components"]}
    events = [d for d in config["dependencies"] if d["inputs"]]
    sending = [d for d in events if "uploadbutton" in [parts.get(i) for i in d["inputs"]]]
    assert len(sending) == 1 and len(events) == 2
    links = [secret, inside, Path("/etc/hostname"), Path("/proc/self/environ")]
    forged = [str(path) for path in links] + [os.path.relpath(secret), f"file://{secret}"]
    for path, event in ((p, e) for p in forged for e in events):
        file = {"path": path, "meta": {"_type": "gradio.FileData"}}
        body = {"fn_index": event["id"], "data": [file] * len(event["inputs"])}
        for route in ("run/predict", "queue/join"):
            answer = client.post(f"/gradio_api/{route}", json={**body, "session_hash": "me"})
            assert "TOPSECRET" not in answer.text
        assert not [*stage.places.home.glob("uploads/*/*")], path
        assert secret.exists() and inside.exists()
