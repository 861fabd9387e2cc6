"""Drones: a sound that stays as it is would come out as it was, so it is played more freely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain.dsp_controller import STRIDE

if TYPE_CHECKING:
    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_walk import Step

LENGTH = (128, 256)  # frames from which, and from which wholly, a sound lasts
OVER = (9.0, 15.0)  # dB that the loudest moment of one that stays is over its median, at most
NEARLY, LATE = 12.0, 6.0  # dB under its loudest moment: what is loud still, and what is so at last
MUCH, AFTER = 0.45, 28  # share of it that is loud, and frames until it is: of a pad, and no stroke
FREER = 0.4  # by so much the exponent of variation is less for a drone
STEADY, SLOW = 0.8, 0.95  # what a perturbation keeps of itself in 43 ms, of a stroke and a drone


def drone(catalogue: Catalogue, event: int) -> float:
    """How much of a drone an event is, 0..1: it lasts and its level stays."""
    if catalogue.table[event, 2] <= LENGTH[0]:
        return 0.0
    level = catalogue.condition(event)[:, 0]
    over = float(level.max() - np.median(level))
    stays = np.interp(over, OVER, (1.0, 0.0))
    return float(stays * np.interp(catalogue.table[event, 2], LENGTH, (0.0, 1.0)))


def pad(catalogue: Catalogue, event: int) -> bool:
    """Whether an event lasts and is loud for long, or comes slowly: no stroke that rings does."""
    if catalogue.table[event, 2] < LENGTH[0]:
        return False
    under = catalogue.condition(event)[:, 0].max() - catalogue.condition(event)[:, 0]
    late = int((under < LATE).argmax()) * STRIDE > AFTER
    return late or bool((under < NEARLY).mean() > MUCH)


def freer(variation: float, share: float) -> float:
    """The variation of an event that is a drone by ``share``: more, but for 0 and 1."""
    return float(max(variation, 0.0) ** (1 - FREER * share))


def hold(share: float) -> float:
    """What such an event's perturbation keeps of itself: a drone changes slowly."""
    return STEADY + (SLOW - STEADY) * share


def partner(catalogue: Catalogue, event: int, other: int) -> int:
    """What an event is drawn towards: ``other``, but for a drone what is not a part of itself.

    A long sound's parts are each other's neighbours; between them it would stay as it was.
    """
    pieces = catalogue.table[:, 0]
    if pieces[other] != pieces[event] or not drone(catalogue, event):
        return other
    near = catalogue.near[event]
    apart = near[pieces[near] != pieces[event]]
    return int(apart[0]) if len(apart) else other


def drawn(catalogue: Catalogue, step: Step) -> Step:
    """A step whose event is drawn towards its ``partner``."""
    return replace(step, other=partner(catalogue, step.event, step.other))
