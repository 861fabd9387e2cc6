"""What comes from outside with ill intent: lines, paths, names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client
from tests.surfaces.mcp.mutate import mutated, served_and_posted

from timbrel import Problem
from timbrel_mcp.server import build

if TYPE_CHECKING:
    from timbrel import Kernel

pytestmark = pytest.mark.anyio
HOSTILE = [
    *("/etc/passwd", "/etc/shadow", "/", "//etc/passwd", "/proc/self/environ", "/dev/zero"),
    *("/proc/self/fd/0", "/dev/stdin", "/root/.ssh/id_rsa", "/tmp/x.wav", "/var/log/syslog"),
    *("..", "../", "../x.wav", "../../etc/passwd", "renders/../../x.wav", "./../x.wav"),
    *("renders/../models/bell/tone.json", "renders/../run/web.json", "renders/../library.db"),
    *("models", "models/bell", "models/bell/tone.json", "run", "run/web.json", "logs/timbrel.log"),
    *(
        "library.db",
        ".",
        "~",
        "~/x.wav",
        "~root/x.wav",
        "link/secret.wav",
        "renders/out/secret.wav",
    ),
    *(
        "renders/out/secret.wav",
        "renders/out/new.wav",
        "a\0b.wav",
        "renders/a\0b.wav",
        "x" * 900 + ".wav",
        "\u202e/x.wav",
    ),
    *("file:///etc/passwd", "renders//..//..//x.wav", "C:\\Windows\\x.wav/../../../x.wav"),
]


@pytest.fixture
def guarded(trained: Kernel, tmp_path: Path) -> Kernel:
    """A home with links that lead out, and beside it what nobody may read or write."""
    home = trained.places.home
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.wav").write_bytes(b"RIFF secret")
    (home / "link").symlink_to(outside)
    trained.places.datasets.mkdir(exist_ok=True)
    (trained.places.renders / "out").symlink_to(outside)
    trained.session.load("bell")
    return trained


def calls(path: str) -> list[tuple[str, dict[str, Any]]]:
    """Every argument of every tool that may be a path."""
    return [
        ("generate", {"seconds": 0.05, "more": {"out": path}}),
        ("generate", {"seconds": 0.05, "more": {"near": path}}),
        ("transform", {"recording": path}),
        ("variations", {"take": path}),
        ("export", {"take": path}),
        ("describe", {"sound": path}),
        ("describe", {"sound": path, "audio": True}),
        ("compare", {"a": path, "b": path}),
        ("datasets", {"what": "show", "folder": path, "estimate": False}),
        ("datasets", {"what": "add", "folder": path, "name": "d"}),
        ("datasets", {"what": "restore", "name": "d", "trash": path}),
        ("models", {"what": "export", "name": "bell", "file": path}),
        ("models", {"what": "import", "file": path}),
        ("models", {"what": "show", "name": "bell", "picture": path}),
        ("models", {"what": "map", "name": "bell", "out": path}),
        ("presets", {"what": "import", "file": path}),
        ("history", {"what": "show", "take": path}),
        ("train", {"folder": path, "name": "t"}),
        ("do", {"action": "describe", "arguments": {"recording": path}}),
        ("do", {"action": "demo", "arguments": {"out": path}}),
    ]


def everything(root: Path) -> set[str]:
    """All there is but the work of the library and of trainings that fail."""
    kept = {"backups", "cache", "runs", "trash"}
    return {
        os.path.join(folder, name)
        for folder, folders, files in os.walk(root)
        for name in (*folders, *files)
        if not kept & {name, *Path(folder).parts} and not name.startswith("library")
    }


@pytest.mark.skipif(os.name == "nt", reason="The paths are those of Unix")
async def test_no_path_leads_out(
    guarded: Kernel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(HOSTILE) >= 40
    before = everything(tmp_path)
    async with Client(build(guarded)) as client:
        for path in HOSTILE:
            for tool, given in calls(path):
                answer = await client.call_tool(tool, given)
                begun = (answer.structured_content or {}).get("job")
                assert answer.is_error or (tool == "train" and begun), (tool, given)
                said = answer.model_dump_json()
                assert "root:" not in said and "RIFF secret" not in said
    for job in guarded.jobs.all:  # a name is that of a dataset, which is not there
        with pytest.raises(Problem):
            job.result(60)
    assert everything(tmp_path) == before
    assert "A tool broke" not in caplog.text


async def test_what_is_open_is_reached(guarded: Kernel, tmp_path: Path, assistant: Any) -> None:
    """Or the test above would pass where nothing works at all."""
    (tmp_path / "sounds").mkdir()
    guarded.settings["roots"] = [tmp_path / "sounds"]
    async with Client(build(guarded)) as client:
        for out in ("renders/x.wav", "exports/y.wav", str(tmp_path / "sounds" / "z.wav")):
            made = await assistant.call(client, "generate", seconds=0.5, more={"out": out})
            assert (guarded.places.home / out).exists()
            await assistant.call(client, "describe", sound=made["path"], picture=False)


async def test_spoilt_lines_leave_the_output_pure_and_the_server_alive(tmp_path: Path) -> None:
    told = mutated(tmp_path, 300, seed=1)
    assert told["impure"] == 0 and told["alive"]
    assert told["answered"] == told["probes"] == 12


def test_spoilt_requests_leave_the_server_alive(tmp_path: Path) -> None:
    told = served_and_posted(tmp_path, 300, seed=1)
    assert told["impure"] == told["failed"] == 0
    assert told["answered"] == told["probes"] == 12
