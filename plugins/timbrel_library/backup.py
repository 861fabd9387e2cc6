"""Five copies of the library, of which the oldest makes room for the newest."""

from __future__ import annotations

import logging
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_library import fault, store

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)
KEPT = 5
DAY = 86400.0


def made(places: store.Places) -> Path:
    """Write a copy of the library as it stands; all but the newest five go."""
    with store.opened(places, reads=True):
        pass  # a damaged library is not to take the place of a good copy
    file = store.path(places)
    with fault.told(file), closing(store.connected(file)) as db:
        copy = store.copied(db, store.next_backup(file))
    for old in store.backups(file)[KEPT:]:
        old.unlink(missing_ok=True)
    return copy


def daily(places: store.Places) -> None:
    """A copy, if the newest is older than a day; one that fails is told of in the log."""
    newest = next(iter(store.backups(store.path(places))), None)
    with suppress(OSError):
        if newest and abs(time.time() - newest.stat().st_mtime) < DAY:
            return
    try:
        made(places)
    except Problem as problem:
        log.warning("There is no backup of today: %s", problem)
