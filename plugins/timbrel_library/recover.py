"""Knobs of a take or a preset, put back into the session that all surfaces share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel


def into(kernel: Kernel, facts: Mapping[str, Any], what: str) -> list[str]:
    """Load the model of ``facts`` and set its knobs; in words, what could not be as it was."""
    session, model = kernel.session, facts.get("model")
    values = facts.get("values")
    if not isinstance(model, str) or not model or not isinstance(values, dict):
        raise Problem(f"{what} says no model or no knobs.", "There is nothing to set.")
    session.load(model, str(facts.get("mapper") or "knobs"), origin="action")
    here = {name: value for name, value in values.items() if name in session.controls}
    moved = session.move(here, origin="action")
    said = offers.strayed(here, moved)
    gone = [name for name in values if name not in here]
    if gone:
        said.append(f"'{model}' has no knob {', '.join(gone)} (any more).")
    return [*said, *_anew(kernel, facts, model)]


def _anew(kernel: Kernel, facts: Mapping[str, Any], model: str) -> list[str]:
    """Whether the model's files are others than those that the recipe names."""
    known = facts.get("files")
    if known and known != kernel.session.files:
        return [f"'{model}' was trained anew since: it will not sound the same."]
    return []
