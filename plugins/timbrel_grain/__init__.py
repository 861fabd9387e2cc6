"""The default family: recorded grains steered by a small network."""

from timbrel import hookimpl, offers
from timbrel_grain.grain import Grain


@hookimpl
def families() -> list[offers.Family]:
    return [Grain()]
