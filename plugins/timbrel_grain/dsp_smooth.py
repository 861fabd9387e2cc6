"""Roughness, downwards: the quick beating of each band of an event is evened out."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_spectrum import RATE

BANDS = 12  # five Cam wide each, half of that apart
LOW, HIGH = 100.0, 12000.0  # Hz
SLOW, QUICK = 22.0, 220.0  # beats a second, of which there shall be fewer
COARSE = 32  # samples of which the envelope takes one
GRAIN = 4096  # samples that a transform's length is a multiple of
MOST = 14.0  # dB that a band is raised or lowered by at any moment


def smoothed(sound: np.ndarray, amount: float) -> np.ndarray:
    """A sound (channels, samples) whose bands beat less, ``amount`` 0..1.

    Bands that overlap by half add up to the sound itself; each is multiplied by its slow envelope
    over its quick one.
    """
    samples = sound.shape[1]
    size = (samples + RATE // 20) // GRAIN * GRAIN + GRAIN
    whole = np.fft.rfft(sound, size, axis=1)
    out = sound.astype(np.float32, copy=True)
    for low, high, share in _bands(whole.shape[1], size):
        band = np.zeros_like(whole)
        band[:, low:high] = whole[:, low:high] * share
        own = np.fft.irfft(band, size, axis=1)
        out += own[:, :samples] * (_evening(own, amount)[:samples] - 1)
    return out


def _evening(band: np.ndarray, amount: float) -> np.ndarray:
    """The gain (samples,) that evens out a band (channels, samples), the same for all channels."""
    power = (band**2).sum(axis=0).reshape(-1, COARSE).mean(axis=1)
    whole, rates = np.fft.rfft(power), np.fft.rfftfreq(len(power), COARSE / RATE)
    quick, slow = (
        np.fft.irfft(whole * np.exp(-0.5 * (rates / r) ** 2), len(power)) for r in (QUICK, SLOW)
    )
    least = max(float(slow.max()), 1e-12) * 1e-6
    ratio = np.maximum(slow, least) / np.maximum(quick, least)
    most = 10 ** (MOST / 20)
    gain = np.clip(ratio ** (0.5 * amount), 1 / most, most).astype(np.float32)
    after = np.append(gain[1:], gain[-1:])
    way = np.arange(COARSE, dtype=np.float32) / COARSE
    return (gain[:, None] + (after - gain)[:, None] * way).ravel()


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
