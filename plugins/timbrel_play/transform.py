"""The verb 'transform': a recording played through a model."""

from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem
from timbrel_play.order import checked, opened
from timbrel_play.setting import turned
from timbrel_play.writing import target, watched, written


def transform(
    kernel: Kernel,
    model: Annotated[str, "The model to play"],
    recording: Annotated[Path, "The recording that leads it"],
    *,
    amount: Annotated[float, "0 leaves the recording as it was, 1 is wholly the model"] = 1.0,
    seed: Annotated[int, "The same seed and knobs give the same sound"] = 0,
    set_: Annotated[list[str] | None, "A knob, as brightness=0.5; may be given again"] = None,
    rate: Annotated[int, "Sample rate in Hz: 44100, 48000 or 96000"] = 48000,
    bits: Annotated[int, "Bits per sample: 16, 24, or 32 for floating point"] = 24,
    out: Annotated[Path | None, "The file to write; a new one if not given"] = None,
) -> Job:
    """Play a recording of your own through a model."""
    if not 0 <= amount <= 1:
        raise Problem(f"The amount cannot be {amount:g}.", "Give 0 to 1.")
    format_ = written(rate, bits)
    session = opened(kernel, model)
    said = turned(session, set_)
    path = target(kernel, out, f"{model}-{recording.stem}")

    def work(job: Job) -> dict[str, Any]:
        source, warnings = kernel.recording(recording, Job(job.name))
        take = session.transform(source, str(recording), amount, checked(seed))
        session.save(watched(take, job), path, format_)
        return {
            "says": "\n".join([*said, *warnings, str(path)]),
            "path": str(path),
            "model": model,
            "seconds": take.seconds,
            "seed": seed,
            "values": dict(session.values),
            "notes": [*said, *warnings],
        }

    return kernel.jobs.start(f"transform-{model}", work)
