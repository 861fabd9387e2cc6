"""A thumbnail is a PNG that others can read, and shows the course of a sound."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imread

from timbrel import Audio, Kernel
from timbrel_datasets.dsp_thumbnail import HEIGHT, PALETTE, WIDTH, thumbnail
from timbrel_datasets.png import png
from timbrel_datasets.thumbnail import drawn


@given(st.integers(1, 40), st.integers(1, 20), st.integers(0, 99))
def test_a_png_is_read_again_pixel_by_pixel(width: int, height: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 2, (height, width), np.uint8)
    picture = imread(io.BytesIO(png(pixels.tobytes(), width, PALETTE)))
    expected = np.asarray(PALETTE)[pixels] / 255
    assert picture == pytest.approx(expected, abs=1e-6)


def seen(audio: Audio) -> np.ndarray:
    """Which pixels are of the wave: (HEIGHT, WIDTH) bool."""
    return imread(io.BytesIO(thumbnail(audio)))[..., 3] > 0


def test_a_stroke_reaches_the_edge_and_dies_away(struck: Any) -> None:
    wave = seen(struck(300.0, (0.0,), 1.0, 0.01))
    assert wave.shape == (HEIGHT, WIDTH)
    tall = wave.sum(axis=0)
    assert tall[:5].max() >= HEIGHT - 3
    assert tall[0:240:40].tolist() == sorted(tall[0:240:40], reverse=True)
    assert tall[-1] < 5


@pytest.mark.parametrize("frames", [1, 64, 239, 241, 100_000])
def test_any_length_makes_a_picture_without_a_gap(frames: int) -> None:
    noise = np.random.default_rng(0).uniform(-1, 1, (2, frames)).astype(np.float32)
    assert seen(Audio(noise, 48000)).any(axis=0).all()


def test_it_is_drawn_once(clip: Any, kernel: Kernel) -> None:
    path = drawn(clip("a"), kernel.places)
    assert imread(path).shape == (HEIGHT, WIDTH, 4)
    path.write_bytes(b"kept")
    assert drawn(clip("a"), kernel.places) == path
    assert path.read_bytes() == b"kept"
