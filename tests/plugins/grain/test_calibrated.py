"""A grain model's knobs, measured and turned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel import Audio, Card, Job, Kernel, offers

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_a_measured_knob_turns_brightness_evenly_as_a_session_would(
    kernel: Kernel,
    model: Any,
    clips: list[offers.Clip],
    play: Callable[..., np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from timbrel_controls import dsp_hear

    monkeypatch.setattr(dsp_hear, "SECONDS", 1.5)
    mapper = kernel.host.find(offers.Mapper, "knobs")
    brightness = kernel.host.find(offers.Descriptor, "brightness")
    learnt = mapper.learn(model, offers.Corpus(clips), {"brightness": brightness}, Job("learn"))
    assert list(learnt["knobs"]) == ["brightness"]
    card = Card("eight", "grain", knobs={"knobs": json.loads(json.dumps(learnt, allow_nan=False))})
    knobs = {knob.name: knob for knob in mapper.front(model, card)}
    assert set(knobs) == {own.name for own in model.controls}
    assert not knobs["brightness"].inert
    rest = {knob.name: knob.rest for knob in knobs.values()}
    measured = []
    for turn in (-1.0, 0.0, 1.0):
        inner = mapper.resolve({**rest, "brightness": turn}, model)
        measured.append(brightness.measure(Audio(play(model, 1.5, 5, **inner), model.rate)))
    assert np.diff(measured).min() > 0
