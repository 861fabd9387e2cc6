"""The files that an assistant may name: in the open folders of the home, and in named roots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from timbrel import Problem, offers

if TYPE_CHECKING:
    from timbrel import Kernel

OPEN = ("renders", "datasets", "exports", "cache", "trash", "demo")
OUTSIDE = Problem(
    "That path lies outside the folders open to assistants.",
    f"Give one below Timbrel's own {', '.join(OPEN)}, or below a folder named by --root.",
)


def reached(kernel: Kernel, path: str | Path) -> str | Path:
    """The path in full, links followed; text that names no file passes. Else OUTSIDE is raised."""
    held = offers.held(kernel, path)
    if held is None or (_names_file(held) and not _open(kernel, Path(held))):
        raise OUTSIDE
    return held


def _names_file(held: str | Path) -> bool:
    return isinstance(held, Path) or Path(held).is_absolute()


def _open(kernel: Kernel, full: Path) -> bool:
    """The home also has models, the library and keys: those are reached by their names alone."""
    if any(full.is_relative_to(root) for root in roots(kernel)):
        return True
    home = kernel.places.home.resolve()
    below = full.relative_to(home).parts if full.is_relative_to(home) else ()
    return bool(below) and below[0] in OPEN


def roots(kernel: Kernel) -> list[Path]:
    """The folders that the person named at the start."""
    return [Path(root).resolve() for root in kernel.settings.get("roots", ())]
