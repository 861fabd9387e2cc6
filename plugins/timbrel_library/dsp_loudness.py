"""Integrated loudness of a sound file by EBU R 128, and copies of it at another level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile as sf
from scipy.signal import lfilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 65536
STEP, STEPS = 0.1, 4  # blocks of 400 ms, each 100 ms after the last (ITU-R BS.1770-5)
SILENCE, BELOW = -70.0, -10.0  # the two gates: LUFS, and LU below what passes the first
OFFSET = -0.691


def loudness(path: Path) -> float:
    """LUFS of the whole file; -inf where it is silent or shorter than 400 ms of sound.

    A file shorter than 400 ms is measured as one block with silence after it.
    """
    powers = _blocks(np.array([*_powers(path)]))
    return _integrated(powers)


def _integrated(powers: np.ndarray) -> float:
    with np.errstate(divide="ignore"):
        loud = OFFSET + 10 * np.log10(powers)
        first = powers[loud > SILENCE]
        if not len(first):
            return -np.inf
        gate = OFFSET + 10 * np.log10(first.mean()) + BELOW
        return float(OFFSET + 10 * np.log10(powers[(loud > SILENCE) & (loud > gate)].mean()))


def _blocks(steps: np.ndarray) -> np.ndarray:
    """The mean power of each 400 ms, of those of the tenths of a second."""
    if len(steps) < STEPS:
        return np.array([steps.sum() / STEPS])
    return np.convolve(steps, np.ones(STEPS) / STEPS, "valid")


def _powers(path: Path) -> Iterator[float]:
    """The power of each tenth of a second, weighted, of all channels together."""
    with path.open("rb") as file, sf.SoundFile(file) as sound:
        stages = weighting(sound.samplerate)
        states = [np.zeros((2, sound.channels)) for _ in stages]
        size, rest = round(STEP * sound.samplerate), np.zeros((0, sound.channels))
        for block in sound.blocks(BLOCK, dtype="float64", always_2d=True):
            for number, (b, a) in enumerate(stages):
                block, states[number] = lfilter(b, a, block, axis=0, zi=states[number])
            rest = np.concatenate([rest, block])
            whole = len(rest) // size
            tenths = rest[: whole * size].reshape(whole, size, -1)
            yield from (tenths**2).mean(axis=1).sum(axis=1).tolist()
            rest = rest[whole * size :]
        if len(rest):
            yield float((rest**2).sum() / size)


def weighting(rate: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The two stages of BS.1770's K weighting as biquads at ``rate``.

    Its tables are for 48 kHz; these are the analogue filters that they came from, by the bilinear
    transform, and give the tables there to six digits.
    """
    return [
        _biquad(rate, 1681.974450955533, 0.7071752369554196, 3.999843853973347),
        _biquad(rate, 38.13547087602444, 0.5003270373238773, None),
    ]


def _biquad(rate: int, hertz: float, q: float, gain: float | None) -> Any:
    """A shelf that lifts what is high by ``gain`` dB, or what lets the high pass."""
    k = np.tan(np.pi * hertz / rate)
    a = np.array([1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k])
    if gain is None:
        return np.array([1.0, -2.0, 1.0]), a / a[0]
    high = 10 ** (gain / 20)
    mid = high**0.4996667741545416
    b = [high + mid * k / q + k * k, 2 * (k * k - high), high - mid * k / q + k * k]
    return np.array(b) / a[0], a / a[0]


def copied(path: Path, to: Path, gain: float) -> None:
    """Write the sound to ``to``, a WAV of 24 bits, ``gain`` dB louder."""
    with path.open("rb") as file, sf.SoundFile(file) as sound:
        rate, channels = sound.samplerate, sound.channels
        with sf.SoundFile(to, "w", rate, channels, "PCM_24", format="WAV") as out:
            for block in sound.blocks(BLOCK, dtype="float64", always_2d=True):
                out.write(block * 10 ** (gain / 20))
