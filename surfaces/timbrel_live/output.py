"""The live sound on its way to a sound card: its blocks go into a ring that a process plays."""

from __future__ import annotations

import sys
import time
from multiprocessing.shared_memory import SharedMemory
from threading import Event
from typing import TYPE_CHECKING, Any

from timbrel_live.hurry import hurried
from timbrel_live.pace import Pace
from timbrel_live.process import Process, problem

if TYPE_CHECKING:
    import numpy as np

    from timbrel import Kernel, Problem

LOOKS = 0.1  # seconds between two looks where no block comes
AGAIN = 2.0  # seconds until an output that is gone is tried once more
BESIDE = 0.005  # seconds that wait beside a block of the card, where it is longer than the buffer


class Output:
    """Plays a kernel's live sound on the output of a name, until ``stop`` is set."""

    def __init__(self, kernel: Kernel, wish: str) -> None:
        self._live, self._wish = kernel.live, wish
        self._bell, self._ready = Event(), False
        self._process: Process | None = None
        self._asked = 0  # Hz, of the blocks that the process was begun for
        self._again = 0.0  # time before which nothing is tried
        self._turn: Any = None  # from the model's rate to the card's
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
        self._pace = Pace(self._live, self._ring)
        try:
            with hurried():
                self._listen(stop)
        finally:
            self._ring.close()
            memory.close()
            memory.unlink()

    def _listen(self, stop: Event) -> None:
        listener = self._live.listen(self._bell.set)
        listener.tells = self.facts
        try:
            while not stop.is_set():
                self._bell.wait(LOOKS)
                self._bell.clear()
                self._pass(listener.taken())
        finally:
            self._live.leave(listener)
            self._end()

    def _pass(self, blocks: list[Any]) -> None:
        """Hear what the process says, and hand it the blocks."""
        self._look()
        for block in blocks:
            self._put(block.samples, block.rate)
        if blocks and self._facts["rate"]:
            self._pace.keep(self._facts["rate"], time.monotonic_ns())
        self._count()

    def _put(self, samples: np.ndarray, rate: int) -> None:
        """Samples (2, frames) at a rate into the ring, as the card wants them."""
        import numpy as np

        from timbrel_live.dsp_ring import Slot

        if rate != self._asked or (self._process is None and time.monotonic() > self._again):
            self._begin(rate)
        if not self._facts["rate"]:
            return
        sound = np.ascontiguousarray(samples.T)
        frames = round(len(sound) * self._facts["rate"] / rate)
        sound = self._turn.resample_chunk(sound) if self._turn else sound
        self._ring[Slot.WANTED] = frames + self._least()
        self._ring.write(sound)

    def _least(self) -> int:
        """Frames that are still to wait when the next block is due."""
        from timbrel_live.dsp_ring import Slot

        rate = self._facts["rate"]
        return max(round(self._live.ahead * rate), self._ring[Slot.PERIOD] + round(BESIDE * rate))

    def _begin(self, rate: int) -> None:
        self._end()
        self._process = Process(self._memory.name, rate, self._wish)
        self._asked, self._again = rate, time.monotonic() + AGAIN

    def _look(self) -> None:
        """Hear what the process says."""
        for told in self._process.heard() if self._process else ():
            if "open" in told:
                self._opened(told["open"])
            else:
                self._gone(problem(told))

    def _opened(self, facts: dict[str, Any]) -> None:
        self._turn = None
        if facts["rate"] != self._asked:
            import soxr

            self._turn = soxr.ResampleStream(self._asked, facts["rate"], 2, dtype="float32")
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
        self._facts |= {"rate": 0, "problem": str(why)}
        self._again = time.monotonic() + AGAIN

    def _end(self) -> None:
        if self._process:
            self._process.end()
        self._process, self._turn = None, None
        self._facts |= {"rate": 0}

    def _count(self) -> None:
        from timbrel_live.dsp_ring import Order, Slot

        mute = self._live.state == "silent"
        self._ring[Slot.ORDER] = Order.MUTE if mute else Order.PLAY
        counted = {"starved": self._ring[Slot.STARVED], "xruns": self._ring[Slot.XRUNS]}
        self._facts |= counted


def _say(words: str) -> None:
    print(f"Sound: {words}", file=sys.stderr, flush=True)
