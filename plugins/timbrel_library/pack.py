"""A model as one file to hand on."""

from __future__ import annotations

import hashlib
import shutil
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from timbrel_library.manifest import Part
from timbrel_library.parcel import (
    MANIFEST,
    MEBI,
    MOST_BYTES,
    MOST_PARTS,
    MOST_SAID,
    SEAL,
    Refused,
    named,
    seal,
)

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Card
    from timbrel_library.manifest import Manifest

BEGAN = (1980, 1, 1, 0, 0, 0)  # the oldest time a zip has: the day of packing is no part of it
UNIX = 3
READABLE = 0o100644 << 16  # a plain file that its owner may write


def parts(card: Card, folder: Path) -> list[Part]:
    """The files of a model, as its card knows them; Refused if one of them cannot travel."""
    if not 1 <= len(card.files) <= MOST_PARTS:
        raise Refused(f"it has {len(card.files)} files, and 1 to {MOST_PARTS} can travel")
    found = [_part(folder, name, digest) for name, digest in sorted(card.files.items())]
    if sum(part.size for part in found) > MOST_BYTES - 2 * MEBI:
        raise Refused(f"it is larger than {MOST_BYTES // MEBI} MiB")
    return found


def _part(folder: Path, name: str, digest: str) -> Part:
    with (folder / named(name)).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise Refused(f"its {name} is damaged")
        return Part(name, file.tell(), digest)


def packed(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the file: the same model gives the same bytes."""
    text = manifest.written()
    if len(text) > MOST_SAID:
        raise Refused("more is known of it than fits into a file")
    with path.open("w+b") as file:
        with ZipFile(file, "w", ZIP_STORED, allowZip64=False) as parcel:
            _add(parcel, MANIFEST, len(text), BytesIO(text))
            for part in manifest.parts:
                with (folder / part.name).open("rb") as source:
                    _add(parcel, part.name, part.size, source)
            parcel.comment = bytes(SEAL)
        seal(file)


def _add(parcel: ZipFile, name: str, size: int, source: BinaryIO) -> None:
    info = ZipInfo(name, BEGAN)
    info.create_system, info.external_attr, info.file_size = UNIX, READABLE, size
    with parcel.open(info, "w") as part:
        shutil.copyfileobj(source, part, MEBI)
