"""Where a take is written, in what format, and how far that has come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timbrel import Problem, Take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from timbrel import Job, Kernel

RATES, BITS = (44100, 48000, 96000), (16, 24, 32)


def written(rate: int, bits: int) -> dict[str, float]:
    """The settings of the exporter, if it has such ones."""
    if rate not in RATES or bits not in BITS:
        choices = f"Rates are {_words(RATES)} Hz, and bits {_words(BITS)}."
        raise Problem(f"It cannot be written at {rate} Hz with {bits} bits.", choices)
    return {"rate": rate, "bits": bits}


def _words(choices: tuple[int, ...]) -> str:
    return ", ".join(map(str, choices[:-1])) + f" or {choices[-1]}"


def target(kernel: Kernel, out: Path | None, stem: str) -> Path:
    """Where to write: what was asked for, or a name in the renders that nobody has."""
    if out is None:
        return kernel.places.free(kernel.places.renders, stem, ".wav")
    path = out.expanduser().absolute()
    return kernel.places.free(path, stem, ".wav") if path.is_dir() else path


def watched(take: Take, job: Job, number: int = 0, count: int = 1) -> Take:
    """The same take, which tells the job how far it is and ends where the job is stopped.

    It is the take ``number``, from 0, of ``count``.
    """
    return replace(take, play=_played(take, job, number, count))


def _played(take: Take, job: Job, number: int, count: int) -> Callable[[], Any]:
    of = f", take {number + 1} of {count}" if count > 1 else ""

    def play() -> Any:
        done, told = 0, 0
        for block in take.play():
            yield block
            done += block.frames
            if done - told >= take.rate:
                told = done
                note = f"{done / take.rate:.0f} of {take.seconds:.0f} s{of}"
                if not job.advance((number + done / take.frames) / count, note):
                    raise Problem("Stopped: nothing was written.", "Begin again when you like.")

    return play
