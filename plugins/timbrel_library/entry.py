"""One take as the history notes it: what its file and its recipe say."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from timbrel_library import spot
from timbrel_library.sealed import sealed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from timbrel import Control

WORDS = 4000  # characters of knobs and sources that are searched


def entry(
    home: Path,
    path: Path,
    recipe: Mapping[str, Any],
    controls: Mapping[str, Control],
    made: float | None = None,
) -> dict[str, Any]:
    """The columns of a row: ``path`` is read to its end; ``made`` is in seconds, now if None."""
    from timbrel_library.dsp_peaks import glance

    rate = _whole(recipe.get("rate")) or 1
    seen = glance(path) or (_whole(_under(recipe, "options").get("rate")) or rate, 0, None)
    clock = datetime.now(UTC) if made is None else datetime.fromtimestamp(made, UTC)
    return {
        "place": spot.kept(home, path),
        "name": spot.shown(path.name),
        "made": clock.isoformat(timespec="seconds"),
        "model": str(recipe.get("model", "")),
        "seed": str(recipe.get("seed", "")),
        "seconds": _whole(recipe.get("frames")) / rate,
        "rate": seen[0],
        "channels": seen[1],
        "picture": seen[2],
        "format": str(recipe.get("format") or path.suffix.lstrip(".").lower()),
        "novelty": _number(_under(recipe, "provenance").get("novelty")),
        "loudness": _number(_under(recipe, "quality").get("loudness")),
        "size": path.stat().st_size,
        "sha256": digest(path),
        "words": words(recipe, controls),
        "recipe": sealed(recipe),
    }


def added(db: sqlite3.Connection, row: Mapping[str, Any]) -> int:
    """Put a row in; an older one of the same file is from now on one that was written over."""
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    made = db.execute(f"insert into history ({names}) values ({marks})", dict(row))
    item = int(made.lastrowid or 0)
    if row.get("gone") is None:
        older = "place = ? and id <> ? and gone is null and over is null"
        db.execute(f"update history set over = ? where {older}", (item, row["place"], item))
    return item


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def words(recipe: Mapping[str, Any], controls: Mapping[str, Control]) -> str:
    """The knobs that are not at rest, or that move; the models and recordings that were played."""
    rests = {name: control.rest for name, control in controls.items()}
    values = _under(recipe, "values")
    turned = [f"{n}={_short(v)}" for n, v in values.items() if v != rests.get(n, 0.0)]
    motion = _under(recipe, "motion")
    moving = [*_under(motion, "automate"), *_under(motion, "lfo")]
    sources = [*_under(_under(recipe, "provenance"), "sources")]
    place = [str(recipe[key]) for key in ("source", "space", "preset") if recipe.get(key)]
    text = " ".join(map(str, [*turned, *moving, *_played(recipe), *place, *sources]))
    return text.encode("utf-8", "backslashreplace").decode()[:WORDS]


def _played(recipe: Mapping[str, Any]) -> list[Any]:
    """The models of a performance, which may go through several."""
    found = _under(recipe, "score").get("parts")
    parts = found if isinstance(found, list) else []
    told = [part.get("model") for part in parts if isinstance(part, dict)]
    return [*dict.fromkeys(map(str, told))]


def _under(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = facts.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: Any) -> float | None:
    fine = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if fine else None


def _whole(value: Any) -> int:
    number = _number(value)
    return int(number) if number is not None else 0


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, int | float) else str(value)
