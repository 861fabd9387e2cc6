from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile as sf

from timbrel import Problem
from timbrel_library.dsp_loudness import loudness, weighting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Act = Callable[..., dict[str, Any]]
    Make = Callable[..., Path]

RATES = pytest.mark.parametrize("rate", [44100, 48000, 96000])


def sine(path: Path, gains: list[float], rate: int = 48000, channels: int = 1) -> Path:
    """A second of 997 Hz for each gain, of full scale, one after the other."""
    time = np.arange(rate) / rate
    wave = np.sin(2 * np.pi * 997 * time)
    sf.write(path, np.repeat(np.concatenate([g * wave for g in gains])[:, None], channels, 1), rate)
    return path


@RATES
def test_a_full_sine_of_997_hz_is_at_minus_3_lufs(tmp_path: Path, rate: int) -> None:
    """ITU-R BS.1770: one channel, 0 dB of full scale, reads -3.01 LKFS."""
    assert loudness(sine(tmp_path / "a.wav", [1.0] * 5, rate)) == pytest.approx(-3.01, abs=0.03)


def test_the_weighting_is_that_of_the_table_for_48_khz() -> None:
    (b, a), (_, high) = weighting(48000)
    assert b == pytest.approx([1.53512485958697, -2.69169618940638, 1.19839281085285], abs=1e-6)
    assert a == pytest.approx([1.0, -1.69065929318241, 0.73248077421585], abs=1e-6)
    assert high == pytest.approx([1.0, -1.99004745483398, 0.99007225036621], abs=1e-6)


def test_two_channels_are_twice_the_power(tmp_path: Path) -> None:
    one = loudness(sine(tmp_path / "a.wav", [0.1] * 3))
    two = loudness(sine(tmp_path / "b.wav", [0.1] * 3, channels=2))
    assert two - one == pytest.approx(3.01, abs=0.01)


def test_pauses_do_not_count(tmp_path: Path) -> None:
    sound = loudness(sine(tmp_path / "a.wav", [0.1] * 8))
    paused = loudness(sine(tmp_path / "b.wav", [0.1] * 8 + [0.0] * 8 + [0.001] * 8))
    assert paused == pytest.approx(sound, abs=0.3)


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    assert loudness(sine(tmp_path / "a.wav", [0.0])) == -np.inf


@pytest.mark.parametrize("levels", [(0.1, 0.8), (0.8, 0.1), (0.5, 0.5)])
def test_the_pair_is_equally_loud_and_neither_is_raised(
    act: Act, take: Make, levels: tuple[float, float]
) -> None:
    for n, level in enumerate(levels):
        take(f"{n}.wav", seconds=1.0, level=level)
    pair = act("history_compare", "1", "2")["pair"]
    now = [loudness(one["path"] and sf_path(one["path"])) for one in pair]
    assert now[0] == pytest.approx(now[1], abs=0.05)
    assert max(one["gain"] for one in pair) == 0.0
    assert min(now) == pytest.approx(min(one["loudness"] for one in pair), abs=0.05)


def sf_path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def test_the_differences_of_the_recipes_are_told(act: Act, take: Make) -> None:
    take("a.wav", seed=1, level=0.25)
    take("b.wav", seed=2, level=0.5, seconds=0.2)
    answer = act("history_compare", "1", "2")
    apart = answer["differences"]
    assert {"what": "level", "a": "0.25", "b": "0.5"} in answer["apart"]
    assert [(one["name"], one["seconds"]) for one in answer["pair"]] == [
        ("a.wav", pytest.approx(0.1)),
        ("b.wav", pytest.approx(0.2)),
    ]
    assert "seed: 1 in A, 2 in B" in apart
    assert "level: 0.25 in A, 0.5 in B" in apart
    assert "length: 0.1 s in A, 0.2 s in B" in apart
    assert len(apart) == 3
    assert "are the same" in act("history_compare", "1", "1")["says"]


def test_the_pair_goes_into_a_folder_and_writes_over_nothing(
    act: Act, take: Make, tmp_path: Path
) -> None:
    take("a.wav")
    take("b.wav")
    first = act("history_compare", "1", "2", out=tmp_path / "pair")["pair"]
    second = act("history_compare", "1", "2", out=tmp_path / "pair")["pair"]
    assert len({one["path"] for one in (*first, *second)}) == 4


def test_a_silent_take_is_compared_as_it_is(act: Act, take: Make) -> None:
    take("a.wav", level=0.0, seconds=0.5)
    take("b.wav", level=0.5, seconds=0.5)
    answer = act("history_compare", "1", "2")
    assert [one["gain"] for one in answer["pair"]] == [0.0, 0.0]
    assert answer["pair"][0]["loudness"] is None and "silent" in answer["says"]


def test_what_cannot_be_heard_cannot_be_compared(act: Act, take: Make) -> None:
    take("a.wav")
    take("b.wav").unlink()
    take("c.wav").write_text("no sound")
    with pytest.raises(Problem, match=r"'b.wav' is missing"):
        act("history_compare", "1", "2")
    with pytest.raises(Problem, match=r"c.wav cannot be read"):
        act("history_compare", "1", "3")
