"""A model whose controls do simple things, a corpus of tones, and measures of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from timbrel import Audio, Control, offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RATE = 48000


def tone(hertz: float, level: float = 0.5, seconds: float = 4.0) -> Audio:
    time = np.arange(round(seconds * RATE)) / RATE
    return Audio((level * np.sin(2 * np.pi * hertz * time))[None].astype(np.float32), RATE)


class Bird(offers.Model):
    """A tone: ``height`` bends its pitch, and ever more, ``depth`` does so downwards.

    ``level`` is its loudness, ``nothing`` does nothing and ``colour`` has no measure.
    """

    rate, channels = RATE, 1
    controls: Sequence[Control] = (
        Control("height", -1, 1, 0),
        Control("depth", -1, 1, 0),
        Control("level", 0, 1, 0.5),
        Control("nothing", -1, 1, 0),
        Control("colour", 0, 1, 0.2),
    )

    def __init__(self) -> None:
        self.renders = 0

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        self.renders += 1
        bent = np.expm1(1.5 * values["height"]) - values["depth"]
        yield tone(880 * 2 ** (bent / 2) + seed, values["level"], frames / RATE)


class Height(offers.Descriptor):
    """Octaves over 440 Hz, by counting how often it crosses zero; nan where it is silent."""

    name = "height"

    def measure(self, audio: Audio) -> float:
        crossings = np.count_nonzero(np.diff(np.signbit(audio.samples[0])))
        return float(np.log2(crossings / 2 / audio.seconds / 440)) if crossings else float("nan")


class Depth(Height):
    name = "depth"


class Nothing(Height):
    name = "nothing"


class Level(offers.Descriptor):
    name = "level"

    def measure(self, audio: Audio) -> float:
        return float(np.sqrt(np.mean(audio.samples**2)))


def clip(name: str, audio: Audio) -> offers.Clip:
    return offers.Clip(name, name, audio.seconds, audio.channels, lambda: audio)


@pytest.fixture
def bird() -> Bird:
    return Bird()


def judges() -> dict[str, offers.Descriptor]:
    return {each.name: each for each in (Height(), Depth(), Level(), Nothing())}


def tones() -> offers.Corpus:
    """Eight tones of half an octave on both sides of 880 Hz, each of its own loudness."""
    bends, levels = np.linspace(-0.5, 0.5, 8), np.linspace(0.4, 0.6, 8)
    pairs = zip(bends, levels, strict=True)
    return offers.Corpus([clip(f"tone{b:.2f}", tone(880 * 2**b, v)) for b, v in pairs])


@pytest.fixture
def measures() -> dict[str, offers.Descriptor]:
    return judges()


@pytest.fixture
def corpus() -> offers.Corpus:
    return tones()
