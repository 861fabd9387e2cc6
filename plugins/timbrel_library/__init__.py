"""Keep what was made: the trained models by name."""

from __future__ import annotations

from timbrel import hookimpl, offers
from timbrel_library.models import delete, list_, show


@hookimpl
def actions() -> list[offers.Action]:
    return [
        offers.Action(list_, group="models", reads=True),
        offers.Action(show, group="models", reads=True),
        offers.Action(delete, group="models", destroys=True),
    ]
