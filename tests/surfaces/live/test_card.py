"""Choosing an output, and what is said where there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from timbrel import Kernel, Problem, offers
from timbrel_live.card import chosen, listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CARDS = """
class default: device = (0, 2)
def query_hostapis(): return [{"name": "ALSA"}, {"name": "JACK"}]
def query_devices():
    cards = [("Microphone", 0, 0), ("Speakers", 2, 0), ("Headphones", 2, 0), ("system", 8, 1)]
    keys = ("name", "max_output_channels", "hostapi")
    return [
        dict(zip(keys, card), index=i, default_samplerate=44100.0) for i, card in enumerate(cards)
    ]
"""
FOUND = [
    {"number": 2, "name": "Headphones", "system": "ALSA", "channels": 2, "rate": 44100},
    {"number": 1, "name": "Speakers", "system": "ALSA", "channels": 2, "rate": 44100},
    {"number": 3, "name": "system", "system": "JACK", "channels": 8, "rate": 44100},
]


def test_outputs_are_listed_with_the_default_first(
    kernel: Kernel, stranger: Callable[[str, str], Path]
) -> None:
    stranger("sounddevice", CARDS)
    assert listed() == FOUND
    answer = kernel.host.find(offers.Action, "live_devices").bound(kernel)()
    assert answer["outputs"] == FOUND and json.dumps(answer)
    assert "2  Headphones, ALSA: 2 channels, 44100 Hz" in answer["says"].splitlines()[0]


@pytest.mark.parametrize(
    ("wish", "number"),
    [("default", 2), ("1", 1), ("speakers", 1), ("system, jack", 3), ("head", 2), ("jack", 3)],
)
def test_an_output_is_chosen_by_its_number_its_name_or_a_part_of_it(wish: str, number: int) -> None:
    assert chosen(wish, FOUND)["number"] == number


def test_an_unknown_output_is_a_problem_that_names_those_near_it() -> None:
    with pytest.raises(Problem) as told:
        chosen("Speekers", FOUND)
    assert told.value.kind == "missing" and "Did you mean Speakers?" in told.value.mend
    with pytest.raises(Problem) as told:
        chosen("zzz", FOUND)
    assert "Headphones, Speakers, system" in told.value.mend


def test_a_machine_without_an_output_is_told_what_to_do() -> None:
    with pytest.raises(Problem) as told:
        chosen("default", [])
    assert told.value.kind == "unavailable" and "page" in told.value.mend


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise OSError('PortAudio library not found')", "apt install libportaudio2"),
        ("import os; os.abort()", "timbrel doctor"),
    ],
)
def test_a_library_that_breaks_is_a_sentence(
    stranger: Callable[[str, str], Path], code: str, words: str
) -> None:
    stranger("sounddevice", code)
    with pytest.raises(Problem) as told:
        listed()
    assert told.value.kind == "unavailable" and words in told.value.mend


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        "import timbrel_live.card as card\n"
        "card.find_spec = lambda name: None\n"
        "card.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    what, mend, kind = json.loads(done.stdout)["problem"]
    assert "extra 'live'" in what and "pip install 'timbrel[live]'" in mend
    assert kind == "unavailable"
