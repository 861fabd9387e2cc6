"""A running event loop for what would otherwise make loops and leave them open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")


def looped(work: Callable[[], Made]) -> Made:
    """What ``work`` returns. Gradio makes a loop for each lock that it needs where none runs."""

    async def run() -> Made:
        return work()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(run())
    return work()
