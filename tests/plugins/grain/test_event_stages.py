"""What is done to one event does what it says, and nothing at 0."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from timbrel_grain import dsp_chord as chord
from timbrel_grain import dsp_partials as partials
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_dry import dried
from timbrel_grain.dsp_event import treated
from timbrel_grain.dsp_hold import held
from timbrel_grain.dsp_keep import kept
from timbrel_grain.dsp_smooth import smoothed
from timbrel_grain.dsp_spectrum import sounded
from timbrel_grain.dsp_swell import frozen, swelled
from timbrel_grain.dsp_texture import textured
from timbrel_grain.dsp_walk import Step

RATE = 48000
LEAD = spectrum.HOP + spectrum.SIZE // 2
KNOBS = ("texture", "tension", "space", "roughness", "rhythm")


def tone(hertz: float, seconds: float = 1.0, fall: float = 0.0) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * hertz * time) * np.exp(-fall * time))[None].astype(np.float32)


def noise(seconds: float = 1.0, seed: int = 0, channels: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (0.1 * rng.standard_normal((channels, round(seconds * RATE)))).astype(np.float32)


def step(count: int = 3) -> Step:
    return Step(0, 0, 0.0, 1.0, 0.0, np.random.default_rng((0, count)), (0, count))


def spectra(sound: np.ndarray) -> np.ndarray:
    return spectrum.spectra(sound, spectrum.centres(sound.shape[1]))


def power(sound: np.ndarray, hertz: float, width: float = 12.0) -> float:
    whole = np.abs(np.fft.rfft(sound[0])) ** 2
    freqs = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    return float(whole[np.abs(freqs - hertz) < width].sum() / whole.sum())


def level(sound: np.ndarray) -> float:
    return float(10 * np.log10((sound.astype(float) ** 2).mean()))


@pytest.mark.parametrize("knob", KNOBS)
def test_what_stands_at_0_is_passed_over(knob: str) -> None:
    sound = noise(0.5)
    plain = treated(sound, 96, 500, step(), {})
    assert np.array_equal(treated(sound, 96, 500, step(), {knob: 0.0}), plain)
    assert not np.array_equal(treated(sound, 96, 500, step(), {knob: -0.7}), plain)


@pytest.mark.parametrize("amount", [0.3, 0.58, 1.0])
def test_a_stroke_made_more_sudden_begins_and_ends_in_silence(amount: float) -> None:
    """What gives it its colour back rings before it."""
    sound = np.pad(tone(60, 0.4, 12) + 0.3 * noise(0.4), ((0, 0), (LEAD, 0)))
    struck = treated(sound, 96, 500, step(), {"rhythm": amount, "texture": 0.4, "tension": -0.7})
    assert max(abs(float(struck[0, end])) for end in (0, -1)) < 1e-4 * np.abs(struck).max()


@pytest.mark.parametrize("knob", KNOBS)
@pytest.mark.parametrize("amount", [-1.0, 0.4, 1.0])
def test_an_event_keeps_its_energy_and_repeats_itself(knob: str, amount: float) -> None:
    sound = np.concatenate([tone(440, 0.6, 4), 0.3 * tone(1300, 0.6, 6)]) + noise(0.6, 1, 2) * 0.1
    plain = treated(sound, 96, 500, step(), {})
    once, again = (treated(sound, 96, 500, step(), {knob: amount}) for _ in range(2))
    assert np.array_equal(once, again)
    assert np.isfinite(once).all()
    energies = [float((s.astype(float) ** 2).sum()) for s in (plain, once)]
    assert energies[1] == pytest.approx(energies[0], rel=0.05)


def test_a_stage_draws_its_own_numbers_and_shifts_no_others() -> None:
    here = step()
    first = here.draws(1).random()
    after = here.rng.random()
    assert first == step().draws(1).random() != step().draws(2).random()
    assert after == step().rng.random()
    assert first != step(4).draws(1).random()


def test_tonal_leaves_the_tone_and_takes_the_noise() -> None:
    sound = tone(1000) + noise()
    shares = [
        power(sounded(textured(spectra(sound), a, np.random.default_rng(0)), RATE), 1000)
        for a in (-1.0, -0.5, 0.001)
    ]
    assert shares[0] > shares[1] > shares[2]
    assert shares[0] > 0.98 > 0.85 > shares[2]


def test_noise_becomes_partials_that_stand_still() -> None:
    sound = noise(2.0)
    tonal = treated(sound, 96, 500, step(), {"texture": -1.0})[:, RATE // 4 : -RATE // 4]
    assert told(sound) < 0.1 < 0.6 < told(tonal)
    assert level(tonal) == pytest.approx(level(sound), abs=1.0)


def told(sound: np.ndarray, count: int = 30) -> float:
    """The share of the energy that so many peaks of its spectrum have, 6 Hz wide each."""
    whole = np.abs(np.fft.rfft(sound[0] * np.hanning(sound.shape[1]))) ** 2
    wide = round(6 * sound.shape[1] / RATE)
    summed = ndimage.uniform_filter1d(whole, wide) * wide
    return float(np.sort(summed[wide // 2 :: wide])[-count:].sum() / whole.sum())


def test_partials_of_noise_neither_grate_nor_sound_before_it_begins() -> None:
    frames = spectra(noise(1.0))
    places = partials.peaks((np.abs(frames[:, 0]) ** 2).mean(axis=0))
    cams = 21.366 * np.log10(1 + 0.004368 * places * RATE / spectrum.SIZE)
    assert len(places) > 12
    assert np.diff(cams).min() > 1.2
    late = noise(1.0)
    late[:, : RATE // 2] = 0
    changed = treated(late, 96, 500, step(), {"texture": -1.0})
    assert level(changed[:, : RATE // 2 - 300]) < level(changed[:, RATE // 2 + 300 :]) - 40


def test_partials_of_noise_are_as_wide_as_it_is() -> None:
    for same, least, most in ((True, 0.999, 1.001), (False, -0.7, 0.7)):
        sound = noise(1.0, channels=1 if same else 2).repeat(2 if same else 1, axis=0)
        left, right = treated(sound, 96, 500, step(), {"texture": -1.0})
        assert least < np.corrcoef(left, right)[0, 1] < most


def test_noisy_spreads_a_tone_about_its_place_at_its_level() -> None:
    sound = tone(1000)
    shares, levels = [], []
    for amount in (0.001, 0.5, 1.0):
        changed = sounded(textured(spectra(sound), amount, np.random.default_rng(0)), RATE)
        shares.append(power(changed, 1000))
        levels.append(level(changed))
    assert all(a > b for a, b in pairwise(shares))
    assert shares[0] > 0.95 > 0.2 > shares[-1]
    assert levels[-1] == pytest.approx(levels[0], abs=1.5)


def test_noise_stays_noise_of_the_same_level_at_the_noisy_end() -> None:
    sound = noise()
    changed = sounded(textured(spectra(sound), 1.0, np.random.default_rng(0)), RATE)
    assert level(changed) == pytest.approx(level(sound), abs=0.5)


@pytest.mark.parametrize("semitones", [-12, 1, 7, 12, 24])
def test_a_copy_lies_at_its_interval(semitones: int) -> None:
    ratio = 2 ** (semitones / 12)
    low = spectra(tone(330))[:, :, : chord.PITCHED]
    copy = np.zeros((*low.shape[:2], spectrum.BINS), np.complex64)
    chord.shift(copy, low, ratio, chord._regions(low), chord._turns(low), np.float32(1))
    sound = sounded(copy, RATE)[:, RATE // 8 : -RATE // 8]
    assert power(sound, 330 * ratio, 6) > 0.9
    assert level(sound) == pytest.approx(level(tone(330)), abs=1.0)
    swing = np.abs(sound[0]).reshape(-1, 600).max(axis=1)
    assert swing.std() / swing.mean() < 0.1  # it does not beat by itself


def test_tension_goes_from_octaves_to_a_minor_second_and_its_ninth() -> None:
    assert chord.weighed(0) == {}
    assert set(chord.weighed(-1)) == {-12, 12, 24}
    assert set(chord.weighed(1)) == {1, 13}
    assert all(0 < w < 1 for a in np.linspace(-1, 1, 41) for w in chord.weighed(a).values())
    sound = tone(440)
    cluster = sounded(np.sum(chord.chorded(spectra(sound), 1.0), axis=0), RATE)
    octaves = sounded(np.sum(chord.chorded(spectra(sound), -1.0), axis=0), RATE)
    assert power(cluster, 440 * 2 ** (1 / 12)) > 0.1 > 0.01 > power(octaves, 440 * 2 ** (1 / 12))
    assert power(octaves, 880, 6) > 0.01 > 0.001 > power(cluster, 880, 6)


def test_a_bass_tone_clashes_above_where_a_second_would_only_beat_slowly() -> None:
    changed = treated(tone(90), 96, 500, step(), {"tension": 1.0})
    assert power(changed, 90 * 2 ** (13 / 12), 6) > 0.1


def test_the_copies_come_in_step_by_step_and_an_attack_stays_one() -> None:
    shares = [chord.weighed(a).get(1, 0.0) for a in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert all(a < b for a, b in pairwise(shares))
    struck = np.pad(tone(440, 0.5, 4) + 0.3 * noise(0.5), ((0, 0), (RATE // 2, 0)))
    changed = treated(struck, 96, 500, step(), {"tension": 1.0})
    assert level(changed[:, : RATE // 2 - 400]) < level(changed[:, RATE // 2 :]) - 45


def test_beating_is_evened_out_and_a_steady_tone_left_alone() -> None:
    time = np.arange(RATE) / RATE
    rough = tone(1000) * (1 + np.sin(2 * np.pi * 70 * time)).astype(np.float32)
    depths = [beating(smoothed(rough, amount)) for amount in (0.0, 0.5, 1.0)]
    assert all(a > b for a, b in pairwise(depths))
    assert depths[-1] < 0.7 * depths[0]
    slow = tone(1000) * (1 + 0.5 * np.sin(2 * np.pi * 4 * time)).astype(np.float32)
    inside = slice(RATE // 10, -RATE // 10)
    assert np.abs(smoothed(slow, 1.0) - slow)[0, inside].max() < 0.02


def test_a_lean_event_beats_less_since_nothing_covers_it() -> None:
    time = np.arange(RATE) / RATE
    rough = tone(1000) * (1 + np.sin(2 * np.pi * 70 * time)).astype(np.float32)
    plain, warm, lean = (treated(rough, 96, 500, step(), {"warmth": w}) for w in (0.0, 1.0, -1.0))
    assert np.array_equal(plain, warm)
    assert beating(lean) < 0.95 * beating(plain)


def test_what_lies_before_an_attack_is_hardly_raised_with_it() -> None:
    struck = 0.01 * noise(1.0) + np.pad(noise(0.5, 1), ((0, 0), (RATE // 2, 0)))
    before = slice(RATE // 2 - 1000, RATE // 2 - 150)
    assert level(smoothed(struck, 1.0)[:, before]) < level(struck[:, before]) + 3.5


def beating(sound: np.ndarray) -> float:
    """How much of a tone of 1 kHz lies 70 Hz beside it."""
    return power(sound, 930, 5) + power(sound, 1070, 5)


def test_what_smeared_an_attack_is_mended_moment_by_moment() -> None:
    sound = noise(1.0)
    sound[:, : RATE // 4] = 0
    smeared = np.roll(noise(1.0, 5), 0)
    mended = kept(smeared, sound)
    assert level(mended[:, : RATE // 4 - 300]) < level(sound) - 15
    assert level(mended[:, RATE // 4 + 300 :]) == pytest.approx(level(sound[:, RATE // 4 :]), abs=1)
    assert np.allclose(kept(sound, sound), sound)


def test_a_bass_tone_does_not_make_the_noise_in_its_place_beat() -> None:
    bass = tone(55, 1.0) + 0.01 * noise(1.0)
    course = ndimage.uniform_filter1d(kept(noise(1.0, 5), bass)[0] ** 2, RATE // 200)[RATE // 10 :]
    plain = ndimage.uniform_filter1d(noise(1.0, 5)[0] ** 2, RATE // 200)[RATE // 10 :]
    assert np.std(course) / np.mean(course) < 1.3 * np.std(plain) / np.mean(plain)


def test_tails_fall_more_steeply_the_drier() -> None:
    sound = noise(1.0) * np.exp(-7 * np.arange(RATE) / RATE).astype(np.float32)
    late = [level(dried(sound, a)[:, RATE // 2 :]) for a in (0.01, 0.5, 1)]
    assert late[0] > late[1] + 8
    assert late[1] > late[2] + 8
    start = dried(sound, 1.0)[:, : RATE // 50]
    assert level(start) == pytest.approx(level(sound[:, : RATE // 50]), abs=2.0)


def test_what_a_pad_leaves_slowly_is_a_tail_too() -> None:
    time = np.arange(4 * RATE) / RATE
    fading = noise(4.0) * 10 ** (-15 * time / 20).astype(np.float32)  # dB a second
    stroke, pad = (dried(fading, 1.0, pad=pad) for pad in (False, True))
    parts = [level(fading[:, -RATE:]) - level(each[:, -RATE:]) for each in (stroke, pad)]
    assert parts[0] < 5 and parts[1] > 20
    assert level(pad[:, : RATE // 10]) == pytest.approx(level(fading[:, : RATE // 10]), abs=2.0)


def test_a_pad_that_stays_as_it_is_has_no_tail() -> None:
    steady = tone(300, 3.0)
    change = dried(steady, 1.0, pad=True)[:, RATE // 2 : -RATE // 2]
    assert np.allclose(change, steady[:, RATE // 2 : -RATE // 2], atol=1e-3)


def test_rhythmic_begins_at_once_and_is_soon_over_ambient_is_neither() -> None:
    time = np.arange(2 * RATE) / RATE
    swelling = tone(300, 2.0) * np.minimum(time / 0.8, 1).astype(np.float32)
    struck, drawn = (
        swelled(swelling, RATE // 4, RATE // 4, a, np.random.default_rng(0)) for a in (1.0, -1.0)
    )
    assert middle(struck) < 0.2
    assert middle(drawn) > 0.4
    begun = np.abs(struck[0, 1024 : 1024 + 960]).max()
    assert begun > 0.5 * np.abs(struck).max()
    assert np.abs(drawn[0, : RATE // 100]).max() < 0.05 * np.abs(drawn).max()


def middle(sound: np.ndarray) -> float:
    """Seconds to the middle of a sound's energy."""
    energy = np.cumsum(sound[0].astype(float) ** 2)
    return float(np.searchsorted(energy, energy[-1] / 2) / RATE)


def test_a_frozen_sound_has_its_spectrum_and_no_beginning() -> None:
    stroke = tone(700, 0.5, 12)
    cloud = frozen(stroke, RATE, np.random.default_rng(0))
    assert cloud.shape == (1, RATE)
    assert power(cloud, 700, 30) > 0.9
    assert 0.2 < middle(cloud) < 0.8


def test_held_brings_back_energy_and_colour() -> None:
    own = noise(0.7)
    dark = 0.3 * (own + 0.8 * np.roll(own, 1, axis=1))
    back = held(dark, own)
    bands = [spectrum.envelope(spectra(s)).mean(axis=0) for s in (own, dark, back)]
    assert np.abs(bands[2] - bands[0])[20:].mean() < 0.6 * np.abs(bands[1] - bands[0])[20:].mean()
    assert level(back) == pytest.approx(level(own), abs=0.1)


def test_silence_stays_silence() -> None:
    still = np.zeros((1, 9000), np.float32)
    for knob in KNOBS:
        for amount in (-1.0, 1.0):
            assert np.abs(treated(still, 96, 500, step(), {knob: amount})).max() < 1e-4


def test_the_softer_a_sound_begins_the_slower_and_a_little_of_the_knob_is_heard() -> None:
    comes = []
    for amount in (-0.05, -0.1, -0.2):
        soft = swelled(tone(1000), 96, 96, amount, np.random.default_rng(0))[0]
        level = np.abs(soft[: len(soft) // 48 * 48]).reshape(-1, 48).max(axis=1)
        comes.append(int(np.argmax(level > 0.7 * level.max())))  # ms
    assert all(a < b for a, b in pairwise(comes))
    assert comes[-1] > 20
