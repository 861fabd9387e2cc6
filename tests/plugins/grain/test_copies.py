"""A model says how much of each recording it holds a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel_grain.dsp_copies import copied
from timbrel_grain.dsp_store import Piece

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import offers

RATE = 48000


def piece(source: int, start: int, samples: int) -> Piece:
    return Piece(source, 0, 1, start, lambda: np.zeros((1, samples)), samples)


def test_a_model_of_short_sounds_holds_all_of_each(model: Any, clips: list[offers.Clip]) -> None:
    held = model.holds()
    assert set(held) == {clip.name for clip in clips}
    for clip in clips:
        assert held[clip.name] == pytest.approx(clip.seconds, abs=0.002)


def test_it_holds_as_much_as_its_files(model: Any, trained_folder: Path) -> None:
    written = [soundfile.info(path).duration for path in trained_folder.glob("*.flac")]
    assert sum(model.holds().values()) == pytest.approx(sum(written), abs=0.01)


def test_what_two_pieces_share_counts_once() -> None:
    pieces = [piece(0, 2 * RATE, RATE), piece(0, 0, RATE), piece(0, RATE // 2, RATE)]
    assert copied(pieces, ["gong"]) == {"gong": 2.5}


def test_recordings_of_one_name_are_added_and_those_left_out_are_not_named() -> None:
    pieces = [piece(0, 0, RATE), piece(1, 0, RATE)]
    assert copied(pieces, ["gong", "gong", "bell"]) == {"gong": 2.0}
