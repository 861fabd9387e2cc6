"""A controller before the OSC server of a stage, and what stands at the end of its line."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from timbrel_osc.packet import Message
from timbrel_osc.server import Osc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.surfaces.conftest import PlayAt, Player

    from timbrel import Kernel

    Before = Callable[[Kernel], AbstractContextManager[Player]]


@pytest.fixture
def before(play_at: PlayAt) -> Before:
    """A controller before the server of any kernel: with before(kernel) as player."""
    from contextlib import contextmanager

    @contextmanager
    def served(kernel: Kernel) -> Iterator[Player]:
        kernel.settings["osc_port"] = 0
        surface, stop = Osc(), Event()
        thread = Thread(target=surface.serve, args=(kernel, stop))
        thread.start()
        assert surface.ready.wait(5)
        player = play_at(surface.port)
        yield player
        stop.set()
        player.send(Message("/timbrel/ping"))  # so that it looks up
        thread.join(5)
        assert not thread.is_alive()

    return served


@pytest.fixture
def player(stage: Kernel, before: Before) -> Iterator[Player]:
    with before(stage) as player:
        yield player


@pytest.fixture
def other(player: Player, play_at: PlayAt) -> Player:
    return play_at(player.port)
