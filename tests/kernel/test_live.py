"""Sound without an end, driven by a clock that the tests step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Audio, Card, Control, Kernel, Problem, hookimpl, offers
from timbrel.live import AHEAD, CROSS, FRAMES, PANIC, Live
from timbrel.volume import VOLUME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from timbrel.listener import Block, Listener

RATE = 48000
STEP = FRAMES / RATE


@pytest.fixture
def bell(bare: Kernel) -> Kernel:
    bare.session.load("bell")
    return bare


@pytest.fixture
def live(bell: Kernel) -> Live:
    return Live(bell.session, clock=None)


def joined(blocks: list[Block]) -> np.ndarray:
    return np.concatenate([block.samples for block in blocks], axis=1)


def played(live: Live, ear: Listener, start: float, stop: float) -> np.ndarray:
    """What comes while the clock goes in steps of a block."""
    found: list[Block] = []
    for now in np.arange(start, stop, STEP):
        live.pump(float(now))
        found += ear.taken()
    return joined(found)


def test_what_is_played_is_the_stream_of_the_session(bell: Kernel, live: Live) -> None:
    ear = live.listen()
    sound = played(live, ear, 0, 0.5)
    stream = np.concatenate([b.samples for b in bell.session.stream(1.0)], axis=1)
    risen = slice(RATE // 20, sound.shape[1])
    assert np.array_equal(sound[0, risen], stream[0, risen])
    assert np.array_equal(sound[0], sound[1])
    assert abs(sound[0, 0]) < 0.01


def test_as_much_is_rendered_as_is_due_and_the_buffer_asks(live: Live) -> None:
    live.listen()
    live.set(40)
    live.pump(100.0)
    assert live.done == -(-RATE * 40 // 1000 // FRAMES) * FRAMES
    live.pump(100.03)
    assert 0.07 * RATE <= live.done < 0.07 * RATE + FRAMES
    assert live.underruns == 0


def test_the_buffer_stays_within_its_bounds(live: Live) -> None:
    assert live.set(5000) == AHEAD.high and live.set(0) == AHEAD.low
    with pytest.raises(Problem):
        live.set(float("nan"))
    assert live.facts()["ahead"] == AHEAD.low


def test_the_volume_is_heard_from_the_next_block_on_without_a_step(live: Live) -> None:
    ear, keeper = live.listen(), live.listen(whole=True)
    before = played(live, ear, 0, 0.4)
    assert live.volume.turn(0.5) == 0.5
    heard = np.concatenate([before, played(live, ear, 0.4, 0.8)], axis=1)
    whole = joined(keeper.taken())
    turned = slice(before.shape[1] + FRAMES, None)
    assert np.array_equal(before, whole[:, : before.shape[1]])
    assert np.allclose(heard[:, turned], whole[:, turned] / 4)
    assert np.abs(np.diff(heard)).max() <= 1.01 * np.abs(np.diff(whole)).max()
    assert live.facts()["peak"] == pytest.approx([0.125, 0.125], abs=0.01)
    assert np.abs(whole[:, -FRAMES:]).max() == pytest.approx(0.5, abs=0.01)


def test_the_volume_stays_within_its_bounds(live: Live) -> None:
    assert live.volume.turn(7) == VOLUME.high and live.volume.turn(-1) == VOLUME.low
    with pytest.raises(Problem):
        live.volume.turn(float("nan"))
    assert live.facts()["volume"] == VOLUME.low
    ear = live.listen()
    assert np.abs(played(live, ear, 0, 0.5)[:, FRAMES:]).max() == 0


def test_what_does_not_come_in_time_is_counted_once_and_not_hurried(live: Live) -> None:
    ear = live.listen()
    live.pump(0.0)
    live.pump(3.0)
    assert live.underruns == 1
    assert live.done < 0.3 * RATE
    live.pump(3.0 + STEP)
    assert live.underruns == 1 and ear.taken()[-1].underruns == 1


def test_two_listeners_get_the_same_and_none_holds_the_other(live: Live) -> None:
    quick, slow = live.listen(), live.listen()
    sound = played(live, quick, 0, 3.0)
    late = slow.taken()
    assert quick.lost == 0 and slow.lost > 0
    assert live.facts()["lost"] == slow.lost and live.underruns == 0
    assert sum(block.frames for block in late) <= RATE
    first = late[0].first
    assert np.array_equal(joined(late), sound[:, first : first + joined(late).shape[1]])


def test_a_knob_is_heard_from_the_next_block_of_the_model(bell: Kernel, live: Live) -> None:
    ear = live.listen()
    before = played(live, ear, 0, 0.5)
    bell.session.move({"level": 0.0})
    after = played(live, ear, 0.5, 1.0)
    assert np.abs(before[:, -FRAMES:]).max() > 0.4
    assert np.abs(after[:, 4800:]).max() == 0


def test_another_model_is_faded_into_without_a_click(
    bell: Kernel, live: Live, tone: Callable[..., Card]
) -> None:
    tone(bell, "gong", 110.0)
    ear = live.listen()
    before = played(live, ear, 0, 0.5)
    bell.session.load("gong")
    after = played(live, ear, 0.5, 1.0)
    whole = np.concatenate([before, after], axis=1)[0]
    steepest = 0.5 * 2 * np.pi * 440 / RATE
    assert np.abs(np.diff(whole)).max() < 1.5 * steepest
    assert pitch(before[0, -9600:]) == pytest.approx(440, abs=6)
    assert pitch(after[0, round(2 * CROSS * RATE) :]) == pytest.approx(110, abs=6)


def pitch(samples: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * RATE / len(samples))


def test_a_model_of_other_knobs_fades_out_with_its_own(bell: Kernel, live: Live) -> None:
    class Hum(offers.Model):
        rate, channels, controls = RATE, 2, (Control("depth"),)

        def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
            while True:
                yield Audio(np.full((2, 300), values["depth"], np.float32), RATE)

    class Hums(offers.Family):
        name = "hum"

        def load(self, folder: Path) -> offers.Model:
            return Hum()

    class Plugin:
        @hookimpl
        def families(self) -> list[offers.Family]:
            return [Hums()]

    bell.host.add(Plugin(), "hum")
    bell.registry.add(Card("hum", "hum"), bell.registry.draft())
    ear = live.listen()
    played(live, ear, 0, 0.3)
    bell.session.load("hum")
    bell.session.move({"depth": 0.25})
    sound = played(live, ear, 0.3, 0.8)
    assert np.allclose(sound[:, -FRAMES:], 0.25)
    assert live.facts()["problem"] == ""


def test_panic_is_silence_within_five_milliseconds_and_no_click(bell: Kernel, live: Live) -> None:
    ear = live.listen()
    before = played(live, ear, 0, 0.5)
    live.panic()
    after = played(live, ear, 0.5, 0.8)
    whole = np.concatenate([before[0, -FRAMES:], after[0]])
    assert np.abs(after[:, : round(PANIC * RATE) // 4]).max() > 0.2
    assert np.abs(after[:, round(PANIC * RATE) + 1 :]).max() == 0
    assert np.abs(np.diff(whole)).max() < 0.06
    assert live.state == "silent"


def test_after_a_panic_it_stays_silent_until_it_is_begun(bell: Kernel, live: Live) -> None:
    ear = live.listen()
    played(live, ear, 0, 0.3)
    live.panic()
    bell.session.load("bell")
    assert np.abs(played(live, ear, 0.3, 0.6)[:, FRAMES:]).max() == 0
    live.begin()
    assert np.abs(played(live, ear, 0.6, 0.9)).max() > 0.4
    assert live.state == "playing"


def test_it_begins_anew_with_another_seed(bell: Kernel, live: Live) -> None:
    ear = live.listen()
    played(live, ear, 0, 0.3)
    live.begin(seed=2)
    sound = played(live, ear, 0.3, 1.0)
    stream = np.concatenate([b.samples for b in bell.session.stream(1.0, 2)], axis=1)
    assert np.array_equal(sound[0, RATE // 4 : RATE // 2], stream[0, RATE // 4 : RATE // 2])


def test_without_a_model_it_says_so_and_plays_once_there_is_one(bare: Kernel) -> None:
    live = Live(bare.session, clock=None)
    ear = live.listen()
    live.pump(0.0)
    assert live.state == "waiting" and "Load one" in live.facts()["problem"]
    bare.session.load("bell")
    assert np.abs(played(live, ear, 0.1, 0.5)).max() > 0.4
    assert live.facts()["problem"] == ""


def test_a_model_that_breaks_is_silence_and_a_sentence(
    bell: Kernel, live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    ear = live.listen()
    played(live, ear, 0, 0.2)

    def broken(values: Any, frames: int, seed: int) -> Any:
        yield Audio(np.ones((1, 64), np.float32), RATE)
        raise RuntimeError("a secret")

    bell.session.standing().model.render = broken  # type: ignore[method-assign]
    live.begin()
    sound = played(live, ear, 0.2, 0.6)
    assert np.abs(sound[:, -FRAMES:]).max() == 0
    assert "cannot be played" in live.facts()["problem"]
    assert "a secret" in caplog.text and "a secret" not in live.facts()["problem"]


def test_the_level_is_told_for_either_side(live: Live) -> None:
    ear = live.listen()
    played(live, ear, 0, 0.5)
    facts = live.facts()
    assert facts["peak"] == pytest.approx([0.5, 0.5], abs=0.01)
    assert facts["rms"] == pytest.approx([0.354, 0.354], abs=0.02)


def test_nobody_listening_nothing_is_rendered(bell: Kernel) -> None:
    live = bell.live
    assert live.state == "resting" and live.done == 0
    ear = live.listen()
    thread = live._thread
    assert thread is not None
    live.leave(ear)
    thread.join(10)
    assert not thread.is_alive() and live.state == "resting" and live.done == 0
    live.leave(live.listen())


def test_on_its_own_thread_blocks_come_by_themselves(bell: Kernel) -> None:
    from threading import Event

    came = Event()
    ear = bell.live.listen(came.set)
    assert came.wait(20)
    assert ear.taken()[0].first == 0
    bell.live.leave(ear)
