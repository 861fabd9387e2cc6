"""What is kept for later comes in its order and at its time."""

from __future__ import annotations

import pytest

from timbrel_osc.packet import AT_ONCE, Message, Refused
from timbrel_osc.schedule import EPOCH, MOST, Schedule, ahead

PEER = ("x", 1)


def test_what_is_due_comes_in_the_order_of_time_then_of_arrival() -> None:
    now = [100.0]
    schedule = Schedule(lambda: now[0])
    for seconds, name in [(2.0, "/late"), (1.0, "/a"), (1.0, "/b")]:
        schedule.keep(seconds, [Message(name)], PEER)
    assert schedule.pause(9.0) == 1.0 and not [*schedule.due()]
    now[0] = 101.0
    assert [messages[0].address for messages, _ in schedule.due()] == ["/a", "/b"]
    assert schedule.pause(0.2) == 0.2
    now[0] = 105.0
    assert schedule.pause(9.0) == 0.0
    assert [messages[0].address for messages, _ in schedule.due()] == ["/late"]


def test_only_so_much_is_kept() -> None:
    schedule = Schedule(lambda: 0.0)
    for _ in range(MOST):
        schedule.keep(1.0, [], PEER)
    with pytest.raises(Refused):
        schedule.keep(1.0, [], PEER)


def test_a_time_tag_is_so_far_ahead_and_the_past_is_now() -> None:
    assert ahead(int((1000.5 + EPOCH) * 2**32), 1000.0) == pytest.approx(0.5)
    assert ahead(AT_ONCE, 1000.0) == 0
    assert ahead(int((900.0 + EPOCH) * 2**32), 1000.0) == 0
