"""A grain model at play."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel import Audio, Control, offers
from timbrel_grain import dsp_map
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_band import over_20k
from timbrel_grain.dsp_blend import blended, colour
from timbrel_grain.dsp_bus import treated
from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_copies import copied
from timbrel_grain.dsp_finish import Finish
from timbrel_grain.dsp_follow import followed
from timbrel_grain.dsp_grid import usual
from timbrel_grain.dsp_live import SHORT, Hand
from timbrel_grain.dsp_near import varied
from timbrel_grain.dsp_novelty import Known, Listener
from timbrel_grain.dsp_onset import BEFORE, lead
from timbrel_grain.dsp_provenance import Provenance
from timbrel_grain.dsp_ready import made_ready
from timbrel_grain.dsp_single import single
from timbrel_grain.dsp_space import BLOCK
from timbrel_grain.dsp_stay import Stay
from timbrel_grain.dsp_walk import walk

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from timbrel_grain.dsp_share import Share
    from timbrel_grain.dsp_voice import Ensemble

    Told = Generator[Audio, None, dict[str, Any]]

CONTROLS = (
    Control("density", -1, 1, 0, "", "From sparse to dense: how close the sounds follow"),
    Control("brightness", -1, 1, 0, "", "From dark to bright"),
    Control("variation", 0, 1, 0.35, "", "From faithful to free: how far it strays"),
    Control("warmth", -1, 1, 0, "", "From thin to warm: what lies around 220 Hz"),
    Control("roughness", -1, 1, 0, "", "From smooth to rough: beating at some 70 Hz"),
    Control("texture", -1, 1, 0, "", "From tonal to noisy"),
    Control("tension", -1, 1, 0, "", "From octaves to clusters: copies at other pitches"),
    Control("pulse", -1, 1, 0, "", "From scattered to a clear beat"),
    Control("rhythm", -1, 1, 0, "", "From ambient to rhythmic: how suddenly sounds begin"),
    Control("space", -1, 1, 0, "", "From dry to reverberant"),
    Control("tempo", 0, 300, 0, "bpm", "Beats a minute of the pulse, from 30; 0: as recorded"),
)


class GrainModel(offers.Model):
    rate = spectrum.RATE

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self.channels = ensemble.channels
        self._ready = False
        self.controls = (*CONTROLS, *ensemble.axes.controls(), *dsp_map.CONTROLS)

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Told:
        if offers.by_hand(values):
            return self._by_hand(values, frames, seed)
        seen = Provenance(self.ensemble.store, self.ensemble.sources)
        blocks = self.sounding(values, seed, seen)
        return self._told(self.finished(blocks, frames, self.channels), seen, frames)

    def sounding(
        self,
        values: Mapping[str, float],
        seed: int,
        seen: Provenance | None,
        share: Share | None = None,
    ) -> Iterator[np.ndarray]:
        """Blocks (channels, n) of all that it plays, unlimited and without end."""
        if offers.by_hand(values):
            self.ready()
            hand = Hand(self.ensemble, seed, lambda: self.plane, share)
            return treated(hand.blocks(values), values, self.channels, SHORT, self.gap)
        return treated(
            self._mixed(values, seed, seen, share), values, self.channels, BLOCK, self.gap
        )

    def together(
        self, parts: Mapping[str, tuple[offers.Model, Mapping[str, float]]], frames: int, seed: int
    ) -> Iterator[Audio] | None:
        own = {
            name: (m, values) for name, (m, values) in parts.items() if isinstance(m, GrainModel)
        }
        return blended(own, frames, seed) if len(own) == len(parts) else None

    @cached_property
    def colour(self) -> np.ndarray:
        """The mean spectrum of its events, (BANDS,) in dB."""
        return colour(self.ensemble)

    @cached_property
    def plane(self) -> dsp_map.Plane:
        """The map of its events; where its files have none, made when it is first asked for."""
        return self.ensemble.plane or dsp_map.plane(self.ensemble.catalogue)

    @cached_property
    def gap(self) -> float:
        """Frames between two onsets of its recordings, which the pulse's tempo is taken from."""
        return usual(self.ensemble.catalogue)

    @cached_property
    def known(self) -> Known:
        """What its recordings are like, second by second."""
        return Known(self.ensemble.store, self.ensemble.projection)

    @cached_property
    def over_20k(self) -> float:
        """What lies over 20 kHz in its recordings, in dB against all of them."""
        return over_20k(self.ensemble.store, self.channels)

    def map(self) -> Sequence[Mapping[str, Any]]:
        return dsp_map.places(self.plane, self.ensemble)

    def holds(self) -> Mapping[str, float]:
        return copied(self.ensemble.store.pieces, self.ensemble.sources)

    def follow(self, source: Audio, values: Mapping[str, float], amount: float, seed: int) -> Told:
        seen = Provenance(self.ensemble.store, self.ensemble.sources)
        blocks = followed(self.ensemble, source.samples, values, np.float32(amount), seen.saw)
        blocks = treated(blocks, values, self.channels, BLOCK, self.gap)
        blocks = self.finished(blocks, source.frames, self.channels)
        return self._told(blocks, seen, source.frames)

    def ready(self) -> None:
        """Do once what takes long: compile loops, and make the rooms and the map."""
        if not self._ready:
            with single:
                made_ready(self)
            self._ready = True

    def _by_hand(self, values: Mapping[str, float], frames: int, seed: int) -> Told:
        yield from self.finished(self.sounding(values, seed, None), frames, self.channels)
        return {}

    def _told(self, blocks: Iterator[Audio], seen: Provenance, frames: int) -> Told:
        """The blocks, and at their end what was played and how new it is."""
        ear = Listener(self.ensemble.projection)
        for block in blocks:
            ear.heard(block.samples)
            yield block
        told = {**self.known.facts(ear.ended()), **seen.facts(frames)}
        return {**told, "over_20k": self.over_20k}

    def finished(self, blocks: Iterator[np.ndarray], frames: int, channels: int) -> Iterator[Audio]:
        """``frames`` samples of the blocks, limited; the limiter's delay is taken off."""
        finish, left = Finish(channels, self.rate), frames
        single.look()
        while left > 0:
            with single:
                out = finish.feed(next(blocks))[:, :left]
            left -= out.shape[1]
            if out.shape[1]:
                yield Audio(out, self.rate)

    def _mixed(
        self, values: Mapping[str, float], seed: int, seen: Provenance | None, share: Share | None
    ) -> Iterator[np.ndarray]:
        """Blocks (channels, BLOCK) of all voices added up, without end."""
        catalogue, waiting = self.ensemble.catalogue, deque[tuple[int, np.ndarray]]()
        steps = walk(catalogue, values, seed, lambda: self.plane)
        # Placed as they are walked: a take near another has the same steps at the same places.
        steps = map(Stay(catalogue).told, map(share.placed, steps) if share else steps)
        steps = varied(steps, catalogue, seed)
        step, start = next(steps), 0
        while True:
            while round(step.when * spectrum.HOP) < start + BLOCK + BEFORE:
                onset = round(step.when * spectrum.HOP)
                now = offers.moment(values, onset / self.rate)
                gain, tint = share.of(step, onset / self.rate) if share else (1.0, None)
                if gain:
                    told = seen.saw if seen else None
                    sound = self.ensemble.voice(step, dict(now), told, tint)
                    sound = sound if gain == 1 else sound * np.float32(gain)
                    waiting.append((onset - (BEFORE if onset else lead(sound)), sound))
                step = next(steps)
            block = np.zeros((self.channels, BLOCK), np.float32)
            for first, sound in waiting:
                _add(block, sound, first - start)
            start += BLOCK
            waiting = deque(v for v in waiting if v[0] + v[1].shape[1] > start)
            yield block


@compiled
def _add(block: np.ndarray, voice: np.ndarray, place: int) -> None:
    """Lay a voice over a block that it begins ``place`` samples after, or before."""
    for c in range(len(block)):
        own, row = voice[c], block[c]
        for i in range(max(place, 0), min(len(row), place + len(own))):
            row[i] += own[i - place]
