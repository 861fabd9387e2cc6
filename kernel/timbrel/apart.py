"""Work that blocks, away from a server's loop."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


async def apart(work: Callable[[], Result]) -> Result:
    """The result of ``work``, done on a thread that does not hold up the end of the server.

    The pools of servers wait for their threads: a render of an hour would outlive Ctrl-C.
    """
    import asyncio  # only servers need it

    return await asyncio.wrap_future(begun(work))


def begun(work: Callable[[], Result]) -> Future[Result]:
    """``work`` on such a thread, and where its result will be."""
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, name="apart", daemon=True).start()
    return future
