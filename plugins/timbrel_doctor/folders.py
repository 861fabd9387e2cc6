"""Where everything is kept, and whether there is room."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from timbrel import Kernel

FEW = 1e9
NAMES = ("models", "renders", "datasets", "cache", "trash")


def folders(kernel: Kernel) -> Iterator[Finding]:
    for name in NAMES:
        try:
            folder: Path = getattr(kernel.places, name)
            yield _looked(name, folder)
        except Problem as problem:
            mend = "Set TIMBREL_HOME to a folder that can be written."
            yield Finding(name, problem.what, "wrong", mend)


def _looked(name: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    facts = {"path": str(folder), "free": free}
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"room")
    except OSError as error:
        what = f"{folder} cannot be written: {error.strerror}"
        mend = "Make room or mend its permissions, or set TIMBREL_HOME to another folder."
        return Finding(name, what, "wrong", mend, facts)
    what = f"{folder} ({free / 1e9:.1f} GB free)"
    if free < FEW:
        return Finding(name, what, "note", "There is little room: empty the trash.", facts)
    return Finding(name, what, facts=facts)
