"""Where frames lie for selection, and which are strangers to what is asked."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain import dsp_store as store

FLOOR = -110.0


def envelope(frames: int, seed: int) -> np.ndarray:
    """Smooth random band energies around -40 dB."""
    rng = np.random.default_rng(seed)
    rough = rng.standard_normal((frames, spectrum.BANDS)).cumsum(axis=1)
    return (-40 + 3 * (rough - rough.mean())).astype(np.float32)


def test_a_frame_is_no_stranger_to_itself_with_small_errors_and_is_one_to_another() -> None:
    own, other = envelope(60, 1), envelope(60, 2)
    axes = store.projection([own, other], FLOOR)
    heard = np.ones(60, bool)
    places = axes.place(own)
    blurred = own + np.random.default_rng(3).standard_normal(own.shape).astype(np.float32)
    assert not store.strangeness(places, axes.place(blurred), heard).any()
    assert (store.strangeness(places, axes.place(other), heard) == 1).mean() > 0.9


def test_what_is_not_heard_is_no_stranger_however_far() -> None:
    own, other = envelope(40, 1), envelope(40, 2)
    axes = store.projection([own, other], FLOOR)
    silent = np.zeros(40, bool)
    assert not store.strangeness(axes.place(own), axes.place(other), silent).any()


def test_a_single_frame_that_is_off_is_passed_over() -> None:
    own = envelope(40, 1)
    axes = store.projection([own, envelope(40, 2)], FLOOR)
    wrong = axes.place(own)
    wrong[20] += 5
    assert not store.strangeness(axes.place(own), wrong, np.ones(40, bool)).any()


def test_most_of_a_change_of_level_is_left_to_the_gain() -> None:
    own = envelope(40, 1)
    axes = store.projection([own, envelope(40, 2)], FLOOR)
    apart = np.linalg.norm(axes.place(own) - axes.place(own - 6), axis=1)
    shape = np.linalg.norm(axes.place(own) - axes.place(envelope(40, 2)), axis=1)
    assert apart.mean() < 0.5 * shape.mean()
