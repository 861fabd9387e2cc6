"""What messages do to the live sound, heard block by block by one who listens."""

from __future__ import annotations

from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING

import numpy as np
import pytest

from timbrel_osc.packet import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.surfaces.conftest import PlayAt, Player
    from tests.surfaces.osc.conftest import Before

    from timbrel import Kernel

MAIN = "/timbrel/main"
RATE = 48000
WITHIN = 30.0  # seconds of sound in which a move has to be heard


class Ear:
    """Hears the live sound until it is as it should be."""

    def __init__(self, kernel: Kernel) -> None:
        rings: SimpleQueue[None] = SimpleQueue()
        self._listener = kernel.live.listen(lambda: rings.put(None))
        self._rings = rings

    def hears(self, fits: Callable[[float, float], bool]) -> None:
        """Until a stretch of a tenth of a second is so loud and so high: peak, and Hz."""
        kept, passed = np.zeros(0, np.float32), 0
        while passed < WITHIN * RATE:
            self._rings.get(timeout=60)
            for block in self._listener.taken():
                kept = np.concatenate([kept, block.samples[0]])[-RATE // 10 :]
                passed += block.frames
            hertz = np.abs(np.fft.rfft(kept * np.hanning(len(kept)), RATE)).argmax()
            if len(kept) == RATE // 10 and fits(float(np.abs(kept).max()), float(hertz)):
                return
        raise AssertionError("It was not heard")


@contextmanager
def heard(kernel: Kernel) -> Iterator[Ear]:
    ear = Ear(kernel)
    yield ear
    kernel.live.leave(ear._listener)


def near(value: float, wanted: float) -> bool:
    return value == pytest.approx(wanted, abs=0.02 * max(wanted, 1))


@pytest.fixture
def playing(trained: Kernel, before: Before) -> Iterator[tuple[Player, Ear]]:
    """A model called bell, half loud at 440 Hz, that is heard."""
    trained.session.load("bell")
    with before(trained) as player, heard(trained) as ear:
        player.wait(20)
        ear.hears(lambda peak, hertz: near(peak, 0.5) and near(hertz, 440))
        yield player, ear


def test_a_knob_a_glide_and_a_reset_are_heard(playing: tuple[Player, Ear]) -> None:
    player, ear = playing
    player.send(Message(f"{MAIN}/param/level", (1.0,)))
    ear.hears(lambda peak, _: near(peak, 1))
    player.send(Message(f"{MAIN}/automation/pitch/glide", (2.0, 0.2)))
    ear.hears(lambda _, hertz: near(hertz, 880))
    player.send(Message(f"{MAIN}/param/*/reset"))
    ear.hears(lambda peak, hertz: near(peak, 0.5) and near(hertz, 440))


def test_presets_and_the_way_between_them_are_heard(playing: tuple[Player, Ear]) -> None:
    player, ear = playing
    for name, level in (("soft", 0.125), ("loud", 1.0)):
        player.send(Message(f"{MAIN}/param/level", (level,)))
        player.ask(f"{MAIN}/preset/save", name)
    player.ask(f"{MAIN}/preset/load", "soft")
    ear.hears(lambda peak, _: near(peak, 0.125))
    player.send(Message(f"{MAIN}/morph", ("soft", "loud", 1.0)))
    ear.hears(lambda peak, _: near(peak, 1))
    player.send(Message(f"{MAIN}/morph", (0.5,)))
    ear.hears(lambda peak, _: near(peak, 0.5625))


def test_another_model_and_the_shares_of_a_blend_are_heard(
    trained: Kernel, tone: Callable[..., object], playing: tuple[Player, Ear]
) -> None:
    player, ear = playing
    tone(trained, "gong", 220.0)
    player.ask(f"{MAIN}/model/load", "gong")
    ear.hears(lambda peak, hertz: near(peak, 0.5) and near(hertz, 220))
    player.ask(f"{MAIN}/blend", "bell:1+gong:0")
    ear.hears(lambda _, hertz: near(hertz, 440))
    player.send(Message(f"{MAIN}/blend/gong", (1.0,)), Message(f"{MAIN}/blend/bell", (0.0,)))
    ear.hears(lambda _, hertz: near(hertz, 220))


def test_the_volume_is_told_to_listeners_but_not_to_the_hand_on_it(
    trained: Kernel, before: Before, play_at: PlayAt
) -> None:
    at = f"{MAIN}/transport/volume"
    with before(trained) as player:
        other = play_at(player.port)
        for one in (player, other):
            one.send(Message("/timbrel/subscribe"))
            one.until_now()
        player.send(Message(at, (0.5,)))
        assert other.hear() == [Message(at, (0.5,))]
        assert player.until_now() == []
        trained.live.volume.turn(0.25)
        assert player.hear() == other.hear() == [Message(at, (0.25,))]


def test_the_volume_and_silence_are_heard_and_asked_for(
    trained: Kernel, playing: tuple[Player, Ear]
) -> None:
    player, ear = playing
    at = f"{MAIN}/transport"
    player.send(Message(f"{at}/volume", (0.5,)))
    ear.hears(lambda peak, _: near(peak, 0.125))
    assert player.ask(f"{at}/volume") == [Message(f"{at}/volume", (0.5,))]
    assert player.ask(f"{at}/volume", 3.0) == [Message(f"{at}/volume", (1.0,))]
    ear.hears(lambda peak, _: near(peak, 0.5))
    player.send(Message(f"{at}/stop"))
    ear.hears(lambda peak, _: peak == 0)
    player.send(Message(f"{at}/play"))
    ear.hears(lambda peak, _: near(peak, 0.5))
    assert player.ask(f"{at}/volume", "loud")[0].values[1] == "input"
