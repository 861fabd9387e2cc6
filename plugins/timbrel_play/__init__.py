"""Make sound with a trained model."""

from timbrel import hookimpl, offers
from timbrel_play.generate import generate
from timbrel_play.transform import transform


@hookimpl
def actions() -> list[offers.Action]:
    return [offers.Action(generate), offers.Action(transform)]
