"""Direct current taken out of a sound that has some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 1e-3  # of full scale: what a sound may stand off zero by
CORNER = 2.0  # Hz


def steadied(pieces: Iterable[np.ndarray], rate: int) -> Iterator[np.ndarray]:
    """The pieces (frames, channels) as they are, until one stands off zero; high-passed from there.

    A sound that has no direct current passes bit for bit.
    """
    highpass = np.asarray(signal.butter(2, CORNER, "highpass", fs=rate, output="sos"))
    memory, begun, before = None, False, False
    for piece in pieces:
        if memory is None and stands_off(piece):
            offset = piece.mean(axis=0, dtype=np.float64)
            memory = signal.sosfilt_zi(highpass)[:, :, np.newaxis] * offset
            before = begun
        begun = True
        if memory is None:
            yield piece
            continue
        still, memory = signal.sosfilt(highpass, piece, axis=0, zi=memory)
        if before:  # from a piece that was left as it was, one passes over in half a second
            part = np.minimum(np.arange(len(piece)) / (rate / 2), 1)[:, np.newaxis]
            still, before = piece + part * (still - piece), False
        yield still.astype(np.float32)


def stands_off(piece: np.ndarray) -> bool:
    """Whether a channel's mean is off zero, and not by a stroke alone: in both halves alike."""
    whole = piece.mean(axis=0, dtype=np.float64)
    halves = np.stack([half.mean(axis=0, dtype=np.float64) for half in _halves(piece)])
    alike = (halves * np.sign(whole) > np.abs(whole) / 2).all(axis=0)
    return bool((alike & (np.abs(whole) > MOST)).any())


def _halves(piece: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = max(len(piece) // 2, 1)
    return piece[:middle], piece[-middle:]
