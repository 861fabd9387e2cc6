"""Voices that are made ahead are those that would have been made in their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_info

from timbrel import offers
from timbrel_grain import dsp_crew as crew
from timbrel_grain.dsp_single import Single

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest


class Known(offers.Motion):
    foreseen = True


def rising(model: Any) -> dict[str, float]:
    return {control.name: control.rest for control in model.controls}


def moving(values: Mapping[str, float], kind: type[offers.Motion]) -> offers.Motion:
    return kind(lambda now: {**values, "texture": min(now / 2, 1.0), "density": 1 - now / 2})


def played(model: Any, values: Mapping[str, float]) -> tuple[np.ndarray, Any]:
    blocks, parts = model.render(values, 96000, 7), []
    while True:
        try:
            parts.append(next(blocks).samples)
        except StopIteration as end:
            return np.concatenate(parts, axis=1), end.value


def test_made_ahead_the_samples_and_the_provenance_are_the_same(
    model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "CORES", 3)  # also where there is but one
    values = rising(model)
    in_turn, told = played(model, moving(values, offers.Motion))
    ahead, told_ahead = played(model, moving(values, Known))
    assert np.array_equal(in_turn, ahead)
    assert told == told_ahead


def test_live_no_voice_is_made_before_its_turn(model: Any) -> None:
    values = rising(model)
    still, _ = played(model, values)
    blocks, parts = model.render(values, 96000, 7), []
    for block in blocks:
        parts.append(block.samples)
        values["texture"] = 1.0
    moved = np.concatenate(parts, axis=1)
    same = np.flatnonzero((still != moved).any(axis=0))
    assert 0 < same[0] < 60000


def test_one_thread_is_left_again_by_the_last_one_out() -> None:
    def counts() -> list[int]:
        return [one["num_threads"] for one in threadpool_info()]

    before, single = counts(), Single()
    with single:
        with single:
            assert set(counts()) == {1}
        assert set(counts()) == {1}
    assert counts() == before
