"""A performance as a take that is rendered again, from the record in its recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, Take

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from timbrel import Kernel


def performed(
    kernel: Kernel,
    facts: Mapping[str, Any],
    path: Path,
    same: Callable[[str, Mapping[str, str], Mapping[str, str]], None],
) -> Take:
    """The take; ``same`` complains where a model's files are others than they were."""
    try:
        frames, score = int(facts["frames"]), dict(facts["score"])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Problem(f"The recipe of {path} cannot be read.") from None
    performance = kernel.performance(score, frames)
    performance.load(kernel.new_session, lambda p, loaded: same(p.model, p.files, loaded.files))
    recipe = {**facts, "provenance": {}}
    return Take(recipe, performance.rate, 2, frames, performance.play)
