"""Open Sound Control 1.0 on the wire: a parser that trusts nothing, and its counterpart."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = float | int | str | bool

LARGEST = 4096  # bytes of a datagram
LONGEST = 512  # bytes of an address or a string
DEEPEST = 4  # bundles within bundles
MOST = 64  # messages of a datagram
MOST_VALUES = 16
TOGETHER = 24  # messages of a bundle that is sent

AT_ONCE = 1  # the time tag that means "now"
BUNDLE = b"#bundle\0"
NONE = {ord(tag): None for tag in "NI"}  # nil and impulse stand for no value
NUMBERS = {"i": ">i", "f": ">f", "h": ">q", "d": ">d"}


class Refused(Exception):
    """A datagram that is not the OSC this surface takes, and why."""


class Message(NamedTuple):
    """One address and its values; ``when`` is a 64-bit NTP time, 1 for at once."""

    address: str
    values: tuple[Value, ...] = ()
    when: int = AT_ONCE


def parse(data: bytes) -> list[Message]:
    """All messages of a datagram in their order, or Refused: never a part, never another error.

    Source: opensoundcontrol.org, spec 1.0. Types i, f, h, d, s, T, F; floats are finite; what
    the specification leaves room for beyond that (arrays, blobs) is refused.
    """
    if len(data) > LARGEST:
        raise Refused("it is too large")
    found: list[Message] = []
    for message in _element(data, AT_ONCE, 0):
        if len(found) == MOST:
            raise Refused("it holds too many messages")
        found.append(message)
    return found


def _element(data: bytes, when: int, depth: int) -> Iterator[Message]:
    if not data or len(data) % 4:
        raise Refused("its length is not a multiple of four")
    if data.startswith(BUNDLE):
        yield from _bundle(data, depth + 1)
    else:
        yield _message(data, when)


def _bundle(data: bytes, depth: int) -> Iterator[Message]:
    if depth > DEEPEST:
        raise Refused("its bundles are nested too deeply")
    if len(data) < 16:
        raise Refused("a bundle is cut off")
    (when,) = struct.unpack_from(">Q", data, 8)
    at = 16
    while at < len(data):
        (size,) = struct.unpack_from(">i", data, at)
        at += 4
        if size <= 0 or at + size > len(data):
            raise Refused("a size within a bundle is wrong")
        yield from _element(data[at : at + size], when, depth)
        at += size


def _message(data: bytes, when: int) -> Message:
    address, at = _string(data, 0)
    if not address.startswith("/") or not all(33 <= ord(c) < 127 for c in address):
        raise Refused("it has no address")
    tags, at = _string(data, at) if at < len(data) else (",", at)
    if not tags.startswith(",") or len(tags) > MOST_VALUES + 1:
        raise Refused("its type tags are wrong")
    values: list[Value] = []
    for tag in tags[1:].translate(NONE):
        value, at = _value(data, at, tag)
        values.append(value)
    if at != len(data):
        raise Refused("something is left over")
    return Message(address, tuple(values), when)


def _value(data: bytes, at: int, tag: str) -> tuple[Value, int]:
    if tag in "TF":
        return tag == "T", at
    if tag == "s":
        return _string(data, at)
    if tag not in NUMBERS:
        raise Refused("it holds a type that is not taken")
    size = struct.calcsize(NUMBERS[tag])
    if at + size > len(data):
        raise Refused("a number is cut off")
    (number,) = struct.unpack_from(NUMBERS[tag], data, at)
    if not math.isfinite(number):
        raise Refused("a number is not finite")
    return number, at + size


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at, at + LONGEST + 1)
    after = (end // 4 + 1) * 4
    if end < 0 or after > len(data):
        raise Refused("a string does not end")
    try:
        text = data[at:end].decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("a string is not UTF-8") from None
    if not text.isprintable():
        raise Refused("a string holds control characters")
    return text, after


def encode(message: Message) -> bytes:
    """The bytes of one message: floats as f, whole numbers as i or h, flags as T or F."""
    tags, body = ",", b""
    for value in message.values:
        tag, data = _encoded(value)
        tags, body = tags + tag, body + data
    return _padded(message.address) + _padded(tags) + body


def bundle(messages: list[Message]) -> bytes:
    """Messages that belong together, to be taken at once."""
    parts = [encode(message) for message in messages]
    body = b"".join(struct.pack(">i", len(part)) + part for part in parts)
    return BUNDLE + struct.pack(">Q", AT_ONCE) + body


def bundled(messages: list[Message]) -> Iterator[bytes]:
    """One by itself as a message, more in bundles that every receiver's buffer holds."""
    for start in range(0, len(messages), TOGETHER):
        part = messages[start : start + TOGETHER]
        yield encode(part[0]) if len(part) == 1 else bundle(part)


def _encoded(value: Value) -> tuple[str, bytes]:
    if isinstance(value, bool):
        return "T" if value else "F", b""
    if isinstance(value, str):
        return "s", _padded(value)
    if isinstance(value, int):
        tag = "i" if -(2**31) <= value < 2**31 else "h"
        return tag, struct.pack(NUMBERS[tag], value)
    return "f", struct.pack(">f", value)


def _padded(text: str) -> bytes:
    data = text.encode()
    return data + b"\0" * (4 - len(data) % 4)
