"""Played over HTTP, through the guard."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import asynccontextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from tests.serving import serving

from timbrel import Kernel, Problem, hookimpl, offers
from timbrel_web.address import listening
from timbrel_web.app import build
from timbrel_web.guard import Guard
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

PORT = 7860
OURS = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def client(stage: Kernel) -> Iterator[TestClient]:
    with TestClient(Guard(build(stage), PORT), OURS, raise_server_exceptions=False) as client:
        yield client


def trouble(answer: Any, status: int) -> str:
    """The detail of a problem document, which this must be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    facts = answer.json()
    assert facts["status"] == status and facts["type"] == "about:blank" and facts["title"]
    return facts["detail"]


def test_health_says_what_runs_and_what_was_set_aside(client: TestClient) -> None:
    answer = client.get("/api/health").json()
    assert answer["status"] == "ok" and answer["timbrel"] and answer["set_aside"] == {}


def test_the_session_shows_its_model_its_knobs_and_their_values(client: TestClient) -> None:
    session = client.get("/api/session").json()
    assert session["model"] == "bell"
    assert session["controls"][0] == {
        "name": "pitch",
        "low": 0.5,
        "high": 2.0,
        "rest": 1.0,
        "unit": "x",
        "says": "How high it sounds",
        "safe": [0.8, 1.25],
        "inert": "",
    }
    assert session["values"] == {"pitch": 1.0, "level": 0.5, "air hiss": 0.0}


def test_a_move_is_clamped_and_tells_where_the_knobs_are(stage: Kernel, client: TestClient) -> None:
    origins = []

    class Ear:
        @hookimpl
        def controls_moved(self, origin: str) -> None:
            origins.append(origin)

    stage.host.add(Ear(), "ear")
    answer = client.post("/api/session/move", json={"pitch": 9, "level": 0.25})
    assert answer.json() == {"values": {"pitch": 2.0, "level": 0.25}}
    assert stage.session.values["pitch"] == 2.0
    assert origins == ["http"]


@pytest.mark.parametrize("body", ['{"pitch": NaN}', '{"pitch": "high"}', "[1]", "{", '"x"'])
def test_a_move_that_is_no_number_is_refused(client: TestClient, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    trouble(client.post("/api/session/move", content=body, headers=headers), 422)


def test_a_knob_or_model_that_is_not_there_is_404_and_says_what_is(client: TestClient) -> None:
    assert "pitch" in trouble(client.post("/api/session/move", json={"wow": 1}), 404)
    assert "bell" in trouble(client.post("/api/session/load", json={"name": "gong"}), 404)


def test_a_model_is_loaded_with_its_knobs_at_rest(stage: Kernel, client: TestClient) -> None:
    stage.session.move({"level": 1.0})
    session = client.post("/api/session/load", json={"name": "bell"}).json()
    assert session["values"]["level"] == 0.5


def test_models_and_offers_are_listed(client: TestClient) -> None:
    assert [card["name"] for card in client.get("/api/models").json()["models"]] == ["bell"]
    offered = client.get("/api/offers").json()
    assert [family["name"] for family in offered["families"]] == ["tone"]
    wav, gone = offered["exporters"]
    assert wav["problem"] is None and "pip install" in gone["problem"]


def test_every_action_is_a_route_and_documented(stage: Kernel, client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()
    for name in stage.host.table(offers.Action):
        assert f"/api/{name}" in paths["paths"]
    fields = paths["components"]["schemas"]["Generate"]
    assert set(fields["properties"]) == {"model", "duration", "set", "out"}
    assert fields["required"] == ["model"]
    assert fields["properties"]["duration"]["description"] == "Seconds."
    assert "enum" in paths["components"]["schemas"]["Count"]["properties"]["way"]


def test_an_action_answers_with_its_facts(client: TestClient) -> None:
    answer = client.post("/api/models_show", json={"name": "bell"})
    assert answer.status_code == 200
    assert answer.json() == {"says": "bell is a tone.", "name": "bell"}


def test_an_option_has_its_name_without_the_underscore(stage: Kernel, client: TestClient) -> None:
    answer = client.post("/api/generate", json={"model": "bell", "set": ["pitch=2"]})
    assert answer.status_code == 200, answer.text
    assert stage.session.values["pitch"] == 2.0


def test_a_number_that_is_not_finite_is_null(client: TestClient) -> None:
    assert client.post("/api/generate", json={"model": "bell"}).json()["peak"] is None


@pytest.mark.parametrize(
    "body",
    [{}, {"name": 3}, {"name": "bell", "more": 1}, {"name": "\ud800"}, None, [], {"name": "a/b"}],
)
def test_arguments_that_will_not_do_are_422(client: TestClient, body: Any) -> None:
    trouble(client.post("/api/models_show", content=json.dumps(body)), 422)


def test_an_error_is_a_problem_document_that_keeps_secrets(client: TestClient) -> None:
    assert "bell" in trouble(client.post("/api/models_show", json={"name": "gong"}), 404)
    assert "Make room" in trouble(client.post("/api/full"), 503)
    assert "secret" not in trouble(client.post("/api/fail"), 500)


def test_what_is_no_route_of_the_api_is_a_problem_document(client: TestClient) -> None:
    trouble(client.get("/api/nothing"), 404)
    trouble(client.get("/api/audio/..%2f..%2fetc%2fpasswd"), 404)
    trouble(client.put("/api/models_show"), 405)
    assert "POST" in trouble(client.get("/api/generate"), 405)
    assert client.delete("/api/session/move").headers["allow"] == "POST"


def test_paths_below_the_home_or_a_named_root_are_written(
    stage: Kernel, client: TestClient, tmp_path: Path
) -> None:
    root = tmp_path / "sounds"
    root.mkdir()
    stage.settings["roots"] = [str(root)]
    for out in ("renders/x.wav", str(stage.places.home / "y.wav"), str(root / "z.wav")):
        answer = client.post("/api/generate", json={"model": "bell", "out": out})
        assert answer.status_code == 200, answer.text
    assert (stage.places.renders / "x.wav").exists() and (root / "z.wav").exists()


@pytest.mark.parametrize("out", ["/tmp/x.wav", "../x.wav", "renders/../../x.wav", "a\0b.wav"])
def test_any_other_path_is_403(
    stage: Kernel, client: TestClient, out: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = client.post("/api/generate", json={"model": "bell", "out": out})
    trouble(answer, 403)
    here = client.post("/api/generate", json={"model": "bell", "out": str(tmp_path / "x.wav")})
    trouble(here, 403)
    assert not [*tmp_path.glob("*.wav")]


@pytest.mark.parametrize("folder", ["/", "../..", "~", "./a"])
def test_no_folder_to_learn_from_leads_out(client: TestClient, folder: str) -> None:
    trouble(client.post("/api/learn", json={"folder": folder}), 403)
    named = client.post("/api/learn", json={"folder": "a dataset"})
    assert named.json()["says"] == "Learnt from a dataset."


def test_a_job_is_begun_shown_and_ended(stage: Kernel, client: TestClient) -> None:
    begun = client.post("/api/count", json={"steps": 2})
    assert begun.status_code == 202
    where = begun.headers["location"]
    assert where == f"/api/jobs/{begun.json()['id']}"
    stage.jobs.all[-1].result(5)
    job = client.get(where).json()
    assert (job["state"], job["part"], job["facts"]) == ("done", 1.0, {"loss": None})
    assert job["result"] == {"says": "Counted to 3.", "steps": 3}
    assert client.get("/api/jobs").json()["jobs"] == [job]
    trouble(client.get("/api/jobs/none-1"), 404)


def test_a_job_is_stopped(stage: Kernel, client: TestClient) -> None:
    begun = client.post("/api/count", json={"way": "forever"}).json()
    assert client.post(f"/api/jobs/{begun['id']}/stop").status_code == 202
    stage.jobs.all[-1].result(5)
    assert client.get(f"/api/jobs/{begun['id']}").json()["state"] == "stopped"


@pytest.mark.parametrize(("way", "detail"), [("wrong", "abacus"), ("broken", "Its log")])
def test_a_job_that_failed_says_why(client: TestClient, way: str, detail: str) -> None:
    begun = client.post("/api/count", json={"way": way}).json()
    events = client.get(f"/api/jobs/{begun['id']}/events").text
    job = json.loads(events.strip().rpartition("data: ")[2])
    assert job["state"] == "failed" and detail in job["problem"]["detail"]
    assert "secret" not in events


def test_a_stream_tells_of_a_job_until_its_end(stage: Kernel, client: TestClient) -> None:
    go = Event()

    def work(job: Any) -> dict[str, str]:
        go.wait(5)
        job.advance(0.5, "half")
        return {"says": "Done."}

    job = stage.jobs.start("slow", work)
    url = f"/api/jobs/{job.name}/events"
    threading.Timer(0.1, go.set).start()
    events = client.get(url)
    assert events.headers["content-type"].startswith("text/event-stream")
    states = [json.loads(line[6:]) for line in events.text.splitlines() if line.startswith("data")]
    assert states[0]["state"] == "running"
    assert states[-1]["state"] == "done" and states[-1]["result"] == {"says": "Done."}


def test_a_stream_ends_with_the_server(stage: Kernel) -> None:
    app = build(stage)
    with TestClient(Guard(app, PORT), OURS) as client:
        job = stage.jobs.start("long", lambda job: job._stop.wait(20))
        news, *_ = app.state.ending
        threading.Timer(0.1, news.end).start()
        assert "running" in client.get(f"/api/jobs/{job.name}/events").text
        assert not job.ended
        job.stop()


def test_a_sound_that_was_made_anywhere_is_played_by_its_id(
    stage: Kernel, client: TestClient
) -> None:
    path = stage.session.save(stage.session.make(0.1), stage.places.renders / "a.wav")
    [take] = client.get("/api/takes").json()["takes"]
    assert take["file"] == "a.wav" and take["recipe"]["values"]["level"] == 0.5
    whole = client.get(take["audio"])
    assert whole.content == path.read_bytes()
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert client.head(take["audio"]).headers["content-length"] == str(len(whole.content))
    part = client.get(take["audio"], headers={"Range": "bytes=4-11"})
    assert part.status_code == 206 and part.content == path.read_bytes()[4:12]


def test_a_sound_that_is_gone_or_became_a_link_is_404(
    stage: Kernel, client: TestClient, tmp_path: Path
) -> None:
    path = stage.session.save(stage.session.make(0.1), stage.places.renders / "a.wav")
    [take] = client.get("/api/takes").json()["takes"]
    secret = tmp_path / "secret"
    secret.write_text("secret")
    path.unlink()
    path.symlink_to(secret)
    trouble(client.get(take["audio"]), 404)
    path.unlink()
    trouble(client.get(take["audio"]), 404)


def test_the_page_comes_from_here_alone(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "<timbrel-" not in page.text and "/page/page.js" in page.text
    for place in ("/page/page.js", "/page/look/all.css", "/theme.css"):
        assert client.get(place).status_code == 200
    assert not [*re.findall(r"(?:src|href)=.https?://[^\s>]*", page.text)]


def test_the_manual_of_the_routes_is_drawn_here(client: TestClient) -> None:
    manual = client.get("/api/docs")
    assert manual.headers["content-type"].startswith("text/html")
    for place in re.findall(r'(?:src|href)="([^"]*)"', manual.text):
        assert place.startswith("/page/") and client.get(place).status_code == 200


class Guest(offers.Surface):
    """A surface that brings a route to the web, and tries for one too many."""

    name, says = "guest", "A guest"

    def __init__(self) -> None:
        self.lives: list[str] = []

    def mount(self, kernel: Kernel) -> Any:
        async def hello(request: Any) -> PlainTextResponse:
            return PlainTextResponse("hello")

        @asynccontextmanager
        async def life(app: Starlette) -> AsyncIterator[None]:
            self.lives.append("begun")
            yield
            self.lives.append("ended")

        return Starlette(routes=[Route("/guest", hello), Route("/elsewhere", hello)], lifespan=life)


class Clumsy(Guest):
    name = "clumsy"

    def mount(self, kernel: Kernel) -> Any:
        raise RuntimeError


def test_another_surface_is_served_under_its_own_name_and_no_other(bare: Kernel) -> None:
    guest = Guest()

    class Guests:
        @hookimpl
        def surfaces(self) -> list[offers.Surface]:
            return [Clumsy(), guest]

    bare.host.add(Guests(), "guests")
    with TestClient(Guard(build(bare), PORT), OURS) as client:
        assert guest.lives == ["begun"]
        assert client.get("/guest").text == "hello"
        trouble(client.get("/elsewhere"), 404)
    assert guest.lives == ["begun", "ended"]


@pytest.fixture
def served(stage: Kernel) -> Iterator[Web]:
    with serving(stage, web := Web()):
        yield web


def test_it_is_served_and_ends_though_somebody_listens(stage: Kernel, served: Web) -> None:
    job = stage.jobs.start("long", lambda job: job._stop.wait(20))
    with httpx.Client() as client, client.stream("GET", f"{served.url}api/jobs/{job.name}/events"):
        assert client.get(f"{served.url}api/health").json()["status"] == "ok"
    job.stop()


def test_a_taken_port_gives_way_to_the_next_and_says_so(
    stage: Kernel, served: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = int(served.url.rpartition(":")[2].strip("/"))
    stage.settings["port"] = taken
    web, stop = Web(), Event()
    stop.set()
    web.serve(stage, stop)
    assert web.url not in ("", served.url)
    assert f"{taken} is taken" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["example.org", "", "here", "1.2.3", "192.0.2.77"])
def test_it_listens_on_an_address_of_this_machine_alone(host: str) -> None:
    with pytest.raises(Problem):
        listening(host, 0)


def test_its_socket_does_not_wait_to_fill_packets() -> None:
    with listening("127.0.0.1", 0) as tcp:
        assert tcp.proto == socket.IPPROTO_TCP
