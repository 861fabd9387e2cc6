"""One who writes down what is played live: the sound itself, and all that made it so."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import shutil
import time
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from timbrel import Audio, Problem, Take
from timbrel_play import score
from timbrel_play.tape import HEAD, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from timbrel import Kernel

log = logging.getLogger(__name__)
PATIENCE = 120.0  # seconds of sound that may wait for a disk that is slow
LOOKS = 0.25  # seconds between two looks at what there is to write
SYNCS = 5.0  # seconds after which all of it is on the disk, the recipe beside it
GRACE = 20.0  # seconds that the end of the program waits for a take to be finished
ROOM = 2**24  # bytes that stay free on the disk
PIECE = 65536  # frames that are read at once
CHANNELS = 2


class Recorder:
    """Records from where the live sound is now, on a thread of its own, until it is stopped.

    The file can be played from the first moment on, and lies where it will stay. What ends it
    early is its ``problem``: nothing is left out in between, and what came before is kept.
    """

    def __init__(self, kernel: Kernel, path: Path) -> None:
        self._kernel, self.path = kernel, path
        self._tape = opened(path)
        self._sound, self._parts = hashlib.sha256(), dict[int, Any]()
        self._first, self._block, self._anew = -1, 512, False
        self._begun = score.standing(kernel)
        self.problem: Problem | None = None
        self.kept = Event()
        self._stop, self._looked = Event(), time.monotonic()
        self._listener = kernel.live.listen(whole=True, patience=PATIENCE)
        self._thread = Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def frames(self) -> int:
        return self._tape.frames

    @property
    def seconds(self) -> float:
        return self.frames / self._tape.rate

    def facts(self) -> dict[str, Any]:
        """For who looks at the live sound: the file's name, whole seconds, what ended it."""
        problem = str(self.problem or "")
        return {"name": self.path.name, "seconds": int(self.seconds), "problem": problem}

    def stop(self) -> None:
        """End it: what has been rendered by now is written."""
        self._stop.set()
        self._thread.join()

    def take(self) -> Take:
        """What was recorded, played from its file."""
        return Take(self.recipe(), self._tape.rate, CHANNELS, self.frames, self._played)

    def recipe(self) -> dict[str, Any]:
        """What makes it again: the recipe of a take, with the record of all that was moved."""
        start, rate = max(self._first, 0), self._tape.rate
        parts = [part.facts(start, start + self.frames) for part in [*self._parts.values()]]
        return score.recipe(parts, self._begun, self.frames, rate, self._block)

    def noted(self) -> None:
        """Keep it as it was recorded: with its recipe beside it, and known as a take."""
        self._beside()
        self._kernel.host.tell(
            "take_made",
            session=self._kernel.session,
            take=replace(self.take(), recipe=self._raw()),
            path=self.path,
        )

    def leave(self) -> None:
        """As the program ends: wait for a keeping that is under way, or keep it as it is."""
        self.stop()
        if self._kernel.live.recorder is self:
            self._kernel.live.recorder = None
        elif self.kept.wait(GRACE):
            return
        try:
            if self.frames:
                self.noted()
        except Problem as problem:
            log.warning("%s is there, but not its recipe: %s", self.path.name, problem)

    def _beside(self) -> None:
        """The recipe of a plain recording: what it says of its sound is the digest alone."""
        beside = self.path.with_name(f"{self.path.name}.json")
        with self._kernel.places.writing(beside) as draft, draft.open("w") as file:
            json.dump(self._raw(), file)  # piece by piece: in one, it would hold up the sound

    def _raw(self) -> dict[str, Any]:
        return {**self.recipe(), "raw": True, "quality": {"sound": self._sound.hexdigest()}}

    def _run(self) -> None:
        try:
            while not self._stop.wait(LOOKS):
                self._hear()
            self._hear()
        except Problem as problem:
            self.problem = problem
        except OSError as error:
            why = error.strerror or str(error)
            mend = f"What was played before that, {self.seconds:.0f} s, is kept."
            self.problem = Problem(f"The recording ended: {why}.", mend, "unavailable")
        finally:
            self._kernel.live.leave(self._listener)
            self._ended()

    def _hear(self) -> None:
        for block in self._listener.taken():
            self._take_in(block)
        self._tape.settle()
        if self.frames and time.monotonic() - self._looked > SYNCS:
            before = time.monotonic()
            if shutil.disk_usage(self.path.parent).free < ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._tape.sync()
            self._beside()
            # A record of hours takes a while to be written: never more than a tenth of the time.
            self._looked = time.monotonic() + 9 * (time.monotonic() - before)

    def _take_in(self, block: Any) -> None:
        full = any(part.full for part in block.parts)
        if full and self._first < 0:
            return self._begin_anew()
        if self._first < 0:
            self._first, self._tape.rate, self._block = block.first, block.rate, block.frames
        kept = f"What was played until then is kept, {self.seconds:.0f} s."
        if block.rate != self._tape.rate:
            raise Problem(f"The recording ended as a model of {block.rate} Hz came.", kept)
        if block.first != self._first + self.frames:
            raise Problem("The recording ended: the disk is too slow.", kept, "unavailable")
        if full:
            raise Problem("The recording ended: more was moved than can be remembered.", kept)
        self._parts |= {id(part): part for part in block.parts}
        self._tape.write(block.samples)
        self._sound.update(block.samples.T.astype("<f4").tobytes())

    def _begin_anew(self) -> None:
        """What sounds was moved more often than can be told: only another beginning can be."""
        if not self._anew:
            self._kernel.live.begin()
        self._anew = True

    def _ended(self) -> None:
        try:
            self._tape.close()
        except OSError as error:
            log.warning("%s was not closed as it should: %s", self.path.name, error)

    def _played(self) -> Iterator[Audio]:
        import numpy as np

        left = self.frames
        with self.path.open("rb") as file:
            file.seek(HEAD)
            while left:
                data = np.frombuffer(file.read(min(PIECE, left) * CHANNELS * 4), "<f4")
                piece = np.ascontiguousarray(data.reshape(-1, CHANNELS).T, np.float32)
                if not piece.shape[1]:
                    raise Problem(f"{self.path.name} has become shorter.", "Record it again.")
                left -= piece.shape[1]
                yield Audio(piece, self._tape.rate)
