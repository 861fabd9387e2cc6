"""The tale of a training: what it tells its job while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel_train.curves import Curves
from timbrel_train.span import span
from timbrel_train.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Job

JUDGED = ("training", "validation", "kl")


class Tale:
    """Gathers what steps and judgements bring, and passes it on as the job's note and facts."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.said: list[str] = []
        self.steps, self.judged = Curves(), Curves()
        self.figures: dict[str, float] = {}
        self._sums: dict[str, Any] = {}
        self._count = 0
        self._judged_at = 0

    def say(self, words: str) -> None:
        """Something that a person should know, at once and in the answer."""
        self.said.append(words)
        self.job.advance(self.job.part, words, said=list(self.said))

    def promise(self, seconds: float) -> None:
        """How long it will be."""
        words = f"training for about {span(seconds)}"
        self.job.advance(self.job.part, words, estimate=seconds, left=seconds)

    def add(self, parts: Mapping[str, Any]) -> None:
        """What the loss of a step was made of, in tensors."""
        for name, value in parts.items():
            self._sums[name] = self._sums.get(name, 0.0) + value.detach()
        self._count += 1

    def judge(self, step: int, figures: Mapping[str, float]) -> None:
        """A judgement of the network after so many steps."""
        self.figures, self._judged_at = dict(figures), step
        self.judged.add(step, {name: figures[name] for name in JUDGED if name in figures})
        now = self.verdict
        told = {name: figures[name] for name in JUDGED if name in figures}
        warning = now.says if now.warns else ""
        told |= {"verdict": now.word, "verdict_says": now.says, "warning": warning}
        self.job.advance(self.job.part, self.job.note, **told, curves=self.curves)

    def tell(self, step: int, total: int, left: float) -> bool:
        """The mean of the steps since it was last told; False once the job should end."""
        shown = {name: float(value) / self._count for name, value in self._sums.items()}
        self._sums, self._count = {}, 0
        if shown:
            self.steps.add(step, shown)
        words = [f"step {step} of {total}", *_losses(shown, self.figures)]
        words.append(f"{span(left)} left: {self.verdict.word}")
        facts = shown | self._epoch(step)
        part = min(step / max(total, 1), 1.0)
        return self.job.advance(part, ", ".join(words), step=step, steps=total, left=left, **facts)

    def _epoch(self, step: int) -> dict[str, float]:
        """How often it has heard everything, where the network says how often it had."""
        heard = self.figures.get("epochs")
        return (
            {}
            if heard is None or not self._judged_at
            else {"epoch": heard * step / self._judged_at}
        )

    @property
    def verdict(self) -> Any:
        return verdict(self.judged.columns)

    @property
    def curves(self) -> dict[str, dict[str, list[float]]]:
        return {"steps": dict(self.steps.columns), "judged": dict(self.judged.columns)}

    def take_up(self, curves: Mapping[str, Any], said: list[str]) -> None:
        """Go on from what a checkpoint kept."""
        self.steps, self.judged = Curves(curves["steps"]), Curves(curves["judged"])
        self.said = list(said)


def _losses(shown: Mapping[str, float], judged: Mapping[str, float]) -> list[str]:
    words = []
    if "loss" in shown:
        words.append(
            f"{shown['error']:.2f} dB" if "error" in shown else f"loss {shown['loss']:.4g}"
        )
    if "validation" in judged:
        words[-1:] = [
            f"{words[-1] if words else ''} ({judged['validation']:.2f} dB unheard)".strip()
        ]
    if "kl" in shown:
        words.append(f"KL {shown['kl']:.1f}")
    return words
