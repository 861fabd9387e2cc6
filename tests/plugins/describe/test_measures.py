"""Each measure goes with the quality that it is named for, on sounds made for it."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio
from timbrel_describe import dsp_tension
from timbrel_describe.tension import Tension

if TYPE_CHECKING:
    from collections.abc import Callable

    Measure = Callable[..., float]

REAL = Path(__file__).parents[4] / "shared" / "data"
NINE = (
    *("brightness", "warmth", "roughness", "texture", "tension"),
    *("density", "pulse", "rhythm", "space"),
)


def rising(values: list[float]) -> bool:
    return all(a < b for a, b in pairwise(values))


def test_noise_is_the_brighter_and_the_colder_the_more_it_leans_upwards(
    measure: Measure, sounds: Any
) -> None:
    leaning = [sounds.noise(tilt) for tilt in (-1.0, -0.5, 0.0, 0.5)]
    assert rising([measure("brightness", n) for n in leaning])
    assert rising([-measure("warmth", n) for n in leaning])


@pytest.mark.parametrize("hertz", [100, 1000, 8000])
def test_the_brightness_of_a_tone_is_its_place_on_the_ears_scale(
    measure: Measure, hertz: float
) -> None:
    tone = np.sin(2 * np.pi * hertz * np.arange(48000) / 48000)
    cams = 21.4 * math.log10(1 + 0.00437 * hertz)  # Glasberg and Moore 1990
    assert measure("brightness", tone) == pytest.approx(cams, abs=0.7)


def test_warmth_is_not_brightness_upside_down(measure: Measure, sounds: Any) -> None:
    low, middle, high = (
        np.sin(2 * np.pi * hertz * np.arange(48000) / 48000) for hertz in (250, 800, 6000)
    )
    assert measure("warmth", low) > 10 and measure("warmth", middle) < -10
    assert measure("warmth", low + middle) > measure("warmth", middle + high)
    cold, warm = low + middle + high, 2 * low + middle + 2 * high
    assert measure("warmth", warm) > measure("warmth", cold)


def test_a_tone_that_beats_70_times_a_second_is_rough(measure: Measure, sounds: Any) -> None:
    found = {rate: measure("roughness", sounds.beating(rate)) for rate in (0, 4, 20, 70, 500)}
    assert found[70] > 0.5
    assert all(value < 0.1 for rate, value in found.items() if rate != 70)


@pytest.mark.parametrize("hertz", [400, 2000, 5000])
def test_roughness_is_heard_at_any_pitch(measure: Measure, sounds: Any, hertz: float) -> None:
    rough = measure("roughness", sounds.beating(70, hertz))
    assert rough > 0.3 > 10 * measure("roughness", sounds.beating(0, hertz))


def test_noise_is_not_rough(measure: Measure, sounds: Any) -> None:
    assert measure("roughness", sounds.noise()) < 0.1


@pytest.mark.parametrize("tilt", [-1.0, -0.5, 0.0, 0.5])
def test_noise_of_any_colour_has_the_texture_of_noise(
    measure: Measure, sounds: Any, tilt: float
) -> None:
    assert measure("texture", sounds.noise(tilt)) > 0.95


def test_texture_goes_from_tones_to_noise(measure: Measure, sounds: Any) -> None:
    tone, noise = sounds.chord(0, 7, seconds=2.0), sounds.noise()
    shares = [measure("texture", (1 - s) * tone + s * noise) for s in (0, 0.05, 0.3, 1)]
    assert shares[0] < 0.1 and rising(shares)


def test_an_octave_is_at_rest_and_a_cluster_is_tense(measure: Measure, sounds: Any) -> None:
    chords = ((0, 12), (0, 7), (0, 4, 7), (0, 1, 6), (0, 1, 2))
    assert rising([measure("tension", sounds.chord(*chord)) for chord in chords])
    fifth, second = (measure("tension", sounds.chord(0, s)) for s in (7, 1))
    assert second - fifth > 1


def test_each_half_of_tension_hears_a_second_and_a_ninth_and_no_octave(sounds: Any) -> None:
    chords = (
        sounds.chord(*each)[None].astype(np.float32) for each in ((0,), (0, 12), (0, 13), (0, 1))
    )
    sounding = [Audio(chord, 48000) for chord in chords]
    for half in Tension.beside:
        alone, octave, ninth, second = (half.measure(sound) for sound in sounding)
        assert octave == pytest.approx(alone, abs=0.3)
        assert second > ninth > octave + 1


def test_tension_has_a_mean_of_0_and_a_deviation_of_1_over_dyads_and_triads() -> None:
    chords = [(s,) for s in range(1, 13)] + list(combinations(range(1, 13), 2))
    for measured, (mean, width) in (
        (dsp_tension.dissonance, dsp_tension.ROUGH),
        (dsp_tension.harmonicity, dsp_tension.HARMONIC),
    ):
        values = [
            measured(*partials((0, *chord), 220 * 2 ** (n / 4)))
            for chord in chords
            for n in range(-4, 4)
        ]
        assert np.mean(values) == pytest.approx(mean, rel=0.02)
        assert np.std(values) == pytest.approx(width, rel=0.02)


def partials(chord: tuple[int, ...], root: float) -> tuple[np.ndarray, np.ndarray]:
    """The 20 strongest partials, in order, of harmonic tones."""
    order = np.arange(1, 9)
    freqs = np.concatenate([root * 2 ** (s / 12) * order for s in chord])
    amps = np.tile(1 / order, len(chord))
    kept = np.flatnonzero(freqs < dsp_tension.HIGHEST)
    kept = kept[np.argsort(-amps[kept], kind="stable")][: dsp_tension.PEAKS]
    kept = kept[np.argsort(freqs[kept])]
    return freqs[kept], amps[kept]


def test_noise_is_neither_tense_nor_at_rest(measure: Measure, sounds: Any) -> None:
    assert abs(measure("tension", sounds.noise())) < 0.1


def test_density_goes_with_the_rate_and_on_where_nobody_can_count(
    measure: Measure, sounds: Any
) -> None:
    rates = (0.5, 1, 2, 4, 8, 12, 25)
    trains = [sounds.strokes(np.arange(0.05, 7.7, 1 / rate), 8.0) for rate in rates]
    assert rising([measure("density", train) for train in trains])


def test_a_steady_tone_is_less_dense_than_any_train(measure: Measure, sounds: Any) -> None:
    assert measure("density", sounds.beating(0, 440, 4.0)) < measure(
        "density", sounds.strokes([0.1, 3.0], 4.0)
    )


def test_a_pulse_is_clear_as_it_is_regular(measure: Measure, sounds: Any) -> None:
    rng = np.random.default_rng(3)
    beats = np.arange(0.3, 7.6, 0.25)
    away = rng.uniform(-1, 1, len(beats))
    clear = [measure("pulse", sounds.strokes(beats + j * 0.25 * away, 8.0)) for j in (0.35, 0.1, 0)]
    assert rising(clear) and clear[-1] > 0.8
    assert measure("pulse", sounds.noise(seconds=5.0)) < 0.15


def test_a_sound_under_three_seconds_has_no_pulse(measure: Measure, sounds: Any) -> None:
    assert measure("pulse", sounds.strokes(np.arange(0.1, 2.5, 0.25), 2.8)) == 0.0


def test_the_more_sudden_a_sound_begins_the_more_rhythmic(measure: Measure, sounds: Any) -> None:
    slow = [measure("rhythm", sounds.swelling(attack)) for attack in (0.4, 0.15, 0.05, 0.002)]
    assert rising(slow[:3]) and slow[3] >= slow[2] > 2 * slow[0]
    assert measure("rhythm", sounds.strokes(np.arange(0.1, 3.5, 0.5), 4.0)) > 0.9


def test_space_goes_with_the_time_of_reverberation(measure: Measure, sounds: Any) -> None:
    dry = sounds.strokes(np.arange(0.05, 5.5, 0.7), 6.0)
    rooms = [measure("space", sounds.in_room(dry, seconds)) for seconds in (0.3, 0.6, 1.2, 3.0)]
    assert rising([measure("space", dry), *rooms])


def test_the_space_of_a_sound_that_never_dies_away_cannot_be_told(
    measure: Measure, sounds: Any
) -> None:
    assert math.isnan(measure("space", sounds.beating(0, 440, 3.0)))


@pytest.mark.parametrize("name", NINE)
def test_a_measure_is_no_volume_knob_and_has_no_side(
    measure: Measure, sounds: Any, name: str
) -> None:
    sound = sounds.strokes(np.arange(0.05, 4.5, 0.4), 5.0) + 0.1 * sounds.chord(0, 7, seconds=5.0)
    here = measure(name, sound)
    assert math.isfinite(here)
    assert measure(name, 0.05 * sound) == pytest.approx(here, abs=0.02)
    assert measure(name, np.stack([sound, sound])) == pytest.approx(here, abs=1e-6)
    assert measure(name, sound + 0.1) == pytest.approx(here, abs=0.02)


@pytest.mark.parametrize("name", NINE)
def test_silence_around_a_sound_makes_no_difference(
    measure: Measure, sounds: Any, name: str
) -> None:
    sound = sounds.strokes(np.arange(0.0, 4.5, 0.4), 5.0) + 0.1 * sounds.chord(0, 7, seconds=5.0)
    before = np.concatenate([np.zeros(24_000), sound, np.zeros(48_000)])
    assert measure(name, before) == pytest.approx(measure(name, sound), abs=0.02)


@pytest.mark.parametrize("name", [name for name in NINE if name != "space"])
def test_the_rate_of_the_recording_makes_hardly_a_difference(
    measure: Measure, sounds: Any, name: str
) -> None:
    from scipy.signal import resample_poly

    sound = sounds.strokes(np.arange(0.05, 4.5, 0.4), 5.0) + 0.1 * sounds.chord(0, 7, seconds=5.0)
    other = resample_poly(sound, 147, 160)
    assert measure(name, other, 44100) == pytest.approx(measure(name, sound), abs=0.25)


@pytest.mark.parametrize("name", NINE)
def test_what_is_too_short_silent_or_broken_gives_a_number_all_the_same(
    measure: Measure, name: str
) -> None:
    rng = np.random.default_rng(0)
    for frames in (0, 1, 2, 479, 5000, 30_000):
        value = measure(name, 0.1 * rng.standard_normal((2, frames)))
        assert isinstance(value, float)
    for broken in (np.zeros(48_000), np.full(48_000, np.nan), np.full(48_000, 0.5)):
        assert isinstance(measure(name, broken), float)


def real(folder: str, pattern: str) -> list[Path]:
    found = sorted((REAL / folder).glob(pattern))
    if not found:
        pytest.skip("The real recordings are not on this machine")
    return found


def measured(measure: Measure, name: str, paths: list[Path]) -> list[float]:
    sounds = [soundfile.read(path, always_2d=True) for path in paths[:6]]
    return [measure(name, sound.T, rate) for sound, rate in sounds]


def test_cymbals_are_brighter_than_kicks_and_kicks_warmer(measure: Measure) -> None:
    cymbals, kicks = real("drum", "*cymbal*"), real("drum", "*bass*")
    assert min(measured(measure, "brightness", cymbals)) > max(
        measured(measure, "brightness", kicks)
    )
    assert max(measured(measure, "warmth", cymbals)) < min(measured(measure, "warmth", kicks))


def test_snares_are_noisier_than_rubbed_glass(measure: Measure) -> None:
    snares, glass = real("drum", "*snare*"), real("ambi", "*glass*")
    assert min(measured(measure, "texture", snares)) > max(measured(measure, "texture", glass))


def test_beats_have_a_clearer_pulse_and_more_rhythm_than_pads(measure: Measure) -> None:
    beats = [
        p for name in ("amen_full", "garzul", "mika", "tabla") for p in real("loop", f"*{name}*")
    ]
    pads = [p for name in ("drone", "hum", "sauna", "lunar") for p in real("ambi", f"*{name}*")]
    assert min(measured(measure, "pulse", beats)) > max(measured(measure, "pulse", pads))
    assert np.median(measured(measure, "rhythm", beats)) > np.median(
        measured(measure, "rhythm", pads)
    )
