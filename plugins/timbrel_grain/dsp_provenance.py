"""Where the sound of a take came from: the stretches of recordings that it plays, as it goes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from timbrel_grain.dsp_store import Store

SECOND = spectrum.RATE / spectrum.HOP  # frames
BRIEFEST = 8  # frames: shorter stretches count for their source, and are not listed
MOST = 5_000  # stretches listed


@dataclass(slots=True)
class Run:
    """Frames ``start`` to ``end`` of a source, from the take's frame ``at`` on."""

    source: int
    start: float
    end: float
    at: float

    @property
    def frames(self) -> float:
        return self.end - self.start


class Provenance:
    """Collects the stretches that voices play, one going on from another taken as one."""

    def __init__(self, store: Store, sources: tuple[str, ...]) -> None:
        self._store, self._sources = store, sources
        self._open: dict[tuple[int, int], Run] = {}
        self._done: list[Run] = []
        self._played: dict[int, float] = {}
        self._longest = Run(0, 0, 0, 0)

    def saw(self, when: float, path: np.ndarray) -> None:
        """A voice with its onset at the frame ``when`` plays these frames (T,) of the store."""
        for key in [k for k, run in self._open.items() if run.at + run.frames < when - 1]:
            self._close(self._open.pop(key))
        breaks = (np.diff(path) != 1) | ~self._store.follows[path[1:]]
        edges = [0, *(np.flatnonzero(breaks) + 1), len(path)]
        for begin, end in itertools.pairwise(edges):
            self._stretch(int(path[begin]), int(end - begin), when + begin)

    def facts(self, frames: int) -> dict[str, Any]:
        """What was seen of a take of so many samples, as a recipe keeps it; times in seconds."""
        for key in list(self._open):
            self._close(self._open.pop(key))
        length = frames / spectrum.HOP
        heard = sorted((r for r in self._done if r.at < length), key=lambda run: run.at)
        names = {source: self._name(source) for source in self._played}
        played = sorted(self._played.items(), key=lambda item: -item[1])
        return {
            "sources": {names[source]: _seconds(part) for source, part in played},
            "longest_verbatim": _seconds(self._longest.frames),
            "runs": [self._told(run, length) for run in heard],
        }

    def _stretch(self, frame: int, count: int, at: float) -> None:
        piece = int(self._store.owner[frame])
        own = self._store.pieces[piece]
        start = float(own.first + frame - self._store.first[piece])
        self._played[own.source] = self._played.get(own.source, 0.0) + count
        key = own.source, round(start - at)
        before = self._open.get(key)
        if before and start <= before.end + 1:
            before.end = max(before.end, start + count)
            return
        if before:
            self._close(before)
        self._open[key] = Run(own.source, start, start + count, at)

    def _close(self, run: Run) -> None:
        if run.frames > self._longest.frames:
            self._longest = run
        if run.frames >= BRIEFEST and len(self._done) < MOST:
            self._done.append(run)

    def _told(self, run: Run, length: float) -> dict[str, Any]:
        count = min(run.frames, length - run.at)
        start = max(run.start - 1, 0)  # a recording's frame 0 lies one before its sound
        return {
            "at": _seconds(run.at),
            "source": self._name(run.source),
            "from": _seconds(start),
            "to": _seconds(start + count),
        }

    def _name(self, source: int) -> str:
        return self._sources[source] if source < len(self._sources) else f"recording {source + 1}"


def _seconds(frames: float) -> float:
    return round(float(frames) / SECOND, 3)
