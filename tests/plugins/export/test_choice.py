"""What a format does not have is refused with what it has."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plugins.export.sounds import TABLE, sine, take

from timbrel import Problem, Take
from timbrel_export.choice import chosen

WRONG = [
    ("wav", {"rate": 50000}, "44100, 48000 or 96000"),
    ("wav", {"bits": 20}, "16, 24 or 32"),
    ("wav", {"bits": 24.5}, "16, 24 or 32"),
    ("flac", {"bits": 32}, "16 or 24"),
    ("mp3", {"rate": 96000}, "44100 or 48000"),
    ("mp3", {"bitrate": 100}, "64, 80, 96"),
    ("opus", {"rate": 44100}, "48000"),
]


def values(name: str) -> dict[str, float]:
    return {control.name: control.rest for control in TABLE[name].controls}


def long(seconds: float, channels: int = 2) -> Take:
    return Take({}, 48000, channels, round(seconds * 48000), lambda: iter(()))


@pytest.mark.parametrize(("name", "wish", "words"), WRONG)
def test_what_a_format_does_not_have_is_a_sentence_with_the_choices(
    name: str, wish: dict[str, float], words: str
) -> None:
    with pytest.raises(Problem) as caught:
        chosen(TABLE[name], take(sine(440)), {**values(name), **wish})
    assert words in caught.value.mend and TABLE[name].title in caught.value.what


def test_a_wav_beyond_4_gib_is_an_rf64_and_an_aiff_is_refused() -> None:
    hour = 3600
    assert chosen(TABLE["wav"], long(3 * hour), values("wav")).opening["format"] == "WAV"
    assert chosen(TABLE["wav"], long(5 * hour), values("wav")).opening["format"] == "RF64"
    with pytest.raises(Problem, match="AIFF file cannot be larger than 2 GiB"):
        chosen(TABLE["aiff"], long(3 * hour), values("aiff"))


@pytest.mark.parametrize("name", ["mp3", "ogg", "opus"])
def test_more_channels_than_a_format_holds_are_refused(name: str) -> None:
    many = take(np.zeros((4, 100)))
    with pytest.raises(Problem, match="cannot hold 4 channels"):
        chosen(TABLE[name], many, values(name))
    assert chosen(TABLE[name], many, {**values(name), "channels": 1}).channels == 1


def test_every_choice_of_the_table_is_within_its_control() -> None:
    for form in TABLE.values():
        controls = {control.name: control for control in form.controls}
        assert all(controls["rate"].clamp(rate) == rate for rate in form.rates)
        assert all(controls["bits"].clamp(bits) == bits for bits in form.bits)
