"""Space, upwards: a room around the sound, the dry sound kept as it is."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from timbrel_grain import dsp_fourier as fourier
from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_spectrum import RATE

BLOCK = 2048
PREDELAY = 0.03  # seconds
SHORTEST, LONGEST = 1.2, 4.0  # seconds in which the room's sound falls by 60 dB
MOST = 2.0  # times as loud as the sound itself, at the knob's end
SEEN = 50.0  # dB that it falls before it is cut off
GONE = 90.0  # dB under its beginning, where a band of the room is passed over
LEAK = 16  # bins by which a band reaches over its edge: its parts are cut from it without a fade
STEPS = 16  # rooms between the smallest and the largest
CORNERS = (250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0)  # Hz, between the bands
SHARES = (1.1, 1.05, 1.0, 0.8, 0.6, 0.45, 0.3)  # of the decay time: air takes the top
LEVELS = (1.1, 1.05, 1.0, 0.85, 0.75, 0.6, 0.45)  # and the walls


class Space:
    """Partitioned convolution (Gardner 1995) with noise that dies away exponentially.

    The amount sets how much is sent into the room and how large it is; what is in it rings on
    when the knob goes back.
    """

    def __init__(self, channels: int, block: int = BLOCK) -> None:
        self._block = block
        self._parts = int(-(-(PREDELAY + LONGEST * SEEN / 60) * RATE // block))
        self._rises = np.arange(block, dtype=np.float32) / np.float32(block)
        self._past = np.zeros((channels, block), np.float32)
        self._sent = np.zeros((channels, self._parts, block + 1), np.complex64)
        self._place = 0
        self._rings = 0  # blocks until nothing is left in the room
        self._send = 0.0
        self._room: int | None = None

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), n always the same, with its room, ``amount`` 0..1."""
        send = MOST * float(max(amount, 0) ** 0.7)
        if send or self._send:
            self._rings = self._parts + 1
        if not self._rings:
            return block
        self._take(block * (np.float32(self._send) + np.float32(send - self._send) * self._rises))
        self._send, self._rings = send, self._rings - 1
        before = self._room
        self._room = round(amount * STEPS) if send or before is None else before
        wet = self._heard(self._room, len(block))
        if before is not None and before != self._room:
            wet += (1 - self._rises) * (self._heard(before, len(block)) - wet)
        return block + wet

    def _take(self, sent: np.ndarray) -> None:
        self._place = (self._place - 1) % self._parts
        both = np.concatenate([self._past, sent], axis=1)
        self._sent[:, self._place] = fourier.rfft(both)
        self._past = sent

    def _heard(self, room: int, channels: int) -> np.ndarray:
        block = self._block
        answer = response(room, channels, block)
        total = convolved(self._sent, self._place, answer, reach(room, block))
        return fourier.irfft(total, 2 * block)[:, block:]


@compiled
def convolved(sent: np.ndarray, place: int, answer: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """The sum over all parts (channels, parts, bins) of what was sent times what is answered.

    What was sent last lies at ``place`` and what was sent before behind it, round and round;
    each part is answered up to its own number of bins.
    """
    total = np.zeros((answer.shape[0], answer.shape[2]), np.complex64)
    for c in range(answer.shape[0]):
        out = total[c]
        for p in range(answer.shape[1]):
            there, back = sent[c, (place + p) % sent.shape[1]], answer[c, p]
            for k in range(reach[p]):
                out[k] += there[k] * back[k]
    return total


@lru_cache(maxsize=3 * (STEPS + 1))
def response(room: int, channels: int, block: int = BLOCK) -> np.ndarray:
    """Spectra (channels, parts, block + 1) of a room's answer: at 1 kHz as much energy as a click.

    Noise that dies away, each band in its own time, 1.2 (4/1.2)^v seconds in the middle and
    less at the top (Moorer 1979).
    """
    decay = _decay(room)
    samples = round(decay * SEEN / 60 * RATE)
    time = np.arange(samples) / RATE
    bands = _noise(channels)[..., :samples]
    fall = np.exp(-np.log(1000) * time / (decay * np.array(SHARES)[:, None]))
    sound = (bands * fall * np.array(LEVELS)[:, None]).sum(axis=1) / np.sqrt((fall[2] ** 2).sum())
    whole = np.pad(sound, ((0, 0), (round(PREDELAY * RATE), 0)))
    whole = np.pad(whole, ((0, 0), (0, -whole.shape[1] % block))).reshape(channels, -1, block)
    return fourier.rfft(whole.astype(np.float32), 2 * block)


@lru_cache(maxsize=2 * (STEPS + 1))
def reach(room: int, block: int = BLOCK) -> np.ndarray:
    """How many bins of each part are heard: over those, all bands have died away by GONE dB."""
    parts = -(-(round(PREDELAY * RATE) + round(_decay(room) * SEEN / 60 * RATE)) // block)
    time = np.maximum(np.arange(parts) * block / RATE - PREDELAY, 0)
    fallen = 60 * time[:, None] / (_decay(room) * np.array(SHARES))
    heard = fallen < GONE
    edges = np.array([*CORNERS, RATE / 2]) * 2 * block / RATE
    top = np.ceil((heard * edges).max(axis=1)) + LEAK
    return np.minimum(top, block + 1).astype(np.int64)


def _decay(room: int) -> float:
    """Seconds in which the middle of a room's sound falls by 60 dB."""
    return SHORTEST * (LONGEST / SHORTEST) ** (room / STEPS)


@lru_cache(maxsize=2)
def _noise(channels: int) -> np.ndarray:
    """Noise (channels, bands, samples) of unit deviation in all, another in each channel."""
    samples = round(LONGEST * RATE)
    noise = np.random.default_rng(1979).standard_normal((channels, samples))
    whole = np.fft.rfft(noise, axis=1)
    edges = np.searchsorted(np.arange(whole.shape[1]) * RATE / samples, CORNERS)
    bands = []
    for low, high in zip((0, *edges), (*edges, None), strict=True):
        part = np.zeros_like(whole)
        part[:, low:high] = whole[:, low:high]
        bands.append(np.fft.irfft(part, samples, axis=1))
    return np.stack(bands, axis=1).astype(np.float32)
