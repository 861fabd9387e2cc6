"""The manifest of a .timbrel file: the card of its model, its parts, and whose sounds it holds."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from timbrel import offers
from timbrel_library.foreign import carded, travelling
from timbrel_library.parcel import MANIFEST, MOST_BYTES, MOST_PARTS, Refused, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timbrel import Card

FORMAT, EDITION = "timbrel-model", 1
LEFT = ("version", "files")  # of the card: the folder's own, and what the parts say


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the model: its name, bytes, and SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``holds`` are the seconds of each recording that the parts hold pieces of."""

    card: Card
    parts: Sequence[Part]
    holds: Mapping[str, float]

    def written(self) -> bytes:
        card = asdict(travelling(self.card))
        facts = {
            "format": FORMAT,
            "edition": EDITION,
            "card": {name: fact for name, fact in card.items() if name not in LEFT},
            "parts": [asdict(part) for part in self.parts],
            "holds": dict(self.holds),
        }
        return json.dumps(offers.plain(facts), indent=1, ensure_ascii=True).encode()


def read(text: bytes) -> Manifest:
    """The manifest of a file from elsewhere, or Refused: nothing in it is taken on trust."""
    facts = loaded(text, "its manifest")
    if facts.get("format") != FORMAT:
        raise Refused("its manifest is not one of a model")
    if facts.get("edition") != EDITION:
        raise Refused("a newer Timbrel made it: update this one")
    parts = facts.get("parts")
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        raise Refused(f"its manifest does not list 1 to {MOST_PARTS} parts")
    made = [_part(part) for part in parts]
    if len({MANIFEST, *(part.name.casefold() for part in made)}) <= len(made):
        raise Refused("two of its parts have the same name")
    if sum(part.size for part in made) > MOST_BYTES:
        raise Refused("its parts are too large together")
    return Manifest(carded(facts.get("card")), made, _holds(facts.get("holds")))


def loaded(text: bytes, what: str) -> dict[str, Any]:
    """A JSON object; ``what`` says of what, where it is none."""
    try:
        facts = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{what} cannot be read") from error
    if not isinstance(facts, dict):
        raise Refused(f"{what} cannot be read")
    return facts


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _part(facts: Any) -> Part:
    match facts:
        case {"name": str(name), "size": int(size), "sha256": str(sha256)} if size >= 0:
            return Part(named(name), size, sha256)
    raise Refused("its manifest says something odd of a part")


def _holds(facts: Any) -> dict[str, float]:
    def fits(name: Any, seconds: Any) -> bool:
        return isinstance(seconds, int | float) and math.isfinite(seconds) and seconds >= 0

    if not isinstance(facts, dict) or not all(fits(*item) for item in facts.items()):
        raise Refused("its manifest does not say which recordings it holds pieces of")
    return facts
