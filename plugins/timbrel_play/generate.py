"""The verb 'generate': new sound from a model, into a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, Session, Take
from timbrel_play.setting import turned

RATES, BITS = (44100, 48000, 96000), (16, 24, 32)


def generate(
    kernel: Kernel,
    model: Annotated[str, "The model to play"],
    *,
    duration: Annotated[float, "Seconds"] = 10.0,
    seed: Annotated[int, "The same seed and knobs give the same sound"] = 0,
    set_: Annotated[list[str] | None, "A knob, as brightness=0.5; may be given again"] = None,
    rate: Annotated[int, "Sample rate in Hz: 44100, 48000 or 96000"] = 48000,
    bits: Annotated[int, "Bits per sample: 16, 24, or 32 for floating point"] = 24,
    out: Annotated[Path | None, "The file to write; a new one if not given"] = None,
) -> Job:
    """Make new sound with a model."""
    format_ = written(rate, bits)
    session = opened(kernel, model)
    said = turned(session, set_)
    take = session.make(duration, checked(seed))
    path = target(kernel, out, f"{model}-{seed}")

    def work(job: Job) -> dict[str, Any]:
        session.save(watched(take, job), path, format_)
        return {
            "says": "\n".join([*said, str(path)]),
            "path": str(path),
            "model": model,
            "seconds": take.seconds,
            "seed": seed,
            "values": dict(session.values),
            "notes": said,
        }

    return kernel.jobs.start(f"generate-{model}", work)


def opened(kernel: Kernel, model: str) -> Session:
    """A session of its own on a model; where it is the one being played, its knobs as they are."""
    session, live = kernel.new_session(), kernel.session
    session.load(model)
    if live.name == model:
        session.move(live.values, origin="action")
    return session


def written(rate: int, bits: int) -> dict[str, float]:
    """The settings of the exporter, if it has such ones."""
    if rate not in RATES or bits not in BITS:
        choices = f"Rates are {_words(RATES)} Hz, and bits {_words(BITS)}."
        raise Problem(f"It cannot be written at {rate} Hz with {bits} bits.", choices)
    return {"rate": rate, "bits": bits}


def _words(choices: tuple[int, ...]) -> str:
    return ", ".join(map(str, choices[:-1])) + f" or {choices[-1]}"


def checked(seed: int) -> int:
    if not 0 <= seed < 2**53:
        raise Problem(f"{seed} is no seed.", "Give a whole number from 0 on.")
    return seed


def target(kernel: Kernel, out: Path | None, stem: str) -> Path:
    """Where to write: what was asked for, or a name in the renders that nobody has."""
    if out is None:
        return kernel.places.free(kernel.places.renders, stem, ".wav")
    path = out.expanduser().absolute()
    return kernel.places.free(path, stem, ".wav") if path.is_dir() else path


def watched(take: Take, job: Job) -> Take:
    """The same take, which tells the job how far it is and ends where the job is stopped."""
    return type(take)(take.recipe, take.rate, take.channels, take.frames, _played(take, job))


def _played(take: Take, job: Job) -> Callable[[], Any]:
    def play() -> Any:
        done, told = 0, 0
        for block in take.play():
            yield block
            done += block.frames
            if done - told >= take.rate:
                told = done
                note = f"{done / take.rate:.0f} of {take.seconds:.0f} s"
                if not job.advance(done / take.frames, note):
                    raise Problem("Stopped: nothing was written.", "Begin again when you like.")

    return play
