"""Noise within a band that moves: breath, brush and wind."""

from __future__ import annotations

import numpy as np

from timbrel_demo.dsp_filter import RATE

SIZE, HOP = 1024, 256


def swept(
    centre: np.ndarray, width: np.ndarray, level: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Noise, (frames,) float64; all arguments are (frames,) too.

    ``centre`` in Hz, ``width`` in octaves (the band falls off as a bell over log frequency) and
    ``level`` 0..1. Shaped on overlapping spectra, so that nothing clicks as the band moves.
    """
    frames = len(centre)
    noise = rng.normal(0, 1, frames + 3 * SIZE)
    window = np.hanning(SIZE + 1)[:SIZE]
    octave = np.log2(np.fft.rfftfreq(SIZE, 1 / RATE) + 1.0)
    sound = np.zeros(len(noise))
    for start in range(0, frames + 2 * SIZE, HOP):
        at = min(max(start - SIZE // 2, 0), frames - 1)
        bell = np.exp(-0.5 * ((octave - np.log2(centre[at])) / width[at]) ** 2)
        spectrum = np.fft.rfft(noise[start : start + SIZE] * window)
        sound[start : start + SIZE] += np.fft.irfft(spectrum * bell) * window
    return sound[SIZE : SIZE + frames] * level
