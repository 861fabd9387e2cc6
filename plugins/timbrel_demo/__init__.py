"""Sounds made by code, to begin without a recording."""

from timbrel import hookimpl, offers
from timbrel_demo.action import demo


@hookimpl
def actions() -> list[offers.Action]:
    return [offers.Action(demo)]
