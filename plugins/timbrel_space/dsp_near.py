"""What distance does: level, air, and the shadow of the head when a sound is close."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import special

from timbrel_space.dsp_phase import minimum

MEASURED = 1.4  # metres at which the head was
RADIUS = 0.0875  # of a head
SOUND = 343.0  # metres a second
ORDERS = 60
ANGLES = np.radians(np.arange(0, 181, 10))
HERTZ = np.geomspace(60, 12000, 32)
NEAREST = np.geomspace(0.2, MEASURED, 9)  # metres; between them and the angles it is read evenly


def level(distance: np.ndarray) -> np.ndarray:
    """Gain (...) at metres: half for each doubling from 1.4 m on, and a quarter of that nearer.

    There ``Nearness`` makes the nearer ear louder besides; all of it would be 20 dB too much.
    """
    ratio = MEASURED / distance
    return np.where(ratio < 1, ratio, ratio**0.25)


def air(distance: float, hertz: np.ndarray) -> np.ndarray:
    """Gain (bins,) of the air between where the head was measured and there; 20 C, 50 %, 1 atm.

    ISO 9613-1:1993, equations 3 to 5.
    """
    kelvin, reference, triple = 293.15, 293.15, 273.16
    water = 50 * 10 ** (-6.8346 * (triple / kelvin) ** 1.261 + 4.6151)
    oxygen = 24 + 4.04e4 * water * (0.02 + water) / (0.391 + water)
    nitrogen = 9 + 280 * water
    square = hertz**2
    relaxed = 0.01275 * np.exp(-2239.1 / kelvin) / (oxygen + square / oxygen)
    relaxed += 0.1068 * np.exp(-3352.0 / kelvin) / (nitrogen + square / nitrogen)
    lost = 8.686 * square * (1.84e-11 * (kelvin / reference) ** 0.5 + relaxed)  # dB a metre
    return 10 ** (-lost * max(distance - MEASURED, 0) / 20)


class Nearness:
    """Minimum-phase filters of a rigid sphere near a source, against the same at 1.4 m."""

    def __init__(self, rate: int, size: int) -> None:
        hertz = np.fft.rfftfreq(4 * size, 1 / rate)
        near = np.log(np.abs(sphere(NEAREST)))
        near -= near[-1]
        levels = np.array([[np.interp(hertz, HERTZ, row) for row in rows] for rows in near])
        taps = np.fft.irfft(minimum(np.exp(levels)), axis=-1)[..., : size // 4]
        taps *= np.cos(np.pi / 2 * np.clip(np.arange(size // 4) / size * 8 - 1, 0, 1)) ** 2
        self._spectra = np.fft.rfft(taps, size, axis=-1).astype(np.complex64)

    def hear(self, distance: np.ndarray, cosine: np.ndarray) -> np.ndarray:
        """Spectra (directions, 2, bins) at distances (directions,) in metres.

        ``cosine`` (directions, 2) is that of the angle between the source and each ear.
        """
        step = np.log(np.clip(distance, NEAREST[0], MEASURED) / NEAREST[0])
        step = (step / np.log(NEAREST[1] / NEAREST[0]))[:, np.newaxis]
        angle = np.degrees(np.arccos(np.clip(cosine, -1, 1))) / 10
        low = np.minimum(step.astype(int), len(NEAREST) - 2)
        left = np.minimum(angle.astype(int), len(ANGLES) - 2)
        up, on = _thin(step - low), _thin(angle - left)
        near = self._spectra[low, left] * (1 - on) + self._spectra[low, left + 1] * on
        far = self._spectra[low + 1, left] * (1 - on) + self._spectra[low + 1, left + 1] * on
        return near * (1 - up) + far * up


def _thin(share: np.ndarray) -> np.ndarray:
    return share[..., np.newaxis].astype(np.float32)


def sphere(distances: np.ndarray) -> np.ndarray:
    """Pressure (distances, angles, hertz) on a sphere, against that at its centre without it.

    Rabinowitz and others 1993, as in Duda and Martens 1998, equation 5.
    """
    wave = 2 * np.pi * HERTZ / SOUND
    order = np.arange(ORDERS)[:, np.newaxis]
    legendre = np.array([special.eval_legendre(n, np.cos(ANGLES)) for n in range(ORDERS)])
    edge = _hankel(order, wave * RADIUS, derivative=True)
    found = []
    for distance in distances:
        way = wave * distance
        terms = (2 * order + 1) * _hankel(order, way) / edge
        total = np.einsum("nf,na->af", terms, legendre)
        found.append(-distance / (wave * RADIUS**2) * np.exp(-1j * way) * total)
    return np.array(found)


def _hankel(order: np.ndarray, at: np.ndarray, derivative: bool = False) -> np.ndarray:
    real = special.spherical_jn(order, at, derivative)
    return real + 1j * special.spherical_yn(order, at, derivative)


@lru_cache(maxsize=2)
def nearness(rate: int, size: int) -> Nearness:
    return Nearness(rate, size)
