"""The recipe of a take, from the file beside it or from its own tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_library import spot

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel

MOST = 2**26  # bytes of a recipe: that of a day-long take has some ten million


def recipe(kernel: Kernel, path: Path) -> dict[str, Any] | None:
    """What Timbrel wrote of a take when it made it; None of any other file."""
    return beside(path) or _tagged(kernel, path)


def beside(path: Path) -> dict[str, Any] | None:
    try:
        with spot.recipe_of(path).open("rb") as file:
            text = file.read(MOST + 1)
        facts = json.loads(text) if len(text) <= MOST else None
    except (OSError, ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) and "made" in facts else None


def _tagged(kernel: Kernel, path: Path) -> dict[str, Any] | None:
    exporter = kernel.host.table(offers.Exporter).get(path.suffix.lstrip(".").lower())
    try:
        found = exporter.recipe(path) if exporter and path.is_file() else None
    except (Problem, OSError):
        return None
    return dict(found) if found and "made" in found else None
