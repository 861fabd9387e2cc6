"""The guard: every mounted route, called by every kind of stranger, gives nothing away."""

from __future__ import annotations

import inspect
import stat
from itertools import product
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from timbrel_web.app import build
from timbrel_web.bounds import LARGEST
from timbrel_web.closed import OPEN, closed
from timbrel_web.guard import Guard
from timbrel_web.key import Key, kept
from timbrel_web.lock import DOOR, Lock
from timbrel_web.patience import MOST, WHILE, Patience
from timbrel_web.uploads import LARGEST as RECORDING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from timbrel import Kernel

PORT = 7860
OURS = f"http://127.0.0.1:{PORT}"
FEED = f"ws://127.0.0.1:{PORT}/api/feed"
HOSTS = {
    "127.0.0.1:7860": True,
    "LocalHost:7860": True,
    "[::1]:7860": True,
    "127.0.0.1": False,
    "127.0.0.1:7861": False,
    "evil.example:7860": False,
    "127.0.0.1:7860.evil.example": False,
    "": False,
}
ORIGINS = {
    None: True,
    OURS: True,
    "http://localhost:7860": True,
    "https://127.0.0.1:7860": False,
    "http://evil.example": False,
    "null": False,
}
SITES = {None: True, "same-origin": True, "same-site": False, "cross-site": False}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def client(stage: Kernel) -> Iterator[TestClient]:
    with TestClient(Guard(build(stage), PORT), OURS, raise_server_exceptions=False) as client:
        yield client


def inside(scope: Any, receive: Any, send: Any) -> Any:
    """What stands behind the guard: tells that it was reached."""
    return PlainTextResponse("reached")(scope, receive, send)


def routes(app: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of everything that is mounted, websockets apart."""
    for route in app.routes:
        path = before + getattr(route, "path", "")
        if hasattr(route, "original_router"):  # how FastAPI keeps the routes of Gradio's own
            yield from routes(route.original_router, before)
        elif isinstance(route, Mount):
            yield from routes(route, path) if route.routes else [("GET", f"{path}/page.js")]
        elif not isinstance(route, WebSocketRoute) and getattr(route, "path", None):
            yield sorted(getattr(route, "methods", None) or {"POST"})[0], path


def headers(host: str, origin: str | None, site: str | None) -> dict[str, str]:
    told = {"Host": host, "Origin": origin, "Sec-Fetch-Site": site}
    return {name: value for name, value in told.items() if value is not None}


async def asked(
    guard: Guard, method: str, path: str, told: dict[str, str], dialled: str = "127.0.0.1"
) -> tuple[int, bytes]:
    """Status and body of one request, without a client in between: it is made by thousands."""
    fields = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    server = {"server": (dialled, PORT), "query_string": b""}
    scope = {"type": "http", "method": method, "path": path, "headers": fields, **server}
    heard: list[Any] = []

    async def send(message: Any) -> None:
        heard.append(message)

    await guard(scope, None, send)  # type: ignore[arg-type]
    return heard[0]["status"], b"".join(one.get("body", b"") for one in heard)


@pytest.mark.anyio
async def test_every_route_is_shut_to_every_stranger_with_and_without_a_key(
    kernel: Kernel,
) -> None:
    mounted = sorted({*routes(build(kernel))})
    known = {
        "/",
        "/api/session",
        "/mcp",
        "/gradio_api/upload",
        "/gradio_api/file={path_or_url:path}",
    }
    assert known < {path for _, path in mounted}
    key = Key(PORT)
    right = {"Authorization": f"Bearer {key.secret}"}
    locked, free = Guard(inside, PORT, lock=Lock(key)), Guard(inside, PORT)
    for host, origin, site in product(HOSTS, ORIGINS, SITES):
        ours = HOSTS[host] and ORIGINS[origin] and SITES[site]
        told = headers(host, origin, site)
        ways = [(free, told, ours), (locked, {**told, **right}, ours), (locked, told, False)]
        for (guard, sent, opened), (method, path) in product(ways, mounted):
            status, body = await asked(guard, method, path, sent)
            reached = body == b"reached" or (method, status) == ("HEAD", 200)
            assert reached == (opened and not closed(path)), (sent, method, path, status)
            if not opened:
                assert status in (401, 403, 421)


@pytest.mark.parametrize("route", ["/", "/api/health", "/api/openapi.json", "/page/page.js"])
def test_our_own_pages_get_their_answer_through_it(client: TestClient, route: str) -> None:
    for host, origin, site in product(HOSTS, ORIGINS, SITES):
        ours = HOSTS[host] and ORIGINS[origin] and SITES[site]
        answer = client.get(route, headers=headers(host, origin, site))
        assert (answer.status_code == 200) == ours
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_two_hosts_are_none(client: TestClient) -> None:
    told = [("Host", "127.0.0.1:7860"), ("Host", "evil.example")]
    assert client.get("/api/health", headers=told).status_code == 421


def test_a_websocket_from_elsewhere_is_closed(client: TestClient) -> None:
    strangers = [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}]
    for route, told in product(("/api/feed", "/x"), strangers):
        at = f"ws://127.0.0.1:{PORT}{route}"
        with pytest.raises(WebSocketDisconnect) as shut, client.websocket_connect(at, headers=told):
            pass
        assert shut.value.code == 1008, (route, told)


def test_port_80_goes_without_its_number() -> None:
    assert TestClient(Guard(inside, 80), "http://localhost").get("/").text == "reached"


def test_a_body_has_its_bounds_and_recordings_have_wider_ones() -> None:
    client = TestClient(Guard(inside, PORT), OURS)
    long = {"Content-Length": str(LARGEST + 1)}
    assert client.post("/api/models_show", headers=long).status_code == 413
    for place in ("/gradio_api/upload", "/api/uploads"):
        assert client.post(place, headers=long).text == "reached"
        longer = {"Content-Length": str(2 * RECORDING)}
        assert client.post(place, headers=longer).status_code == 413
    assert client.post("/api/models_show", content=iter([b"x"])).status_code == 411
    assert client.post("/", headers={"Content-Length": "some"}).status_code == 400


SHUT = [
    "/gradio_api/file=http://127.0.0.1:1/x",
    "/gradio_api/file=/etc/hostname",
    "/gradio_api/file/etc/hostname",
    "/gradio_api/proxy=https://evil.example/",
    "/gradio_api/dev/reload",
    "/gradio_api/vibe-code",
    "/gradio_api/app_id",
    "/gradio_api/",
    "/gradio_api",
    "//gradio_api/file=/etc/hostname",
    "/monitoring",
    "/monitoring/summary",
    "/login",
]


def test_what_gradio_tells_and_fetches_is_shut(client: TestClient) -> None:
    for method, path in product(("GET", "POST", "HEAD"), SHUT):
        assert client.request(method, f"{OURS}{path}").status_code == 404, path


def test_all_that_is_open_of_gradio_is_there(stage: Kernel) -> None:
    """A name that Gradio no longer has must not stay open for what it may mean one day."""
    import gradio.routes

    source = inspect.getsource(gradio.routes.App.create_app)
    assert [name for name in OPEN if f'"/{name}' not in source] == []


@pytest.fixture
def key() -> Key:
    return Key(PORT)


@pytest.fixture
def locked(key: Key) -> TestClient:
    return TestClient(Guard(inside, PORT, lock=Lock(key)), OURS, follow_redirects=False)


def test_without_the_key_a_program_hears_so_and_a_person_gets_a_door(locked: TestClient) -> None:
    answer = locked.get("/api/health")
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    door = locked.get("/", headers={"Accept": "text/html,*/*"})
    assert door.status_code == 401 and door.text == DOOR and "http" not in DOOR


def test_an_address_with_the_key_becomes_a_cookie_and_leaves_no_trace(
    locked: TestClient, key: Key
) -> None:
    answer = locked.get("/api/health", params={"token": key.secret, "a": "b c"})
    assert answer.status_code == 303 and answer.headers["location"] == "/api/health?a=b+c"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert locked.get("/api/health").text == "reached"
    locked.cookies.clear()
    assert locked.get("/api/health").status_code == 401


def test_an_address_with_the_key_leads_to_no_other_host(locked: TestClient, key: Key) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "///evil.example"):
        answer = locked.get(f"{OURS}{path}", params={"token": key.secret})
        place = answer.headers["location"]
        assert httpx.URL(OURS).join(place).host == "127.0.0.1"
        assert not place.startswith(("//", "/\\"))


def test_the_key_is_256_bits_and_another_each_time(key: Key) -> None:
    assert len(key.secret) == 43 and Key(PORT).secret != key.secret
    assert key.fits(key.secret)
    assert not any(key.fits(one) for one in ("", key.secret[:-1], key.secret + "a", "\ud800é"))


def test_ten_wrong_keys_a_minute_are_enough(locked: TestClient, key: Key) -> None:
    wrong = {"Authorization": "Bearer wrong"}
    told = [locked.get("/api/health", headers=wrong).status_code for _ in range(MOST + 2)]
    assert told == [401] * MOST + [429, 429]
    assert locked.get("/?token=wrong").status_code == 429
    right = {"Authorization": f"bearer {key.secret}"}
    assert locked.get("/api/health", headers=right).text == "reached"


def test_patience_comes_back_after_a_minute_and_is_each_address_own() -> None:
    now = 0.0
    patience = Patience(lambda: now)
    assert [patience.lost("a") for _ in range(MOST + 1)] == [False] * MOST + [True]
    assert not patience.lost("b")
    now = WHILE
    assert not patience.lost("a")


def test_a_websocket_wants_the_key_too(stage: Kernel, key: Key) -> None:
    with TestClient(Guard(build(stage), PORT, lock=Lock(key)), OURS) as client:
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(FEED):
            pass
        cookie = {"Cookie": f"{key.cookie}={key.secret}"}
        with client.websocket_connect(FEED, headers=cookie) as feed:
            assert feed.receive_json()[0]["event"] == "session"


def test_the_key_lies_in_a_file_of_its_owner_while_the_server_runs(
    key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    with kept(key, PORT) as path:
        assert path.read_text() == key.secret
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with kept(Key(PORT), PORT) as other:  # what a killed one left is no hindrance
            assert other.read_text() != key.secret
    assert not path.exists()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("host", "dialled", "status"),
    [
        ("192.0.2.4:7860", "192.0.2.4", 200),
        ("192.0.2.4:7860", "::ffff:192.0.2.4", 200),
        ("[2001:db8::1]:7860", "2001:db8::1", 200),
        ("localhost:7860", "127.0.0.1", 200),
        ("192.0.2.5:7860", "192.0.2.4", 421),
        ("evil.example:7860", "192.0.2.4", 421),
    ],
)
async def test_beyond_this_machine_it_goes_by_the_address_that_was_dialled(
    key: Key, host: str, dialled: str, status: int
) -> None:
    told = {"Host": host, "Authorization": f"Bearer {key.secret}"}
    guard = Guard(inside, PORT, "0.0.0.0", Lock(key))
    assert (await asked(guard, "GET", "/", told, dialled))[0] == status
    near = await asked(Guard(inside, PORT, lock=Lock(key)), "GET", "/", told, dialled)
    assert near[0] == (200 if host.startswith("localhost") else 421)
