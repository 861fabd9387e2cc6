"""The folders of recordings to measure on, and which of their files are held out."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
AUDIO = {".wav", ".flac", ".aif", ".aiff", ".ogg", ".mp3"}
MADE = "made"


def recorded() -> dict[str, Path]:
    """The folders of recordings beside the project, by name, or where TIMBREL_BENCH_DATA says."""
    place = Path(os.environ.get("TIMBREL_BENCH_DATA") or ROOT.parent / "shared" / "data")
    return {p.name: p for p in sorted(place.glob("*")) if p.is_dir() and sounds(p)}


def sounds(folder: Path) -> list[Path]:
    """The audio files of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in AUDIO)


def split(files: list[Path]) -> tuple[list[Path], list[Path]]:
    """What is trained on, and every sixth file held out: the fourth, the tenth and so on."""
    held = files[3::6] or files[-1:]
    return [path for path in files if path not in held], held


def gathered(files: list[Path], folder: Path) -> Path:
    """A new folder with copies of some files."""
    folder.mkdir(parents=True)
    for path in files:
        shutil.copy(path, folder / path.name)
    return folder


def made(folder: Path, seed: int = 0) -> Path:
    """The sounds of the demo, made by code, in a new folder; plucks if no demo is installed."""
    folder.mkdir(parents=True)
    _maker()(folder, seed)
    return folder


def _maker() -> Callable[[Path, int], object]:
    """The demo's make_sounds, wherever it stands among its modules."""
    package = importlib.util.find_spec("timbrel_demo")
    for module in pkgutil.iter_modules(package and package.submodule_search_locations):
        if package and module.name.startswith("dsp_"):
            maker = importlib.import_module(f"timbrel_demo.{module.name}")
            if hasattr(maker, "make_sounds"):
                return maker.make_sounds
    return _plucks


def _plucks(folder: Path, seed: int) -> None:
    """Eight decaying harmonic tones of one second."""
    import numpy as np
    import soundfile

    chance = np.random.default_rng(seed)
    time = np.arange(48000) / 48000
    for index, hertz in enumerate(110 * 2 ** (np.arange(8) / 4)):
        partials = np.arange(1, 20)[:, None]
        falls = np.exp(-partials * time * chance.uniform(1, 3))
        tone = (falls * np.sin(2 * np.pi * hertz * partials * time) / partials).sum(axis=0)
        soundfile.write(folder / f"pluck-{index}.wav", 0.3 * tone, 48000)
