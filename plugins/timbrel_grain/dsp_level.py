"""Loudness held: what the stages before it do to the sound, none of them makes it louder."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_filter import energy
from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

# The K-weighting of ITU-R BS.1770-5 at 48 kHz.
WEIGHTING = np.array(
    [
        [
            1.53512485958697,
            -2.69169618940638,
            1.19839281085285,
            1,
            -1.69065929318241,
            0.73248077421585,
        ],
        [1, -2, 1, 1, -1.99004745483398, 0.99007225036621],
    ]
)
MEMORY = 2.0  # seconds over which loudness is compared
MOST = 8.0  # times that it may raise a sound
LEAST = 0.1


class Level:
    """Gives a changed sound the loudness that it had, slowly, so that nothing pumps."""

    def __init__(self, channels: int) -> None:
        self._memory = np.zeros((2, len(WEIGHTING), channels, 2))  # before and after
        self._energy = np.zeros(2)
        self._glide = Glide()

    def feed(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """``after`` (channels, n) as loud as ``before``; untouched where the two are one."""
        gain = 0.0
        if after is before:
            self._hear(before, 0)
            self._energy[1], self._memory[1] = self._energy[0], self._memory[0]
        else:
            self._hear(before, 0)
            self._hear(after, 1)
            was, now = self._energy + 1e-6
            gain = float(np.log(min(max((was / now) ** 0.5, LEAST), MOST)))
        if self._glide.rests(gain):
            return after
        return (after * np.exp(self._glide.ramp(gain, after.shape[1]))).astype(np.float32)

    def _hear(self, sound: np.ndarray, which: int) -> None:
        """Add the energy of a sound (channels, n) to the one that is remembered."""
        kept = np.exp(-sound.shape[1] / RATE / MEMORY)
        found = energy(np.ascontiguousarray(sound), WEIGHTING, self._memory[which])
        self._energy[which] = kept * self._energy[which] + found
