"""How near a sound is to the corpus, and the zones that come of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plugins.controls.conftest import RATE, tone

from timbrel import Audio
from timbrel_controls import dsp_fit as fit
from timbrel_controls import dsp_near as near
from timbrel_controls import dsp_zone as zone


def corpus() -> near.Neighbourhood:
    clips = [near.features(tone(hertz)) for hertz in np.geomspace(300, 900, 12)]
    found = near.Neighbourhood.of(clips)
    assert found is not None
    return found


def noise(seconds: float) -> Audio:
    wave = np.random.default_rng(1).standard_normal((1, round(seconds * RATE)))
    return Audio((0.1 * wave).astype(np.float32), RATE)


def test_what_is_of_the_corpus_is_nearer_than_what_is_not() -> None:
    found = corpus()
    like = found.distance(near.features(tone(500)))
    unlike = found.distance(near.features(noise(3)))
    assert like <= found.green <= found.amber < unlike


def test_loudness_makes_nothing_strange() -> None:
    loud, soft = near.features(tone(500, 0.9)), near.features(tone(500, 0.01))
    assert loud == pytest.approx(soft, abs=0.01)


def test_each_second_is_a_window_and_silence_is_none() -> None:
    assert len(near.features(tone(500, seconds=3.5))) == 3
    assert len(near.features(tone(500, seconds=0.01))) == 1
    assert len(near.features(tone(500, 0.0))) == 0


def test_low_rates_have_features_too() -> None:
    wave = np.sin(np.arange(8000) / 5)[None].astype(np.float32)
    assert np.isfinite(near.features(Audio(wave, 8000))).all()


def test_of_too_little_nothing_is_said() -> None:
    assert near.Neighbourhood.of([]) is None
    assert near.Neighbourhood.of([near.features(tone(500, seconds=1))]) is None
    assert np.isnan(corpus().distance(near.features(tone(500, 0.0))))


def test_a_single_recording_is_compared_with_its_other_parts() -> None:
    found = near.Neighbourhood.of([near.features(noise(8))])
    assert found is not None and np.isfinite(found.amber) and found.green > 0


def colours(distances: list[float], measured: np.ndarray | None = None) -> list[str]:
    inner = fit.settings(-1, 0, 1, 9)
    truth = inner if measured is None else measured
    way = fit.even(inner, truth[None], 0.0)
    return zone.zones(way, truth, 0.5, np.array(distances), (1.0, 2.0))


def test_distance_paints_green_amber_and_red() -> None:
    found = colours([3, 1.5, 0.5, 0.5, 0.5, 0.5, 1.5, np.nan, 3])
    assert found == ["red", "amber", *["green"] * 4, "amber", "amber", "red"]
    low, high = zone.stretch(fit.settings(-1, 0, 1, 9), found)
    assert (low, high) == (-0.5, 0.25)


def test_green_beyond_a_gap_is_not_safe() -> None:
    found = colours([0, 3, 0, 0, 0, 0, 3, 0, 0])
    assert zone.stretch(fit.settings(-1, 0, 1, 9), found) == (-0.5, 0.25)


def test_where_rest_is_strange_nothing_is_safe() -> None:
    assert zone.stretch(fit.settings(-1, 0, 1, 9), colours([0, 0, 0, 0, 3, 0, 0, 0, 0])) == (0, 0)


def test_a_side_that_does_nothing_is_amber() -> None:
    inner = fit.settings(-1, 0, 1, 9)
    found = colours([0.0] * 9, np.maximum(inner, 0))
    assert found == ["amber"] * 4 + ["green"] * 5


def test_a_measure_far_from_its_curve_is_amber() -> None:
    measured = fit.settings(-1, 0, 1, 9)
    measured[6] = -4
    assert colours([0.0] * 9, measured)[6] == "amber"
