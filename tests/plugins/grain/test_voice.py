"""Brightness colours an event, and leaves it the event that it is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel_grain.dsp_loudness import loudness, quieter
from timbrel_grain.dsp_spectrum import BANDS
from timbrel_grain.dsp_voice import BRIGHTER, DARKER
from timbrel_grain.dsp_walk import Step, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS = (-1.0, 1.0)


def steps(model: Any, count: int = 6) -> tuple[dict[str, float], Iterator[Step]]:
    """Where the knobs rest, and steps of a walk, the same each time."""
    values = {control.name: control.rest for control in model.controls}
    return values, islice(walk(model.ensemble.catalogue, values, 3), count)


def played(model: Any, brightness: float) -> list[np.ndarray]:
    """The frames of the store that each event is played with."""
    values, walked = steps(model)
    paths: list[np.ndarray] = []
    for step in walked:
        moved = values | {"brightness": brightness}
        model.ensemble.voice(step, moved, lambda _, path: paths.append(path))
    return paths


@pytest.mark.parametrize("end", ENDS)
def test_an_event_is_played_with_the_same_frames_however_bright_it_is(
    model: Any, end: float
) -> None:
    rest, moved = played(model, 0.0), played(model, end)
    assert len(rest) == len(moved) == 6
    assert all(np.array_equal(a, b) for a, b in zip(rest, moved, strict=True))


@pytest.mark.parametrize("end", ENDS)
def test_an_event_is_coloured_alike_from_its_beginning_to_its_end(model: Any, end: float) -> None:
    values, walked = steps(model)
    for step in walked:
        catalogue = model.ensemble.catalogue
        latent, measured = catalogue.latent(step.event), catalogue.condition(step.event)
        own, moved = model.ensemble.imagined(latent, measured, values | {"brightness": end})
        change = moved - own
        # What is faint is not raised, so only what was lowered, and the loudest band, tell.
        lowered = change.mean(axis=0) == change.mean(axis=0).min()
        assert np.ptp(change[:, lowered], axis=0).max() < 1e-3
        assert np.ptp(change) > 1
        assert np.ptp(change) <= 2 * (DARKER if end < 0 else BRIGHTER) + 1e-3


def test_what_is_at_rest_is_left_as_the_decoder_has_it(model: Any) -> None:
    values, walked = steps(model, 1)
    step, catalogue = next(walked), model.ensemble.catalogue
    latent, measured = catalogue.latent(step.event), catalogue.condition(step.event)
    own, moved = model.ensemble.imagined(latent, measured, values)
    assert moved is own


def test_a_brighter_stroke_is_as_loud_in_the_mean_but_no_louder_at_its_loudest() -> None:
    own = np.full((40, BANDS), -60.0, np.float32)
    own[:, :10] = -20  # a bass tone that stays
    own[:2, 60:] = -30  # under a click
    for more in (3.0, 30.0):
        moved = own.copy()
        moved[:2, 60:] += np.float32(more)
        raised = moved + quieter(own, moved)
        assert loudness(raised, np.max) <= loudness(own, np.max) + 1e-3
        assert loudness(raised) <= loudness(own) + 1e-3
    even = own + np.float32(6)
    assert quieter(own, even) == pytest.approx(-6, abs=1e-3)
