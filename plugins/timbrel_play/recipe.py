"""The recipe of a take, from the file itself or from the .json beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel


def recipe(kernel: Kernel, path: Path) -> dict[str, Any]:
    """The recipe in the tags of a take; where there is none, that of the .json beside it."""
    path = path.expanduser()
    exporter = kernel.host.table(offers.Exporter).get(path.suffix.lower().lstrip("."))
    inside = exporter.recipe(path) if exporter and path.is_file() else None
    return dict(inside) if inside else _beside(path)


def _beside(path: Path) -> dict[str, Any]:
    beside = path if path.suffix == ".json" else path.with_name(f"{path.name}.json")
    try:
        facts = json.loads(beside.read_text())
        if isinstance(facts, dict) and "made" in facts:
            return facts
    except FileNotFoundError:
        mend = "Give a file that Timbrel has made, or the .json that it wrote beside it."
        raise Problem(f"There is no recipe for {path}.", mend, "missing") from None
    except (OSError, ValueError, RecursionError):
        pass
    raise Problem(f"{beside} is no recipe that can be read.")
