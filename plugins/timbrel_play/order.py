"""An order: what somebody asked of a take, and the take that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timbrel import Problem, Take
from timbrel_play import motion
from timbrel_play.setting import turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel import Kernel, Session, offers
    from timbrel_play.liked import Liked

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Order:
    """The options of 'generate', as they were given."""

    duration: float | None
    settings: Sequence[str]
    variation: float | None
    at: str | None
    automate: Sequence[str] | None
    lfo: Sequence[str] | None
    loop: bool
    liked: Liked | None

    @property
    def seconds(self) -> float:
        if self.duration is not None:
            return self.duration
        return self.liked.seconds if self.liked else SECONDS

    @property
    def looping(self) -> bool:
        return self.loop or (self.liked is not None and self.liked.loop)

    def pairs(self) -> list[str]:
        """All that is to be set, as knob=number."""
        pairs = [*self.settings]
        if self.variation is not None:
            pairs.append(f"variation={self.variation}")
        if self.at is not None:
            x, comma, y = self.at.partition(",")
            if not comma:
                raise Problem(f"'{self.at}' is no place on a map.", "Write it as 0.3,0.7.")
            pairs += [f"map_x={x}", f"map_y={y}", "map=1"]
        return pairs


@dataclass(frozen=True, slots=True)
class Ordered:
    """A take, the seed it was asked for by, how the knobs stand, and what is to be said of it."""

    take: Take
    seed: int
    values: dict[str, float]
    notes: list[str]


def opened(kernel: Kernel, model: str, like: Liked | None = None) -> Session:
    """A session of its own on a model; where it is the one being played, its knobs as they are."""
    session, live = kernel.new_session(), kernel.session
    if like:
        session.load(model, like.mapper)
        return session
    session.load(model)
    if live.name == model and set(live.controls) == set(session.controls):
        session.move(live.values, origin="action")
    return session


def checked(seed: int) -> int:
    if not 0 <= seed < 2**53:
        raise Problem(f"{seed} is no seed.", "Give a whole number from 0 on.")
    return seed


def ordered(session: Session, order: Order, seed: int) -> Ordered:
    """The take of an order by one of its seeds."""
    like = order.liked
    if like:
        session.move(like.jittered(session, seed), origin="action")
    said = turned(session, order.pairs())
    curves, waves = like.motion if like else ({}, {})
    new = motion.written(order.automate, order.lfo)
    curves, waves = {**curves, **new[0]}, {**waves, **new[1]}
    said += motion.clamped(session, curves)
    moving = motion.moving(session, curves, waves)
    take = _rendered(session, order, like.chance(seed) if like else seed, moving)
    if like:
        recipe = {**take.recipe, "near": like.near(seed)}
        take = replace(take, recipe=recipe)
    return Ordered(take, seed, dict(session.values), said)


def _rendered(session: Session, order: Order, seed: int, moving: offers.Motion | None) -> Take:
    if not order.looping:
        return session.make(order.seconds, seed, moving)
    from timbrel_play import dsp_loop

    whole = session.make(order.seconds, seed, moving)
    lead = dsp_loop.lead(order.seconds)
    turned_by = motion.turned_by(moving, lead, order.seconds) if moving else None
    longer = session.make(order.seconds + lead, seed, turned_by)
    return dsp_loop.looped(longer, whole.frames)
