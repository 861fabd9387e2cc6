"""Where a file lies: as the library keeps it, as the system has it, and as it can be shown."""

from __future__ import annotations

import os
from pathlib import Path


def kept(home: Path, path: Path) -> bytes:
    """The bytes of a path; from the home if it lies below, so that the home may move."""
    full, root = Path(os.path.abspath(path)), Path(os.path.abspath(home))
    return os.fsencode(full.relative_to(root) if full.is_relative_to(root) else full)


def there(home: Path, place: bytes) -> Path:
    return Path(os.path.abspath(home)) / os.fsdecode(place)


def shown(path: Path | str) -> str:
    """Text that can be stored and sent; what is no UTF-8 as its bytes in hexadecimal."""
    try:
        return os.fsencode(path).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # no name that a file could have
        return str(path).encode("utf-8", "backslashreplace").decode()


def recipe_of(path: Path) -> Path:
    """The file beside a take that holds its recipe."""
    return path.with_name(f"{path.name}.json")


def path_of(text: str) -> Path:
    """The path that somebody wrote, in full."""
    try:
        os.fsencode(text)
        return Path(os.path.abspath(Path(text).expanduser()))
    except (ValueError, RuntimeError):  # no name that a file could have, or nobody's home
        return Path(os.path.abspath(text.encode("utf-8", "replace").replace(b"\0", b"").decode()))
