"""A file that was handed on, taken apart: nothing is believed before it was looked at."""

from __future__ import annotations

import hashlib
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from timbrel_library import manifest
from timbrel_library.parcel import MANIFEST, MEBI, MOST_SAID, Refused, named, sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from timbrel_library.manifest import Manifest, Part

HEAD = 30  # bytes before a part's name and its content (APPNOTE.TXT, 4.3.7)


class Places(Protocol):
    """The kernel's places, as far as this module needs them."""

    @staticmethod
    def writing(path: Path) -> AbstractContextManager[Path]: ...


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """A parcel whose seal, list, sizes and manifest are as they should be, or Refused."""
    with path.open("rb") as file:
        sealed(file)
        with ZipFile(file) as parcel:
            listed = parcel.infolist()
            _plain(listed, parcel.start_dir)
            said = manifest.read(parcel.read(listed[0]))
            _agreed(listed[1:], said.parts)
            yield parcel, said


def _plain(listed: Sequence[ZipInfo], end: int) -> None:
    """The manifest and then plain files, one after another, with nothing between them."""
    if not listed or listed[0].filename != MANIFEST or listed[0].file_size > MOST_SAID:
        raise Refused("it does not begin with a manifest of at most 1 MiB")
    at = 0
    for info in listed:
        if info.orig_filename != named(info.filename) or not _file(info):
            raise Refused(f"its part {info.filename!r} is no plain file")
        if info.header_offset != at:
            raise Refused(f"its part {info.filename!r} is not where it should be")
        at += HEAD + len(info.filename) + info.file_size
    if at != end:
        raise Refused("it holds something that is not on its list")


def _file(info: ZipInfo) -> bool:
    """Not a link or a folder, not encrypted, and as large as it says: not packed tighter."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    stored = info.compress_type == ZIP_STORED and info.compress_size == info.file_size
    return stored and not info.flag_bits and not info.extra and kind in {0, stat.S_IFREG}


def _agreed(listed: Sequence[ZipInfo], parts: Sequence[Part]) -> None:
    there = {info.filename: info.file_size for info in listed}
    for part in parts:
        if part.name not in there:
            raise Refused(f"its part {part.name} is missing")
        if there[part.name] != part.size:
            raise Refused(f"its part {part.name} has another size than its manifest says")
    if len(listed) != len(parts):
        raise Refused("it has parts that its manifest does not know")


def read(parcel: ZipFile, part: Part) -> Iterator[bytes]:
    """The content of a part, block by block; Refused at its end if it is not what was promised."""
    found = hashlib.sha256()
    with parcel.open(part.name) as source:
        while block := source.read(MEBI):
            found.update(block)
            yield block
    if found.hexdigest() != part.sha256:
        raise Refused(f"its part {part.name} is not what its manifest says")


def unpacked(parcel: ZipFile, parts: Sequence[Part], folder: Path, places: Places) -> None:
    """Copy the parts into a folder."""
    for part in parts:
        with places.writing(folder / part.name) as draft, draft.open("xb") as file:
            file.writelines(read(parcel, part))
