"""A stroke that is given another colour is as sudden as it was."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_shape as shape
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_onset import EDGE, crisp, lead

BEGINS = 1500  # samples of a voice before its stroke
SILENT = slice(None, BEGINS - EDGE)


def stroke() -> np.ndarray:
    """A stroke in a recording that is silent before it, (1, samples)."""
    time = np.arange(48000) / spectrum.RATE
    ringing = np.exp(-8 * time) * np.sin(2 * np.pi * 900 * time + 1)
    return np.pad(ringing, (BEGINS - spectrum.SIZE // 2, 0))[None].astype(np.float32)


def coloured(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What shaping makes of it, every other band raised, and its spectra."""
    grains = spectrum.spectra(sound, np.arange(60) * spectrum.HOP)
    envelope = spectrum.envelope(grains)
    target = envelope + 20 * np.sin(np.arange(envelope.shape[1], dtype=np.float32))
    return shape.shaped(grains, target, np.zeros(60, np.float32), 0), grains


def test_nothing_is_heard_before_it_is_struck() -> None:
    shaped, grains = coloured(stroke())
    assert np.abs(shaped[:, SILENT]).max() > 0.01 * np.abs(shaped).max()
    assert np.abs(crisp(shaped, grains)[:, SILENT]).max() == 0


def test_from_the_stroke_on_it_is_as_it_was() -> None:
    shaped, grains = coloured(stroke())
    assert np.array_equal(crisp(shaped, grains)[:, BEGINS + 8 :], shaped[:, BEGINS + 8 :])


def test_what_sounds_before_its_onset_is_left_alone() -> None:
    rng = np.random.default_rng(0)
    shaped, grains = coloured(stroke() + 0.05 * rng.standard_normal((1, 48476)).astype(np.float32))
    assert crisp(shaped, grains) is shaped


def test_what_a_take_leaves_out_of_its_first_voice_is_not_heard() -> None:
    voice = np.pad(stroke(), ((0, 0), (spectrum.SIZE // 2, 0)))
    assert BEGINS <= lead(voice) < BEGINS + EDGE
    assert np.abs(voice[:, : lead(voice)]).max() <= 0.01 * np.abs(voice).max()
    assert lead(np.zeros((1, 9000), np.float32)) == spectrum.SIZE // 2
