"""News of a take, noted in the history: its file is there already, so nothing is lost here."""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_library import backup, entry, spot, store

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Session, Take

log = logging.getLogger(__name__)
MOST = 1000
_writing = Lock()
missed: list[tuple[Path, dict[str, Any]]] = []  # rows that wait for the library, and its home


def noted(session: Session, take: Take, path: Path) -> None:
    """Add a take to the history; where that cannot be done now, say so and do it with the next.

    A take that lies there is never made to fail by this.
    """
    places = session.places
    try:
        row = entry.entry(places.home, path, take.recipe, session.controls)
        missed.append((places.home, row))
        del missed[:-MOST]
        written(places)
        backup.daily(places)
    except (Problem, OSError) as error:
        name = spot.shown(path)
        # A surface with a person before it shows what is 'said'.
        log.warning("%s is not in the history yet: %s", name, error, extra={"said": True})


def written(places: store.Places) -> None:
    """Put in the rows that wait, in one transaction."""
    with _writing:
        waiting = [each for each in missed if each[0] == places.home]
        if waiting:
            with store.opened(places) as db:
                for _, row in waiting:
                    entry.added(db, row)
            missed[:] = [each for each in missed if not any(each is one for one in waiting)]


def caught_up(places: store.Places) -> list[str]:
    """Put in what waits; in words, what still cannot be."""
    try:
        written(places)
    except Problem as problem:
        log.warning("%s", problem)
    count = sum(home == places.home for home, _ in missed)
    return [f"{count} of the takes made could not be put into the history yet."] if count else []
