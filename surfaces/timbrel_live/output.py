"""The live sound on its way to a sound card: its blocks go into a ring that a process plays."""

from __future__ import annotations

import gc
import sys
import time
from multiprocessing.shared_memory import SharedMemory
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from timbrel_live.hurry import hurried, punctual
from timbrel_live.process import Process, problem
from timbrel_live.way import Way

if TYPE_CHECKING:
    from timbrel import Kernel, Problem

LOOKS = 0.05  # seconds between two looks at the process
AGAIN = 2.0  # seconds until an output that is gone is tried once more


class Output:
    """Plays a kernel's live sound on the output of a name, until ``stop`` is set."""

    def __init__(self, kernel: Kernel, wish: str) -> None:
        self._live, self._wish, self._ready = kernel.live, wish, False
        self._process: Process | None = None
        self._lock = Lock()
        self._way: Way | None = None  # which the live sound goes on its own thread
        self._listener: Any = None
        self._punctual = False
        self._asked = 0  # Hz, of the blocks that the process was begun for
        self._again = 0.0  # time before which nothing is tried
        self._facts: dict[str, Any] = {"name": wish, "rate": 0, "latency": 0.0, "problem": ""}
        self._facts |= {"starved": 0, "xruns": 0}

    def facts(self) -> dict[str, Any]:
        """Its name, rate, latency in seconds, what is wrong; and how often the sound broke."""
        return dict(self._facts)

    def play(self, stop: Event) -> None:
        """A Problem where it cannot begin; one that is lost later is tried again and again."""
        from timbrel_live.dsp_ring import SIZE, Ring

        memory = SharedMemory(create=True, size=SIZE)
        assert memory.buf is not None
        self._memory, self._ring = memory, Ring(memory.buf)
        try:
            with hurried():
                self._listen(stop)
        finally:
            self._ring.close()
            memory.close()
            memory.unlink()

    def _listen(self, stop: Event) -> None:
        self._listener = self._live.listen(self._pass)
        self._listener.tells = self.facts
        try:
            while not stop.wait(LOOKS):
                self._look()
                rate, gone = self._live.rate, self._process is None
                if rate and (rate != self._asked or (gone and time.monotonic() > self._again)):
                    self._begin(rate)
        finally:
            self._live.leave(self._listener)
            self._end()

    def _pass(self) -> None:
        """On the live sound's thread: hand over what has come."""
        if not self._punctual:
            self._punctual = True
            punctual()
        with self._lock:
            for block in self._listener.taken() if self._listener else ():
                if self._way and self._way.rate == block.rate:
                    self._way.put(block.samples)

    def _begin(self, rate: int) -> None:
        self._end()
        self._process = Process(self._memory.name, rate, self._wish)
        self._asked, self._again = rate, time.monotonic() + AGAIN

    def _look(self) -> None:
        """Hear what the process says, and count."""
        from timbrel_live.dsp_ring import Slot

        for told in self._process.heard() if self._process else ():
            if "open" in told:
                self._opened(told["open"])
            else:
                self._gone(problem(told))
        self._facts |= {"starved": self._ring[Slot.STARVED], "xruns": self._ring[Slot.XRUNS]}

    def _opened(self, facts: dict[str, Any]) -> None:
        way = Way(self._live, self._ring, self._asked, facts["rate"])
        with self._lock:
            self._way = way
        gc.freeze()  # what was loaded while the card opened
        again = " again" if self._ready else ""
        self._ready = True
        self._facts |= {**facts, "problem": ""}
        _say(f"plays{again} on {facts['name']}, {facts['rate']} Hz")

    def _gone(self, why: Problem) -> None:
        """Once it has played it is waited for; what never played is a Problem."""
        self._end()
        if not self._ready:
            raise why
        if not self._facts["problem"]:
            _say(f"{self._facts['name']}: {why} Tried again every {AGAIN:g} seconds.")
        self._facts |= {"problem": str(why)}
        self._again = time.monotonic() + AGAIN

    def _end(self) -> None:
        if self._process:
            self._process.end()
        with self._lock:
            self._process = self._way = None
        self._facts |= {"rate": 0}


def _say(words: str) -> None:
    print(f"Sound: {words}", file=sys.stderr, flush=True)
