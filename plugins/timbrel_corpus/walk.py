"""Every file below a folder, in order, without ever following a link."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_corpus import formats
from timbrel_corpus.naming import displayed

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 64
MOST = 50_000
ONCE = "counted once"


@dataclass(frozen=True, slots=True)
class Found:
    """A file, the name it is shown by, what is odd about that, and why it is left out if it is.

    ``same`` is the name of the file that a link leads to.
    """

    path: Path
    name: str
    odd: tuple[str, ...] = ()
    reason: str = ""
    same: str = ""


def found(root: Path) -> list[Found]:
    """What lies below ``root``; a root that is a file is all there is."""
    if not root.is_dir():
        return [_seen(root, Path(root.name))]
    files: list[Found] = []
    for one in _below(root, root):
        if len(files) == MOST:
            raise Problem(
                f"{displayed(root)} holds more than {MOST} files.", "Choose a part of it."
            )
        files.append(one)
    return _told_apart(files)


def _below(folder: Path, root: Path) -> Iterator[Found]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _folder(folder, root, f"a folder that cannot be opened: {error.strerror}")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_symlink():
            yield _linked(path, root)
        elif entry.is_dir(follow_symlinks=False):
            yield from _inside(path, root)
        else:
            yield _seen(path, path.relative_to(root))


def _inside(folder: Path, root: Path) -> Iterator[Found]:
    if folder.name.startswith("."):
        yield _folder(folder, root, "a hidden folder: not searched")
    elif len(folder.relative_to(root).parts) > DEEPEST:
        yield _folder(folder, root, f"a folder more than {DEEPEST} folders deep: not searched")
    else:
        if folder.suffix.lower() in formats.ALL:
            yield _seen(folder, folder.relative_to(root), "a folder, though its name is a file's")
        yield from _below(folder, root)


def _folder(folder: Path, root: Path, reason: str) -> Found:
    return Found(folder, f"{displayed(folder.relative_to(root).as_posix())}/", (), reason)


def _seen(path: Path, shown: Path, reason: str = "") -> Found:
    name = displayed(shown.as_posix())
    odd: list[str] = []
    if name != shown.as_posix():
        odd.append("its name holds signs that cannot be seen, shown here as escapes")
    if path.name.startswith("."):
        odd.append("a hidden file")
    return Found(path, name, tuple(odd), reason)


def _linked(path: Path, root: Path) -> Found:
    shown = path.relative_to(root)
    try:
        end = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return _seen(path, shown, "a link that leads nowhere")
    if end.is_dir():
        return _seen(path, shown, "a link to a folder: not followed")
    if not end.is_relative_to(root):
        reason = "a link that leads out of the folder: put the file itself there"
        return _seen(path, shown, reason)
    same = displayed(end.relative_to(root).as_posix())
    return replace(_seen(path, shown, f"a link to {same}, which is {ONCE}"), same=same)


def _told_apart(files: list[Found]) -> list[Found]:
    """Two names that look the same when shown are numbered, so that neither hides the other."""
    times: dict[str, int] = {}
    apart: list[Found] = []
    for one in files:
        count = times[one.name] = times.get(one.name, 0) + 1
        name = one.name if count == 1 else f"{one.name} ({count})"
        apart.append(replace(one, name=name))
    return apart
