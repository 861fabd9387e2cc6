"""Surfaces that serve a kernel, each on a thread of its own, on ports that are free."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel

BEGUN, ENDED = 60, 10  # seconds that a loaded machine may take


@contextmanager
def serving(kernel: Kernel, *surfaces: Any, **settings: Any) -> Iterator[None]:
    """All are ready inside, and have ended after it."""
    kernel.settings |= {"port": 0, "osc_port": 0, "open": False, **settings}
    stop = Event()
    threads = [Thread(target=surface.serve, args=(kernel, stop)) for surface in surfaces]
    for thread in threads:
        thread.start()
    try:
        assert all(surface.ready.wait(BEGUN) for surface in surfaces if hasattr(surface, "ready"))
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(ENDED)
    assert not any(thread.is_alive() for thread in threads)
