"""How far up a model's recordings go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import signal

from timbrel import Audio, offers
from timbrel_grain.dsp_band import over_20k
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(("edge", "lowest", "highest"), [(24000, -9, -6), (15000, -120, -60)])
def test_what_lies_over_20_khz_is_what_the_recordings_have_there(
    learnt: Callable[..., tuple[Any, Path]], edge: float, lowest: float, highest: float
) -> None:
    noise = np.random.default_rng(0).standard_normal(48000) * 0.1
    if edge < 24000:
        noise = np.asarray(signal.sosfilt(signal.butter(16, edge, fs=48000, output="sos"), noise))
    sound = Audio(noise[np.newaxis].astype(np.float32), 48000)
    one = offers.Clip("noise", "0" * 64, 1.0, 1, lambda: sound)
    model: Any = Grain().load(learnt([one])[1])
    assert lowest <= over_20k(model.ensemble.store, 1) <= highest
    assert model.over_20k == over_20k(model.ensemble.store, 1)


def test_each_take_tells_of_it(model: offers.Model) -> None:
    values = {c.name: c.rest for c in model.controls}
    blocks = model.render(values, 4800, 0)
    while True:
        try:
            next(blocks)
        except StopIteration as end:
            assert -120 <= end.value["over_20k"] < 0
            return
