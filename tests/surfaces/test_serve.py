"""The server as a process of its own: ready when it says so, and gone when it is told."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WITHIN = 60.0  # seconds in which a busy machine has it started


class Served:
    """``timbrel serve`` in a home of its own, once it has said where its page is."""

    def __init__(self, home: Path, *options: str) -> None:
        command = [sys.executable, "-c", "from timbrel_cli import main; main()", "serve"]
        ports = ["--port", "0", "--osc-port", "0", "--no-open"]
        environment = {**os.environ, "TIMBREL_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
        self.child = subprocess.Popen(
            [*command, *ports, *options], stderr=subprocess.PIPE, text=True, env=environment
        )
        self.said: list[str] = []
        assert self.child.stderr is not None
        for line in self.child.stderr:
            self.said.append(line.strip())
            if found := re.match(r"Page: (http://\S+)", line):
                self.opening = found[1]
                break
        self.rest = Thread(target=lambda: self.said.extend(self.child.stderr or []))
        self.rest.start()

    @property
    def url(self) -> str:
        return self.opening.partition("?")[0]

    def interrupted(self) -> int:
        """Its exit status. How soon it ends is measured by tests.bench.page."""
        self.child.send_signal(signal.SIGINT)
        return self.child.wait(20)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Any]:
    begun: list[Served] = []

    def serve(*options: str) -> Served:
        tmp_path.chmod(0o700)
        begun.append(Served(tmp_path, *options))
        return begun[-1]

    yield serve
    for one in begun:
        one.child.kill()
        one.child.wait()
        one.rest.join()
        assert one.child.stderr is not None
        one.child.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_it_answers_when_it_says_so_and_ends_at_ctrl_c_with_a_page_open(served: Any) -> None:
    server = served()
    assert httpx.get(server.url, timeout=WITHIN).status_code == 200  # at once, without a retry
    with httpx.Client(timeout=WITHIN) as client:
        beat = client.send(
            client.build_request("GET", f"{server.url}gradio_api/heartbeat/me"), stream=True
        )
        events = client.send(client.build_request("GET", f"{server.url}api/events"), stream=True)
        with connect(f"{server.url.replace('http', 'ws')}api/feed") as feed:
            assert json.loads(feed.recv())[0]["event"] == "session"
            assert server.interrupted() == 0
        events.close()
        beat.close()
    assert not [line for line in server.said if "Traceback" in line]


def test_with_a_token_it_wants_the_key_that_it_printed_or_wrote(
    served: Any, tmp_path: Path
) -> None:
    server = served("--token")
    key = server.opening.partition("token=")[2]
    assert httpx.get(f"{server.url}api/health").status_code == 401
    bearer = {"Authorization": f"Bearer {key}"}
    assert httpx.get(f"{server.url}api/health", headers=bearer).json()["status"] == "ok"
    [file] = tmp_path.rglob("*.token")
    assert file.read_text() == key
    with httpx.Client(follow_redirects=True) as client:
        page = client.get(server.opening)
        assert page.status_code == 200 and "token" not in str(page.url)
        assert client.get(f"{server.url}config").status_code == 200
    server.interrupted()
    assert not file.exists()
