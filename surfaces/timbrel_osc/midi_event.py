"""What a MIDI message says of a controller: its address, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OFF, ON, AFTER, CONTROL, PROGRAM, PRESSURE, BEND = 0x8, 0x9, 0xA, 0xB, 0xC, 0xD, 0xE
FULL, BENT = 127, 16383

Moved = tuple[str, float]


def moved(message: Sequence[int]) -> list[Moved]:
    """The controllers of a message of MIDI 1.0, 0 to 1; none where it is of no use.

    A note is a button that goes down as fast as it was struck. A program change is one that goes
    down and up at once: nothing ever says that it is over.
    """
    if not message or not 0x80 <= message[0] < 0xF0:
        return []
    kind, channel, data = message[0] >> 4, (message[0] & 15) + 1, message[1:]
    if len(data) != (1 if kind in (PROGRAM, PRESSURE) else 2) or not all(
        0 <= d < 128 for d in data
    ):
        return []
    at = f"midi/{channel}"
    if kind == PROGRAM:
        return [(f"{at}/program/{data[0] + 1}", 1.0), (f"{at}/program/{data[0] + 1}", 0.0)]
    if kind == PRESSURE:
        return [(f"{at}/pressure", data[0] / FULL)]
    if kind == BEND:
        return [(f"{at}/bend", (data[0] | data[1] << 7) / BENT)]
    if kind == AFTER:
        return [(f"{at}/pressure/{data[0]}", data[1] / FULL)]
    if kind == CONTROL:
        return [(f"{at}/cc/{data[0]}", data[1] / FULL)]
    return [(f"{at}/note/{data[0]}", data[1] / FULL if kind == ON else 0.0)]
