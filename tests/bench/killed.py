"""``python -m tests.bench.killed HOME MODEL``: kill -9 while a model is exported and imported.

A child exports the model over one file, and imports that file, again and again, and says what it
has done; at a random moment it is killed. Whatever it had said must be there, and whatever is
there must be whole.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import Families

from timbrel import start
from timbrel_library.exchange import export, import_
from timbrel_library.unpack import opened, read

if TYPE_CHECKING:
    from timbrel import Kernel


def work(kernel: Kernel, model: str, file: Path, voice: int) -> None:
    """Export and import without end, saying the name of each that was taken in."""
    while True:
        export(kernel, model, file)
        os.write(voice, b"\n")
        name = import_(kernel, file)["model"]
        os.write(voice, f"{name}\n".encode())


def killed(kernel: Kernel, model: str, file: Path, after: float) -> list[str]:
    """What a child had said when it was killed: seconds after it began to work."""
    ear, voice = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(kernel, model, file, voice)
        finally:
            os._exit(1)
    os.close(voice)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(ear) as told:
        return told.read().splitlines()


def faults(kernel: Kernel, model: str, file: Path, said: list[str]) -> list[str]:
    """What is not as it should be after a kill."""
    found: list[str] = []
    if file.exists() or said:
        try:
            with opened(file) as (parcel, manifest):
                for part in manifest.parts:
                    for _ in read(parcel, part):
                        pass
        except Exception as error:
            found.append(f"the file is not whole: {error}")
    names = {path.name for path in kernel.places.models.glob("[!.]*")}
    found += [f"{name} is gone" for name in {model, *filter(None, said)} - names]
    for name in names:
        try:
            kernel.registry.open(name)
        except Exception as error:
            found.append(f"{name} is not whole: {error}")
    return found


def swept(kernel: Kernel, model: str) -> int:
    """Take away what the child made; how many drafts it left."""
    models = kernel.places.models
    for path in models.glob("[!.]*"):
        if path.name != model:
            shutil.rmtree(path)
    drafts = [*models.glob(".tmp-*")]
    for path in drafts:
        shutil.rmtree(path)
    return len(drafts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("model")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--longest", type=float, default=0.5, help="seconds until a kill")
    wish = parser.parse_args()
    kernel, rng = start(home=wish.home), random.Random(1)
    kernel.host.add(Families(), "tone")
    file = wish.home / "out" / "model.timbrel"
    export(kernel, wish.model, file)
    import_(kernel, file)  # what is imported late is there before the fork
    file.unlink()
    swept(kernel, wish.model)
    found: list[str] = []
    done = [0, 0, 0]
    for _ in range(wish.kills):
        said = killed(kernel, wish.model, file, rng.uniform(0, wish.longest))
        found += faults(kernel, wish.model, file, said)
        names = len([name for name in said if name])
        done = [done[0] + len(said) - names, done[1] + names, done[2] + swept(kernel, wish.model)]
    for fault in found:
        print(fault)
    print(
        f"{wish.kills} kills, {done[0]} exports and {done[1]} imports told of, "
        f"{done[2]} drafts left to be swept: {len(found)} faults"
    )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
