"""Where a message ends on a line that knows only bytes: SLIP, or its length before it."""

from __future__ import annotations

import struct

from timbrel_osc.packet import LARGEST, Refused

END, ESC, ESC_END, ESC_ESC = b"\xc0", b"\xdb", b"\xdb\xdc", b"\xdb\xdd"


class Slip:
    """RFC 1055 with END on both sides, as OSC 1.1 has it; one END is enough when reading."""

    def __init__(self) -> None:
        self._rest = b""

    def taken(self, data: bytes) -> list[bytes]:
        """The messages that are whole by now; Refused where one is too large or wrong."""
        *whole, self._rest = (self._rest + data).split(END)
        if len(self._rest) > 2 * LARGEST:
            raise Refused("a message on a line is too large")
        return [_unescaped(part) for part in whole if part]

    @staticmethod
    def framed(message: bytes) -> bytes:
        return END + message.replace(ESC, ESC_ESC).replace(END, ESC_END) + END


def _unescaped(part: bytes) -> bytes:
    first, *others = part.split(ESC)
    signs = {ESC_END[1]: END, ESC_ESC[1]: ESC}
    if any(not other or other[0] not in signs for other in others):
        raise Refused("a message on a line is escaped wrongly")
    return first + b"".join(signs[other[0]] + other[1:] for other in others)


class Lengths:
    """Four bytes before each message say how long it is, as OSC 1.0 has it for streams."""

    def __init__(self) -> None:
        self._rest = b""

    def taken(self, data: bytes) -> list[bytes]:
        """The messages that are whole by now; Refused where one is to be too large."""
        self._rest += data
        whole: list[bytes] = []
        while len(self._rest) >= 4:
            (size,) = struct.unpack(">I", self._rest[:4])
            if size > LARGEST:
                raise Refused("a message on a line is too large")
            if len(self._rest) < 4 + size:
                break
            whole.append(self._rest[4 : 4 + size])
            self._rest = self._rest[4 + size :]
        return whole

    @staticmethod
    def framed(message: bytes) -> bytes:
        return struct.pack(">I", len(message)) + message


Framing = Slip | Lengths


def framing(first: int) -> Framing:
    """The one that a line speaks, by its first byte: no length that is taken begins but with 0."""
    return Slip() if first else Lengths()
