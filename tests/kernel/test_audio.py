"""Sound as it crosses the kernel."""

from __future__ import annotations

import numpy as np
import pytest

from timbrel import Audio, Problem, Take
from timbrel.audio import joined


def test_sound_knows_its_channels_and_its_length() -> None:
    audio = Audio(np.zeros((2, 4800), "float32"), 48000)
    assert (audio.channels, audio.frames, audio.seconds) == (2, 4800, 0.1)


@pytest.mark.parametrize(
    "samples", [np.zeros(9, "float32"), np.zeros((1, 9)), np.zeros((1, 1, 1), "float32")]
)
def test_samples_of_another_shape_or_type_are_refused(samples: np.ndarray) -> None:
    with pytest.raises(Problem, match=r"\(channels, frames\) float32"):
        Audio(samples, 48000)


def test_blocks_are_joined_in_their_order() -> None:
    blocks = [Audio(np.full((1, n), n, "float32"), 48000) for n in (1, 2)]
    assert joined(blocks, 1, 48000).samples.tolist() == [[1.0, 2.0, 2.0]]


def test_a_take_without_a_block_is_empty_and_not_an_error() -> None:
    take = Take({}, 48000, 2, 0, lambda: iter(()))
    assert take.audio().samples.shape == (2, 0) and take.seconds == 0
