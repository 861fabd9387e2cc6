"""A sound is where it was put, to two ears, at rest and on its way."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import signal

from timbrel import Kernel, Problem, Take, offers
from timbrel.control import settle
from timbrel_space.binaural import Binaural

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Put = Callable[..., np.ndarray]
    Later = Callable[..., float]

BINAURAL = Binaural()
RATE = 48000
CLICK = np.zeros((1, 9600))
CLICK[0, 2000] = 1.0


def louder(ears: np.ndarray, low: float, high: float = 16000, rate: int = RATE) -> float:
    """Decibels by which the left ear has more between two frequencies."""
    power = np.abs(np.fft.rfft(ears)) ** 2
    hertz = np.fft.rfftfreq(ears.shape[1], 1 / rate)
    left, right = power[:, (hertz > low) & (hertz < high)].sum(axis=1)
    return 10 * float(np.log10(left / right))


@pytest.mark.parametrize("rate", [22050, 44100, 48000, 96000])
def test_at_the_left_the_left_ear_hears_sooner_and_more(put: Put, later: Later, rate: int) -> None:
    ears = put(BINAURAL, CLICK, rate, azimuth=-90)
    assert 0.60e-3 < later(ears, rate) < 0.75e-3
    assert louder(ears, 3000, 10000, rate) > 6
    assert rate < 40000 or louder(ears, 3000, 16000, rate) > 6


@pytest.mark.parametrize("azimuth", [0, 180, -180])
@pytest.mark.parametrize("elevation", [-40, 0, 35, 90])
def test_in_front_and_behind_both_ears_hear_the_same(
    put: Put, later: Later, azimuth: float, elevation: float
) -> None:
    ears = put(BINAURAL, CLICK, azimuth=azimuth, elevation=elevation)
    assert abs(later(ears)) < 0.05e-3
    assert abs(louder(ears, 3000)) < 1 and abs(louder(ears, 100, 1000)) < 1


@pytest.mark.parametrize("distance", [0.25, 1.4])
@pytest.mark.parametrize("azimuth", [12, 90, 141])
def test_left_is_the_mirror_of_right(put: Put, azimuth: float, distance: float) -> None:
    there = {"elevation": 17, "distance": distance}
    left = put(BINAURAL, CLICK, azimuth=-azimuth, **there)
    right = put(BINAURAL, CLICK, azimuth=azimuth, **there)
    assert np.allclose(left, right[::-1], atol=1e-7)
    assert np.argmax(np.abs(right).max(axis=1)) == 1  # positive is right


def test_the_time_between_the_ears_grows_towards_the_side(put: Put, later: Later) -> None:
    times = [later(put(BINAURAL, CLICK, azimuth=-a)) for a in range(0, 100, 10)]
    assert times == sorted(times)
    assert 0.05e-3 < times[1] < 0.2e-3


def test_height_changes_the_colour_of_what_is_in_front(put: Put, thirds: Put) -> None:
    levels = [thirds(put(BINAURAL, CLICK, elevation=e))[0] for e in (-40, 0, 40, 90)]
    for one, two in pairwise(levels):
        assert np.abs(one - two)[16:].max() > 3  # 4 kHz and up, where the pinna is at work
        assert np.abs(one - two)[:5].max() < 2


def test_behind_is_duller_than_in_front(put: Put, thirds: Put) -> None:
    front, behind = (thirds(put(BINAURAL, CLICK, azimuth=a))[0] for a in (0, 180))
    assert front[16:].mean() - behind[16:].mean() > 2


def test_farther_is_softer_and_duller(put: Put, thirds: Put) -> None:
    one, two, ten = (thirds(put(BINAURAL, CLICK, distance=d))[0] for d in (1.4, 2.8, 10))
    assert (one - two)[5] == pytest.approx(6, abs=0.1)
    assert (one - ten)[5] == pytest.approx(17.1, abs=0.2)
    assert 1 < (one - ten)[-1] - (one - ten)[5] < 5


def test_by_the_ear_the_bass_is_on_that_side_only(put: Put) -> None:
    near, far = (put(BINAURAL, CLICK, azimuth=-90, distance=d) for d in (0.2, 1.4))
    assert louder(near, 80, 400) > 9
    assert louder(far, 80, 400) < 4


def test_a_loud_sound_at_arms_length_does_not_pass_full_scale(put: Put, noise: np.ndarray) -> None:
    for azimuth in range(0, 181, 30):
        for distance in (0.8, 1.4):
            ears = put(BINAURAL, noise[:, :RATE], azimuth=azimuth, distance=distance)
            assert np.abs(ears).max() < 1.05


def test_the_frames_stay_where_they_were(put: Put) -> None:
    for azimuth in range(-180, 180, 30):
        ears = put(BINAURAL, CLICK, azimuth=azimuth)
        assert 2000 <= np.abs(ears).argmax(axis=1).min() < 2015
        assert np.abs(ears[:, :1980]).max() < 1e-4 * np.abs(ears).max()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    block=st.integers(1, 20000),
    frames=st.integers(1, 30000),
    channels=st.integers(1, 3),
    spread=st.sampled_from([0.0, 70.0]),
    orbit=st.sampled_from([0.0, -1.3]),
    rate=st.sampled_from([44100, 48000]),
)
def test_the_blocks_that_come_do_not_matter(
    put: Put, block: int, frames: int, channels: int, spread: float, orbit: float, rate: int
) -> None:
    sound = np.random.default_rng(frames).uniform(-1, 1, (channels, frames))
    block = max(block, frames // 100)
    spot = {"azimuth": 40, "spread": spread, "orbit": orbit}
    once = put(BINAURAL, sound, rate, block, **spot)
    assert once.shape == (2, frames)
    assert np.array_equal(once, put(BINAURAL, sound, rate, frames, **spot))


def test_a_take_of_no_frames_stays_one(put: Put) -> None:
    assert put(BINAURAL, np.zeros((1, 0))).shape == (2, 0)


def beside(ears: np.ndarray, hertz: float, away: float) -> float:
    """Decibels of the loudest partial so far from a sine, against the sine."""
    level = np.abs(np.fft.rfft(ears * np.kaiser(ears.shape[1], 18)))
    places = np.fft.rfftfreq(ears.shape[1], 1 / RATE)
    return 20 * float(np.log10(level[:, np.abs(places - hertz) > away].max() / level.max()))


def tone(hertz: float, seconds: float = 4) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


@pytest.mark.parametrize(
    ("hertz", "orbit", "decibels"),
    [(100, 0.25, -110), (1000, 0.25, -95), (4000, 0.25, -85), (440, 1, -80), (440, -4, -60)],
)
def test_a_sine_on_an_orbit_stays_pure(
    put: Put, hertz: float, orbit: float, decibels: float
) -> None:
    ears = put(BINAURAL, tone(hertz), orbit=orbit)[:, 4800:-4800]
    assert beside(ears, hertz, 120) < decibels


@pytest.mark.parametrize("orbit", [-4, 0.3, 2])
@pytest.mark.parametrize("spread", [0, 120])
def test_an_orbit_has_no_click(put: Put, orbit: float, spread: float) -> None:
    """Above 5 kHz there is nothing but what the passing of the filters leaves: all alike."""
    ears = put(BINAURAL, tone(200), orbit=orbit, distance=0.4, spread=spread)
    high = signal.butter(8, 5000, "highpass", fs=RATE, output="sos")
    left = np.abs(signal.sosfiltfilt(high, ears, axis=1))[:, 9600:-9600]
    assert 20 * np.log10(left.max() / np.abs(ears).max()) < -84


def test_an_orbit_goes_round_once_in_its_time_and_clockwise(put: Put, later: Later) -> None:
    sound = np.random.default_rng(1).standard_normal((1, 5 * RATE)) * 0.1
    ears = put(BINAURAL, sound, orbit=0.25)
    at = {s: later(ears[:, int((s - 0.05) * RATE) : int((s + 0.05) * RATE)]) for s in (1, 2, 3, 4)}
    assert at[1] < -0.6e-3 and at[3] > 0.6e-3  # right after a quarter, left after three
    assert abs(at[2]) < 0.05e-3 and abs(at[4]) < 0.05e-3


def test_a_place_that_moves_by_itself_is_followed(take: Callable[..., Take], later: Later) -> None:
    rest = {c.name: c.rest for c in BINAURAL.controls}
    motion = offers.Motion(lambda now: {**rest, "azimuth": 90.0 - 60 * now, "distance": 0.5 + now})
    sound = np.random.default_rng(1).standard_normal((1, 3 * RATE)) * 0.1
    ears = BINAURAL.place(take(sound), motion).audio().samples.astype(float)
    assert later(ears[:, :4800]) < -0.5e-3 < 0.5e-3 < later(ears[:, -9600:])


def test_a_stereo_take_spreads_to_both_sides(put: Put) -> None:
    both = np.concatenate([CLICK, 0 * CLICK])
    assert louder(put(BINAURAL, both, spread=90), 2000) > 3
    assert abs(louder(put(BINAURAL, both, spread=0), 2000)) < 0.1
    assert louder(put(BINAURAL, both[::-1], spread=90), 2000) < -3


def test_a_point_spread_is_less_alike_at_both_ears(put: Put, noise: np.ndarray) -> None:
    alike = [np.corrcoef(put(BINAURAL, noise, spread=s))[0, 1] for s in (0, 60, 180)]
    assert alike[0] > 0.999
    assert alike == sorted(alike, reverse=True)


def test_what_is_out_of_range_is_held_at_its_end(put: Put) -> None:
    assert np.array_equal(
        put(BINAURAL, CLICK, azimuth=999, distance=-5, elevation=-90),
        put(BINAURAL, CLICK, azimuth=180, distance=0.2, elevation=-40),
    )


@pytest.mark.parametrize("name", [c.name for c in BINAURAL.controls])
def test_what_is_no_number_is_refused(name: str) -> None:
    with pytest.raises(Problem, match=name):
        settle(BINAURAL.controls, {name: float("nan")})


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries({c.name: st.floats(c.low, c.high) for c in BINAURAL.controls}))
def test_every_place_sounds(put: Put, spot: dict[str, float]) -> None:
    ears = put(BINAURAL, CLICK[:, :6000], **spot)
    assert np.isfinite(ears).all()
    assert 0.005 < np.abs(ears).max() < 12


def test_another_seed_is_heard_at_the_same_place(take: Callable[..., Take]) -> None:
    spot = {c.name: c.rest for c in BINAURAL.controls}
    made = BINAURAL.place(take(CLICK, another=lambda seed: take(seed * CLICK)), spot)
    assert made.another is not None
    other = made.another(2)
    assert np.allclose(other.audio().samples, 2 * made.audio().samples, atol=1e-6)
    assert BINAURAL.place(take(CLICK), spot).another is None


def test_a_session_saves_a_place_and_notes_where(trained: Kernel, tmp_path: Path) -> None:
    session = trained.session
    session.load("bell")
    where = {"azimuth": -400.0, "orbit": 0.5}
    session.save(session.make(0.5), tmp_path / "a.wav", space="binaural", where=where)
    recipe = json.loads((tmp_path / "a.wav.json").read_text())
    assert recipe["space"] == "binaural"
    assert recipe["where"] == {
        "azimuth": -180.0, "elevation": 0.0, "distance": 1.4, "orbit": 0.5, "spread": 0.0
    }  # fmt: skip


def test_an_hour_needs_no_more_memory_than_a_minute() -> None:
    pytest.importorskip("resource", reason="Only Unix tells a process its peak")
    code = """
import resource
import numpy as np
from timbrel import Audio, Take
from timbrel_space.binaural import Binaural
block = Audio(np.full((1, 48000), 0.1, np.float32), 48000)
spot = {"azimuth": 0.0, "elevation": 5.0, "distance": 2.0, "orbit": 0.5, "spread": 30.0}
peaks = []
for seconds in (3, 30):
    take = Take({}, 48000, 1, 48000 * seconds, lambda: (block for _ in range(seconds)))
    assert sum(heard.frames for heard in Binaural().place(take, spot).play()) == take.frames
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[1] / peaks[0])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(ran.stdout) < 1.05
