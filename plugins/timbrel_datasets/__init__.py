"""See what a dataset holds before anything is learnt from it."""

from timbrel import hookimpl, offers
from timbrel_datasets.show import show


@hookimpl
def actions() -> list[offers.Action]:
    return [offers.Action(show, group="dataset", reads=True)]
