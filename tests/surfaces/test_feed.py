"""What happens is told to every page at once, and a page moves knobs by the same wire."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect
from tests.serving import serving

from timbrel import Problem
from timbrel_web.app import build
from timbrel_web.feed import LONGEST, _read
from timbrel_web.guard import Guard
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel

PORT = 7860
FEED = f"ws://127.0.0.1:{PORT}/api/feed"


@pytest.fixture
def app(stage: Kernel) -> Any:
    return build(stage)


@pytest.fixture
def client(app: Any) -> Iterator[TestClient]:
    with TestClient(Guard(app, PORT), f"http://127.0.0.1:{PORT}") as client:
        yield client


@pytest.fixture
def served(stage: Kernel) -> Iterator[Web]:
    with serving(stage, web := Web()):
        yield web


def heard(feed: Any, event: str) -> dict[str, Any]:
    """The next message of a kind."""
    while True:
        for one in feed.receive_json():
            if one["event"] == event:
                return one


def test_who_comes_in_is_told_how_all_stands(stage: Kernel, client: TestClient) -> None:
    job = stage.jobs.start("count", lambda job: {"says": "Counted."})
    job.result(5)
    with client.websocket_connect(FEED) as feed:
        [session, told] = feed.receive_json()
        assert session["model"] == "bell" and session["values"]["level"] == 0.5
        assert [control["name"] for control in session["controls"]] == [*stage.session.controls]
        assert told["job"]["id"] == job.name and told["job"]["result"] == {"says": "Counted."}


def test_two_pages_hear_of_a_move_and_who_made_it(stage: Kernel, client: TestClient) -> None:
    with client.websocket_connect(FEED) as one, client.websocket_connect(FEED) as other:
        for feed in (one, other):
            heard(feed, "session")
        one.send_json({"origin": "me", "move": {"pitch": 1.5}})
        for feed in (one, other):
            moved = heard(feed, "moved")
            assert moved == {"event": "moved", "values": {"pitch": 1.5}, "origin": "page:me"}
        assert stage.session.values["pitch"] == 1.5
        stage.session.move({"level": 0.25}, origin="osc")
        for feed in (one, other):
            assert heard(feed, "moved")["origin"] == "osc"


def test_of_many_moves_the_last_is_always_told(stage: Kernel, client: TestClient) -> None:
    with client.websocket_connect(FEED) as feed:
        heard(feed, "session")
        for step in range(500):
            stage.session.move({"level": step / 499}, origin="osc")
        told = 0
        while heard(feed, "moved")["values"]["level"] < 1.0:
            told += 1
        assert told < 499


def test_another_model_is_told_as_a_whole(stage: Kernel, client: TestClient) -> None:
    with client.websocket_connect(FEED) as feed:
        heard(feed, "session")
        stage.session.move({"level": 1.0})
        stage.session.load("bell")
        assert heard(feed, "session")["values"]["level"] == 0.5


def test_takes_models_and_jobs_are_told(stage: Kernel, client: TestClient) -> None:
    with client.websocket_connect(FEED) as feed:
        heard(feed, "session")
        path = stage.session.save(stage.session.make(0.1), stage.places.renders / "a.wav")
        take = heard(feed, "take")["take"]
        assert take["path"] == str(path) and client.get(take["audio"]).content == path.read_bytes()
        stage.jobs.start("count", lambda job: {"says": "Counted."})
        while "result" not in heard(feed, "job")["job"]:
            pass
        stage.registry.remove("bell")
        assert heard(feed, "models") == {"event": "models"}


JUNK = ["", "{", "[]", "null", '{"move": {}}', '{"origin": "me", "move": {"pitch": "high"}}']
JUNK += ['{"origin": "me", "move": {"wow": 1}}', '{"origin": "me", "move": {"pitch": NaN}}']
JUNK += ["[" * 100_000, "x" * (LONGEST + 1)]


def test_what_is_no_move_is_refused_with_a_sentence_and_the_page_stays(
    stage: Kernel, client: TestClient
) -> None:
    before = dict(stage.session.values)
    with client.websocket_connect(FEED) as feed:
        heard(feed, "session")
        for junk in JUNK:
            feed.send_text(junk)
            assert heard(feed, "problem")["detail"].endswith("."), junk[:40]
        assert stage.session.values == before
        feed.send_json({"origin": "me", "move": {"pitch": 2.0}})
        assert heard(feed, "moved")["values"] == {"pitch": 2.0}


@given(
    st.text()
    | st.recursive(
        st.none() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["origin", "move", "a"]), inner)
        ),
    ).map(json.dumps)
)
def test_a_message_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        moves, origin = _read(text)
    except Problem:
        return
    assert origin.startswith("page:") and all(isinstance(one, float) for one in moves.values())


def test_bytes_in_place_of_text_end_the_connection_alone(client: TestClient) -> None:
    with client.websocket_connect(FEED) as feed:
        feed.send_bytes(b"\x00\xff")
    assert client.get("/api/health").status_code == 200


def test_it_ends_with_the_server(app: Any, client: TestClient) -> None:
    with client.websocket_connect(FEED) as feed:
        heard(feed, "session")
        for one in app.state.ending:
            one.end()
        with pytest.raises(WebSocketDisconnect) as shut:
            heard(feed, "more")
        assert shut.value.code == 1001


def test_the_same_comes_as_server_sent_events(stage: Kernel, served: Web) -> None:
    with (
        httpx.Client(timeout=20) as client,
        client.stream("GET", f"{served.url}api/events") as told,
    ):
        assert told.headers["content-type"].startswith("text/event-stream")
        lines = told.iter_lines()
        assert next(lines) == "event: session"
        assert json.loads(next(lines)[6:])["model"] == "bell"
        stage.session.move({"level": 0.75}, origin="osc")
        assert next(line for line in lines if line.startswith("event")) == "event: moved"
        assert json.loads(next(lines)[6:])["values"] == {"level": 0.75}
