"""What an action is given by a surface and answers to it, made safe to pass on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timbrel.kernel import Kernel

PLACE = object()
"""Beside the words of a text parameter: it may name a folder or a file."""


def plain(value: Any) -> Any:
    """Only what JSON has: null for a number that is not finite, text for paths and the like."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, str | int) else str(value)


def held(kernel: Kernel, path: str | Path) -> str | Path | None:
    """A path in full if a surface may open it: below the home or a root the person named.

    Text may be the name of something else, a dataset say: it passes where no file is called so.
    """
    roots = [Path(root) for root in kernel.settings.get("roots", ())]
    full = kernel.places.within(Path(path), roots)
    if isinstance(path, Path):
        return full
    try:
        if full is not None and full.exists():
            return str(full)
        foreign = path.startswith("~") or Path(path).name != path or Path(path).exists()
    except OSError:  # a name longer than any file's
        return None
    return None if foreign else path
