"""Faders, knobs and keys by MIDI, from the bytes to the knob."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import offers
from timbrel_osc.midi import Inputs, Midi
from timbrel_osc.midi_event import moved

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        ([0xB0, 74, 127], [("midi/1/cc/74", 1.0)]),
        ([0xBF, 7, 0], [("midi/16/cc/7", 0.0)]),
        ([0x90, 60, 127], [("midi/1/note/60", 1.0)]),
        ([0x90, 60, 0], [("midi/1/note/60", 0.0)]),
        ([0x80, 60, 64], [("midi/1/note/60", 0.0)]),
        ([0xC1, 4], [("midi/2/program/5", 1.0), ("midi/2/program/5", 0.0)]),
        ([0xD0, 127], [("midi/1/pressure", 1.0)]),
        ([0xA0, 60, 127], [("midi/1/pressure/60", 1.0)]),
        ([0xE0, 127, 127], [("midi/1/bend", 1.0)]),
        ([0xF8], []),
        ([0xF0, 1, 2, 0xF7], []),
    ],
)
def test_a_message_is_an_address_and_a_place(message: list[int], heard: Any) -> None:
    assert moved(message) == heard


@given(st.lists(st.integers(-10, 300), max_size=5))
def test_any_bytes_are_controllers_from_0_to_1_or_nothing(message: list[int]) -> None:
    assert all(0 <= value <= 1 and address.startswith("midi/") for address, value in moved(message))


class Keyboards:
    """A machine with keyboards, as mido would show it."""

    def __init__(self) -> None:
        self.names = ["Keys", "Midi Through Port-0", "Taken"]
        self.open: dict[str, Callable[[Any], None]] = {}

    def get_input_names(self) -> list[str]:
        return self.names

    def open_input(self, name: str, callback: Callable[[Any], None]) -> Any:
        if name == "Taken":
            raise OSError("in use")
        self.open[name] = callback
        keyboards = self

        class Port:
            def close(self) -> None:
                del keyboards.open[name]

        return Port()

    def play(self, name: str, *message: int) -> None:
        class Message:
            def bytes(self) -> list[int]:
                return list(message)

        self.open[name](Message())


def test_a_knob_is_learnt_from_a_keyboard_and_turned_by_it(trained: Kernel) -> None:
    trained.session.load("bell")
    keyboards = Keyboards()
    inputs = Inputs(trained, keyboards)
    inputs.look()
    trained.host.find(offers.Action, "controllers_learn").run(trained, "level")
    keyboards.play("Keys", 0xB0, 74, 0)
    keyboards.play("Keys", 0xB0, 74, 127)
    keyboards.play("Keys", 0xB0, 75, 0)
    assert trained.session.values["level"] == 1.0
    inputs.close()


def test_what_is_pulled_out_is_closed_and_what_is_plugged_in_is_heard(trained: Kernel) -> None:
    keyboards = Keyboards()
    inputs = Inputs(trained, keyboards)
    inputs.look()
    assert set(keyboards.open) == {"Keys"}
    keyboards.names = ["Pads"]
    inputs.look()
    assert set(keyboards.open) == {"Pads"}
    inputs.close()
    assert not keyboards.open


def test_where_there_is_no_midi_it_says_why_and_the_rest_goes_on(
    trained: Kernel, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = Event()
    stop.set()
    Midi().serve(trained, stop)
    assert capsys.readouterr().err.startswith("MIDI: ")
