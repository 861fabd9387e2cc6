"""The OSC server of any kernel, on a thread: with serving(kernel) as osc."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from timbrel_osc.server import Osc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel


@contextmanager
def serving(kernel: Kernel, port: int = 0) -> Iterator[Osc]:
    kernel.settings["osc_port"] = port
    surface, stop = Osc(), Event()
    thread = Thread(target=surface.serve, args=(kernel, stop))
    thread.start()
    try:
        assert surface.ready.wait(20)
        yield surface
    finally:
        stop.set()
        wake(surface.port)
        thread.join(20)
        assert not thread.is_alive()


def wake(port: int) -> None:
    """So that it looks up, and sees that it is to end."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.sendto(b"/\0\0\0", ("127.0.0.1", port))
