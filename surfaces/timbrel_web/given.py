"""Models and presets that a page hands in: they lie in the cache until they were taken in."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HANDED = (".timbrel", ".json")
STALE = 3600.0  # seconds after which nobody takes it in any more


def given(cache: Path) -> Path:
    """The folder of what is handed in; what lies there from long ago is removed."""
    folder = cache / "given"
    for old in [*folder.glob("*")]:
        with suppress(OSError):
            if old.stat().st_mtime < time.time() - STALE:
                shutil.rmtree(old)
    return folder
