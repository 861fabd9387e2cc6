"""Several models that sound as one, by shares that may move while they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timbrel.audio import Audio, joined
from timbrel.control import Control, by_hand, moment
from timbrel.kinds import Mapper
from timbrel.learning import Model
from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from timbrel.card import Card

SHARE = "share_"
BLOCK, SHORT = 2048, 512  # samples after which mixed models are weighed anew; played by hand


def shares(spec: str) -> dict[str, float]:
    """The models of 'a:0.6+b:0.4' and the share of each: 1 where none is said."""
    found: dict[str, float] = {}
    for part in spec.split("+"):
        name, colon, number = part.partition(":")
        try:
            share = float(number) if colon else 1.0
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1 or not name.strip() or name.strip() in found:
            raise Problem(f"'{spec}' is no blend of models.", "Write it as a:0.6+b:0.4.")
        found[name.strip()] = share
    return found


class Blend(Model):
    """Models by name behind one front: a knob moves the knobs of its name in all of them.

    ``fronts`` are the controls that the mapper put before each. Beside them stands a share of
    each model, ``share_NAME``; only how they compare counts, and all at 0 are all alike.
    """

    def __init__(
        self,
        models: Mapping[str, Model],
        fronts: Mapping[str, Sequence[Control]],
        given: Mapping[str, float],
        mapper: Mapper,
    ) -> None:
        self.models, self.mapper = dict(models), mapper
        self.fronts = {name: {c.name: c for c in front} for name, front in fronts.items()}
        rates = {model.rate for model in models.values()}
        if len(rates) > 1:
            raise Problem(f"Models of {sorted(rates)} Hz cannot be blended.")
        self.rate, self.channels = rates.pop(), max(m.channels for m in models.values())
        says = "How much of '{}' there is, against the others"
        own = [Control(SHARE + n, 0, 1, given[n], "", says.format(n)) for n in models]
        self.controls = (*_merged([*self.fronts.values()]), *own)

    def render(
        self, values: Mapping[str, float], frames: int, seed: int
    ) -> Generator[Audio, None, Any]:
        """As one where the models know how to, or else their sounds mixed."""
        parts = {name: (model, Part(self, name, values)) for name, model in self.models.items()}
        first = next(iter(self.models.values()))
        blocks = first.together(parts, frames, seed)
        if blocks is None:
            tracks = [(p, model.render(p, frames, seed)) for model, p in parts.values()]
            blocks = self._mixed(tracks, SHORT if by_hand(values) else BLOCK)
        return (yield from blocks)

    def follow(
        self, source: Audio, values: Mapping[str, float], amount: float, seed: int
    ) -> Iterator[Audio]:
        parts = [(model, Part(self, name, values)) for name, model in self.models.items()]
        yield from self._mixed([(p, m.follow(source, p, amount, seed)) for m, p in parts])

    def holds(self) -> Mapping[str, float]:
        every = ((n, model.holds()) for n, model in self.models.items())
        return {f"{name}/{source}": s for name, held in every for source, s in held.items()}

    def shared(self, values: Mapping[str, float]) -> dict[str, float]:
        """The share of each model; together they are 1."""
        given = {name: values[SHARE + name] for name in self.models}
        whole = sum(given.values())
        return {n: share / whole if whole else 1 / len(given) for n, share in given.items()}

    def _mixed(
        self, tracks: Sequence[tuple[Part, Iterator[Audio]]], size: int = BLOCK
    ) -> Iterator[Audio]:
        """The sounds added up by their shares: those that differ add in energy."""
        done, streams = 0, [_even(blocks, self.channels, self.rate, size) for _, blocks in tracks]
        for blocks in zip(*streams, strict=True):
            at = done / self.rate
            gains = [moment(part, at)["share"] ** 0.5 for part, _ in tracks]
            mix = sum(g * block.samples for g, block in zip(gains, blocks, strict=True))
            yield Audio(mix.astype("float32"), self.rate)  # type: ignore[union-attr]
            done += blocks[0].frames


class Through(Mapper):
    """Hands the values on as they are: in a blend each model has them mapped for itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def resolve(self, values: Mapping[str, float], model: Model) -> Mapping[str, float]:
        return values


class Part(Mapping[str, float]):
    """What one model of a blend is given: its own controls, and its ``share`` of the whole."""

    def __init__(self, blend: Blend, name: str, values: Mapping[str, float]) -> None:
        self._blend, self._name, self._values = blend, name, values

    @property
    def by_hand(self) -> bool:
        return by_hand(self._values)

    def at(self, seconds: float) -> Mapping[str, float]:
        return self._own(moment(self._values, seconds))

    def _own(self, values: Mapping[str, float]) -> Mapping[str, float]:
        blend, now = self._blend, dict(values)
        front = blend.fronts[self._name]
        turned = {name: control.clamp(now[name]) for name, control in front.items()}
        resolved = blend.mapper.resolve(turned, blend.models[self._name])
        return {**resolved, "share": blend.shared(now)[self._name]}

    def __getitem__(self, name: str) -> float:
        return self._own(self._values)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own(self._values))

    def __len__(self) -> int:
        return len(self._own(self._values))


def _merged(fronts: Sequence[Mapping[str, Control]]) -> list[Control]:
    """A control for each name: as far as any goes, safe where all are, inert where all are."""
    names = dict.fromkeys(name for front in fronts for name in front)
    return [_one([front[name] for front in fronts if name in front]) for name in names]


def _one(same: Sequence[Control]) -> Control:
    low, high = min(c.low for c in same), max(c.high for c in same)
    known = [c.safe for c in same if c.safe]
    safe = (max(s[0] for s in known), min(s[1] for s in known)) if known else None
    inert = same[0].inert if all(c.inert for c in same) else ""
    return replace(same[0], low=low, high=high, safe=safe, inert=inert)


def files(cards: Mapping[str, Card]) -> dict[str, str]:
    """The SHA-256 of each model's files; those of a blend go by the model's name too."""
    if len(cards) == 1:
        return dict(next(iter(cards.values())).files)
    return {
        f"{n}/{file}": digest for n, card in cards.items() for file, digest in card.files.items()
    }


def _even(blocks: Iterator[Audio], channels: int, rate: int, size: int) -> Iterator[Audio]:
    """Blocks of ``size`` samples, the last one shorter, on so many channels."""
    kept: list[Audio] = []
    for block in blocks:
        kept.append(block)
        if sum(b.frames for b in kept) >= size:
            whole = joined(kept, block.channels, rate).samples
            cut = whole.shape[1] // size * size
            for start in range(0, cut, size):
                yield _wide(Audio(whole[:, start : start + size], rate), channels)
            kept = [Audio(whole[:, cut:], rate)]
    if kept and sum(b.frames for b in kept):
        yield _wide(joined(kept, kept[0].channels, rate), channels)


def _wide(block: Audio, channels: int) -> Audio:
    """One channel on as many as there are to be."""
    return (
        block
        if block.channels == channels
        else Audio(block.samples.repeat(channels, 0), block.rate)
    )
