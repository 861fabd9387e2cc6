"""What a recipe says of a performance: how it began, and the record of its parts."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timbrel import Kernel


def recipe(
    parts: Sequence[Mapping[str, Any]],
    begun: Mapping[str, Any],
    frames: int,
    rate: int,
    block: int,
) -> dict[str, Any]:
    """That of a take, with all that was moved; ``begun`` is said of one in which nothing sounds."""
    return {
        "timbrel": version("timbrel"),
        "made": "performance",
        **(_beginning(parts) or begun),
        "frames": frames,
        "rate": rate,
        "provenance": {},
        "score": {"rate": rate, "block": block, "parts": [*parts]},
    }


def standing(kernel: Kernel) -> dict[str, Any]:
    now = kernel.session.standing()
    told = {"model": now.name, "mapper": now.mapper.name, "files": dict(now.files)}
    return {**told, "values": dict(now.values), "seed": kernel.live.seed}


def _beginning(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The model and its knobs as they stood at the first frame; of several, the newest there."""
    there = [part for part in parts if part["first"] <= 0] or parts[:1]
    if not there:
        return None
    part = there[-1]
    values = dict(part["values"])
    for at, knob, to in zip(part["at"], part["knob"], part["to"], strict=True):
        if part["first"] + at <= 0:
            values[part["knobs"][knob]] = to
    told = {name: part[name] for name in ("model", "mapper", "files")}
    return {**told, "values": values, "seed": part["seed"]}
