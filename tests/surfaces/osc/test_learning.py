"""A foreign fader is learnt, steers, and still does after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from timbrel import start
from timbrel_osc.packet import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.surfaces.conftest import Player
    from tests.surfaces.osc.conftest import Before

    from timbrel import Kernel

MAIN = "/timbrel/main"


def test_the_next_foreign_fader_is_bound_and_survives_a_restart(
    trained: Kernel, before: Before
) -> None:
    trained.session.load("bell")
    with before(trained) as player:
        assert player.ask(f"{MAIN}/learn", "pitch", 2.0, 1.0)[0].values == ("pitch",)
        assert player.ask("/1/fader3", 0.25) == [Message(f"{MAIN}/learn", ("pitch", "/1/fader3"))]
        assert trained.session.values["pitch"] == 1.75
        player.send(Message("/1/fader4", (1.0,)), Message("/xy", (0.5, 0.75)))
        player.until_now()
        assert trained.session.values["pitch"] == 1.75
    again = start(home=trained.places.home)
    for plugin in trained.host.manager.get_plugins():
        if trained.host.manager.get_name(plugin) == "tone":
            again.host.add(plugin, "tone")
    again.session.load("bell")
    with before(again) as player:
        player.send(Message("/1/fader3", (1,)))
        player.until_now()
        assert again.session.values["pitch"] == 1.0
        assert player.ask(f"{MAIN}/controllers")[0].values == ("/1/fader3", "pitch")
        assert player.ask(f"{MAIN}/unlearn", "pitch")[0].values == ("/1/fader3",)
        player.send(Message("/1/fader3", (0.0,)))
        player.until_now()
        assert again.session.values["pitch"] == 1.0


def test_what_a_learnt_fader_moves_is_told_to_others_and_not_to_itself(
    trained: Kernel, before: Before, play_at: Callable[[int], Player]
) -> None:
    trained.session.load("bell")
    with before(trained) as player:
        other = play_at(player.port)
        for one in (player, other):
            one.ask("/timbrel/subscribe")
        player.ask(f"{MAIN}/learn", "level")
        player.ask("/xy#2", 0.5)
        other.hear()
        player.send(Message("/xy", (1.0, 0.75)))
        assert other.hear() == [Message(f"{MAIN}/param/level", (0.75,))]
        assert player.until_now() == []


def test_what_cannot_be_learnt_is_told(trained: Kernel, before: Before) -> None:
    trained.session.load("bell")
    with before(trained) as player:
        for address, values, kind in [
            ("learn", ("nope",), "missing"),
            ("learn", (), "input"),
            ("learn", ("pitch", 1.0), "input"),
            ("learn", ("pitch", "bent"), "input"),
            ("unlearn", ("/nothing",), "missing"),
        ]:
            [answer] = player.ask(f"{MAIN}/{address}", *values)
            assert answer.values[:2] == (f"{MAIN}/{address}", kind), answer


def test_without_a_plugin_that_learns_it_is_said(stage: Kernel, player: Player) -> None:
    assert player.ask(f"{MAIN}/learn", "pitch")[0].values[1] == "unavailable"
    player.send(Message("/1/fader3", (1.0,)))
    player.until_now()


@pytest.mark.parametrize("values", [(0.0, 1.0, 0.0), (1.0,)])
def test_a_learnt_button_recalls_a_preset_as_it_goes_down(
    trained: Kernel, before: Before, values: tuple[float, ...]
) -> None:
    session = trained.session
    session.load("bell")
    session.move({"level": 0.25})
    with before(trained) as player:
        player.ask(f"{MAIN}/preset/save", "soft")
        session.move({"level": 1.0})
        player.ask(f"{MAIN}/learn", "preset:soft")
        player.ask("/1/push1", 0.0)
        player.ask("/timbrel/subscribe")
        for value in values:
            player.send(Message("/1/push1", (value,)))
        while session.values["level"] != 0.25:
            player.hear()
