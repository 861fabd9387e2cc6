"""Roughness, downwards: the quick beating of each band of an event is evened out."""

from __future__ import annotations

import numpy as np
from scipy import fft

from timbrel_grain.dsp_spectrum import RATE

BANDS = 12  # five Cam wide each, half of that apart
LOW, HIGH = 100.0, 12000.0  # Hz
SLOW, QUICK = 22.0, 220.0  # beats a second, of which there shall be fewer
COARSE = 32  # samples of which the envelope takes one: beats of up to 750 Hz
GRAIN = 4096  # samples that a transform's length is a multiple of
MOST = 8.0  # dB that a band is raised or lowered by at any moment


def smoothed(sound: np.ndarray, amount: float) -> np.ndarray:
    """A sound (channels, samples) whose bands beat less, ``amount`` 0..1.

    Bands that overlap by half add up to the sound itself; each is multiplied by its slow envelope
    over its quick one.
    """
    samples = sound.shape[1]
    size = (samples + RATE // 20) // GRAIN * GRAIN + GRAIN
    whole = fft.rfft(sound, size, axis=1)
    found = [_cut(whole, size, *band) for band in _bands(whole.shape[1], size)]
    gains = _evening(np.stack([_power(band, size) for _, band in found]), amount) - 1
    for (first, band), gain in zip(found, gains, strict=True):
        _lay(whole, first, fft.fft(band * _lines(gain, band.shape[1]), axis=1))
    return np.asarray(fft.irfft(whole, size, axis=1))[:, :samples]


def _cut(
    whole: np.ndarray, size: int, low: int, high: int, share: np.ndarray
) -> tuple[int, np.ndarray]:
    """A band as an analytic signal (channels, N), at as low a rate as its beating needs.

    N is a multiple of the points that the envelope has; with it comes the bin that is its first.
    """
    points = size // COARSE
    count = (1 + -(-(high - low) // points)) * points
    first = low - points // 2
    piece = np.zeros((len(whole), count), np.complex64)
    piece[:, low - first : high - first] = whole[:, low:high] * share
    return first, np.asarray(fft.ifft(piece, axis=1))


def _power(band: np.ndarray, size: int) -> np.ndarray:
    """The energy of a band (channels, N) at each point of its envelope."""
    power = (band.real**2 + band.imag**2).sum(axis=0)
    return power.reshape(size // COARSE, -1).mean(axis=1)


def _lines(gain: np.ndarray, count: int) -> np.ndarray:
    """Points of a gain joined by straight lines: (count,)."""
    after = np.append(gain[1:], gain[-1:])
    way = np.arange(count // len(gain), dtype=np.float32) / np.float32(count // len(gain))
    return (gain[:, None] + (after - gain)[:, None] * way).ravel()


def _lay(whole: np.ndarray, first: int, part: np.ndarray) -> None:
    """Add spectra to others, from the bin ``first`` on; under 0 they are those of a real sound."""
    under = max(1 - first, 0)
    span = slice(first + under, min(first + part.shape[1], whole.shape[1]))
    whole[:, span] += part[:, under : under + span.stop - span.start]
    whole[:, 1:under] += part[:, : max(under - 1, 0)][:, ::-1].conj()


def _evening(power: np.ndarray, amount: float) -> np.ndarray:
    """The gains that even out bands, given their energies: (bands, points) in and out."""
    whole, rates = fft.rfft(power, axis=1), np.fft.rfftfreq(power.shape[1], COARSE / RATE)
    blurs = np.exp(-0.5 * (rates / np.array([[QUICK], [SLOW]])) ** 2).astype(np.float32)
    quick, slow = (fft.irfft(whole * blur, power.shape[1], axis=1) for blur in blurs)
    least = np.maximum(slow.max(axis=1, keepdims=True), 1e-12) * 1e-6
    ratio = np.maximum(slow, least) / np.maximum(quick, least)
    most = 10 ** (MOST / 20)
    return np.clip(ratio ** np.float32(0.5 * amount), 1 / most, most).astype(np.float32)


def _bands(bins: int, size: int) -> list[tuple[int, int, np.ndarray]]:
    """First bin, the one after the last, and shares between them, of each band."""
    corners = hertz(np.linspace(cam(LOW), cam(HIGH), BANDS + 2))
    place = np.round(corners * size / RATE).astype(int)
    found = []
    for low, middle, high in zip(place, place[1:], place[2:], strict=False):
        rise = np.sin(np.pi / 2 * np.arange(middle - low) / max(middle - low, 1)) ** 2
        fall = np.cos(np.pi / 2 * np.arange(high - middle) / max(high - middle, 1)) ** 2
        share = np.concatenate([rise, fall])[: bins - low].astype(np.float32)
        found.append((int(low), int(low) + len(share), share))
    return found


def cam(hertz: float) -> float:
    """Number on the ERB-rate scale (Glasberg and Moore 1990)."""
    return float(21.366 * np.log10(1 + 0.004368 * hertz))


def hertz(cams: np.ndarray) -> np.ndarray:
    return (10 ** (cams / 21.366) - 1) / 0.004368
