"""The live sound through a process of its own, to an output that is none and to a JACK server."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Kernel, Problem
from timbrel_live import output as module
from timbrel_live.alone import Alone
from timbrel_live.beside import Beside
from timbrel_live.card import NULL
from timbrel_live.dsp_ring import Slot
from timbrel_live.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RATE = 48000


def within(true: Callable[[], Any]) -> Any:
    """What it answers once that is something; a busy machine may need a minute."""
    for _ in range(6000):
        if found := true():
            return found
        Event().wait(0.01)
    raise AssertionError("It never came.")


@pytest.fixture
def playing(trained: Kernel) -> Iterator[Callable[..., Output]]:
    """Plays the model bell on an output of a name."""
    trained.session.load("bell")
    begun: list[tuple[Event, Thread]] = []

    def play(wish: str = NULL) -> Output:
        output, stop = Output(trained, wish), Event()
        begun.append((stop, Thread(target=output.play, args=(stop,))))
        begun[-1][1].start()
        return output

    yield play
    for stop, thread in begun:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def alive(number: int) -> bool:
    """Whether a process runs; one that waits for its parent to ask after it does not."""
    command = ["ps", "-o", "stat=", "-p", str(number)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return bool(said) and not said.startswith("Z")


def test_an_output_plays_and_stands_among_the_facts(
    trained: Kernel, playing: Callable[..., Output], capfd: pytest.CaptureFixture[str]
) -> None:
    output = playing()
    within(lambda: output.facts()["rate"])
    within(lambda: output._ring[Slot.READ] > RATE // 4)
    [facts] = trained.live.facts()["outputs"]
    assert facts["name"] == NULL and facts["rate"] == RATE and facts["problem"] == ""
    assert {"starved", "xruns"} <= facts.keys()
    assert "Sound: plays on null, 48000 Hz" in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ps")
def test_when_it_ends_the_process_and_the_memory_are_gone(trained: Kernel) -> None:
    trained.session.load("bell")
    output, stop = Output(trained, NULL), Event()
    thread = Thread(target=output.play, args=(stop,))
    thread.start()
    within(lambda: output.facts()["rate"])
    process, name = output._process, output._memory.name
    assert process is not None and alive(process.number)
    stop.set()
    thread.join(30)
    assert not alive(process.number) and trained.live.facts()["outputs"] == []
    with pytest.raises(FileNotFoundError):
        module.SharedMemory(name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_dies_is_begun_again_with_a_sentence(
    trained: Kernel,
    playing: Callable[..., Output],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.1)
    output = playing()
    within(lambda: output.facts()["rate"])
    assert output._process is not None
    os.kill(output._process.number, signal.SIGKILL)
    within(lambda: "is gone" in output.facts()["problem"])
    within(lambda: output.facts()["rate"])
    read = output._ring[Slot.READ]
    within(lambda: output._ring[Slot.READ] > read + RATE // 10)
    assert output.facts()["problem"] == ""
    said = capfd.readouterr().err
    assert "null: The sound output is gone." in said and "plays again on null" in said


ORPHAN = """
import sys
from pathlib import Path
from threading import Event, Thread
from tests.conftest import Families, Rest, add_tone
from timbrel import Kernel, hooks
from timbrel.host import Host
from timbrel_live.output import Output
kernel = Kernel(Host(hooks.NAME, hooks), Path(sys.argv[1]))
kernel.host.add(Families(), "families"); kernel.host.add(Rest(), "rest")
add_tone(kernel, "bell"); kernel.session.load("bell")
output = Output(kernel, "null")
Thread(target=output.play, args=(Event(),), daemon=True).start()
while not output.facts()["rate"]:
    Event().wait(0.01)
print(output._process.number, flush=True)
Event().wait()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_process_does_not_outlive_its_parent(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ORPHAN, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        assert alive(number)
        parent.kill()
    within(lambda: not alive(number))


def test_an_output_that_never_opens_is_a_problem_of_whoever_wanted_it(
    trained: Kernel, stranger: Callable[[str, str], Path]
) -> None:
    stranger(
        "sounddevice",
        "class default: device = (-1, -1)\nquery_devices = query_hostapis = lambda: []",
    )
    trained.session.load("bell")
    with pytest.raises(Problem) as told:
        Output(trained, "default").play(Event())
    assert told.value.kind == "unavailable" and "no sound output" in told.value.what
    assert trained.live.facts()["outputs"] == []


def test_a_panic_reaches_the_card_before_what_waits_is_played(
    trained: Kernel, playing: Callable[..., Output]
) -> None:
    output = playing()
    within(lambda: output.facts()["rate"])
    trained.live.panic()
    within(lambda: output._ring[Slot.ORDER])
    trained.live.begin()
    within(lambda: not output._ring[Slot.ORDER])


def test_served_beside_others_it_plays_only_where_it_was_asked_to(trained: Kernel) -> None:
    Beside().serve(trained, Event())
    trained.settings["out"] = NULL
    trained.session.load("bell")
    stop = Event()
    thread = Thread(target=Beside().serve, args=(trained, stop))
    thread.start()
    within(lambda: [one for one in trained.live.facts()["outputs"] if one["rate"]])
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


def test_alone_it_plays_the_newest_model_with_what_was_asked(trained: Kernel, tone: Any) -> None:
    tone(trained, "gong", 110.0, made="2099-01-01T00:00:00Z")
    trained.settings |= {"live_out": NULL, "live_ahead": 33.0, "live_seed": 5}
    trained.settings["live_set"] = ["level=0.25"]
    stop = Event()
    thread = Thread(target=Alone().serve, args=(trained, stop))
    thread.start()
    within(lambda: [one for one in trained.live.facts()["outputs"] if one["rate"]])
    facts = trained.live.facts()
    stop.set()
    thread.join(30)
    assert (facts["model"], facts["ahead"], facts["seed"]) == ("gong", 33, 5)
    assert trained.session.values["level"] == 0.25


def test_alone_without_a_model_is_a_problem(tmp_path: Path) -> None:
    from timbrel import hooks
    from timbrel.host import Host

    with pytest.raises(Problem) as told:
        Alone().serve(Kernel(Host(hooks.NAME, hooks), tmp_path), Event())
    assert told.value.kind == "missing" and "timbrel train" in told.value.mend


LACKS = [name for name in ("jackd", "jack_rec") if not shutil.which(name)]
LACKS += [] if importlib.util.find_spec("sounddevice") else ["sounddevice"]


@pytest.fixture
def jack(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A JACK server at 44.1 kHz, whose sound card is none."""
    name = f"timbrel-test-{os.getpid()}"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    command = ["jackd", "-r", "--no-mlock", "-n", name, "-d", "dummy", "-r", "44100", "-p", "512"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:
        try:
            within(lambda: server.poll() is not None or "system" in heard())
            if server.poll() is not None:
                pytest.skip("jackd is there, but cannot run")
            yield
        finally:
            server.terminate()


@pytest.mark.skipif(bool(LACKS), reason=f"Without {', '.join(LACKS)} no card can be listened to")
def test_another_program_hears_the_model_at_the_rate_of_the_card(
    trained: Kernel, playing: Callable[..., Output], jack: None, tmp_path: Path
) -> None:
    trained.live.set(150)
    output = playing("system")
    within(lambda: output.facts()["rate"])
    assert output.facts()["rate"] == 44100
    within(lambda: output._ring[Slot.READ] > RATE // 2)
    file = tmp_path / "heard.wav"
    command = ["jack_rec", "-f", str(file), "-d", "2", "-b", "16", "PortAudio:out_0"]
    subprocess.run(command, check=False, timeout=60, capture_output=True)
    sound, rate = soundfile.read(file)
    peak = np.abs(np.fft.rfft(sound)).argmax() * rate / len(sound)
    assert rate == 44100 and peak == pytest.approx(440, abs=2)


def heard() -> list[str]:
    """The names of the outputs there are by now."""
    from timbrel_live.card import listed

    try:
        return [one["name"] for one in listed()]
    except Problem:
        return []
