"""The second measures, on sounds made for them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import signal
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


def test_roughness_grows_with_the_depth_of_beating_and_not_with_attacks() -> None:
    depths = [
        of.roughness(tone(1000) * (1 + depth * np.sin(2 * np.pi * 70 * TIME)))
        for depth in (0, 0.3, 0.6, 1.0)
    ]
    assert all(b > a + 1 for a, b in pairwise(depths))
    starts = np.arange(0.2, 3.8, 0.3)
    ring = sum((s <= TIME) * np.exp(-8 * np.maximum(TIME - s, 0)) for s in starts) * tone(1000)
    assert of.roughness(ring) < depths[1]


@pytest.mark.parametrize("rate", [2, 4, 8, 12, 16])
def test_strokes_are_as_smooth_as_they_are_however_soon_they_follow(rate: int) -> None:
    own = np.sum([tone(440 * part) / part for part in range(1, 9)], axis=0)
    since = TIME - np.arange(0.2, 3.8, 1 / rate)[:, None]
    ring = np.where(since < 0, 0, np.exp(-30 * since.clip(0))).sum(axis=0)
    beating = 1 + np.sin(2 * np.pi * 70 * TIME)
    smooth, rough = of.roughness(own * ring), of.roughness(own * ring * beating)
    assert smooth < -15 and rough > -6


def test_noise_is_nearly_as_smooth_as_a_tone() -> None:
    rough = noise() * (1 + np.sin(2 * np.pi * 70 * TIME))
    assert of.roughness(noise()) < of.roughness(tone(1000)) + 1 < of.roughness(rough) - 8


def test_the_ear_finds_70_beats_a_second_rougher_than_4_20_or_500() -> None:
    found = {
        rate: of.roughness(tone(1000) * (1 + np.sin(2 * np.pi * rate * TIME)))
        for rate in (0, 4, 20, 70, 500)
    }
    assert found[70] > found[20] + 5 > max(found[r] for r in (0, 4, 500)) + 10


def test_equalising_leaves_texture_nearly_as_it_was() -> None:
    mixed = sum(tone(hertz) for hertz in (220, 440, 3520)) + noise()
    darker = np.asarray(signal.sosfilt(signal.butter(1, 500, fs=RATE, output="sos"), mixed))
    assert abs(of.texture(darker) - of.texture(mixed)) < 0.15


def test_what_lies_20_db_under_its_neighbour_makes_nothing_leaner() -> None:
    assert of.warmth(tone(1000)) == pytest.approx(of.warmth(tone(900)), abs=1)


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


def test_a_single_stroke_has_no_density() -> None:
    assert np.isnan(of.density(strokes(np.array([0.5]), 3)))


def test_a_stroke_that_rings_is_as_rhythmic_as_one_that_does_not() -> None:
    dry, ringing = (of.rhythm(strokes(np.array([0.5, 2.0]), fall)) for fall in (30, 3))
    assert ringing == pytest.approx(dry, abs=6)


def test_sudden_strokes_are_more_rhythmic_than_soft_ones() -> None:
    starts = np.arange(0.2, 3.5, 0.8)
    sudden, soft = (of.rhythm(strokes(starts, 4, rise)) for rise in (0.002, 0.3))
    assert sudden > soft + 3


def test_slow_decays_are_more_spacious() -> None:
    starts = np.arange(0.2, 3.5, 0.8)
    assert of.space(strokes(starts, 8)) > of.space(strokes(starts, 40)) + 1


def test_a_tail_that_nobody_hears_is_no_room() -> None:
    """A hundred dB under the strokes, where they have no treble."""
    starts, low = np.arange(0.1, 3.5, 0.8), signal.butter(8, 300, fs=RATE, output="sos")
    dark = np.asarray(signal.sosfilt(low, strokes(starts, 20)))
    assert of.space(dark + 1e-5 * strokes(starts, 2)) == pytest.approx(of.space(dark), abs=0.05)


def test_a_longer_room_is_more_spacious_step_by_step() -> None:
    dry, rng = strokes(np.arange(0.2, 3.5, 0.8), 40), np.random.default_rng(2)
    found = [of.space(dry)]
    for decay in (0.5, 1.0, 2.0, 3.0):
        room = rng.standard_normal(len(TIME)) * 10 ** (-3 * TIME / decay)
        room *= np.sqrt(1 / (room**2).sum())
        found.append(of.space(dry + np.asarray(signal.fftconvolve(dry, room))[: len(dry)]))
    assert all(b > a for a, b in pairwise(found)) and found[-1] > found[0] + 1


@pytest.mark.parametrize("name", of.ATTRIBUTES)
def test_none_is_a_volume_knob(name: str) -> None:
    sound = strokes(np.arange(0.2, 3.8, 0.3), 20)
    loud, soft = of.ATTRIBUTES[name].of(sound), of.ATTRIBUTES[name].of(0.1 * sound)
    assert soft == pytest.approx(loud, abs=0.25 * of.ATTRIBUTES[name].least)
