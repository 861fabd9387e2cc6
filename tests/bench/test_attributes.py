"""The second measures, on sounds made for them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.bench import attributes as of
from tests.bench.attributes import RATE

TIME = np.arange(4 * RATE) / RATE


def tone(hertz: float) -> np.ndarray:
    return 0.3 * np.sin(2 * np.pi * hertz * TIME)


def noise(tilt: float = 0.0) -> np.ndarray:
    """Gaussian noise whose magnitude goes with the frequency to the power of ``tilt``."""
    spectrum = np.fft.rfft(np.random.default_rng(3).standard_normal(len(TIME)))
    spectrum *= np.maximum(np.fft.rfftfreq(len(TIME), 1 / RATE), 20) ** tilt
    wave = np.fft.irfft(spectrum, len(TIME))
    return 0.1 * wave / wave.std()


def strokes(starts: np.ndarray, fall: float = 30.0, rise: float = 0.002) -> np.ndarray:
    sound = np.zeros(len(TIME))
    for start in starts:
        after = np.maximum(TIME - start, 0)
        sound += (start <= TIME) * np.minimum(after / rise, 1) * np.exp(-fall * after)
    return sound * noise()


def test_brighter_noise_is_brighter_and_less_warm() -> None:
    assert of.brightness(noise(0.0)) > of.brightness(noise(-0.5)) > of.brightness(noise(-1.0))
    assert of.warmth(noise(0.0)) < of.warmth(noise(-0.5)) < of.warmth(noise(-1.0))


def test_a_tone_that_beats_is_rough_and_one_that_swells_is_not() -> None:
    steady, slow, rough = (
        of.roughness(tone(1000) * (1 + 0.9 * np.sin(2 * np.pi * rate * TIME)))
        for rate in (0, 4, 70)
    )
    assert rough > slow + 10 and rough > steady + 10


def test_noise_has_more_texture_than_a_tone() -> None:
    assert of.texture(tone(440)) < 0.3 < of.texture(noise())


def test_a_cluster_is_tenser_than_a_fifth_and_that_than_an_octave() -> None:
    octave, fifth, cluster = (
        of.tension(np.sum([tone(261.63 * 2 ** (step / 12)) for step in chord], axis=0))
        for chord in ((0, 12), (0, 7), (0, 1, 2))
    )
    assert cluster > octave > fifth


def test_more_strokes_are_denser_and_regular_ones_have_a_pulse() -> None:
    regular = np.arange(0.2, 3.8, 0.25)
    jittered = regular + np.random.default_rng(1).uniform(-0.12, 0.12, len(regular))
    assert of.density(strokes(regular)) > of.density(strokes(regular[::3]))
    assert of.pulse(strokes(regular)) > of.pulse(strokes(jittered)) + 0.1


def test_sudden_strokes_are_more_rhythmic_than_soft_ones() -> None:
    starts = np.arange(0.2, 3.5, 0.8)
    sudden, soft = (of.rhythm(strokes(starts, 4, rise)) for rise in (0.002, 0.3))
    assert sudden > soft + 3


def test_slow_decays_are_more_spacious() -> None:
    starts = np.arange(0.2, 3.5, 0.8)
    assert of.space(strokes(starts, 8)) > of.space(strokes(starts, 40)) + 1


@pytest.mark.parametrize("name", of.ATTRIBUTES)
def test_none_is_a_volume_knob(name: str) -> None:
    sound = strokes(np.arange(0.2, 3.8, 0.3), 20)
    loud, soft = of.ATTRIBUTES[name].of(sound), of.ATTRIBUTES[name].of(0.1 * sound)
    assert soft == pytest.approx(loud, abs=0.25 * of.ATTRIBUTES[name].least)
