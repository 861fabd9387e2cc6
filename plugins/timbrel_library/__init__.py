"""Keep what was made: the trained models by name, and the history of takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import hookimpl, offers
from timbrel_library import compare, history
from timbrel_library.models import delete, list_, show

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Session, Take


@hookimpl
def take_made(session: Session, take: Take, path: Path) -> None:
    from timbrel_library import made

    made.noted(session, take, path)


@hookimpl
def actions() -> list[offers.Action]:
    return [
        offers.Action(list_, group="models", reads=True),
        offers.Action(show, group="models", reads=True),
        offers.Action(delete, group="models", destroys=True),
        offers.Action(history.list_, group="history", reads=True),
        offers.Action(history.show, group="history", reads=True),
        offers.Action(history.star, group="history"),
        offers.Action(history.note, group="history"),
        offers.Action(history.restore, group="history"),
        offers.Action(compare.compare, group="history"),
        offers.Action(history.delete, group="history", destroys=True),
    ]
