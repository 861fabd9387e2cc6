"""Keep what was made: the trained models by name, the history of takes, presets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import hookimpl, offers
from timbrel_library import compare, history, morph, preset_file, presets
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
        offers.Action(presets.save, group="presets"),
        offers.Action(presets.list_, group="presets", reads=True),
        offers.Action(presets.show, group="presets", reads=True),
        offers.Action(presets.recall, group="presets"),
        offers.Action(presets.rename, group="presets"),
        offers.Action(presets.delete, group="presets", destroys=True),
        offers.Action(preset_file.export, group="presets"),
        offers.Action(preset_file.import_, group="presets"),
        offers.Action(morph.morph, group="presets"),
    ]
