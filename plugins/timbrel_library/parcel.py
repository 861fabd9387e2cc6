"""The form of a .timbrel file: a zip of parts as they are, sealed by a digest of all of it.

The parts are stored, not packed tighter: weights and FLAC would hardly shrink, and so the bytes
of a model are the same on every machine, and a file holds no more than it weighs.
"""

from __future__ import annotations

import hashlib
import re
import struct
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".timbrel"
MANIFEST = "manifest.json"
KNOWN = (".flac", ".json", ".safetensors")

MEBI = 2**20
MOST_PARTS = 64
MOST_BYTES = 2048 * MEBI  # of the whole file
MOST_SAID = MEBI  # of the manifest
MOST_LISTED = 65536  # bytes of the zip's own list of parts

# A zip ends in a record of 22 bytes and a comment (APPNOTE.TXT, 4.3.16); the seal is the comment.
END = struct.Struct("<4s4H2LH")
MARK = b"timbrel "
SEAL = len(MARK) + 64
# Names that mean something else than a file to some system.
TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)


class Refused(ValueError):
    """Why a file is not taken in, as the end of a sentence."""


@contextmanager
def refusing(what: str, mend: str) -> Iterator[None]:
    """Turn whatever is wrong with a parcel into a Problem: ``what``, and why."""
    try:
        yield
    except Refused as why:
        raise Problem(f"{what}: {why}.", mend) from why
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise Problem(f"{what}: it is no sound zip file.", mend) from error
    except OSError as error:
        raise Problem(f"{what}: {error.strerror}.", mend, "unavailable") from error


def named(name: str) -> str:
    """A part's name itself if it is plain: no path, no trick, and a suffix that is known."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", name) or ".." in name:
        raise Refused(f"the name of its part {name!r} is not plain")
    if PurePath(name).suffix not in KNOWN or TAKEN.match(name):
        raise Refused(f"it holds {name!r}, and only {', '.join(KNOWN)} belong into a model")
    return name


def seal(file: BinaryIO) -> None:
    """Write the digest of all that comes before it over the last bytes of a file."""
    file.write(MARK + _digest(file, file.seek(-SEAL, 2)))


def sealed(file: BinaryIO) -> None:
    """Return if a file is, to the last bit, what was sealed, and has a list that can be read."""
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise Refused(f"it is larger than {MOST_BYTES // MEBI} MiB")
    file.seek(0)
    if file.read(4) != b"PK\3\4":
        raise Refused("it is no model that Timbrel exported")
    end = _end(file, size)
    if file.read(len(MARK)) != MARK:
        raise Refused("it is cut short, or not a model that Timbrel exported")
    if file.read() != _digest(file, size - SEAL):
        raise Refused("it has been damaged or changed since it was exported")
    _listed(end, size)


def _end(file: BinaryIO, size: int) -> tuple[int, ...]:
    at = size - SEAL - END.size
    if at < 0:
        raise Refused("it is cut short")
    file.seek(at)
    signature, *numbers = END.unpack(file.read(END.size))
    if signature != b"PK\5\6" or numbers[-1] != SEAL:
        raise Refused("it is cut short, or not a model that Timbrel exported")
    return tuple(numbers)


def _listed(end: tuple[int, ...], size: int) -> None:
    """Only a short list, right before the end: a reader of zips would believe any other."""
    disk, first, here, parts, length, start, _ = end
    if disk or first or here != parts or not 1 <= parts <= MOST_PARTS + 1:
        raise Refused(f"it has {parts} parts, and at most {MOST_PARTS} are read")
    if length > MOST_LISTED or start + length != size - SEAL - END.size:
        raise Refused("its list of parts is not where it should be")


def _digest(file: BinaryIO, size: int) -> bytes:
    """The SHA-256, in hexadecimal, of so many bytes from the beginning, which it stays after."""
    file.seek(0)
    found = hashlib.sha256()
    for first in range(0, size, MEBI):
        found.update(file.read(min(MEBI, size - first)))
    return found.hexdigest().encode()
