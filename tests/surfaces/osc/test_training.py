"""A training that is begun, asked about and stopped by messages: a real one, of tiny sounds."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from timbrel import Kernel, Problem, offers, start
from timbrel_osc.packet import Message
from timbrel_osc.training import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.surfaces.conftest import PlayAt, Player
    from tests.surfaces.osc.conftest import Before

AT = "/timbrel/main/train"
RATE = 48000
# What a training needs; knobs take longer to learn than these sounds.
NEEDLESS = ("controls", "describe", "demo", "doctor", "library", "mcp", "web")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Kernel]:
    """A kernel that trains, with a dataset called plucks."""
    kernel = start(tmp_path / "home", NEEDLESS)
    folder = tmp_path / "sounds"
    folder.mkdir()
    time = np.arange(RATE // 8) / RATE
    for number in range(6):
        noise = 0.01 * np.random.default_rng(number).normal(size=len(time))
        sound = 0.4 * np.exp(-20 * time) * np.sin(2 * np.pi * 110 * 1.3**number * time) + noise
        soundfile.write(folder / f"pluck-{number}.wav", sound, RATE)
    add = kernel.host.find(offers.Action, "dataset_add")
    add.run(kernel, folder, name="plucks").result(60)
    yield kernel
    for job in kernel.jobs.all:
        job.stop()
        with suppress(Problem):
            job.result(60)


def until(player: Player, address: str) -> Message:
    """The next message at an address."""
    while True:
        for message in player.hear():
            if message.address == address:
                return message


def test_a_training_is_begun_told_of_asked_about_and_stopped(
    studio: Kernel, before: Before
) -> None:
    with before(studio) as player:
        player.wait(60)
        assert player.ask(f"{AT}/status")[0].values == ()
        [job] = player.ask(f"{AT}/start", "plucks", "bell", 30.0)
        name, state, part, *_ = job.values
        assert job.address == "/timbrel/main/job" and part == 0
        assert str(name).startswith("train-bell") and state in ("waiting", "running")
        while not job.values[3]:  # a step
            job = until(player, "/timbrel/main/job")
        player.send(Message(f"{AT}/status"))
        assert until(player, f"{AT}/status").values[:2] == ("bell", "training")
        player.send(Message(f"{AT}/stop", (0,)), Message(f"{AT}/stop", (1,)))
        assert until(player, f"{AT}/stop").values == ("bell",)
        while job.values[1] == "running":
            job = until(player, "/timbrel/main/job")
        assert job.values[:2] == (name, "done")
        assert [card.name for card in studio.registry.cards()] == ["bell"]
        assert player.ask(f"{AT}/stop")[0].values[1] == "missing"


def test_so_many_trainings_and_no_more_are_begun_and_each_can_be_stopped(
    studio: Kernel, before: Before, play_at: PlayAt
) -> None:
    with before(studio) as player:
        players = [play_at(player.port) for _ in range(6)]
        for number, one in enumerate(players):
            one.wait(60)
            one.send(Message(f"{AT}/start", ("plucks", f"bell-{number}")))
        told = [one.hear()[0] for one in players]
        begun = [n for n, one in enumerate(told) if one.address == "/timbrel/main/job"]
        assert len(begun) == MOST
        assert {told[n].values[1] for n in range(6) if n not in begun} == {"unavailable"}
        player.wait(60)
        player.send(*(Message(f"{AT}/stop", (f"bell-{n}",)) for n in begun))
        stopped = {until(player, f"{AT}/stop").values[0] for _ in begun}
        assert stopped == {f"bell-{n}" for n in begun}


@pytest.mark.parametrize("place", ["..", "/", "sounds", "", "plucks/..", "../sounds", "none"])
def test_no_path_is_trained_on(studio: Kernel, before: Before, place: str) -> None:
    with before(studio) as player:
        player.wait(20)
        [told] = player.ask(f"{AT}/start", place, "bell")
        assert told.values[:2] == (f"{AT}/start", "missing")
        assert "plucks" in str(told.values[2]) and len(studio.jobs.all) == 1


def test_what_cannot_be_trained_is_told(studio: Kernel, before: Before) -> None:
    with before(studio) as player:
        player.wait(20)
        for verb, values, kind in [
            ("start", (), "input"),
            ("start", (1,), "input"),
            ("start", ("plucks", "bell", "long"), "input"),
            ("start", ("plucks", "bell", -1.0), "input"),
            ("start", ("plucks", "../x"), "input"),
            ("status", ("none",), "missing"),
            ("pause", ("none",), "missing"),
            ("go_on", (), "missing"),
        ]:
            [told] = player.ask(f"{AT}/{verb}", *values)
            assert told.values[:2] == (f"{AT}/{verb}", kind), told


def test_without_a_plugin_that_trains_it_is_said(player: Player) -> None:
    for verb in ("start", "status", "stop"):
        assert player.ask(f"{AT}/{verb}", "plucks")[0].values[1] == "unavailable"
