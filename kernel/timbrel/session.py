"""A generation session: one model, its controls, and the takes it makes."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import version
from threading import RLock
from typing import TYPE_CHECKING, Any

from timbrel.audio import Take
from timbrel.blend import Blend, Through, files, shares
from timbrel.control import settle
from timbrel.kinds import Exporter, Mapper, Spatializer
from timbrel.places import Places
from timbrel.playing import Resolved, Standing, told
from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from timbrel.audio import Audio
    from timbrel.control import Control, Motion
    from timbrel.host import Host
    from timbrel.learning import Model
    from timbrel.registry import Registry

LONGEST = 24 * 3600.0


class Session:
    """What every surface drives. Safe to call from any thread."""

    def __init__(self, host: Host, registry: Registry, places: Places) -> None:
        self._host = host
        self._registry = registry
        self.places = places
        self._lock = RLock()
        self._model: Model | None = None
        self._mapper: Mapper | None = None
        self.files: dict[str, str] = {}
        self.name = ""
        self.controls: dict[str, Control] = {}
        self.values: dict[str, float] = {}

    def load(
        self, name: str, mapper: str = "knobs", origin: str = "", *, if_none: bool = False
    ) -> None:
        """Bring a model in, with a mapper's controls in front, all at rest.

        Or a blend of several: 'a:0.6+b:0.4' is six tenths of one and four of the other.
        ``if_none``: only where none is loaded by the time that this one could be.
        """
        given, mapping = shares(name), self._host.find(Mapper, mapper)
        cards = {each: self._registry.card(each) for each in given}
        models = {each: self._registry.open(each) for each in given}
        fronts = {each: mapping.front(models[each], cards[each]) for each in given}
        name, model = next(iter(models.items()))
        front = fronts[name]
        if len(given) > 1:
            name, model = "+".join(given), Blend(models, fronts, given, mapping)
            front, mapping = model.controls, Through(mapping.name)
        controls = {c.name: c for c in front}
        with self._lock:
            if if_none and self.name:
                return
            self._model, self._mapper, self.name = model, mapping, name
            self.files = files(cards)
            self.controls = controls
            self.values = settle(tuple(controls.values()), {})
            values = dict(self.values)
        self._host.tell("controls_moved", session=self, values=values, origin=origin)

    def move(self, values: Mapping[str, float], origin: str = "") -> dict[str, float]:
        """Move controls, all or none; what they now are: out-of-range values are clamped."""
        with self._lock:
            known = tuple(self.controls.values())
            settled = settle(known, values)
            moved = {name: settled[name] for name in values}
            self.values = {**self.values, **moved}
        self._host.tell("controls_moved", session=self, values=moved, origin=origin)
        return moved

    def stream(self, seconds: float, seed: int = 0) -> Iterator[Audio]:
        """Blocks of sound. Controls moved meanwhile are heard as soon as the model can."""
        standing = self.standing()
        yield from standing.stream(_frames(seconds, standing.model), seed, self.standing)

    def standing(self) -> Standing:
        """What is played, and how the knobs stand, read at one moment."""
        with self._lock:
            return Standing(*self._loaded(), self.name, self.files, self.values)

    def make(self, seconds: float, seed: int = 0, motion: Motion | None = None) -> Take:
        """A take with the controls as they stand now, some of them moved by ``motion``."""
        model, mapper = self._loaded()
        values, frames = self.values, _frames(seconds, model)
        known = tuple(self.controls.values())
        if motion is not None:
            settle(known, motion)
        facts = {"motion": motion.facts} if motion else {}

        def at(now: float) -> Mapping[str, float]:
            return settle(known, {**values, **motion.at(now)}) if motion else values

        def seeded(seed: int) -> Take:
            recipe = self._recipe("generate", seed, frames, values) | facts
            front = lambda: Resolved(at, mapper, model)  # noqa: E731
            play = lambda f: model.render(f, frames, seed)  # noqa: E731
            return replace(self._take(recipe, model, frames, front, play), another=seeded)

        return seeded(seed)

    def transform(self, source: Audio, named: str, amount: float = 1.0, seed: int = 0) -> Take:
        """A take of the model sounding along ``source``, a recording called ``named``."""
        model, mapper = self._loaded()
        if source.rate != model.rate:
            raise Problem(f"The model sounds at {model.rate} Hz and {named} at {source.rate} Hz.")
        values = self.values
        front = lambda: Resolved(lambda _: values, mapper, model)  # noqa: E731
        facts = {"source": named, "amount": amount}
        recipe = self._recipe("transform", seed, source.frames, values) | facts
        play = lambda f: model.follow(source, f, amount, seed)  # noqa: E731
        return self._take(recipe, model, source.frames, front, play)

    def save(
        self,
        take: Take,
        path: Path,
        options: Mapping[str, float] | None = None,
        space: str = "",
        where: Mapping[str, float] | None = None,
    ) -> Path:
        """Write a take, and its recipe beside it, whole or not at all.

        The suffix picks the exporter, ``options`` set its controls, ``space`` names the
        spatializer and ``where`` sets that one's.
        """
        exporter = self._host.find(Exporter, path.suffix.lstrip(".").lower())
        if space:
            place = self._host.find(Spatializer, space)
            spot = settle(place.controls, where or {})
            take = place.place(take, spot)
            take = _noted(take, space=space, where=spot)
        settings = settle(exporter.controls, options or {})
        # The exporter measures what it writes, and says so here.
        take = _noted(take, format=exporter.name, options=settings, quality={})
        with Places.writing(path) as draft:
            exporter.write(take, draft, settings)
        with Places.writing(path.with_name(f"{path.name}.json")) as draft:
            draft.write_text(json.dumps(dict(take.recipe), indent=2, ensure_ascii=True))
        self._host.tell("take_made", session=self, take=take, path=path)
        return path

    def _loaded(self) -> tuple[Model, Mapper]:
        with self._lock:
            if self._model is None or self._mapper is None:
                raise Problem("No model is loaded.", "Load one first.")
            return self._model, self._mapper

    def _recipe(
        self, made: str, seed: int, frames: int, values: Mapping[str, float]
    ) -> dict[str, Any]:
        return {
            "timbrel": version("timbrel"),
            "made": made,
            "model": self.name,
            "mapper": self._mapper.name if self._mapper else "",
            "files": dict(self.files),
            "values": dict(values),
            "seed": seed,
            "frames": frames,
        }

    def _take(
        self, recipe: dict[str, Any], model: Model, frames: int, front: Any, play: Any
    ) -> Take:
        # Filled by the playing: every copy of the recipe has it, once the sound is out.
        story: dict[str, Any] = {}
        recipe = {**recipe, "rate": model.rate, "provenance": story}

        def begin() -> Iterator[Audio]:
            values = front()
            return told(play(values), values, story)

        return Take(recipe, model.rate, model.channels, frames, begin)


def _frames(seconds: float, model: Model) -> int:
    if not 0.01 <= seconds <= LONGEST:
        raise Problem(f"A take cannot last {seconds:g} seconds.", "Give 0.01 to 86400.")
    return round(seconds * model.rate)


def _noted(take: Take, **facts: Any) -> Take:
    return replace(take, recipe={**take.recipe, **facts})
