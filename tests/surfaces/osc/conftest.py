"""A controller before the OSC server of a stage, and what stands at the end of its line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.surfaces.osc.serving import serving

from timbrel import hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from tests.surfaces.conftest import PlayAt, Player

    from timbrel import Kernel

    Before = Callable[[Kernel], AbstractContextManager[Player]]


@pytest.fixture
def before(play_at: PlayAt) -> Before:
    """A controller before the server of any kernel: with before(kernel) as player."""

    @contextmanager
    def served(kernel: Kernel) -> Iterator[Player]:
        with serving(kernel) as osc:
            yield play_at(osc.port)

    return served


@pytest.fixture
def player(stage: Kernel, before: Before) -> Iterator[Player]:
    with before(stage) as player:
        yield player


@pytest.fixture
def other(player: Player, play_at: PlayAt) -> Player:
    return play_at(player.port)


@pytest.fixture
def moves(stage: Kernel) -> list[dict[str, float]]:
    """What the session's listeners are told, move by move."""
    heard: list[dict[str, float]] = []

    class Ear:
        @hookimpl
        def controls_moved(self, values: Mapping[str, float]) -> None:
            heard.append(dict(values))

    stage.host.add(Ear(), "ear")
    return heard
