"""Sounds made by code, as clips and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, offers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RATE = 48000


def strokes(hertz: float, times: tuple[float, ...], seconds: float, level: float) -> np.ndarray:
    """A sine struck at each of the times, dying away: (frames,) float32."""
    time = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(time))
    for start in times:
        since = time - start
        struck = np.sin(2 * np.pi * hertz * since) * np.exp(-12 * np.maximum(since, 0))
        sound += np.where(since >= 0, struck, 0)
    return (level * sound).astype(np.float32)


@pytest.fixture
def struck() -> Callable[..., Audio]:
    """An Audio: struck(hertz, times, seconds, level)."""

    def make(
        hertz: float = 440.0,
        times: tuple[float, ...] = (0.0,),
        seconds: float = 1.0,
        level: float = 0.5,
    ) -> Audio:
        return Audio(strokes(hertz, times, seconds, level)[np.newaxis], RATE)

    return make


@pytest.fixture
def clip(struck: Any) -> Callable[..., offers.Clip]:
    """A clip of one stroke: clip(name, hertz, ..., rate=44100) where rate is a fact of its file."""

    def make(name: str, *args: Any, rate: int = 44100, clipped: float = 0.0) -> offers.Clip:
        audio = struck(*args)
        facts = {"rate": rate, "channels": 1, "clipped": clipped, "container": "WAV"}
        return offers.Clip(name, name.ljust(64, "0"), audio.seconds, 1, lambda: audio, facts)

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sounds"
    made.mkdir()
    return made


@pytest.fixture
def put(folder: Path) -> Callable[..., Path]:
    """Writes strokes to a file: put("a.wav", hertz, times, seconds, level, rate=48000)."""

    def write(
        name: str,
        hertz: float = 440.0,
        times: tuple[float, ...] = (0.0,),
        seconds: float = 0.5,
        level: float = 0.5,
        rate: int = RATE,
    ) -> Path:
        path = folder / name
        soundfile.write(path, strokes(hertz, times, seconds, level), rate)
        return path

    return write
