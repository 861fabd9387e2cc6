"""What a listener has yet to be told."""

from __future__ import annotations

import asyncio
from threading import Thread

import pytest

from timbrel_web.mailbox import Mailbox

FOREVER, NOT_AT_ALL = 20.0, 0.001


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_of_two_messages_with_one_key_the_newer_is_told_in_the_order_they_came() -> None:
    box = Mailbox(asyncio.get_running_loop())
    for key, what in (("a", 1), ("b", 2), ("a", 3)):
        box.put(key, {"what": what})
    assert await box.taken(FOREVER) == [{"what": 2}, {"what": 3}]
    assert await box.taken(NOT_AT_ALL) == []


@pytest.mark.anyio
async def test_it_is_filled_by_other_threads() -> None:
    box = Mailbox(asyncio.get_running_loop())
    Thread(target=box.put, args=("a", {"what": 1})).start()
    assert await box.taken(FOREVER) == [{"what": 1}]


@pytest.mark.anyio
async def test_who_waits_is_woken_at_the_end_with_nothing() -> None:
    box = Mailbox(asyncio.get_running_loop())
    Thread(target=box.end).start()
    assert await box.taken(FOREVER) == []


def test_it_may_be_filled_after_its_loop_has_ended() -> None:
    loop = asyncio.new_event_loop()
    box = Mailbox(loop)
    loop.close()
    box.put("a", {"what": 1})
