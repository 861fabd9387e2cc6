"""Which controllers steer what, kept in the home: every process that plays reads the same."""

from __future__ import annotations

import json
import time
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_controls.steer import Steer, checked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME, FORMAT = "controllers.json", 1
MOST = 512  # controllers
LARGEST = 1 << 20  # bytes
PATIENCE = 120.0  # seconds for which the next controller is waited for


class Board:
    """The file, and what was read of it; read anew whenever it has changed.

    ``steers`` are by the controller's address. ``waiting`` is what the next one that is moved is
    to steer, until ``PATIENCE`` is over.
    """

    def __init__(self, places: Any) -> None:
        self._places = places
        self._path: Path = places.home / NAME
        self._lock = RLock()
        self._read: tuple[int, ...] | None = None
        self._steers: dict[str, Steer] = {}
        self._waiting: tuple[Steer, float] | None = None

    @property
    def steers(self) -> Mapping[str, Steer]:
        self._refresh()
        return self._steers

    @property
    def waiting(self) -> Steer | None:
        self._refresh()
        waits = self._waiting  # another thread may clear it
        return waits[0] if waits and time.time() < waits[1] else None

    def bind(self, address: str, steer: Steer) -> None:
        """A controller steers this from now on, whatever it steered before."""
        if not (0 < len(address) <= 200 and address.isprintable()):
            raise Problem("That is no address of a controller.", "Write it as /1/fader3.")
        with self._lock:
            self._refresh()
            if len(self._steers) >= MOST and address not in self._steers:
                raise Problem(f"There are {MOST} controllers already.", "Unlearn one first.")
            self._write({**self._steers, address: steer}, None)

    def wait(self, steer: Steer) -> None:
        """The next controller that is moved is to steer this."""
        with self._lock:
            self._refresh()
            self._write(self._steers, (steer, time.time() + PATIENCE))

    def learnt(self, address: str) -> Steer | None:
        """Bind the controller if one is waited for; what it steers by now.

        It steers at once, and is written beside: whoever plays does not wait for a disk.
        """
        steer = self.waiting
        if steer is not None and len(self._steers) < MOST:
            self._steers, self._waiting = {**self._steers, address: steer}, None
            Thread(target=self.bind, args=(address, steer), name="controllers-kept").start()
            return steer
        return self.steers.get(address)

    def forget(self, what: str) -> list[str]:
        """The controllers of that address, or that steer that knob, gone; and no more waiting."""
        with self._lock:
            self._refresh()
            gone = [a for a, steer in self._steers.items() if what in (a, steer.knob)]
            waits = self._waiting
            ends = waits is not None and what == waits[0].knob
            if gone or ends:
                kept = {a: steer for a, steer in self._steers.items() if a not in gone}
                self._write(kept, None if ends else waits)
            return gone + ([f"the wait for {what}"] if ends else [])

    def _refresh(self) -> None:
        try:
            facts = self._path.stat()
            stamp = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
        except OSError:
            stamp = ()
        if stamp != self._read:
            self._steers, self._waiting = self._parsed() if stamp else ({}, None)
            self._read = stamp

    def _parsed(self) -> tuple[dict[str, Steer], tuple[Steer, float] | None]:
        try:
            text = self._path.read_bytes()
            told = json.loads(text) if len(text) <= LARGEST else {}
            steers = {str(a): checked(facts) for a, facts in told["controllers"].items()}
            waits = told.get("waiting")
            return steers, (checked(waits["steer"]), float(waits["until"])) if waits else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, Problem):
            mend = "Move it away, and learn the controllers again."
            raise Problem(f"{self._path} cannot be read.", mend) from None

    def _write(self, steers: Mapping[str, Steer], waits: tuple[Steer, float] | None) -> None:
        told: dict[str, Any] = {"format": FORMAT}
        told["controllers"] = {address: steer.facts for address, steer in steers.items()}
        told["waiting"] = {"steer": waits[0].facts, "until": waits[1]} if waits else None
        with self._places.writing(self._path) as draft:
            draft.write_text(json.dumps(told, indent=1))
        self._refresh()
