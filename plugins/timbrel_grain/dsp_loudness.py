"""How loud an envelope is, and sounds made as loud as theirs says."""

from __future__ import annotations

from functools import cache

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

MENDS = np.float32(12.0)  # dB by which an event is made as loud as was asked for


def as_loud(sound: np.ndarray, target: np.ndarray) -> np.ndarray:
    """A sound as loud as its target says, where no grain had the bands that were asked for."""
    middles = spectrum.SIZE // 2 + np.arange(len(target)) * spectrum.HOP
    missing = loudness(target) - loudness(spectrum.envelope(spectrum.spectra(sound, middles)))
    return sound * 10 ** (np.clip(missing, -MENDS, MENDS) / 20)


def loudness(envelope: np.ndarray) -> np.float32:
    """Level in dB of an envelope (T, BANDS): energies, those over 1.5 kHz raised by 4 dB.

    About as ITU-R BS.1770-5 weighs them.
    """
    energies = np.exp(envelope * np.float32(np.log(10) / 10)) @ _heard()
    return np.float32(10 * np.log10(energies.mean() + spectrum.SILENCE))


@cache
def _heard() -> np.ndarray:
    """How much of each band's energy counts."""
    return np.where(spectrum.band_edges()[1:-1] > 1500, 2.5, 1).astype(np.float32)
