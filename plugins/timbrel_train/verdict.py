"""The verdict: what the curves of a training mean, in plain words."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Word = Literal["beginning", "learning", "plateau", "overfitting", "collapse"]
APART = 1.2  # times the training loss that the validation loss may be
RISEN = 1.05  # times its lowest that the validation loss may be again
IDLE = 0.5  # nat per latent frame under which nothing is told by it
GAIN = 0.99  # of the best so far: what lies above is no improvement
POINTS = 6  # judgements before a plateau can be told from a pause


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word, a sentence, and whether it is a warning."""

    word: Word
    says: str
    warns: bool = False


def verdict(curves: Mapping[str, Sequence[float]]) -> Verdict:
    """Of the columns 'training', 'validation' and 'kl', as far as they are there.

    A judgement that is no number counts as none.
    """
    training, held, kl = _finite([curves.get(n, ()) for n in ("training", "validation", "kl")])
    if kl and kl[-1] < IDLE:
        return Verdict(
            "collapse",
            f"It hardly uses its latent space (KL {kl[-1]:.2f}): give it recordings that differ "
            "more, or a smaller kl_weight.",
            True,
        )
    if words := _overfit(training, held):
        return Verdict("overfitting", words, True)
    followed = held or training
    if len(followed) < 2:
        return Verdict("beginning", "It has just begun.")
    if len(followed) >= POINTS and _level(followed):
        return Verdict("plateau", "It has levelled off: more time would teach it little.")
    return Verdict("learning", "It is learning.")


def _overfit(training: Sequence[float], held: Sequence[float]) -> str:
    if len(held) < 2:
        return ""
    if held[-1] > APART * training[-1]:
        return (
            f"It knows these sounds ({training[-1]:.2f} dB) better than ones it has not heard "
            f"({held[-1]:.2f} dB): more recordings would make it freer."
        )
    if held[-1] > RISEN * min(held) and training[-1] < training[held.index(min(held))]:
        return (
            f"What it has not heard fits less and less ({held[-1]:.2f} dB, at best "
            f"{min(held):.2f} dB): train it for less time, or on more recordings."
        )
    return ""


def _level(losses: Sequence[float]) -> bool:
    """Whether the last third brought no improvement."""
    cut = len(losses) - len(losses) // 3
    return min(losses[cut:]) > GAIN * min(losses[:cut])


def _finite(columns: Sequence[Sequence[float]]) -> list[list[float]]:
    """The columns without the rows in which one of them has no number."""
    there = [column for column in columns if column]
    good = [all(map(math.isfinite, row)) for row in zip(*there, strict=True)]
    return [list(itertools.compress(column, good)) for column in columns]
