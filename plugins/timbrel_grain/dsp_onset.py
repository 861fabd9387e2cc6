"""A crisp onset: nothing of a stroke is heard before it is struck, nor silence before a take."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

BEFORE = spectrum.SIZE // 2  # samples of a voice before its onset
FIRST = 4  # frames at a voice's beginning in which its onset is looked for
UNHEARD = 0.01  # of the loudest: 40 dB under it
EDGE = 48  # samples, 1 ms, in which it comes


def crisp(sound: np.ndarray, grains: np.ndarray) -> np.ndarray:
    """A sound (channels, samples) shaped from spectra (T, channels, BINS), its onset as recorded.

    A frame that is given another envelope is filtered, and a filter that turns no phase rings
    before a stroke as it does after it (pre-echo): what comes before the recorded onset is cut.
    """
    recorded = np.abs(spectrum.overlapped(grains[:FIRST])).max(axis=0)
    begin = BEFORE
    heard = recorded[begin : 2 * begin] > UNHEARD * recorded.max(initial=0.0)
    onset = begin + int(heard.argmax())
    if onset <= begin + EDGE or (recorded[:begin] > UNHEARD * recorded.max()).any():
        return sound
    sound = sound.copy()
    sound[:, : onset - EDGE] = 0
    sound[:, onset - EDGE : onset] *= np.linspace(0, 1, EDGE, endpoint=False, dtype=np.float32)
    return sound


def lead(sound: np.ndarray) -> int:
    """Samples of a take's first voice (channels, samples) that nothing is heard of yet."""
    level = np.abs(sound).max(axis=0)
    return BEFORE + int((level[BEFORE : 2 * BEFORE] > UNHEARD * level.max(initial=0)).argmax())
