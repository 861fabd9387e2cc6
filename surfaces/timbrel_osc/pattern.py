"""Address patterns of OSC 1.0, matched in one pass whatever they are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIGNS = frozenset("*?[]{}")


class Wrong(ValueError):
    """A pattern whose bracket or brace does not end, or that has one in another."""


def is_pattern(address: str) -> bool:
    return not SIGNS.isdisjoint(address)


def reached(pattern: str, addresses: Iterable[str]) -> list[str]:
    """Those addresses that a pattern matches part by part; Wrong where it is none."""
    parts = [Part(part) for part in pattern.split("/")]
    known: dict[tuple[int, str], bool] = {}
    found: list[str] = []
    for address in addresses:
        names = address.split("/")
        if len(names) == len(parts) and all(_fits(known, parts, *one) for one in enumerate(names)):
            found.append(address)
    return found


def _fits(known: dict[tuple[int, str], bool], parts: list[Part], at: int, name: str) -> bool:
    """Many addresses have the same names at the same places: each is tried once."""
    if (at, name) not in known:
        known[at, name] = parts[at].matches(name)
    return known[at, name]


class Part:
    """The pattern of one part of an address, that between two slashes.

    Which places of the name can be reached so far are the bits of one whole number, and each
    piece of the pattern moves all of them at once (Baeza-Yates and Gonnet 1992): the work grows
    with the pattern and with the name, and nothing is ever tried twice.
    """

    def __init__(self, text: str) -> None:
        self._pieces = [*_pieces(text)]

    def matches(self, name: str) -> bool:
        places = 1
        for piece in self._pieces:
            if piece == "*":
                first = places & -places
                places = (2 << len(name)) - first
            elif isinstance(piece, str):
                places = _along(places, piece, name)
            else:
                places = _one_of(places, piece, name)
            if not places:
                return False
        return bool(places >> len(name) & 1)


Letters = tuple[bool, str]  # whether those are meant that are not named, and the letters
Piece = str | Letters | list[str]


def _pieces(text: str) -> Iterator[Piece]:
    """'*', a word as it stands, letters to choose from, or words to choose from."""
    at = 0
    while at < len(text):
        sign = text[at]
        if sign in "[{":
            end = text.find("]" if sign == "[" else "}", at)
            within = text[at + 1 : end]
            if end < 0 or not SIGNS.isdisjoint(within):
                raise Wrong(text)
            yield within.split(",") if sign == "{" else _letters(within)
            at = end + 1
        elif sign in "]}":
            raise Wrong(text)
        else:
            yield (True, "") if sign == "?" else sign
            at += 1


def _letters(within: str) -> Letters:
    others = within.startswith("!")
    letters, at, named = within[others:], 0, ""
    while at < len(letters):
        if letters[at + 1 : at + 2] == "-" and at + 2 < len(letters):
            named += "".join(map(chr, range(ord(letters[at]), ord(letters[at + 2]) + 1)))
            at += 3
        else:
            named += letters[at]
            at += 1
    return others, named


def _along(places: int, word: str, name: str) -> int:
    """Where a word leads to from each of the places."""
    for letter in word:
        places = _step(places, (False, letter), name)
    return places


def _one_of(places: int, choice: Letters | list[str], name: str) -> int:
    if isinstance(choice, tuple):
        return _step(places, choice, name)
    led = 0
    for word in choice:
        led |= _along(places, word, name)
    return led


def _step(places: int, letters: Letters, name: str) -> int:
    return (places & _fitting(letters, name)) << 1


@lru_cache(1 << 14)
def _fitting(letters: Letters, name: str) -> int:
    """The places of a name, as bits, where there is one of these letters."""
    others, named = letters
    return sum(1 << at for at, letter in enumerate(name) if (letter in named) != others)
