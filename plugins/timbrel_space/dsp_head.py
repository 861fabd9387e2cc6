"""A measured head: what an ear hears from each direction, and how much later."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors import safe_open

from timbrel_space.dsp_phase import minimum

SHIPPED = Path(__file__).with_name("kemar.safetensors")
RATE = 48000
STEP = 5  # degrees of azimuth
RISE = 10  # degrees of elevation
TAPS = 160  # samples at 48 kHz


@dataclass(frozen=True)
class Head:
    """The left ear of a head whose right one mirrors it.

    Minimum-phase responses (elevations, azimuths, taps), from ``lowest`` degrees upwards to 90
    and from the front to the left; and what they are later than the first (elevations,
    azimuths), in seconds.
    """

    lowest: float
    responses: np.ndarray
    delays: np.ndarray

    @classmethod
    def read(cls, path: Path = SHIPPED) -> Head:
        with safe_open(path, "numpy") as file:
            facts = file.metadata()
            whole, late = file.get_tensor("responses"), file.get_tensor("delays")
        return cls(float(facts["lowest"]), whole * float(facts["scale"]), late.astype(float))


class Ears:
    """A head's filters as spectra of ``size`` samples at a rate, read between its directions."""

    def __init__(self, head: Head, rate: int, size: int) -> None:
        self.rate, self.size, self.lowest = rate, size, head.lowest
        self._late = head.delays
        self._spectra = _spectra(head.responses, rate, size)

    @property
    def longest(self) -> float:
        """The longest delay of an ear, in seconds."""
        return float(self._late.max())

    def hear(self, azimuth: np.ndarray, elevation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Spectra (directions, 2, bins) of the left and right ear, delays (directions, 2).

        Degrees, azimuth to the right. The four measured directions around each weigh by their
        nearness. Being of minimum phase they may be added without a comb; delays apart.
        """
        turn = np.stack([-azimuth, azimuth], axis=1) % 360 / STEP
        rise = np.clip((elevation - self.lowest) / RISE, 0, len(self._late) - 1)[:, np.newaxis]
        rise = np.broadcast_to(rise, turn.shape)
        low = np.minimum(rise.astype(int), len(self._late) - 2)
        first = turn.astype(int)
        count = self._late.shape[1]
        up, on = rise - low, turn - first
        corners = [
            (low + y, (first + x) % count, (up if y else 1 - up) * (on if x else 1 - on))
            for y in (0, 1)
            for x in (0, 1)
        ]
        spectra = sum(
            self._spectra[y, x] * share[..., np.newaxis].astype(np.float32)
            for y, x, share in corners
        )
        late = sum(self._late[y, x] * share for y, x, share in corners)
        return np.asarray(spectra), np.asarray(late)


def _spectra(responses: np.ndarray, rate: int, size: int) -> np.ndarray:
    """Spectra (elevations, azimuths, size / 2 + 1) of responses at 48 kHz, for another rate.

    Their levels are read at its frequencies, the last held beyond, and minimum phase made anew.
    """
    if rate == RATE:
        return np.fft.rfft(responses, size, axis=-1).astype(np.complex64)
    fine = 4 * size
    levels = np.abs(np.fft.rfft(responses, fine, axis=-1))
    places = np.minimum(np.fft.rfftfreq(fine, 1 / rate) * fine / RATE, levels.shape[-1] - 1.001)
    below = places.astype(int)
    share = places - below
    levels = levels[..., below] * (1 - share) + levels[..., below + 1] * share
    taps = np.fft.irfft(minimum(levels), axis=-1)[..., : size // 2]
    return np.fft.rfft(taps, size, axis=-1).astype(np.complex64)


@lru_cache(maxsize=2)
def ears(rate: int, size: int) -> Ears:
    """The shipped head's."""
    return Ears(Head.read(), rate, size)
