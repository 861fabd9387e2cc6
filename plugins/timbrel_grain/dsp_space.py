"""Space, upwards: a room around the sound, the dry sound kept as it is."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from timbrel_grain.dsp_spectrum import RATE

BLOCK = 2048
PREDELAY = 0.03  # seconds
SHORTEST, LONGEST = 0.4, 4.0  # seconds in which the room's sound falls by 60 dB
MOST = 1.6  # times as loud as the sound itself, at the knob's end
SEEN = 50.0  # dB that it falls before it is cut off
STEPS = 16  # rooms between the smallest and the largest
CORNERS = (250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0)  # Hz, between the bands
SHARES = (1.1, 1.05, 1.0, 0.8, 0.6, 0.45, 0.3)  # of the decay time: air takes the top
LEVELS = (1.2, 1.1, 1.0, 0.8, 0.65, 0.5, 0.35)  # and the walls
PARTS = int(-(-(PREDELAY + LONGEST * SEEN / 60) * RATE // BLOCK))


class Space:
    """Partitioned convolution (Gardner 1995) with noise that dies away exponentially.

    The amount sets how much is sent into the room and how large it is; what is in it rings on
    when the knob goes back.
    """

    def __init__(self, channels: int) -> None:
        self._past = np.zeros((channels, BLOCK))
        self._sent = np.zeros((channels, PARTS, BLOCK + 1), np.complex64)
        self._place = 0
        self._rings = 0  # blocks until nothing is left in the room
        self._send = 0.0
        self._room: int | None = None

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, BLOCK) with its room, ``amount`` 0..1."""
        send = MOST * float(max(amount, 0) ** 0.7)
        if send or self._send:
            self._rings = PARTS + 1
        if not self._rings:
            return block
        self._take(block * np.linspace(self._send, send, BLOCK, endpoint=False))
        self._send, self._rings = send, self._rings - 1
        before = self._room
        self._room = round(amount * STEPS) if send or before is None else before
        wet = self._heard(self._room, len(block))
        if before is not None and before != self._room:
            wet += np.linspace(1, 0, BLOCK) * (self._heard(before, len(block)) - wet)
        return (block + wet).astype(np.float32)

    def _take(self, sent: np.ndarray) -> None:
        self._place = (self._place - 1) % PARTS
        both = np.concatenate([self._past, sent], axis=1)
        self._sent[:, self._place] = np.fft.rfft(both, axis=1)
        self._past = sent

    def _heard(self, room: int, channels: int) -> np.ndarray:
        answer, turn = response(room, channels), PARTS - self._place
        total = np.einsum("cpk,cpk->ck", *_matched(self._sent[:, self._place :], answer))
        if answer.shape[1] > turn:
            total += np.einsum("cpk,cpk->ck", *_matched(self._sent, answer[:, turn:]))
        return np.fft.irfft(total, 2 * BLOCK, axis=1)[:, BLOCK:]


def _matched(sent: np.ndarray, answer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = min(sent.shape[1], answer.shape[1])
    return sent[:, :count], answer[:, :count]


@lru_cache(maxsize=STEPS + 1)
def response(room: int, channels: int) -> np.ndarray:
    """Spectra (channels, parts, BLOCK + 1) of a room's answer: at 1 kHz as much energy as a click.

    Noise that dies away, each band in its own time, 0.4 (4/0.4)^v seconds in the middle and
    less at the top (Moorer 1979).
    """
    decay = SHORTEST * (LONGEST / SHORTEST) ** (room / STEPS)
    samples = round(decay * SEEN / 60 * RATE)
    time = np.arange(samples) / RATE
    bands = _noise(channels)[..., :samples]
    fall = np.exp(-np.log(1000) * time / (decay * np.array(SHARES)[:, None]))
    sound = (bands * fall * np.array(LEVELS)[:, None]).sum(axis=1) / np.sqrt((fall[2] ** 2).sum())
    whole = np.pad(sound, ((0, 0), (round(PREDELAY * RATE), 0)))
    whole = np.pad(whole, ((0, 0), (0, -whole.shape[1] % BLOCK))).reshape(channels, -1, BLOCK)
    return np.fft.rfft(whole, 2 * BLOCK, axis=2).astype(np.complex64)


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
