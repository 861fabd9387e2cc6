"""Roughness, downwards: the quick beating of each band of an event is evened out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_fourier as fourier
from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_spectrum import RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    Band = tuple[int, np.ndarray]

BANDS = 12  # five Cam wide each, half of that apart
LOW, HIGH = 100.0, 12000.0  # Hz
SLOW, QUICK = 22.0, 220.0  # beats a second, of which there shall be fewer
COARSE = 32  # samples of which the envelope takes one: beats of up to 750 Hz
GRAIN = 4096  # samples that a transform's length is a multiple of
LOWERED, RAISED = 14.0, 3.0  # dB that a band is changed by: before an attack all would be raised


def smoothed(
    sound: np.ndarray,
    amount: float,
    rates: tuple[float, float] = (SLOW, QUICK),
    most: tuple[float, float] = (LOWERED, RAISED),
) -> np.ndarray:
    """A sound (channels, samples) whose bands beat less between two ``rates``, ``amount`` 0..1.

    Bands that overlap by half add up to the sound itself; each is multiplied by its slow envelope
    over its quick one, and so lowered and raised by no more than ``most`` dB.
    """
    samples = sound.shape[1]
    size = (samples + RATE // 20) // GRAIN * GRAIN + GRAIN
    whole = fourier.rfft(sound, size)
    out = whole.copy()
    moments = size // COARSE
    for points, bands in _groups(whole.shape[1], size):
        found = fourier.back(_cut(whole, moments // 2, points, bands))
        gains = _evening(_power(found, moments), amount, rates, most) - 1
        parts = fourier.forth(_changed(found, gains))
        for (low, _), part in zip(bands, parts, strict=True):
            _lay(out, low - moments // 2, part)
    return fourier.irfft(out, size)[:, :samples]


def _cut(whole: np.ndarray, under: int, points: int, bands: Sequence[Band]) -> np.ndarray:
    """Bands (bands, channels, points) of spectra, at a low rate, with room ``under`` each."""
    pieces = np.zeros((len(bands), len(whole), points), np.complex64)
    for piece, (low, share) in zip(pieces, bands, strict=True):
        piece[:, under : under + len(share)] = whole[:, low : low + len(share)] * share
    return pieces


@compiled
def _power(bands: np.ndarray, count: int) -> np.ndarray:
    """The energy of analytic bands (bands, channels, points) at ``count`` moments."""
    steps = bands.shape[2] // count
    out = np.zeros((len(bands), count), np.float32)
    for b in range(len(bands)):
        for c in range(bands.shape[1]):
            own = bands[b, c]
            for m in range(count):
                total = np.float32(0)
                for k in range(m * steps, (m + 1) * steps):
                    total += own[k].real * own[k].real + own[k].imag * own[k].imag
                out[b, m] += total / steps
    return out


@compiled
def _changed(bands: np.ndarray, gains: np.ndarray) -> np.ndarray:
    """Bands (bands, channels, points) times gains (bands, moments) joined by straight lines."""
    out, count = np.empty_like(bands), gains.shape[1]
    steps = bands.shape[2] // count
    for b in range(len(bands)):
        for m in range(count):
            gain = gains[b, m]
            step = (gains[b, min(m + 1, count - 1)] - gain) / np.float32(steps)
            for c in range(bands.shape[1]):
                own, row = bands[b, c], out[b, c]
                for k in range(steps):
                    row[m * steps + k] = own[m * steps + k] * (gain + step * np.float32(k))
    return out


def _lay(whole: np.ndarray, first: int, part: np.ndarray) -> None:
    """Add spectra to others, from the bin ``first`` on; under 0 they are those of a real sound."""
    under = max(1 - first, 0)
    span = slice(first + under, min(first + part.shape[1], whole.shape[1]))
    whole[:, span] += part[:, under : under + span.stop - span.start]
    whole[:, 1:under] += part[:, : max(under - 1, 0)][:, ::-1].conj()


def _evening(
    power: np.ndarray, amount: float, corners: tuple[float, float], limits: tuple[float, float]
) -> np.ndarray:
    """The gains that even out bands, given their energies: (bands, points) in and out."""
    whole, rates = fourier.rfft(power), np.fft.rfftfreq(power.shape[1], COARSE / RATE)
    blurs = np.exp(-0.5 * (rates / np.array(corners[::-1])[:, None]) ** 2).astype(np.float32)
    quick, slow = (fourier.irfft(whole * blur, power.shape[1]) for blur in blurs)
    least = np.maximum(slow.max(axis=1, keepdims=True), 1e-12) * 1e-6
    ratio = np.maximum(slow, least) / np.maximum(quick, least)
    least, most = 10 ** (-limits[0] / 20), 10 ** (limits[1] / 20)
    return np.clip(ratio ** np.float32(0.5 * amount), least, most).astype(np.float32)


@lru_cache(maxsize=8)
def _groups(bins: int, size: int) -> list[tuple[int, list[Band]]]:
    """The bands, narrow ones and wide ones, and how many points each of a group needs.

    As many as its bins, and half as many moments on either side for what its beating becomes.
    Several transforms of one length are quicker than each by itself.
    """
    moments, bands = size // COARSE, _bands(bins, size)
    groups = [
        [band for band in bands if len(band[1]) <= moments],
        [band for band in bands if len(band[1]) > moments],
    ]
    most = [-(-max(len(share) for _, share in group) // moments) for group in groups if group]
    return [((1 + n) * moments, group) for n, group in zip(most, filter(None, groups), strict=True)]


def _bands(bins: int, size: int) -> list[Band]:
    """First bin of each band, and the shares of the bins from there on."""
    corners = hertz(np.linspace(cam(LOW), cam(HIGH), BANDS + 2))
    place = np.round(corners * size / RATE).astype(int)
    found = []
    for low, middle, high in zip(place, place[1:], place[2:], strict=False):
        rise = np.linspace(0, np.pi / 2, middle - low, endpoint=False, dtype=np.float32)
        fall = np.linspace(0, np.pi / 2, high - middle, endpoint=False, dtype=np.float32)
        share = np.concatenate([np.sin(rise) ** 2, np.cos(fall) ** 2])[: bins - low]
        found.append((int(low), share))
    return found


def cam(hertz: float) -> float:
    """Number on the ERB-rate scale (Glasberg and Moore 1990)."""
    return float(21.366 * np.log10(1 + 0.004368 * hertz))


def hertz(cams: np.ndarray) -> np.ndarray:
    return (10 ** (cams / 21.366) - 1) / 0.004368
