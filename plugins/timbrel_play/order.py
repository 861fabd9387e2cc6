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
    from timbrel_play.motion_curve import Curve
    from timbrel_play.motion_wave import Wave
    from timbrel_play.preset import Preset

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
    liked: Liked | None = None
    preset: Preset | None = None

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


def opened(
    kernel: Kernel, model: str, like: Liked | None = None, preset: Preset | None = None
) -> Session:
    """A session of its own on a model or a blend, as a:0.6+b:0.4.

    Its knobs are at rest, or as they stand where it is the one that is being played.
    """
    session, live = kernel.new_session(), kernel.session
    known = like or preset
    session.load(model, known.mapper if known else "knobs")
    same = live.name == session.name and set(live.controls) == set(session.controls)
    if same and not known and ":" not in model:
        session.move(live.values, origin="action")
    return session


def shares(model: str) -> list[str]:
    """The shares that a blend says itself, as settings: they hold over a preset's or a take's."""
    parts = [part.partition(":") for part in model.split("+")]
    return [f"share_{name.strip()}={share}" for name, sign, share in parts if sign and parts[1:]]


def checked(seed: int) -> int:
    if not 0 <= seed < 2**53:
        raise Problem(f"{seed} is no seed.", "Give a whole number from 0 on.")
    return seed


def ordered(session: Session, order: Order, seed: int) -> Ordered:
    """The take of an order by one of its seeds."""
    like, preset, said = order.liked, order.preset, []
    if like:
        session.move(like.jittered(session, seed), origin="action")
    if preset:
        said += preset.turned(session)
    said += turned(session, order.pairs())
    curves, waves = _motion(order)
    said += motion.clamped(session, curves)
    moving = motion.moving(session, curves, waves)
    chance = like.chance(seed) if like else seed
    take = rendered(session, order.seconds, chance, moving, order.looping)
    facts = {"near": like.near(seed)} if like else {}
    named = {"preset": preset.name} if preset else {}
    take = replace(take, recipe={**take.recipe, **facts, **named})
    return Ordered(take, seed, dict(session.values), said)


def _motion(order: Order) -> tuple[dict[str, Curve], dict[str, Wave]]:
    """Curves and waves: of the take that is liked, over them the preset's and those asked for."""
    known = [one.motion for one in (order.liked, order.preset) if one]
    curves: dict[str, Curve] = {}
    waves: dict[str, Wave] = {}
    for more in (*known, motion.written(order.automate, order.lfo)):
        curves, waves = {**curves, **more[0]}, {**waves, **more[1]}
    return curves, waves


def rendered(
    session: Session, seconds: float, seed: int, moving: offers.Motion | None, looping: bool
) -> Take:
    """The take itself, of the knobs as they stand; a loop's is a little longer than it sounds."""
    whole = session.make(seconds, seed, moving)
    if not looping:
        return whole
    from timbrel_play import dsp_loop

    lead = dsp_loop.lead(seconds)
    turned_by = motion.turned_by(moving, lead, seconds) if moving else None
    return dsp_loop.looped(session.make(seconds + lead, seed, turned_by), whole.frames)
