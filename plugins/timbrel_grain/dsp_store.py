"""The grain store: the recorded frames a model plays with, and what it knows of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONTEXT = 1  # frames on either side that a feature looks at
LEVEL = 0.7  # share of the level that a feature leaves to the gain
FEATURES = 16
UNIT = 10.0  # dB that make a distance of 1
SMOOTH = 5  # frames
NEAR, FAR = 1.0, 1.5  # a recording's own frames lie within, those of another beyond


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a recording, ``source`` by index.

    It has ``frames`` frames, the first of them the recording's frame ``first``; ``sound`` gives
    the ``samples`` (channels, n) that they reach into, from the recording's ``start`` on.
    """

    source: int
    first: int
    frames: int
    start: int
    sound: Callable[[], np.ndarray]
    samples: int = 0

    def middles(self, frames: np.ndarray) -> np.ndarray:
        """Where frames, counted from the piece's first, have their middles in ``sound``."""
        return (self.first + frames - 1) * spectrum.HOP - self.start


@dataclass(frozen=True, slots=True)
class Projection:
    """Where frames lie for selection: principal axes (FEATURES, dims) of envelopes in context."""

    mean: np.ndarray
    axes: np.ndarray
    floor: float

    def place(self, envelope: np.ndarray) -> np.ndarray:
        """Positions (T, FEATURES) of the frames of an envelope (T, BANDS) in dB."""
        frames = stacked(envelope, self.floor)
        return ((frames - self.mean) @ self.axes.T / UNIT).astype(np.float32)


def stacked(envelope: np.ndarray, floor: float) -> np.ndarray:
    """Each frame with its neighbours, most of its level taken off, silence around: (T, dims)."""
    around = np.full((CONTEXT, envelope.shape[1]), floor, envelope.dtype)
    level = np.concatenate([around, np.maximum(envelope, floor), around])
    padded = level - LEVEL * level.mean(axis=1, keepdims=True)
    width = 2 * CONTEXT + 1
    parts = [padded[shift : shift + len(envelope)] for shift in range(width)]
    return np.concatenate(parts, axis=1) / np.sqrt(np.float32(width))


def projection(envelopes: Sequence[np.ndarray], floor: float) -> Projection:
    """The principal axes of the frames of all envelopes."""
    frames = np.concatenate([stacked(e, floor) for e in envelopes])
    mean = frames.mean(axis=0)
    centred = frames - mean
    _, axes = np.linalg.eigh(centred.T @ centred)
    return Projection(mean, np.ascontiguousarray(axes[:, ::-1][:, :FEATURES].T), floor)


def strangeness(asked: np.ndarray, found: np.ndarray, audible: np.ndarray) -> np.ndarray:
    """0 where positions (T, FEATURES) are near each other or not heard, 1 where far: (T,).

    The median over time passes over single frames, an onset that the network has blurred.
    """
    apart = np.where(audible, np.sqrt(((asked - found) ** 2).sum(axis=1)), 0)
    usual = ndimage.median_filter(apart, SMOOTH, mode="nearest")
    return np.clip((usual - NEAR) / (FAR - NEAR), 0, 1)


@dataclass(frozen=True, slots=True)
class Store:
    """All pieces of a model. Frame n of the store is frame ``n - first`` of its piece."""

    pieces: Sequence[Piece]
    features: np.ndarray  # (N, FEATURES)
    first: np.ndarray = field(init=False)  # (pieces,) the store's frame each piece begins at
    owner: np.ndarray = field(init=False)  # (N,) the piece of each frame
    follows: np.ndarray = field(init=False)  # (N,) False for a piece's first frame

    def __post_init__(self) -> None:
        counts = np.array([piece.frames for piece in self.pieces])
        first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        follows = np.ones(len(self.features), bool)
        follows[first] = False
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "owner", np.repeat(np.arange(len(counts)), counts))
        object.__setattr__(self, "follows", follows)

    def around(self, frame: int, shift: int, samples: int) -> np.ndarray:
        """So many samples of a recording around the middle of a frame, moved by ``shift``.

        In mono, (samples,); beyond the ends there is silence.
        """
        piece = int(self.owner[frame])
        played = self.pieces[piece]
        sound = played.sound()
        first = int(played.middles(frame - self.first[piece])) + shift - samples // 2
        low, high = max(first, 0), min(first + samples, sound.shape[1])
        out = np.zeros(samples, np.float32)
        if low < high:
            out[low - first : high - first] = sound[:, low:high].sum(axis=0)
        return out

    def spectra(self, path: np.ndarray, channels: int, moved: np.ndarray | int = 0) -> np.ndarray:
        """Spectra (T, channels, BINS) of the frames ``path`` (T,) of the store.

        Each is read ``moved`` samples, (T,) or one number, later than it lies.
        """
        frames = np.empty((len(path), channels, spectrum.BINS), np.complex64)
        owners, later = self.owner[path], np.broadcast_to(moved, len(path))
        for piece in np.unique(owners):
            mine = np.flatnonzero(owners == piece)
            played = self.pieces[piece]
            middles = played.middles(path[mine] - self.first[piece]) + later[mine]
            frames[mine] = spectrum.spectra(played.sound(), middles)
        return frames
