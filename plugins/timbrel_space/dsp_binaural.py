"""A take as two ears hear it, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import Audio, offers
from timbrel_space.dsp_delay import REACH, Delay
from timbrel_space.dsp_even import even
from timbrel_space.dsp_fold import middle
from timbrel_space.dsp_place import Way
from timbrel_space.dsp_side import Side, stride
from timbrel_space.dsp_width import NATURAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Take

HOPS = 16  # of a block


def heard(take: Take, values: Mapping[str, float]) -> Iterator[Audio]:
    """Two channels, as many frames as the take has."""
    size = stride(take.rate)
    split = Split(take.channels, take.rate, offers.moment(values, 0)["spread"] > 0)
    room = Room(Way(values, split.sources, take.rate, size // HOPS), split.sources, size)
    skipped, owed = 0, 0
    for block, frames in even(take.play(), size):
        sound = room.feed(split.feed(block).astype(np.float32))
        early = sound[:, REACH - skipped :][:, : frames + owed]
        skipped, owed = REACH, owed + frames - early.shape[1]
        yield Audio(early, take.rate)
    if owed:
        silence = np.zeros((split.sources, size), np.float32)
        yield Audio(room.feed(silence)[:, :owed], take.rate)


class Split:
    """What of a take sounds from where: itself from one place, or its two sides from two."""

    def __init__(self, channels: int, rate: int, wide: bool) -> None:
        self._side = Side(rate) if wide and channels != 2 else None
        self._stereo = channels == 2
        self.sources = 2 if self._stereo or self._side else 1

    def feed(self, block: np.ndarray) -> np.ndarray:
        """Sources (sources, frames) of a block (channels, frames); they add up to its middle."""
        if self._stereo:
            return block / 2
        if self._side is None:
            return middle(block)
        whole, side = middle(block), NATURAL * self._side.feed(middle(block))
        return np.concatenate([whole + side, whole - side]) / 2


class Room:
    """The delays of a way, and its filters after them: from one hop's to the next one's.

    Overlap-save convolution (Stockham 1966) with each hop's filters and with those after it.
    """

    def __init__(self, way: Way, sources: int, size: int) -> None:
        self._way, self._hop = way, size // HOPS
        self._past = np.zeros((sources, 2, self._hop), np.float32)
        self._delay = Delay(sources, way.longest)
        self._rise = np.arange(self._hop, dtype=np.float32) / self._hop
        self._places = np.arange(size) / self._hop

    def feed(self, block: np.ndarray) -> np.ndarray:
        """Ears (2, frames) of sources (sources, frames), REACH frames later."""
        filters, late, still = self._way.ahead(HOPS)
        edges = np.arange(HOPS + 1)
        lines = late.reshape(HOPS + 1, -1).T
        moving = np.stack([np.interp(self._places, edges, line) for line in lines])
        delayed = self._delay.feed(block, moving.reshape(len(block), 2, -1))
        return self._filtered(delayed, filters, still)

    def _filtered(self, delayed: np.ndarray, filters: np.ndarray, still: bool) -> np.ndarray:
        """Ears (2, frames): all sources (sources, 2, frames) together."""
        span = np.concatenate([self._past, delayed], axis=2)
        self._past = delayed[..., -self._hop :]
        views = np.lib.stride_tricks.sliding_window_view(span, 2 * self._hop, axis=2)
        spectra = np.fft.rfft(views[:, :, :: self._hop], axis=-1).transpose(2, 0, 1, 3)
        sound = self._back(spectra * filters[:HOPS])
        if not still:
            sound += self._rise * (self._back(spectra * filters[1:]) - sound)
        return sound.transpose(1, 0, 2).reshape(2, -1)

    def _back(self, spectra: np.ndarray) -> np.ndarray:
        """The last halves (hops, 2, hop) of spectra (hops, sources, 2, bins), summed."""
        return np.fft.irfft(spectra.sum(axis=1), axis=-1)[..., self._hop :]
