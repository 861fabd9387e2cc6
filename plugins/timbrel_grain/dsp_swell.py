"""From ambient to rhythmic: how suddenly an event begins, and how soon it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_fourier as fourier
from timbrel_grain.dsp_onset import BEFORE
from timbrel_grain.dsp_shape import faded
from timbrel_grain.dsp_spectrum import RATE

if TYPE_CHECKING:
    from timbrel_grain.dsp_rest import Rest

EDGE = 0.002  # seconds: the quickest attack
SLOWEST = 0.4  # seconds: the slowest
SOON = 0.35  # power of the knob by which it grows slower: 50 ms at a quarter of it
SHORT, LONG = 0.4, 1.2  # seconds that an event lasts at the two ends
FALL = 2.5  # e-folds that a rhythmic one falls by within its length
LEVELLING = 12.0  # dB by which a beginning that swells is raised
GRAIN = 4096  # samples that a transform's length is a multiple of


def swelled(
    sound: np.ndarray,
    rise: int,
    fall: int,
    amount: float,
    rng: np.random.Generator,
    rest: Rest | None = None,
) -> np.ndarray:
    """A sound (channels, samples) as an event, ``amount`` from -1, ambient, to 1, rhythmic.

    ``rise`` and ``fall`` are the samples over which it fades at 0; ``rest`` is what comes after
    the sound, if it is only the beginning of the event.
    """
    if amount > 0:
        return _struck(sound, rise, fall, amount, rest)
    return _drawn(sound, rise, fall, -amount, rng)


def heard(samples: int, amount: float) -> int:
    """How many samples are heard of an event that has so many."""
    own = samples - BEFORE
    return BEFORE + round(own * min(SHORT * RATE / own, 1) ** max(amount, 0.0))


def _struck(
    sound: np.ndarray, rise: int, fall: int, amount: float, rest: Rest | None
) -> np.ndarray:
    """At once there, and soon over."""
    edge = round(rise * (EDGE * RATE / rise) ** amount)
    length = heard(rest.samples if rest else sound.shape[1], amount) - BEFORE
    sound = sound * _levelled(sound, amount, rest.higher if rest else 1.0)
    first = round(BEFORE * amount)  # what lies before the beginning is cut off
    body = sound[:, first : BEFORE + length]
    time = np.arange(body.shape[1], dtype=np.float32) / max(length, 1)
    body = faded(body * np.exp(-FALL * amount * time), edge, max(min(fall, length // 4), 96))
    return np.concatenate([np.zeros((len(body), first), np.float32), body], axis=1)


def _levelled(sound: np.ndarray, amount: float, higher: float) -> np.ndarray:
    """The gain (samples,) that brings all before an event's loudest moment up to it.

    That is ``higher`` times the sound's own, if it comes after the sound.
    """
    level = np.sqrt(ndimage.uniform_filter1d((sound**2).mean(axis=0), RATE // 50)) + 1e-9
    peak = int(level.argmax())
    gain = np.clip(higher * level[peak] / level, 1, 10 ** (LEVELLING / 20)) ** amount
    if higher == 1:
        gain[peak:] = 1
    return gain.astype(np.float32)


def _drawn(
    sound: np.ndarray, rise: int, fall: int, amount: float, rng: np.random.Generator
) -> np.ndarray:
    """Slow to come and to go; towards the end a cloud of the same sound takes its place."""
    samples = max(sound.shape[1], BEFORE + round(LONG * amount * RATE))
    slow = round(EDGE * RATE * (SLOWEST / EDGE) ** amount**SOON)
    goes = max(fall, round(SLOWEST * amount * RATE))
    own = faded(faded(sound, rise, fall), max(rise, slow), goes)
    turn = np.pi / 2 * max(amount - 0.2, 0) / 0.8
    mixed = np.float32(np.cos(turn)) * np.pad(own, ((0, 0), (0, samples - own.shape[1])))
    if turn:
        mixed += np.float32(np.sin(turn)) * faded(frozen(sound, samples, rng), slow, goes)
    return mixed


def frozen(sound: np.ndarray, samples: int, rng: np.random.Generator) -> np.ndarray:
    """A sound (channels, samples) of the same spectrum in which nothing happens.

    Its phases are drawn anew, the same turn for all channels, so that they keep their places
    (surrogate data, Theiler et al. 1992).
    """
    size = max(samples, sound.shape[1]) // GRAIN * GRAIN + GRAIN
    angle = np.float32(2 * np.pi) * rng.random(size // 2 + 1, np.float32)
    turn = np.empty(len(angle), np.complex64)
    turn.real, turn.imag = np.cos(angle), np.sin(angle)
    return fourier.through(sound, size, turn)[:, :samples]
