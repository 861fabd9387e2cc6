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
    """The filters of a way: two for each hop, from one to the other, and the delays after them.

    Overlap-save convolution (Stockham 1966) with each hop's filter and with the next one's.
    """

    def __init__(self, way: Way, sources: int, size: int) -> None:
        self._way, self._hop = way, size // HOPS
        self._past = np.zeros((sources, self._hop), np.float32)
        self._delay = Delay(2 * sources, way.longest)
        self._rise = np.arange(self._hop, dtype=np.float32) / self._hop

    def feed(self, block: np.ndarray) -> np.ndarray:
        """Ears (2, frames) of sources (sources, frames), REACH frames later."""
        filters, late, still = self._way.ahead(HOPS)
        sound = self._filtered(block, filters, still).reshape(2 * len(block), -1)
        places = np.arange(block.shape[1]) / self._hop
        edges = np.arange(HOPS + 1)
        moving = np.array([np.interp(places, edges, line) for line in late.reshape(HOPS + 1, -1).T])
        ears = self._delay.feed(sound, moving)
        return ears.reshape(len(block), 2, -1).sum(axis=0)

    def _filtered(self, block: np.ndarray, filters: np.ndarray, still: bool) -> np.ndarray:
        """Ears (sources, 2, frames) of sources (sources, frames), not delayed."""
        span = np.concatenate([self._past, block], axis=1)
        self._past = block[:, -self._hop :]
        views = np.lib.stride_tricks.sliding_window_view(span, 2 * self._hop, axis=1)
        spectra = np.fft.rfft(views[:, :: self._hop], axis=-1)
        spectra = spectra.transpose(1, 0, 2)[:, :, np.newaxis]
        sound = self._back(spectra * filters[:HOPS])
        if not still:
            sound += self._rise * (self._back(spectra * filters[1:]) - sound)
        return sound.transpose(1, 2, 0, 3).reshape(len(block), 2, -1)

    def _back(self, spectra: np.ndarray) -> np.ndarray:
        return np.fft.irfft(spectra, axis=-1)[..., self._hop :]
