"""The folders of recordings to measure on, and which of their files are held out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

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


def split(files: list[Path], fold: int) -> tuple[list[Path], list[Path]]:
    """What is trained on, and every sixth file, from file ``fold`` on, held out."""
    held = files[fold::6] or files[-1:]
    return [path for path in files if path not in held], held


def gathered(files: list[Path], folder: Path) -> Path:
    """A new folder with copies of some files."""
    folder.mkdir(parents=True)
    for path in files:
        shutil.copy(path, folder / path.name)
    return folder


def made(folder: Path, seed: int = 0) -> Path:
    """The sounds of the demo, made by code, in a new folder."""
    from timbrel_demo.dsp_sounds import make_sounds

    make_sounds(folder, seed)
    return folder
