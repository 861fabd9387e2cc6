"""The live sound out of this machine's own sound card, by a process of its own."""

from __future__ import annotations

from timbrel import hookimpl, offers
from timbrel_live.alone import Alone
from timbrel_live.beside import Beside
from timbrel_live.verb import devices


@hookimpl
def surfaces() -> list[offers.Surface]:
    return [Beside(), Alone()]


@hookimpl
def actions() -> list[offers.Action]:
    return [offers.Action(devices, group="live", reads=True)]
