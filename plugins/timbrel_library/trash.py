"""The trash: what was deleted, in the order it was, until it is emptied."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

Kind = Literal["history", "preset", "model"]


def trashed(
    db: sqlite3.Connection, kind: Kind, key: str, facts: Mapping[str, Any], label: str = ""
) -> int:
    """Note that a thing is in the trash; the number that 'library undo' knows it by.

    ``facts`` (JSON) are what it takes to have it back: of a model {"rest": its folder in the
    trash}. ``label`` names it for a person, as ``key`` does if there is none.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = db.execute(
        "insert into trash (kind, key, label, made, facts) values (?, ?, ?, ?, ?)",
        (kind, key, label or key, now, json.dumps(dict(facts))),
    )
    return int(made.lastrowid or 0)
