"""``python -m tests.plugins.export.matrix``: every format with every odd sound, at every length."""

from __future__ import annotations

import argparse
import collections
import itertools
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from tests.plugins.export.sounds import TABLE, exported, take

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LENGTHS = (1, 2, 100, 1151, 30_000)
LEVELS = {
    "mp3": [{"bitrate": b} for b in (64, 128, 320)] + [{"quality": q} for q in (0, 3, 8, 10)],
    "ogg": [{"quality": q} for q in (0, 3, 6, 10)],
    "opus": [{"bitrate": b} for b in (16, 64, 160, 256)],
}
SOUNDS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "silence": lambda t: 0 * t,
    "direct current": lambda t: 0 * t + 0.7,
    "sine": lambda t: np.sin(t / 9),
    "square": lambda t: np.sign(np.sin(t / 30 + 0.1)),
    "highest": lambda t: np.cos(np.pi * t),
    "noise": lambda t: np.random.default_rng(len(t)).uniform(-1, 1, len(t)),
    "impulse": lambda t: (t == len(t) // 2).astype(float),
    "tiny": lambda t: np.sin(t) * 1e-42,
    "sweep": lambda t: np.sin(t**2 / len(t)),
    "far too loud": lambda t: 1000 * np.sin(t / 9),
}
BROKEN = {"no number": np.nan, "infinite": np.inf}


def cases() -> Iterator[tuple[str, dict[str, float], int]]:
    for name, form in TABLE.items():
        levels = LEVELS.get(name, [{}])
        for rate, bits, more, channels in itertools.product(
            form.rates, form.bits or (0,), levels, (1, 2)
        ):
            yield name, {"rate": rate, **({"bits": bits} if bits else {}), **more}, channels


def tried(folder: Path, name: str, options: dict[str, float], sound: np.ndarray) -> str:
    path = folder / f"a.{name}"
    path.unlink(missing_ok=True)
    try:
        read = exported(take(sound), path, **options)
    except Problem as problem:
        return "no number" if "no number" in problem.what else f"PROBLEM {problem}"
    frames = round(sound.shape[1] * options["rate"] / 48000)
    right = read.shape == (len(sound), frames) and np.isfinite(read).all()
    return "written" if right and soundfile.info(path).frames == frames else "WRONG LENGTH"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.plugins.export.matrix")
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS)
    lengths = parser.parse_args().lengths
    count: collections.Counter[str] = collections.Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for name, options, channels in cases():
            for frames, (says, make) in itertools.product(lengths, SOUNDS.items()):
                sound = np.tile(make(np.arange(frames, dtype=float)), (channels, 1))
                end = tried(Path(folder), name, options, sound)
                count[end] += 1
                if end != "written":
                    print(name, options, channels, frames, says, end, flush=True)
            for bad in BROKEN.values():
                sound = np.zeros((channels, 9000))
                sound[0, 5000] = bad
                end = tried(Path(folder), name, options, sound)
                count["refused" if end == "no number" else f"BROKEN {end}"] += 1
    print(dict(count), f"in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
