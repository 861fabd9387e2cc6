"""What a training has come to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Card


def answered(
    card: Card, manifest: Mapping[str, Any], figures: Mapping[str, Any], stopped: bool
) -> dict[str, Any]:
    """The answer of the verb; its times and notes are the parent's to add."""
    left_out = [f"Left out {name}: {why}" for name, why in manifest["left_out"].items()]
    warnings = [f"{name}: {why}" for name, why in manifest["warnings"].items()]
    lines = [*left_out, *warnings, _augmented(figures), str(figures.get("warning", ""))]
    if stopped:
        lines.append(_stopped(card, figures))
    lines.append(
        f"'{card.name}' has learnt {card.sounds} sound{'' if card.sounds == 1 else 's'}, "
        f"{card.seconds:.1f} s. "
        f"Play it: timbrel generate {card.name}"
    )
    return {
        "says": "\n".join(line for line in lines if line),
        "model": card.name,
        "files": card.sounds,
        "left_out": dict(manifest["left_out"]),
        "warnings": dict(manifest["warnings"]),
        "seconds": card.seconds,
        "steps": figures.get("steps", 0),
        "dataset": manifest["digest"],
        "verdict": figures.get("verdict", ""),
        "warning": figures.get("warning", ""),
        "stopped": stopped,
        "figures": {name: fact for name, fact in figures.items() if name != "curves"},
        "curves": figures.get("curves", {}),
    }


def _stopped(card: Card, figures: Mapping[str, Any]) -> str:
    at = f"step {figures.get('steps', 0)} of {figures.get('of', 0)}"
    return f"Stopped at {at}. Go on with: timbrel train --resume {card.name}"


def _augmented(figures: Mapping[str, Any]) -> str:
    crops, changed = figures.get("crops"), figures.get("augmented")
    if not crops or changed is None:
        return ""
    kinds = ("pitch", "stretch", "loudness", "noise")
    each = [f"{figures[kind]} in {kind}" for kind in kinds if figures.get(kind)]
    return (
        f"{changed} of the {crops} crops it heard were changed: {', '.join(each) or 'in nothing'}."
    )
