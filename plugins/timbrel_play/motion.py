"""Knobs that move by themselves: curves and waves, as they are written and as a recipe has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_play import motion_curve, motion_wave

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from timbrel import Session
    from timbrel_play.motion_curve import Curve
    from timbrel_play.motion_wave import Wave


def written(
    automate: Sequence[str] | None, lfo: Sequence[str] | None
) -> tuple[dict[str, Curve], dict[str, Wave]]:
    """Curves and waves by knob, of ``brightness=0:0,4:1`` and ``brightness=sine,rate=0.5``."""
    curves = {name: motion_curve.curve(way) for name, way in _named(automate, "automate")}
    return curves, {name: motion_wave.wave(way) for name, way in _named(lfo, "lfo")}


def remembered(facts: Mapping[str, Any]) -> tuple[dict[str, Curve], dict[str, Wave]]:
    """Curves and waves of a recipe."""
    try:
        curves = {n: motion_curve.checked(points) for n, points in facts["automate"].items()}
        waves = {n: motion_wave.checked(wave) for n, wave in facts["lfo"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Problem("The recipe's automation cannot be read.", "Render without it.") from None
    return curves, waves


def moving(
    session: Session, curves: Mapping[str, Curve], waves: Mapping[str, Wave]
) -> offers.Motion | None:
    """The motion of these knobs, a wave swinging about its curve or about where the knob stands."""
    if not (curves or waves):
        return None
    ways = {name: _way(name, session, curves, waves) for name in (*curves, *waves)}
    facts = {
        "automate": {name: [list(point) for point in c.points] for name, c in curves.items()},
        "lfo": {name: wave.as_json() for name, wave in waves.items()},
    }
    return offers.Motion(lambda now: {name: way(now) for name, way in ways.items()}, facts)


def clamped(session: Session, curves: Mapping[str, Curve]) -> list[str]:
    """In words, which curves go where their knob cannot."""
    said = []
    for name, control in session.controls.items():
        values = [value for _, value, _ in curves[name].points] if name in curves else []
        if values and (min(values) < control.low or max(values) > control.high):
            said.append(f"{name} goes from {control.low:g} to {control.high:g} and no further.")
    return said


def turned_by(motion: offers.Motion, lead: float, length: float) -> offers.Motion:
    """The motion of a loop of ``length`` seconds that is heard ``lead`` seconds late."""
    return offers.Motion(lambda now: motion.at((now - lead) % length), motion.facts)


def _way(
    name: str, session: Session, curves: Mapping[str, Curve], waves: Mapping[str, Wave]
) -> Callable[[float], float]:
    curve, wave, stands = curves.get(name), waves.get(name), session.values.get(name, 0.0)

    def way(now: float) -> float:
        return (curve.at(now) if curve else stands) + (wave.at(now) if wave else 0.0)

    return way


def _named(pairs: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    found = []
    for pair in pairs or []:
        name, sign, way = pair.partition("=")
        if not sign:
            example = "brightness=0:0,4:1" if option == "automate" else "brightness=sine,rate=0.5"
            raise Problem(f"'{pair}' names no knob.", f"Write it as {example}.")
        found.append((name.strip(), way))
    return found
