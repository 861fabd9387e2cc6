"""What a model does before it is played by hand, so that no knob turned later makes it wait."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain.dsp_bus import treated
from timbrel_grain.dsp_finish import Finish
from timbrel_grain.dsp_live import LEAD, SHORT, Hand
from timbrel_grain.dsp_space import STEPS, reach, response

if TYPE_CHECKING:
    from timbrel import Control
    from timbrel_grain.dsp_model import GrainModel

TURNS = (0.4, -0.4, 0.0)  # of the way from rest to either end
BLOCKS = LEAD // SHORT + 6  # until the first voices sound


def made_ready(model: GrainModel) -> None:
    """Play a little with all knobs turned up, and down; have every room, and the map."""
    for room in range(STEPS + 1):
        response(room, model.channels, SHORT)
        reach(room, SHORT)
    for turn in TURNS:
        values = {control.name: _turned(control, turn) for control in model.controls}
        hand = Hand(model.ensemble, 0, lambda: model.plane, None)
        finish = Finish(model.channels, model.rate)
        for block in islice(treated(hand.blocks(values), values, model.channels, SHORT), BLOCKS):
            finish.feed(4 * np.ascontiguousarray(block))  # loud, so that it limits


def _turned(control: Control, turn: float) -> float:
    end = control.high if turn > 0 else control.low
    return control.rest + abs(turn) * (end - control.rest)
