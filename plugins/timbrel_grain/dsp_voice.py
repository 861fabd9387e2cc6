"""One voice: an event imagined by the controller and played with recorded frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_bar as bar
from timbrel_grain import dsp_drone as drone
from timbrel_grain import dsp_join as join
from timbrel_grain import dsp_select as select
from timbrel_grain import dsp_shape as shape
from timbrel_grain import dsp_span as span
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_axes import Axes, axes
from timbrel_grain.dsp_colour import coloured
from timbrel_grain.dsp_controller import STRIDE
from timbrel_grain.dsp_event import treated
from timbrel_grain.dsp_loudness import missing
from timbrel_grain.dsp_noise import smooth_noise
from timbrel_grain.dsp_onset import crisp
from timbrel_grain.dsp_rest import Rest, sounding
from timbrel_grain.dsp_spaced import spaced
from timbrel_grain.dsp_store import strangeness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_controller import Controller
    from timbrel_grain.dsp_map import Plane
    from timbrel_grain.dsp_store import Projection, Store
    from timbrel_grain.dsp_walk import Step

PASSES = 1
DARKER, BRIGHTER = 30.0, 10.0  # dB that brightness changes a band by
NEAREST = 6  # events, besides its own, that a step takes frames from
BEYOND = 2  # latent frames that the decoder looks ahead


@dataclass(frozen=True, slots=True)
class Ensemble:
    """All that voices are made from."""

    controller: Controller
    catalogue: Catalogue
    store: Store
    projection: Projection
    centre: np.ndarray  # (D,) mean of the conditions
    width: np.ndarray  # (D,) their deviation
    floor: float
    channels: int
    sources: tuple[str, ...] = ()  # the recordings' names
    plane: Plane | None = None
    axes: Axes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", axes(self.catalogue))

    def conditions(self, measured: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """Conditions as the decoder wants them, moved by the knobs: (L, D) in and out."""
        moved = (measured - self.centre) / self.width
        moved[:, 1] += 2.0 * np.float32(values["brightness"])
        return moved

    def voice(
        self,
        step: Step,
        values: Mapping[str, float],
        seen: Callable[[float, np.ndarray], None] | None = None,
        tint: np.ndarray | None = None,
    ) -> np.ndarray:
        """The sound (channels, samples) of a step, its first sample half a frame before it.

        ``seen`` is told when which frames of the store are played; ``tint`` (BANDS,) in dB is
        laid over its envelope.
        """
        step = drone.drawn(self.catalogue, step)
        own, target, rest = self.target(step, values)
        if tint is not None:
            own, target = (np.maximum(each + tint, self.floor) for each in (own, target))
        path, strange = self.path(own, step, values["variation"])
        if seen:
            seen(step.when, path)
        grains = self.store.spectra(path, self.channels, join.aligned(self.store, path))
        sound = crisp(shape.shaped(grains, target, strange, PASSES), grains)
        frames = None
        if values["brightness"]:
            frames = spectrum.spectra(sound, spectrum.centres(sound.shape[1]))
            louder = missing(frames, target)
            sound, frames = sound * louder, frames * louder
        row, left = self.catalogue.table[step.event], self._frames(step, values)
        pad = drone.pad(self.catalogue, step.event)
        whole, sound = sound, spaced(sound, row, step, left, values["density"], pad)
        frames = frames if sound is whole else None
        rise, fall = span.ends(row, left, values["density"])
        # Voices that overlap add up in energy; held down by their number, dense is not loud.
        gain = min(max(step.overlap, 1.0), span.voices(values["density"])) ** -0.5 * 10 ** (
            step.accent / 20
        )
        return treated(sound, rise, fall, step, values, rest, frames, pad) * np.float32(gain)

    def target(
        self, step: Step, values: Mapping[str, float]
    ) -> tuple[np.ndarray, np.ndarray, Rest | None]:
        """The envelope (T, BANDS) in dB: the event, drawn towards another and perturbed.

        First as its frames are chosen, then as brightness has it: all frames are far from what was
        moved far from home, and the way there went by the few brightest again and again. Of one
        that is soon over, only as much as will be heard, and how the rest differs.
        """
        share = drone.drone(self.catalogue, step.event)
        variation = drone.freer(values["variation"], share)
        latent, measured = self._blended(step, 0.6 * variation * step.rng.random())
        noise = smooth_noise(step.rng, latent.shape, hold=drone.hold(share))
        latent = self.axes.pushed(latent + np.float32(0.35 * variation) * noise, values)
        accent = np.float32(4.0 * values["variation"] * step.rng.uniform(-1, 0.5))
        whole = self._frames(step, values)
        count = sounding(whole, values.get("rhythm", 0.0))
        rest, part = None, slice(0, -(-count // STRIDE) + BEYOND)
        if count < whole:
            broad = self.controller.broad(latent, self.conditions(measured, {"brightness": 0.0}))
            rest = Rest.of(np.maximum(broad[:whole], self.floor), count)
        both = self.imagined(latent[part], measured[part], values)
        own, moved = (np.maximum(each + accent, self.floor)[:count] for each in both)
        return own, moved, rest

    def imagined(
        self, latent: np.ndarray, measured: np.ndarray, values: Mapping[str, float]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The envelope of latents as it is, and as brightness has it: the same where that rests."""
        given = self.conditions(measured, {"brightness": 0.0})
        if not values["brightness"]:
            own = self.controller.decode(latent, given)
            return own, own
        both = np.stack([given, self.conditions(measured, values)])
        own, moved = self.controller.decode(latent, both)
        return own, coloured(own, moved, BRIGHTER if values["brightness"] > 0 else DARKER)

    def path(
        self, target: np.ndarray, step: Step, variation: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Frames of the store along the target, and how strange each is to it.

        They come from the events that the step is made of and those near them.
        """
        frames, places = self._candidates(step), self.projection.place(target)
        follows = self.store.follows[frames] & (np.diff(frames, prepend=-2) == 1)
        features = self.store.features[frames]
        leap, most = 40.0 * 0.1**variation, bar.longest(variation)
        first, barred = bar.left(step.stayed, most)
        own = int(np.searchsorted(frames, self._starts(step.event))) if barred else None
        path = frames[bar.choose(places, features, follows, leap, most, first, own)]
        return path, strangeness(places, self.store.features[path], shape.audible(target))

    def _blended(self, step: Step, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Latents and conditions of the event, ``share`` of the way towards the other."""
        length = self.catalogue.offset[step.event + 1] - self.catalogue.offset[step.event]
        part = np.float32(share)
        pairs = (
            (self.catalogue.latent(step.event), self.catalogue.latent(step.other)),
            (self.catalogue.condition(step.event), self.catalogue.condition(step.other)),
        )
        latent, measured = ((1 - part) * a + part * lasting(b, length) for a, b in pairs)
        return latent, measured

    def _frames(self, step: Step, values: Mapping[str, float]) -> int:
        """Frames of the event that sound."""
        density, pad = values["density"], drone.pad(self.catalogue, step.event)
        return span.frames(self.catalogue.table[step.event], step.overlap, density, pad)

    def _starts(self, events: np.ndarray | int) -> np.ndarray:
        """The store's frames that events begin at."""
        table = self.catalogue.table[events]
        return self.store.first[table[..., 0]] + table[..., 1]

    def _candidates(self, step: Step) -> np.ndarray:
        near = self.catalogue.near[step.event][:NEAREST]
        events = np.concatenate([[step.event, step.other], near])
        counts = self.catalogue.table[events, 2]
        return select.covered(self._starts(events), counts)


def lasting(latent: np.ndarray, length: int) -> np.ndarray:
    """The first ``length`` frames, the last one held where there are fewer."""
    return latent[np.minimum(np.arange(length), len(latent) - 1)]
