"""The minder of a training: starts its process, passes on what it says, and takes it up again."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_train.line import line_of
from timbrel_train.process import Process
from timbrel_train.run import now
from timbrel_train.spec import Spec
from timbrel_train.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Job, Kernel
    from timbrel_train.run import Run

NOTED = 2.0  # seconds between two notes of how far it is
GLANCE = 0.2
ENDS = ("done", "early", "lost", "problem", "bug", "died")
FIGURES = (
    *("step", "steps", "training", "validation", "kl", "loss", "left", "epoch", "place"),
    *("verdict", "verdict_says", "warning", "previews"),
)


class Broken(RuntimeError):
    """A bug in the training process; its traceback is among the notes."""


class Minder:
    """Minds one training on the thread of its job."""

    def __init__(self, kernel: Kernel, run: Run, job: Job) -> None:
        self.kernel, self.run, self.job = kernel, run, job
        self.said: list[str] = []
        self.turn = Turn(line_of(kernel), run, job, partial(self._note, "waiting"))
        self.began = time.monotonic()
        self.paused = 0.0
        self.first: float | None = None
        self.deaths = 0
        self._noted = -NOTED

    def minded(self) -> dict[str, Any]:
        """The answer of the verb, or a Problem."""
        try:
            answer = self._trained()
        except BaseException as error:
            gently = self.job.stopping and isinstance(error, Problem)
            self._note("stopped" if gently else "failed", why=str(error))
            raise
        finally:
            self.turn.given_back()
            self.run.lock.free()
        self._note("stopped" if answer["stopped"] else "done")
        self.kernel.host.tell("models_changed", registry=self.kernel.registry)
        return answer

    def _trained(self) -> dict[str, Any]:
        self.run.granted()
        self.job.advance(0.0, "beginning", run=self.run.name)
        if not self.turn.awaited():
            raise Problem("Stopped before its turn.", self._resume())
        answer = None
        while answer is None:
            answer = self._after(self._lived())
        return answer

    def _lived(self) -> dict[str, Any]:
        """One life of the process; what it ended with."""
        self.run.granted()
        self.run.swept()
        self._note("training")
        with Process(self.run) as process:
            while True:
                if self.job.stopping:
                    process.stop()
                for heard in process.heard(GLANCE):
                    if any(end in heard for end in ENDS):
                        return heard
                    self._pass_on(heard)

    def _pass_on(self, heard: Mapping[str, Any]) -> None:
        if "said" in heard:
            self._say(heard["said"])
        if "part" not in heard:
            return
        facts = dict(heard["facts"])
        for words in facts.pop("said", ()):
            if words not in self.said:
                self._say(words)
        if "preview" in facts and self.first is None:
            self.first = self._passed()
        self.job.advance(heard["part"], heard["note"], **facts)
        if time.monotonic() - self._noted > NOTED:
            self._note("training")

    def _after(self, end: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer, or None where the process is to live again."""
        if "done" in end:
            return self._answer(end["done"])
        if "problem" in end:
            raise Problem(**end["problem"])
        if "bug" in end:
            broken = Broken(end["bug"])
            broken.add_note(end["trace"])
            raise broken
        if "early" in end:
            self._early(end["early"])
        elif "lost" in end:
            self._again(f"{end['lost']}; going on on the CPU", device="cpu")
        else:
            self._again(f"The training process ended ({end['died']}); going on")
        return None

    def _early(self, wish: str) -> None:
        """It ended with nothing new: wait if that is what was wished, else keep what there was."""
        if wish != "pause":
            if not self.run.step:
                raise Problem("Stopped before it began.")
            return self._respec(finish=True)
        since = time.monotonic()
        self._rest()
        self.paused += time.monotonic() - since
        finish = self.job.stopping or self.run.wish() == "stop"
        self._respec(finish=finish or not self.turn.awaited(first=True))

    def _rest(self) -> None:
        """Stay paused, and let others have the turn."""
        self.turn.given_back()
        note = f"paused at step {self.run.step}"
        self._note("paused", note=note)
        while self.run.wish() == "pause" and not self.job.stopping:
            self.job.advance(self.job.part, note, paused=True)
            time.sleep(GLANCE)
        self.job.advance(self.job.part, "going on", paused=False)

    def _again(self, words: str, **changes: Any) -> None:
        """Let it live once more from its newest checkpoint; a Problem the second time."""
        self.deaths += 1
        if self.deaths > 1 or self.job.stopping:
            raise Problem(
                f"{words.partition(';')[0]}, at step {self.run.step}.",
                self._resume("Go on from there"),
                "unavailable",
            )
        step = self.run.step
        self._say(f"{words} from step {step}." if step else f"{words} from the beginning.")
        self._respec(**changes)

    def _resume(self, words: str = "Go on") -> str:
        return f"{words} with: timbrel train --resume {self.run.name}"

    def _respec(self, **changes: Any) -> None:
        spec = Spec.from_facts(self.run.read("spec.json"))
        self.run.write("spec.json", replace(spec, **changes).facts(), self.kernel.places.writing)

    def _say(self, words: str) -> None:
        self.said.append(words)
        self.job.advance(self.job.part, words, said=list(self.said))

    def _passed(self) -> float:
        return time.monotonic() - self.began - self.paused - self.turn.waited

    def _note(self, state: str, **facts: Any) -> None:
        """Write down how far it is, for 'timbrel runs' in other processes."""
        self._noted = time.monotonic()
        figures = {name: self.job.facts[name] for name in FIGURES if name in self.job.facts}
        told = {"state": state, "at": now(), "part": self.job.part, "note": self.job.note}
        with suppress(Problem):  # a disk that is full is the training's own to tell
            self.run.write("state.json", told | figures | facts, self.kernel.places.writing)

    def _answer(self, done: dict[str, Any]) -> dict[str, Any]:
        seconds = self._passed()
        return {
            **done,
            "says": "\n".join([*self.said, done["says"]]),
            "training_seconds": seconds - done["knobs_seconds"],
            "first_preview": self.first,
            "previews": self.job.facts.get("previews", []),
            "estimate": self.job.facts.get("estimate"),
            "notes": self.said,
        }
