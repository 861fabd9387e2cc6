"""What a dataset holds, what is odd in it and what would help, in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from timbrel import offers
from timbrel_datasets.dsp_portrait import measured
from timbrel_datasets.holding import Holding
from timbrel_datasets.verdict import judged

PITCHES = (110.0, 180.0, 300.0, 500.0, 800.0, 1300.0, 2200.0, 3600.0)


def held(*clips: offers.Clip, **told: Any) -> Holding:
    portraits = {clip.name: measured(clip.read()) for clip in clips}
    return Holding(offers.Corpus(clips, **told), portraits)


@pytest.fixture
def kit(clip: Any) -> list[offers.Clip]:
    levels = (0.9, 0.5, 0.2, 0.1)
    return [
        clip(f"{hertz:.0f}.wav", hertz, (0.0, 1.5), 3.0, levels[i % 4])
        for i, hertz in enumerate(PITCHES)
    ]


def test_sounds_of_one_kind_are_not_odd(kit: Any) -> None:
    assert held(*kit).odd == {}


@pytest.mark.parametrize(
    ("odd", "facts", "word"),
    [
        ((300.0, (0.0,), 45.0), {}, "15 times longer than most"),
        ((300.0, (0.0,), 0.1), {}, "30 times shorter than most"),
        ((300.0, (0.0, 1.5), 3.0, 0.002), {}, "dB softer than most"),
        ((300.0, (0.0, 1.5), 3.0), {"rate": 16000}, "sampled at 16000 Hz"),
        ((300.0, (0.0,), 6.0), {}, "of it is silence"),
    ],
)
def test_what_is_unlike_the_rest_is_named(
    kit: Any, clip: Any, odd: tuple[Any, ...], facts: dict[str, int], word: str
) -> None:
    told = held(*kit, clip("odd.wav", *odd, **facts)).odd
    assert word in told["odd.wav"]


def test_a_sound_unlike_all_the_others_is_named(clip: Any) -> None:
    same = [clip(f"{i}.wav", 300.0 + 5 * i, (0.0,), 0.5) for i in range(8)]
    other = clip("other.wav", 7000.0, tuple(0.1 * i for i in range(9)), 1.0)
    assert held(*same, other).odd == {"other.wav": "unlike all the others"}


def test_of_four_sounds_none_is_unusual(kit: Any, clip: Any) -> None:
    assert held(*kit[:3], clip("long.wav", 300.0, tuple(range(30)), 30.0)).odd == {}


def test_the_figures_are_those_of_the_files(clip: Any) -> None:
    clips = [
        clip("soft.wav", 440.0, (0.0,), 1.0, 0.05),
        clip("loud.wav", 440.0, (0.0, 0.5), 1.0, 0.5, rate=96000, clipped=0.02),
    ]
    warned = {
        "none.wav": "silent: there is nothing in it to learn from",
        "twin.wav": "a duplicate of soft.wav: counted once",
    }
    facts = held(*clips, warnings=warned).as_json()
    assert (facts["count"], facts["seconds"], facts["onsets"]) == (2, 2.0, 3)
    assert facts["onsets_per_second"] == 1.5
    assert facts["rates"] == {"44100": 1, "96000": 1}
    assert facts["loudness"]["spread_db"] == pytest.approx(20, abs=2)
    assert facts["loudness"]["softest"]["name"] == "soft.wav"
    assert facts["clipped"] == ["loud.wav"]
    assert facts["silent"] == ["none.wav"]
    assert list(facts["duplicates"]) == ["twin.wav"]


def test_a_full_kit_is_ready_and_one_stroke_is_very_little(kit: Any) -> None:
    full = judged(held(*kit))
    assert full.word == "ready" and "enough" in full.says
    assert full.advice == ()
    one = judged(held(kit[0]))
    assert one.word == "very little"
    assert "1 sound with 2 onsets in 3.0 s" in one.says
    assert any("more" in advice for advice in one.advice)


def test_five_short_sounds_are_little(clip: Any) -> None:
    clips = [clip(f"{hertz}.wav", hertz, (0.0,), 0.05) for hertz in PITCHES[:5]]
    assert judged(held(*clips)).word == "little"


def test_one_long_recording_of_much_is_more_than_very_little(clip: Any) -> None:
    times = tuple(0.5 * i for i in range(50))
    assert judged(held(clip("long.wav", 300.0, times, 25.0))).word == "little"


def test_each_thing_amiss_has_its_advice_with_names(kit: Any, clip: Any) -> None:
    twin = kit[2].read()
    amiss = [
        clip("hot.wav", 5000.0, (0.0, 1.5), 3.0, 0.9, clipped=0.01),
        offers.Clip("twin.wav", "t" * 64, twin.seconds, 1, lambda: twin, {"rate": 44100}),
        clip("dull.wav", 240.0, (0.0, 1.5), 3.0, rate=11025),
    ]
    advice = " ".join(judged(held(*kit, *amiss)).advice)
    assert "hot.wav (clipped)" in advice
    assert "twin.wav" in advice
    assert "dull.wav: its highs are missing" in advice


def test_equally_loud_sounds_are_told_to_differ(clip: Any) -> None:
    same = [clip(f"{hertz:.0f}.wav", hertz, (0.0, 1.5), 3.0) for hertz in PITCHES]
    assert any("equally loud" in advice for advice in judged(held(*same)).advice)
