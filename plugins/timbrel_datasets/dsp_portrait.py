"""Measure what a sound is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel_datasets.portrait import Portrait

if TYPE_CHECKING:
    from timbrel import Audio

SIZE, HOP = 2048, 512
PIECE = 4096  # frames of analysis at once, so that an hour needs little memory
BANDS = 40
LOWEST, HIGHEST = 40.0, 16000.0  # Hz
DEPTH = 60.0  # dB under its loudest band, below which a sound is silent
SOUNDING = 40.0  # dB under its loudest moment, above which its loudness is told
RISE = 2.0  # dB in the mean of the bands that make an onset
EDGE = SIZE // 2 // HOP + 1
SILENCE = 1e-12
# What makes two sounds plainly different, each worth 1: dB of spectrum, of loudness, octaves of
# length, share of its length that its middle is moved.
UNLIKE = {"shape": 6.0, "change": 6.0, "loudness": 12.0, "length": 2.0, "middle": 0.4}


def measured(audio: Audio) -> Portrait:
    """The portrait of a sound of one or two channels."""
    power = _bands(_mono(audio.samples), audio.rate)  # (T, BANDS)
    level = 10 * np.log10(power + SILENCE)
    total = 10 * np.log10(power.sum(axis=1) + SILENCE)
    sounding = total > total.max() - SOUNDING
    loudness = float(10 * np.log10(np.mean(10 ** (total[sounding] / 10)) + SILENCE))
    centres = _centres(audio.rate)
    mean = power[sounding].mean(axis=0)
    return Portrait(
        seconds=round(audio.seconds, 6),
        loudness=round(loudness, 2),
        onsets=_onsets(level),
        still=round(float(np.mean(total < total.max() - DEPTH)), 4),
        brightness=round(float(mean @ centres / (mean.sum() + SILENCE)), 1),
        shape=_shape(level, total, sounding, loudness, audio.seconds),
    )


def _mono(samples: np.ndarray) -> np.ndarray:
    """The mean of the channels, or the louder one where they cancel each other."""
    mean = samples.mean(axis=0)
    loudest = samples[np.argmax([np.dot(channel, channel) for channel in samples])]
    return mean if np.dot(mean, mean) > 0.01 * np.dot(loudest, loudest) else loudest


def _bands(sound: np.ndarray, rate: int) -> np.ndarray:
    """Mean square in mel bands, (T, BANDS): a sine at full scale has 0.5 in all."""
    window = np.hanning(SIZE).astype(np.float32)
    padded = np.pad(sound, (SIZE // 2, SIZE))
    frames = np.lib.stride_tricks.sliding_window_view(padded, SIZE)[::HOP][: len(sound) // HOP + 1]
    weights = _weights(rate) * (2 / (SIZE * np.sum(window**2)))
    parts = [
        np.abs(np.fft.rfft(frames[i : i + PIECE] * window)).astype(np.float32) ** 2 @ weights
        for i in range(0, len(frames), PIECE)
    ]
    return np.concatenate(parts).astype(np.float64)


def _centres(rate: int) -> np.ndarray:
    """Mid frequencies of the bands in Hz, even in mel (O'Shaughnessy 1987)."""
    return _edges(rate)[1:-1]


def _edges(rate: int) -> np.ndarray:
    top = min(HIGHEST, 0.5 * rate)
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (LOWEST, top))
    return 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)


def _weights(rate: int) -> np.ndarray:
    """Triangles over the bins of a spectrum, (SIZE // 2 + 1, BANDS), none empty."""
    bins = np.fft.rfftfreq(SIZE, 1 / rate)[:, np.newaxis]
    edges = _edges(rate)
    low, mid, high = edges[:-2], edges[1:-1], edges[2:]
    slopes = np.minimum((bins - low) / (mid - low), (high - bins) / (high - mid))
    weights = np.maximum(slopes, 0)
    nearest = np.abs(bins - mid).argmin(axis=0)
    weights[nearest, np.arange(BANDS)] = np.maximum(weights[nearest, np.arange(BANDS)], 0.1)
    return weights.astype(np.float32)


def _onsets(level: np.ndarray) -> int:
    """How many sounds begin: SuperFlux (Boeck and Widmer 2013) over silence before the first."""
    floor = level.max() - DEPTH
    level = np.pad(np.maximum(level, floor), ((3, 0), (0, 0)), constant_values=floor)
    before = np.pad(level, ((2, 0), (0, 0)), constant_values=floor)[: len(level)]
    strength = np.maximum(level - ndimage.maximum_filter1d(before, 3, axis=1), 0).mean(axis=1)
    strength[-EDGE:] = 0  # a sound that is cut off makes a click there
    peaks = strength == ndimage.maximum_filter1d(strength, 9)
    local = ndimage.uniform_filter1d(strength, 29)
    starts = np.flatnonzero(peaks & (strength > RISE) & (strength > local + 0.75 * RISE))
    return max(1, int(np.sum(np.diff(starts, prepend=-9) > 4)))


def _shape(
    level: np.ndarray, total: np.ndarray, sounding: np.ndarray, loudness: float, seconds: float
) -> tuple[float, ...]:
    heard = np.maximum(level[sounding], level.max() - DEPTH)
    mean = heard.mean(axis=0)
    times = np.arange(len(total)) / len(total)
    energy = 10 ** (total / 10)
    parts = [
        (mean - mean.mean()) / (UNLIKE["shape"] * BANDS**0.5),
        heard.std(axis=0) / (UNLIKE["change"] * BANDS**0.5),
        np.array(
            [
                loudness / UNLIKE["loudness"],
                np.log2(seconds) / UNLIKE["length"],
                energy @ times / energy.sum() / UNLIKE["middle"],
            ]
        ),
    ]
    return tuple(round(float(number), 5) for number in np.concatenate(parts))
