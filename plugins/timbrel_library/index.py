"""The index of the models: what their cards say, kept in the library to be searched.

The cards are the truth. Whoever searches first reads those that have changed since they were
last read, by whatever process; so the index can be lost and nothing with it.
"""

from __future__ import annotations

import json
import logging
import math
import os
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_library import schema
from timbrel_library.foreign import called
from timbrel_library.store import opened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from timbrel import Card, Kernel

log = logging.getLogger(__name__)
COLUMNS = (
    *("name", "stamp", "version", "made", "family", "dataset", "sounds", "seconds"),
    *("size", "tags", "notes", "text", "facts"),
)
INSERT = (
    f"insert or replace into models ({', '.join(COLUMNS)}) "
    f"values ({', '.join(f':{name}' for name in COLUMNS)})"
)
Facts = dict[str, Any]


@contextmanager
def indexed(kernel: Kernel) -> Iterator[sqlite3.Connection]:
    """The library with an index that is up to date; where it cannot be used, one made now."""
    there = stamps(kernel.places.models)
    with ExitStack() as stack:
        try:
            db = stack.enter_context(opened(kernel.places, reads=True))
            if _known(db) != there:
                stack.close()
                with opened(kernel.places) as db:
                    refresh(db, kernel, there)
                db = stack.enter_context(opened(kernel.places, reads=True))
        except Problem as problem:
            log.warning("The models are read one by one: %s", problem)
            db = stack.enter_context(closing(_aside()))
            refresh(db, kernel, there)
        yield db


def _aside() -> sqlite3.Connection:
    import sqlite3

    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    schema.migrate(db, schema.STEPS)
    return db


def stamps(models: Path) -> dict[str, str]:
    """What tells that the card of a model is another one, by the model's name."""
    with os.scandir(models) as entries:
        names = [one.name for one in entries if not one.name.startswith(".") and one.is_dir()]
    return {name: _stamp(f"{models}/{name}/card.json") for name in names}


def _stamp(card: str) -> str:
    with suppress(OSError):
        seen = os.stat(card)
        return f"{seen.st_mtime_ns} {seen.st_size} {seen.st_ino}"
    return ""


def _known(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("select name, stamp from models").fetchall())


def refresh(db: sqlite3.Connection, kernel: Kernel, there: Mapping[str, str]) -> None:
    """Read the cards that are not as the index knows them."""
    known = _known(db)
    db.executemany("delete from models where name = ?", [(n,) for n in known if n not in there])
    changed = (name for name, stamp in there.items() if known.get(name) != stamp)
    db.executemany(INSERT, ({**_row(kernel, name), "stamp": there[name]} for name in changed))


def _row(kernel: Kernel, name: str) -> Facts:
    """A row of the index; one without a family is of a model that cannot be read."""
    row: Facts = dict.fromkeys(COLUMNS, "") | {"sounds": 0, "seconds": 0.0, "size": 0}
    try:
        card = kernel.registry.card(name)
        facts = told(card, kernel.places.models / name)
        version = str(card.version)
        words = _words(card, facts).casefold()
    except (Problem, AttributeError, KeyError, TypeError, ValueError) as error:
        return {**row, "name": name, "facts": json.dumps({"damaged": str(error)})}
    row |= {column: facts[column] for column in ("made", "family", "sounds", "seconds", "notes")}
    row |= {"name": name, "version": version, "size": facts["bytes"], "text": words}
    row["dataset"] = f"{facts['dataset']} {facts['digest']}".casefold()
    row["tags"] = "".join(f"\n{tag}\n" for tag in facts["tags"]).casefold()
    row["facts"] = json.dumps(facts)
    return {column: _storable(fact) for column, fact in row.items()}


def _storable(fact: Any) -> Any:
    """Text as SQLite takes it: the name of a file may hold bytes that are no letters."""
    return fact.encode("utf-8", "backslashreplace").decode() if isinstance(fact, str) else fact


def told(card: Card, folder: Path) -> Facts:
    """What is told of a model among others: its card without what is long, and its bytes."""
    dataset = card.settings.get("dataset", {})
    return {
        "name": card.name,
        "family": str(card.family),
        "made": str(card.made),
        "sounds": int(card.sounds),
        "seconds": _finite(card.seconds),
        "bytes": weight(folder),
        "folder": str(folder),
        "tags": [str(tag) for tag in card.tags],
        "notes": str(card.notes),
        "licence": str(card.licence),
        "credit": str(card.credit),
        "dataset": called(dataset),
        "digest": str(dataset.get("digest", "")),
        "figures": {name: one for name, one in card.figures.items() if _number(one)},
    }


def _finite(fact: float) -> float:
    if not math.isfinite(fact):
        raise ValueError(f"{fact} is no number")
    return float(fact)


def _number(fact: Any) -> bool:
    return isinstance(fact, int | float) and not isinstance(fact, bool) and abs(fact) < 1e300


def _words(card: Card, facts: Facts) -> str:
    """All that a search by words looks through, the names of the recordings included."""
    said = [facts[name] for name in ("name", "family", "notes", "licence", "credit", "dataset")]
    clips = card.settings.get("dataset", {}).get("clips", [])
    return "\n".join([*said, *facts["tags"], *(str(clip["name"]) for clip in clips)])


def weight(folder: Path) -> int:
    """Bytes of all files in a folder."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # a training may replace the model meanwhile
            total += path.stat().st_size if path.is_file() else 0
    return total
