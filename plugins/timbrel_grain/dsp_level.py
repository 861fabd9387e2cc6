"""Loudness held: what the stages before it do to the sound, none of them makes it louder."""

from __future__ import annotations

import numpy as np
from scipy import signal

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
MOST = 4.0  # times that it may raise a sound
LEAST = 0.1


class Level:
    """Gives a changed sound the loudness that it had, slowly, so that nothing pumps."""

    def __init__(self, channels: int) -> None:
        self._filters = np.zeros((2, len(WEIGHTING), channels, 2))
        self._energy = np.zeros(2)
        self._glide = Glide()

    def feed(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """``after`` (channels, n) as loud as ``before``; untouched where the two are one."""
        same = after is before
        kept = np.exp(-before.shape[1] / RATE / MEMORY)
        for number, sound in enumerate((before, after)):
            weighted, self._filters[number] = signal.sosfilt(
                WEIGHTING, sound, axis=1, zi=self._filters[number]
            )
            self._energy[number] = kept * self._energy[number] + (weighted**2).sum()
        was, now = self._energy + 1e-6
        gain = 0.0 if same else float(np.log(np.clip((was / now) ** 0.5, LEAST, MOST)))
        if same:
            self._energy[1], self._filters[1] = self._energy[0], self._filters[0]
        if self._glide.rests(gain):
            return after
        return (after * np.exp(self._glide.ramp(gain, after.shape[1]))).astype(np.float32)
