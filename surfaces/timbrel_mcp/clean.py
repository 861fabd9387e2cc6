"""Text and figures made fit to be read by a model: escaped, bounded, finite."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timbrel import offers

LONGEST, PATH, WORDS = 200, 1024, 8000  # characters of a text, a path, an answer in words
LARGEST = 32 << 10  # bytes of the facts of an answer
DEPTH = 12
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, and what turns or hides text
STEPS = (400, 200, 100, 50, 20, 10, 5, 2, 1, 0)


def words(text: str, most: int = LONGEST, lines: bool = False) -> str:
    """``text`` with what cannot be seen written out, cut where it is too long."""
    kept = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(one if _plain(one, lines) else _escaped(one) for one in kept)


def _plain(one: str, lines: bool) -> bool:
    return (lines and one == "\n") or unicodedata.category(one) not in HIDDEN


def _escaped(one: str) -> str:
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"


def clean(value: Any, depth: int = DEPTH) -> Any:
    """What JSON can hold, its texts escaped and bounded, nothing below a certain depth."""
    if isinstance(value, Mapping):
        return {words(str(k)): clean(v, depth - 1) for k, v in value.items()} if depth else {}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(one, depth - 1) for one in value] if depth else []
    if isinstance(value, str | Path):
        text = str(value)
        return words(text, PATH if _path(text) else WORDS if "\n" in text else LONGEST, True)
    return offers.plain(value)


def _path(text: str) -> bool:
    return len(text) < PATH and "\0" not in text and Path(text).is_absolute()


def fitted(facts: dict[str, Any], largest: int = LARGEST) -> dict[str, Any]:
    """The facts, with shorter lists where they would be too large; ``left_out`` says so."""
    if size(facts) <= largest:
        return facts
    for most in STEPS:
        shorter = {**_cut(facts, most), "says": facts.get("says", ""), "left_out": True}
        if size(shorter) <= largest:
            return shorter
    return {"says": facts.get("says", ""), "left_out": True}


def size(value: Any) -> int:
    """Bytes of it as JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, dict):
        return {key: _cut(one, most) for key, one in list(value.items())[: max(most, 16)]}
    if isinstance(value, list):
        return [_cut(one, most) for one in value[:most]]
    return value[: max(most * 40, LONGEST)] if isinstance(value, str) else value


def numbers(value: Any) -> Any:
    """Only the figures of it: what has none is None."""
    if isinstance(value, bool | int | float):
        return offers.plain(value)
    if isinstance(value, Mapping):
        found = {str(key): numbers(one) for key, one in value.items()}
        return {key: one for key, one in found.items() if one is not None} or None
    if isinstance(value, list | tuple):
        found = [numbers(one) for one in value]
        return found if found and None not in found else None
    return None
