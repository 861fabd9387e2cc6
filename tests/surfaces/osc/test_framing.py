"""Messages on a line of bytes, whole again whatever pieces they come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_osc.framing import Framing, Lengths, Slip, framing
from timbrel_osc.packet import LARGEST, Refused

MESSAGES = st.lists(st.binary(min_size=1, max_size=60), min_size=1, max_size=6)


@pytest.mark.parametrize("kind", [Slip, Lengths])
@given(messages=MESSAGES, cuts=st.lists(st.integers(0, 500), max_size=8))
def test_what_is_framed_comes_out_whole_however_it_is_cut(
    kind: type[Framing], messages: list[bytes], cuts: list[int]
) -> None:
    line = b"".join(kind.framed(message) for message in messages)
    reader, taken, at = framing(line[0]), [], 0
    assert isinstance(reader, kind)
    for cut in [*sorted(cuts), len(line)]:
        taken += reader.taken(line[at:cut])
        at = max(at, cut)
    assert taken == messages


def test_one_end_between_two_messages_is_enough() -> None:
    assert Slip().taken(b"/a\xc0/b\xc0") == [b"/a", b"/b"]


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (Slip(), b"\xc0/a\xdbx\xc0"),
        (Slip(), b"x" * (2 * LARGEST + 1)),
        (Lengths(), b"\0\1\0\0"),
        (Lengths(), b"\xff\xff\xff\xff"),
    ],
)
def test_what_is_wrong_or_would_never_end_is_refused(reader: Framing, data: bytes) -> None:
    with pytest.raises(Refused):
        reader.taken(data)


@given(st.binary(max_size=200), st.sampled_from([0, 0xC0]))
def test_any_bytes_are_messages_or_are_refused(data: bytes, first: int) -> None:
    try:
        framing(first).taken(data)
    except Refused:
        return
