"""A model from elsewhere, tried before it is taken in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from timbrel import Problem, offers
from timbrel_library.knobs import told
from timbrel_library.parcel import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Card, Kernel

log = logging.getLogger(__name__)
TASTE = 4800  # samples: a tenth of a second


def tried(kernel: Kernel, card: Card, folder: Path) -> None:
    """Look at each part, load them as a model, put its knobs in front and hear a little of it."""
    from timbrel_library.dsp_parts import checked

    family = family_of(kernel, card)
    for path in sorted(folder.iterdir()):
        checked(path)
    try:
        _heard(kernel, card, family.load(folder))
    except Problem as problem:
        raise Refused(f"it does not play. {problem.what}".rstrip(".")) from problem
    except Exception as error:  # whatever a stranger's files make a family stumble over
        log.warning("A model from elsewhere does not play", exc_info=True)
        raise Refused(f"its files are no model that plays ({type(error).__name__})") from error


def family_of(kernel: Kernel, card: Card) -> offers.Family:
    """The family, or a Problem that says what is lacking here."""
    known = kernel.host.table(offers.Family)
    if card.family not in known:
        what = f"'{card.name}' is a model of the family '{card.family}', which is not known here."
        mend = f"Install the plugin that brings it. There is: {', '.join(known)}."
        raise Problem(what, mend, "unavailable")
    return kernel.host.find(offers.Family, card.family)


def _heard(kernel: Kernel, card: Card, model: offers.Model) -> None:
    values = {control.name: control.rest for control in model.controls}
    mappers = kernel.host.table(offers.Mapper)
    for name in set(card.knobs) & set(mappers):
        front = mappers[name].front(model, card)
        values = {control.name: control.rest for control in front}
        values = dict(mappers[name].resolve(values, model))
    if card.knobs.get("knobs"):
        told(card.knobs["knobs"])
    for block in model.render(values, TASTE, 0):
        block.samples.sum()
    model.holds()
