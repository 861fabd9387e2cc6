"""Measured responses of two ears, made into a compact head of one ear, on a regular grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save_file
from scipy import signal

from timbrel import Problem
from timbrel_space.dsp_head import RATE, RISE, STEP, TAPS, Head
from timbrel_space.dsp_phase import delays, minimum

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 4096
LOW = (40.0, 120.0)  # Hz: below, loudspeakers of measurements fail; there a head does nothing
HIGH = 19000.0  # and above it so does the microphone: the level at its edge is held
CITED = (
    "Gardner and Martin, HRTF Measurements of a KEMAR Dummy-Head Microphone, MIT Media Lab "
    "Perceptual Computing Technical Report 280, 1994. Copyright 1994 MIT Media Laboratory."
)


def condensed(responses: np.ndarray, places: np.ndarray, rate: float) -> Head:
    """A head of responses (places, 2, samples) at places (places, 2): azimuth, elevation.

    Degrees, azimuth to the left. Both ears become one, the right mirrored; the mean over all
    directions is taken out of each (diffuse-field equalisation, as Gardner and Martin advise):
    it holds the loudspeaker, the microphone and the ear canal, of which the listener has one.
    """
    spectra = np.fft.rfft(responses, SIZE, axis=-1)
    late = _rings(delays(spectra, rate), places)
    level = _rings(np.log(np.maximum(np.abs(spectra), 1e-6)), places)
    level = _audible(level - _diffuse(level), np.fft.rfftfreq(SIZE, 1 / rate))
    answers = np.fft.irfft(minimum(np.exp(_at_48_khz(level, rate))), axis=-1)[..., :TAPS]
    fade = np.cos(np.pi / 2 * np.clip(np.arange(TAPS) / TAPS * 4 - 3, 0, 1)) ** 2
    lowest = float(np.round(places[:, 1]).min())
    return Head(lowest, answers * fade, late - late.min())


def _rings(of_places: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Values (places, 2, ...) as (elevations, azimuths, ...) of the left ear, every 5 degrees.

    A ring of other steps is read between them by its Fourier series: it is periodic.
    """
    heights = np.unique(np.round(places[:, 1]))
    if len(heights) < 2 or heights[-1] != 90 or set(np.diff(heights)) != {RISE}:
        raise Problem(f"The directions do not lie in rings, {RISE} degrees apart and up to 90.")
    rings = []
    for height in heights:
        there = np.flatnonzero(np.round(places[:, 1]) == height)
        there = there[np.argsort(places[there, 0] % 360)]
        turns = places[there, 0] % 360
        if abs(turns[0]) > 0.1 or np.ptp(np.diff(turns, append=360)) > 1.5:
            raise Problem(f"The ring at {height:g} degrees is not evenly filled.")
        left, right = of_places[there, 0], np.roll(of_places[there, 1][::-1], 1, axis=0)
        rings.append(signal.resample((left + right) / 2, 360 // STEP, axis=0))
    return np.stack(rings)


def _diffuse(level: np.ndarray) -> np.ndarray:
    """The mean power over all directions, as a logarithm (bins,); rings weigh as they are long."""
    heights = np.linspace(90 - RISE * (len(level) - 1), 90, len(level))
    weight = np.maximum(np.cos(np.radians(heights)), 0.05)
    power = np.exp(2 * level).mean(axis=1)
    return 0.5 * np.log(np.average(power, axis=0, weights=weight))


def _audible(level: np.ndarray, hertz: np.ndarray) -> np.ndarray:
    share = np.clip(np.log(np.maximum(hertz, 1) / LOW[0]) / np.log(LOW[1] / LOW[0]), 0, 1)
    level = level * share
    edge = int(np.searchsorted(hertz, HIGH))
    level[..., edge:] = level[..., edge - 40 : edge].mean(axis=-1, keepdims=True)
    return level


def _at_48_khz(level: np.ndarray, rate: float) -> np.ndarray:
    """Levels (..., bins) up to half of ``rate`` at the same frequencies up to 24 kHz."""
    places = np.fft.rfftfreq(SIZE, 1 / RATE) * SIZE / rate
    below = np.minimum(places.astype(int), level.shape[-1] - 2)
    share = np.minimum(places - below, 1)
    return level[..., below] * (1 - share) + level[..., below + 1] * share


def stored(head: Head, target: Path) -> int:
    """Write a head in 16-bit whole numbers; the bytes of the file."""
    scale = float(np.abs(head.responses).max()) / 32767
    # In the order of C: safetensors writes the memory as it lies.
    whole = np.ascontiguousarray(np.rint(head.responses / scale), np.int16)
    facts = {"lowest": str(head.lowest), "scale": repr(scale), "rate": str(RATE), "cited": CITED}
    save_file(
        {"responses": whole, "delays": np.ascontiguousarray(head.delays, np.float32)}, target, facts
    )
    return target.stat().st_size
