"""Roughness: how deeply the bands' envelopes beat at a rate that the ear does not follow."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import fft

from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare

SHORTEST = 0.25  # seconds
FRAME, HOP = 9600, 4800  # 200 ms every 100
RATE = 1024  # points that a band's envelope has in a frame
REACH = 2.0  # Cam that a channel spans on either side of its middle
PITCH, WIDTH = 70.0, 0.6  # Hz at which roughness is greatest, and the log-normal's deviation
APART = 2  # channels between two that are compared, as in Daniel and Weber 1997


def roughness(sound: np.ndarray) -> float:
    """About 1 for a tone fully modulated at 70 Hz, 0 for a steady one.

    After Daniel and Weber 1997: squared modulation depth of each channel's envelope, weighted
    around 70 Hz, times the likeness of the envelopes beside it, for independent noise in
    neighbouring channels is not rough. Channels are weighted by loudness, and so are frames.
    """
    if prepare.seconds(sound) < SHORTEST:
        return float("nan")
    body = sound[prepare.LEAD :]
    found = [_frame(body[a : a + FRAME]) for a in range(0, max(len(body) - FRAME, 1), HOP)]
    values, weights = np.array(found).T
    return erb.weighted_median(values, weights)


def _frame(part: np.ndarray) -> tuple[float, float]:
    """Roughness and loudness of a frame."""
    window = np.hanning(FRAME)
    part = np.pad(part, (0, FRAME - len(part)))
    spectrum = np.asarray(fft.rfft((part * window).astype(np.float32)))
    lows, weights = _channels()
    taken = spectrum[lows[:, None] + np.arange(RATE)] * weights
    envelope = np.abs(np.asarray(fft.ifft(taken, axis=1)))  # (BANDS, RATE)
    level = envelope.mean(axis=1)
    beating = np.fft.irfft(np.fft.rfft(envelope, axis=1) * _weights(), RATE, axis=1)
    depth = np.sqrt(2 * (beating**2).mean(axis=1)) / np.maximum(level, 1e-12)
    loudness = erb.specific((level * 4 * RATE / FRAME) ** 2)
    total = loudness.sum()
    if not total > 0:
        return 0.0, 0.0
    likeness = _likeness(beating)
    return float((loudness * (np.minimum(depth, 1.5) * likeness) ** 2).sum() / total), float(total)


def _likeness(beating: np.ndarray) -> np.ndarray:
    """Correlation of each channel's beating with that APART below or above, the greater."""
    norm = beating / np.maximum(np.linalg.norm(beating, axis=1, keepdims=True), 1e-12)
    pairs = (norm[APART:] * norm[:-APART]).sum(axis=1)
    below = np.concatenate([np.zeros(APART), pairs])
    above = np.concatenate([pairs, np.zeros(APART)])
    return np.maximum(below, above).clip(0)


@cache
def _channels() -> tuple[np.ndarray, np.ndarray]:
    """The first bin of each channel (BANDS,), and raised cosines (BANDS, RATE) over its bins."""
    bins = np.arange(FRAME // 2 + 1) * prepare.RATE / FRAME
    middle = np.round(erb.hertz(erb.centres()) * FRAME / prepare.RATE).astype(int)
    lows = np.clip(middle - RATE // 2, 0, len(bins) - RATE)
    cams = erb.cam(bins[lows[:, None] + np.arange(RATE)])
    turn = np.clip((cams - erb.centres()[:, None]) / REACH, -1, 1)
    return lows, (0.5 + 0.5 * np.cos(np.pi * turn)).astype(np.float32)


@cache
def _weights() -> np.ndarray:
    """The weight of each modulation frequency (RATE // 2 + 1,)."""
    rates = np.arange(RATE // 2 + 1) * prepare.RATE / FRAME
    weights = np.zeros(len(rates))
    weights[1:] = np.exp(-0.5 * (np.log(rates[1:] / PITCH) / WIDTH) ** 2)
    return weights.astype(np.float32)
