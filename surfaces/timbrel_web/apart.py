"""Work that blocks, away from the server's loop."""

from __future__ import annotations

import asyncio
import contextlib
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


async def apart(work: Callable[[], Result]) -> Result:
    """The result of ``work``, done on a thread that does not hold up the end of the server.

    The pool that FastAPI uses waits for its threads: a render of an hour would outlive Ctrl-C.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def settle(fill: Callable[[Any], None], value: Any) -> None:
        if not future.done():
            fill(value)

    def run() -> None:
        try:
            fill, value = future.set_result, work()
        except Exception as error:
            fill, value = future.set_exception, error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, fill, value)

    Thread(target=run, name="web-work", daemon=True).start()
    return await future
