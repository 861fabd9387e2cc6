"""Make sound with a trained model."""

from timbrel import hookimpl, offers
from timbrel_play.explain import explain
from timbrel_play.generate import generate
from timbrel_play.live import ahead, panic, start, status, volume
from timbrel_play.map import map_
from timbrel_play.record import keep, record
from timbrel_play.reproduce import reproduce
from timbrel_play.transform import transform


@hookimpl
def actions() -> list[offers.Action]:
    return [
        offers.Action(generate),
        offers.Action(transform),
        offers.Action(reproduce),
        offers.Action(explain, reads=True),
        offers.Action(map_, group="models"),
        offers.Action(start, group="live"),
        offers.Action(panic, group="live"),
        offers.Action(record, group="live"),
        offers.Action(keep, group="live"),
        offers.Action(ahead, group="live"),
        offers.Action(volume, group="live"),
        offers.Action(status, group="live", reads=True),
    ]
