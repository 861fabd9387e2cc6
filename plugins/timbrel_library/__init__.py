"""Keep what was made: the trained models by name, the history of takes, presets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import hookimpl, offers
from timbrel_library import (
    compare,
    exchange,
    history,
    library,
    listing,
    models,
    morph,
    naming,
    preset_file,
    presets,
)

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
        offers.Action(listing.list_, group="models", reads=True),
        offers.Action(models.show, group="models", reads=True),
        offers.Action(naming.rename, group="models"),
        offers.Action(naming.tag, group="models"),
        offers.Action(naming.note, group="models"),
        offers.Action(naming.credit, group="models"),
        offers.Action(exchange.export, group="models"),
        offers.Action(exchange.import_, group="models"),
        offers.Action(models.delete, group="models", destroys=True),
        offers.Action(history.list_, group="history", reads=True),
        offers.Action(history.show, group="history", reads=True),
        offers.Action(history.star, group="history"),
        offers.Action(history.note, group="history"),
        offers.Action(history.restore, group="history"),
        offers.Action(compare.compare, group="history"),
        offers.Action(history.delete, group="history", destroys=True),
        offers.Action(presets.save, group="presets"),
        offers.Action(presets.list_, group="presets", reads=True),
        offers.Action(presets.show, group="presets", reads=True),
        offers.Action(presets.recall, group="presets"),
        offers.Action(presets.rename, group="presets"),
        offers.Action(presets.delete, group="presets", destroys=True),
        offers.Action(preset_file.export, group="presets"),
        offers.Action(preset_file.import_, group="presets"),
        offers.Action(morph.morph, group="presets"),
        offers.Action(library.check, group="library", reads=True),
        offers.Action(library.repair, group="library"),
        offers.Action(library.backup_, group="library"),
        offers.Action(library.undo_, group="library"),
        offers.Action(library.trash, group="library", reads=True),
        offers.Action(library.empty_, group="library", destroys=True),
    ]
