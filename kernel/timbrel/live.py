"""The session's sound without an end, rendered a little ahead of whoever listens."""

from __future__ import annotations

import time
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from timbrel.control import Control
from timbrel.listener import PATIENCE, Block, Listener
from timbrel.source import RISE, Source, mixed
from timbrel.volume import Volume

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel.session import Session

FRAMES = 512  # of a block
CROSS, PANIC = 0.06, 0.005  # seconds in which one model gives way to another; in which all ends
AHEAD = Control("ahead", 20, 150, 80, "ms", "How far ahead of the ear the sound is rendered")
LOOKS = 0.1  # seconds after which the thread looks around though nothing is due


class Live:
    """Plays the session to any number of listeners, on one thread; where none is, it rests.

    The clock alone decides what is due. What does not come in time is an underrun, and all that
    follows is later by as much. Without a ``clock`` there is no thread: ``pump`` is called with
    the time, and does everything at once.
    """

    def __init__(
        self, session: Session, clock: Callable[[], float] | None = time.monotonic
    ) -> None:
        self._session, self._clock = session, clock
        self._bell = Condition()
        self._listeners: list[Listener] = []
        self._thread: Thread | None = None
        self._sources: list[Source] = []
        self._coming: Source | None = None
        self._drawn: Any = None  # the controls of the model that the newest source plays
        self._begun: float | None = None  # the time at which frame 0 is heard
        self._silent = False
        self.recorder: Any = None  # who writes it down, if anybody does; its facts are told
        self.ahead, self.seed, self.problem = AHEAD.rest / 1000, 0, ""
        self.rate, self.done, self.underruns = 0, 0, 0
        self.volume = Volume()
        self.lag = 0.0  # seconds by which a sound card's clock is behind, as its player finds

    @property
    def state(self) -> str:
        """'resting' where nobody listens, or 'silent', 'preparing', 'playing', 'waiting'."""
        if not self._listeners:
            return "resting"
        if self._silent:
            return "silent"
        if self._coming:
            return "preparing"
        return "playing" if self._sources else "waiting"

    def facts(self) -> dict[str, Any]:
        """How it stands, as JSON can hold it: levels are those of the last block, two sides."""
        listeners = [*self._listeners]
        return {
            "state": self.state,
            "model": self._session.name,
            "problem": self.problem,
            "ahead": round(self.ahead * 1000),
            "seed": self.seed,
            "rate": self.rate,
            "seconds": self.done / self.rate if self.rate else 0.0,
            "underruns": self.underruns,
            "listeners": len(listeners),
            "lost": sum(listener.lost for listener in listeners),
            **self.volume.facts(),
            "recording": self.recorder.facts() if self.recorder else None,
            "outputs": [listener.tells() for listener in listeners if listener.tells],
        }

    def listen(
        self,
        ring: Callable[[], None] = lambda: None,
        whole: bool = False,
        patience: float = PATIENCE,
    ) -> Listener:
        """A new listener, to be given to ``leave``; ``ring`` is called as blocks come for it.

        The ``whole`` sound, for one who keeps it, is that before the volume; so many seconds of
        blocks wait for a listener.
        """
        listener = Listener(ring, whole, patience)
        with self._bell:
            self._listeners = [*self._listeners, listener]
            if self._clock and not self._thread:
                self._thread = Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        return listener

    def leave(self, listener: Listener) -> None:
        self._change(_listeners=[one for one in self._listeners if one is not listener])

    def begin(self, seed: int | None = None) -> None:
        """Play, from the beginning of what the seed gives: after a panic, or another seed."""
        self._change(seed=self.seed if seed is None else seed, _silent=False, _drawn=None)

    def panic(self) -> None:
        """Silence, faded in 5 ms, until it is begun again."""
        self._change(_silent=True)

    def set(self, ahead: float) -> float:
        """Render so many milliseconds ahead, 20 to 150; what it is now."""
        given = AHEAD.clamp(ahead)
        self._change(ahead=given / 1000)
        return given

    def pump(self, now: float) -> None:
        """Render what is due at a time in seconds: all up to ``ahead`` after it."""
        self._follow()
        if not self.rate:
            return
        now -= self.lag
        if self._begun is None:
            self._begun = now - self.done / self.rate
        late = now - self._begun - self.done / self.rate
        if late > 0:
            self.underruns += self.done > 0
            self._begun += late
        while self.done < (now - self._begun + self.ahead) * self.rate:
            self._give()

    def _change(self, **facts: Any) -> None:
        with self._bell:
            vars(self).update(facts)
            self._bell.notify()

    def _run(self) -> None:
        assert self._clock
        while True:
            with self._bell:
                if not self._listeners:
                    return self._rest()
            self.pump(self._clock())
            with self._bell:
                self._bell.wait(self._patience())

    def _rest(self) -> None:
        self._thread, self._begun, self._drawn, self._coming = None, None, None, None
        self._sources, self.done = [], 0

    def _patience(self) -> float:
        """Seconds until the next block is due."""
        if not self.rate or self._begun is None or not self._clock:
            return LOOKS
        due = self._begun + self.done / self.rate - self.ahead
        return min(max(due + self.lag - self._clock(), 0), LOOKS)

    def _follow(self) -> None:
        """Play what the session plays by now."""
        if self._silent:
            self._coming, self._drawn = None, self._session.controls
            self._fade(PANIC)
        elif self._session.controls is not self._drawn:
            self._drawn = self._session.controls
            self._coming = Source(self._session.standing, self.seed)
            self._prepare(self._coming)
        if self._coming and (self._coming.rate or self._coming.problem):
            self._change_to(self._coming)
        broken = [source.problem for source in self._sources if source.problem]
        self.problem = str(broken[0]) if broken else self.problem
        self._sources = [source for source in self._sources if not source.gone]

    def _prepare(self, source: Source) -> None:
        if not self._clock:
            return source.prepare()
        prepared = lambda: (source.prepare(), self._change())  # noqa: E731
        Thread(target=prepared, name="live-next", daemon=True).start()

    def _change_to(self, source: Source) -> None:
        self._coming, self.problem = None, str(source.problem or "")
        if source.rate != self.rate and source.rate:
            self.rate, self.done, self._begun, self._sources = source.rate, 0, None, []
        source.enter(self.done, CROSS if self._sources else RISE)
        self._fade(CROSS)
        self._sources.append(source)

    def _fade(self, seconds: float) -> None:
        for source in self._sources:
            source.fade(0, seconds)

    def _give(self) -> None:
        for source in self._sources:
            source.hear(self._session.standing())
        mix = mixed(self._sources, FRAMES)
        parts = tuple(source.part for source in self._sources if source.part)
        facts = self.rate, self.done, self.underruns, parts
        whole, heard = Block(mix, *facts), Block(self.volume.heard(mix), *facts)
        self.done += FRAMES
        for listener in self._listeners:
            listener.put(whole if listener.whole else heard)
