"""What was played live, played again from its record: the same samples, whatever happened."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timbrel import Audio, Card, Control, Kernel, Problem, hookimpl, offers
from timbrel.live import FRAMES, Live
from timbrel.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from timbrel.listener import Block

RATE = 48000


class Drift(offers.Model):
    """Remembers all that was ever done to its knobs, in blocks that fit nothing."""

    rate, channels = RATE, 1
    controls = (Control("pitch", 0.5, 2.0, 1.0), Control("level"))

    def __init__(self, size: int) -> None:
        self.size = size

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        rng, phase = np.random.default_rng(seed), 0.0
        while True:
            step = 0.05 * values["pitch"] * np.arange(1, self.size + 1)
            noise = 0.1 * rng.standard_normal(self.size)
            yield Audio((values["level"] * np.sin(phase + step) + noise)[None].astype("f4"), RATE)
            phase += step[-1]


class Drifts(offers.Family):
    name = "drift"

    def load(self, folder: Path) -> offers.Model:
        return Drift(int((folder / "size").read_text()))


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Drifts()]


@pytest.fixture
def hall(bare: Kernel) -> Kernel:
    """With two models that drift, in blocks of 300 and of 77."""
    bare.host.add(Plugin(), "drift")
    for name, size in (("sea", 300), ("sky", 77)):
        draft = bare.registry.draft()
        (draft / "size").write_text(str(size))
        bare.registry.add(Card(name, "drift"), draft)
    bare.session.load("sea")
    return bare


def joined(blocks: Sequence[Block | Audio]) -> np.ndarray:
    return np.concatenate([block.samples for block in blocks], axis=1)


def record(blocks: Sequence[Block], **more: Any) -> dict[str, Any]:
    """What is written down of blocks, as it comes back from a file."""
    start, frames = blocks[0].first, sum(block.frames for block in blocks)
    parts = {id(part): part for block in blocks for part in block.parts}.values()
    told = [part.facts(start, start + frames) for part in parts]
    return json.loads(json.dumps({"rate": RATE, "block": FRAMES, "parts": told} | more))


def again(kernel: Kernel, facts: Mapping[str, Any], frames: int) -> np.ndarray:
    performance = kernel.performance(facts, frames)
    performance.load(kernel.new_session)
    return joined([*performance.play()])


def did(kernel: Kernel, live: Live, deed: tuple[Any, ...]) -> None:
    match deed:
        case "move", name, value:
            kernel.session.move({name: value} if name in kernel.session.controls else {})
        case "load", spec:
            kernel.session.load(spec)
        case "begin", seed:
            live.begin(seed)
        case _:
            live.panic()


DEEDS = st.one_of(
    st.tuples(
        st.just("move"),
        st.sampled_from(["pitch", "level", "share_sea", "share_sky"]),
        st.floats(0, 2, width=32),
    ),
    st.tuples(st.just("load"), st.sampled_from(["sea", "sky", "sea:0.3+sky:0.7", "bell"])),
    st.tuples(st.just("begin"), st.integers(0, 9)),
    st.just(("panic",)),
)
STEPS = st.lists(st.tuples(st.floats(0, 0.2), st.lists(DEEDS, max_size=3)), min_size=2, max_size=20)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, skipped=st.integers(0, 5))
def test_whatever_is_played_and_whenever_it_sounds_the_same_again(
    hall: Kernel, steps: list[tuple[float, list[Any]]], skipped: int
) -> None:
    """``skipped`` steps are over by the time that somebody writes down what is played."""
    hall.session.load("sea")
    live, now, blocks = Live(hall.session, clock=None), 0.0, list[Any]()
    ear = live.listen(patience=3600)
    for number, (pause, deeds) in enumerate(steps):
        for deed in deeds:
            did(hall, live, deed)
        live.pump(now := now + pause)
        came = ear.taken()
        blocks = blocks + came if number >= min(skipped, len(steps) - 1) else []
    if blocks:
        sound = joined(blocks)
        assert np.array_equal(again(hall, record(blocks), sound.shape[1]), sound)


def test_on_its_own_thread_it_sounds_the_same_again(hall: Kernel) -> None:
    came, blocks = Event(), list[Any]()
    ear = hall.live.listen(came.set, patience=3600)
    chance = np.random.default_rng(1)
    while sum(block.frames for block in blocks) < 2 * RATE:
        assert came.wait(20)
        came.clear()
        blocks += ear.taken()
        hall.session.move({"pitch": 0.5 + chance.random(), "level": chance.random()})
        if len(blocks) % 20 == 0:
            hall.session.load("sky" if hall.session.name == "sea" else "sea+sky")
            hall.live.begin(int(chance.integers(9)))
    hall.live.leave(ear)
    sound = joined(blocks)
    assert np.array_equal(again(hall, record(blocks), sound.shape[1]), sound)


def played(kernel: Kernel, seconds: float = 1.0) -> list[Block]:
    live = Live(kernel.session, clock=None)
    ear = live.listen(patience=3600)
    for now in np.arange(0, seconds, 0.05):
        kernel.session.move({"level": float(now) % 1})
        live.pump(float(now))
    return ear.taken()


def test_another_seed_or_another_move_is_another_sound(hall: Kernel) -> None:
    blocks = played(hall)
    sound, facts = joined(blocks), record(blocks)
    facts["parts"][0]["seed"] += 1
    assert not np.array_equal(again(hall, facts, sound.shape[1]), sound)
    facts = record(blocks)
    facts["parts"][0]["at"][5] += FRAMES
    assert not np.array_equal(again(hall, facts, sound.shape[1]), sound)


def test_it_may_end_within_a_block_and_be_played_twice(hall: Kernel) -> None:
    blocks = played(hall)
    performance = hall.performance(record(blocks), 1000)
    performance.load(hall.new_session)
    once, twice = joined([*performance.play()]), joined([*performance.play()])
    assert np.array_equal(once, joined(blocks)[:, :1000]) and np.array_equal(once, twice)


def test_knobs_that_no_longer_reach_so_far_are_a_sentence(hall: Kernel) -> None:
    facts = record(played(hall))
    facts["parts"][0]["values"]["level"] = 1.5
    with pytest.raises(Problem, match="do not reach"):
        again(hall, facts, 1000)


PART = Part("sea", "knobs", {}, 0, {"level": 0.5}).facts(0, 10)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"parts": 3},
        {"parts": [3]},
        {"parts": [PART | {"first": float("nan")}]},
        {"parts": [PART | {"first": -(10**15)}]},
        {"parts": [PART | {"at": [0], "knob": [9], "to": [0.5]}]},
        {"parts": [PART | {"at": [0], "knob": [], "to": [0.5]}]},
        {"parts": [PART | {"at": [10**30], "knobs": ["level"], "knob": [0], "to": [0.5]}]},
        {"parts": [PART | {"fades": [[0, 1]]}]},
        {"parts": [PART | {"values": []}]},
        {"rate": 0},
        {"rate": "x"},
        {"block": 0},
        {"block": 10**9},
    ],
)
def test_a_record_that_is_none_is_a_sentence(hall: Kernel, spoilt: dict[str, Any]) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        again(hall, {"rate": RATE, "block": FRAMES, "parts": [PART]} | spoilt, 1000)


@given(moves=st.lists(st.tuples(st.integers(0, 50), st.sampled_from("abc"), st.floats(-1, 1))))
def test_a_part_comes_back_from_its_facts(moves: list[tuple[int, str, float]]) -> None:
    part = Part("sea", "knobs", {"size": "1"}, 7, {"a": 0.1}, first=512)
    part.fades += [(0, 1.0, 0.02), (30, 0.0, 0.06)]
    moves.sort(key=lambda move: move[0])
    for at, name, to in moves:
        part.moved(at, {name: to})
    back = Part.again(json.loads(json.dumps(part.facts(0, 512 + 40))))
    assert [*back.moves(99)] == [move for move in moves if move[0] < 40]
    assert (back.first, back.seed, back.values, back.fades) == (512, 7, {"a": 0.1}, part.fades)
    assert part.facts(1024, 2048)["first"] == -512


def test_a_part_that_remembers_enough_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timbrel.part.MOST", 3)
    part = Part("sea", "knobs", {}, 0, {})
    for at in range(3):
        part.moved(at, {"a": 0.5})
    assert not part.full
    part.moved(3, {"a": 0.5})
    assert part.full and len([*part.moves(99)]) == 3
