"""A take made into a loop: what comes after its end passes into its beginning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel import Audio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Take

LONGEST = 0.35  # seconds that the end passes into the beginning over
CEILING = 0.89  # of full scale, the limiter's own


def lead(seconds: float) -> float:
    """Seconds rendered before a loop of so many, and faded over at its end."""
    return min(LONGEST, seconds / 3)


def looped(take: Take, frames: int) -> Take:
    """A loop of ``frames`` of a take that is longer, by as much as it is faded over.

    It begins where the take's first ``fade`` samples end, and ends in these: the last sample and
    the first are neighbours in the take. The fade is one of equal power as far as the peaks allow.
    """
    fade = take.frames - frames

    def play() -> Iterator[Audio]:
        head, held, out = [], 0, 0
        tail: list[np.ndarray] = []
        for block in take.play():
            sound = block.samples
            if held < fade:
                part = sound[:, : fade - held]
                head.append(part)
                held, sound = held + part.shape[1], sound[:, part.shape[1] :]
            whole = sound[:, : max(frames - fade - out, 0)]
            tail.append(sound[:, whole.shape[1] :])
            out += whole.shape[1]
            if whole.shape[1]:
                yield Audio(np.ascontiguousarray(whole), take.rate)
        yield Audio(passed(np.concatenate(tail, axis=1), np.concatenate(head, axis=1)), take.rate)
        _turn(take.recipe.get("provenance", {}), fade / take.rate, frames / take.rate)

    recipe, other = {**take.recipe, "frames": frames, "loop": fade}, take.another
    another = (lambda seed: looped(other(seed), frames)) if other else None
    return replace(take, recipe=recipe, frames=frames, play=play, another=another)


def _turn(told: dict[str, Any], lead: float, length: float) -> None:
    """Move what is told of a take to the times of its loop."""
    runs = [{**run, "at": round((run["at"] - lead) % length, 3)} for run in told.get("runs", [])]
    if runs:
        told["runs"] = sorted(runs, key=lambda run: run["at"])


def passed(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """One sound (channels, n) passing into another, no louder than the louder of them."""
    part = ((np.arange(old.shape[1]) + 0.5) / old.shape[1]).astype(np.float32)
    even = np.stack([1 - part, part])
    power = np.stack([np.cos(part * np.pi / 2), np.sin(part * np.pi / 2)])
    allowed = max(CEILING, float(np.abs(old).max()), float(np.abs(new).max()))
    for share in (0, 0.25, 0.5, 0.75, 1):
        falls, rises = (1 - share) * power + share * even
        mixed = falls * old + rises * new
        if np.abs(mixed).max() <= allowed:
            break
    return mixed.astype(np.float32)
