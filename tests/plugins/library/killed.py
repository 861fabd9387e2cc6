"""``python -m tests.plugins.library.killed MODE HOME KILLS``: a library whose writer is killed.

A child saves, keeps, deletes and takes back, and acknowledges each when it is done; it is killed
(SIGKILL) after a random moment of 0 to 250 ms, again and again. After each kill everything that
was acknowledged has to be there, and every file under a final name has to be readable. At the end
the library is repaired and looked through. Prints a JSON document; ``bad`` has to be empty.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import soundfile as sf
from tests.conftest import Families, Rest, add_tone
from tests.plugins.library.conftest import Exporters

import timbrel_library
from timbrel import Kernel, hooks, offers
from timbrel.host import Host
from timbrel_library import item, store

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = 0.25


def kernel(home: Path) -> Kernel:
    made = Kernel(Host(hooks.NAME, hooks), home)
    for plugin in (Families(), Rest(), Exporters(), timbrel_library):
        made.host.add(plugin, str(plugin))
    return made


def act(made: Kernel, verb: str, *given: Any, **options: Any) -> Any:
    answer = made.host.find(offers.Action, verb).run(made, *given, **options)
    return answer if isinstance(answer, dict) else answer.result(60)


def work(home: Path, mode: str, first: int) -> None:
    """Do one thing after another and acknowledge each, without end."""
    made = kernel(home)
    made.session.load("bell")
    told("ready", "now")
    for n in range(first, first + 10_000):
        WAYS[mode](made, n)


def save(made: Kernel, n: int) -> Path:
    path = made.places.renders / f"{n}.wav"
    made.session.save(made.session.make(0.1, n), path)
    told("take", path.name)
    return path


def delete(made: Kernel, n: int) -> None:
    """Each second one is taken back."""
    path = save(made, n)
    number = act(made, "history_delete", str(path))["number"]
    told("gone", path.name)
    if n % 2:
        act(made, "library_undo", number=number)
        told("take", path.name)


def preset(made: Kernel, n: int) -> None:
    """Each third one is deleted."""
    act(made, "presets_save", f"p{n}", model="bell", set_=["level=0.25"])
    told("preset", f"p{n}")
    if n % 3 == 0:
        act(made, "presets_delete", f"p{n}")
        told("nopreset", f"p{n}")


def copies(made: Kernel, n: int) -> None:
    act(made, "presets_save", f"p{n}", model="bell")
    told("preset", f"p{n}")
    act(made, "library_backup")
    act(made, "library_repair")


WAYS: dict[str, Callable[[Kernel, int], Any]] = {
    "save": save,
    "delete": delete,
    "preset": preset,
    "backup": copies,
}


def told(kind: str, name: str) -> None:
    os.write(1, f"{kind} {name}\n".encode())


def killed(home: Path, mode: str, first: int, after: float) -> list[tuple[str, str]]:
    """What a child acknowledged before it was killed."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writes, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            work(home, mode, first)
        finally:
            os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as heard:
        heard.readline()
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        said = heard.read()
    os.waitpid(child, 0)
    lines = [line.split(" ", 1) for line in said.splitlines()]
    return [(kind, name) for kind, name in lines]


def wrong(home: Path, acknowledged: dict[str, str]) -> list[str]:
    """What is not as it was acknowledged, or cannot be read."""
    made, bad = kernel(home), []
    for path in [p for p in home.rglob("*") if p.is_file() and not p.name.startswith(".tmp-")]:
        try:
            _ = sf.read(path) if path.suffix == ".wav" else None
            _ = json.loads(path.read_text()) if path.suffix == ".json" else None
        except (sf.LibsndfileError, ValueError) as error:
            bad.append(f"{path.name} cannot be read: {error}")
    # Every row, not the list that a person is shown: it ends after a thousand.
    with store.opened(made.places, reads=True) as db:
        rows = db.execute("select * from history where gone is null").fetchall()
    there = {row["name"] for row in rows if not item.missing(row, home)}
    presets = {one["name"] for one in act(made, "presets_list")["presets"]}
    trash = {one["name"] for one in act(made, "library_trash")["items"]}
    # The last thing may have begun to go or to come back; anything else is as was acknowledged.
    for name, kind in acknowledged.items():
        here = name in there or name in presets
        if kind in ("take", "preset") and not here and name not in trash:
            bad.append(f"{kind} {name} is lost")
        if kind in ("gone", "nopreset") and not here and name not in trash:
            bad.append(f"{kind} {name} cannot be taken back")
    return bad


def main(mode: str, home: Path, kills: int) -> dict[str, Any]:
    if mode not in WAYS:  # a child that does nothing loses nothing
        sys.exit(f"There is no {mode}; there is: {', '.join(WAYS)}.")
    add_tone(kernel(home), "bell")
    with tempfile.TemporaryDirectory() as folder:  # so that a child has nothing left to import
        add_tone(kernel(Path(folder)), "bell")
        session = kernel(Path(folder)).session
        session.load("bell")
        session.save(session.make(0.1), Path(folder) / "a.wav")
    chance, bad, every = random.Random(1), [], {}
    for kill in range(kills):
        said = killed(home, mode, kill * 10_000, chance.uniform(0, MOMENT))
        every |= {name: kind for kind, name in said}
        bad += wrong(home, {name: kind for kind, name in said})
    drafts = len([*home.rglob(".tmp-*")])
    made = kernel(home)
    act(made, "library_repair")
    found = act(made, "library_check")
    bad += [] if found["fine"] else [found["says"]]
    bad += wrong(home, every)
    return {"mode": mode, "kills": kills, "acknowledged": len(every), "drafts": drafts, "bad": bad}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
