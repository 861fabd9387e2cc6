"""Brightness, what the decoder left over of it: everything over 1 kHz tilted."""

from __future__ import annotations

import numpy as np
from scipy import signal

from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

CORNERS = (1400.0, 2800.0, 5600.0, 11200.0)  # Hz, the middles of the octaves from 1 kHz on
DARKEST, BRIGHTEST = -9.0, 5.0  # dB an octave
AIR = 16000.0  # Hz, from where on what was raised is brought down again


class Tilt:
    """A ladder of first-order shelves, an octave apart: a straight tilt to within a dB.

    Each is the sound plus a high-pass of it, so that its gain can glide under a running filter.
    """

    def __init__(self, channels: int) -> None:
        corners = (*CORNERS, AIR)
        self._filters = [np.asarray(signal.butter(1, c, "highpass", fs=RATE)) for c in corners]
        self._memory = np.zeros((len(self._filters), channels, 1))
        self._glide = Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), darker or brighter by ``amount`` -1..1."""
        if self._glide.rests(amount):
            return block
        ramp = self._glide.ramp(amount, block.shape[1])
        slope = np.where(ramp < 0, -DARKEST, BRIGHTEST) * ramp
        raised = -len(CORNERS) * np.maximum(slope, 0)  # as much as the octaves below have raised it
        sound = block.astype(np.float64)
        for number, (b, a) in enumerate(self._filters):
            high, self._memory[number] = signal.lfilter(
                b, a, sound, axis=1, zi=self._memory[number]
            )
            decibel = slope if number < len(CORNERS) else raised
            sound = sound + (10 ** (decibel / 20) - 1) * high
        return sound.astype(np.float32)
