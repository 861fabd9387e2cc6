"""How far up the recordings of a model go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from timbrel_grain.dsp_store import Store

FRAMES = 600  # that are looked at
EDGE = 20_000.0  # Hz


def over_20k(store: Store, channels: int) -> float:
    """Energy over 20 kHz in dB against all of it, of the store's frames; -120 at the least."""
    count = len(store.owner)
    path = np.unique(np.linspace(0, count - 1, min(FRAMES, count)).astype(int))
    energy = (np.abs(store.spectra(path, channels)) ** 2).sum(axis=(0, 1), dtype=np.float64)
    first = round(EDGE * spectrum.SIZE / spectrum.RATE)
    share = energy[first:].sum() / max(energy.sum(), 1e-30)
    return round(float(10 * np.log10(max(share, 1e-12))), 1)
