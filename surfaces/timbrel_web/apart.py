"""Work that blocks, away from the server's loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


async def apart(work: Callable[[], Result]) -> Result:
    """The result of ``work``, done on a thread that does not hold up the end of the server.

    The pool that FastAPI uses waits for its threads: a render of an hour would outlive Ctrl-C.
    """
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, name="web-work", daemon=True).start()
    return await asyncio.wrap_future(future)
