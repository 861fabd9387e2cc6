"""The verb 'transform': a recording played through a model."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, Session, Take
from timbrel_play import options as how
from timbrel_play.order import checked, opened
from timbrel_play.preset import recalled
from timbrel_play.recipe import recipe
from timbrel_play.setting import turned
from timbrel_play.tell import heard
from timbrel_play.writing import target, watched, written


def transform(
    kernel: Kernel,
    model: Annotated[str, "The model to play, or a blend as a:0.6+b:0.4"],
    recording: Annotated[Path, "The recording that leads it"],
    *,
    amount: Annotated[float, "0 leaves the recording as it was, 1 is wholly the model"] = 1.0,
    seed: how.SEED = None,
    set_: how.SET = None,
    preset: how.PRESET = None,
    format_: how.FORMAT = None,
    quality: how.QUALITY = None,
    bitrate: how.BITRATE = None,
    rate: how.RATE = None,
    bits: how.BITS = None,
    channels: how.CHANNELS = None,
    space: how.SPACE = None,
    where: how.WHERE = None,
    out: how.OUT = None,
) -> Job:
    """Play a recording of your own through a model."""
    if not 0 <= amount <= 1:
        raise Problem(f"The amount cannot be {amount:g}.", "Give 0 to 1.")
    known = recalled(kernel, preset) if preset else None
    file = {"rate": rate, "bits": bits, "channels": channels}
    file |= {"quality": quality, "bitrate": bitrate}
    way = written(kernel, out, format_, file, space, where, known)
    session = opened(kernel, model, None, known)
    said = [*(known.turned(session) if known else []), *turned(session, set_)]
    chance = checked(seed if seed is not None else known.seed if known else 0)
    path = target(kernel, out, f"{session.name}-{recording.stem}", way.suffix)
    facts = {"preset": preset} if preset else {}

    def work(job: Job) -> dict[str, Any]:
        take, warnings = followed(kernel, session, recording, amount, chance)
        take = replace(take, recipe={**take.recipe, **facts})
        way.saved(session, watched(take, job), path)
        return _told(kernel, session, take, path, [*said, *warnings])

    return kernel.jobs.start(f"transform-{session.name}", work)


def followed(
    kernel: Kernel, session: Session, recording: Path, amount: float, seed: int
) -> tuple[Take, Sequence[str]]:
    """The take along a recording, whose recipe knows it by place and content; and warnings."""
    place = recording.expanduser().absolute()
    source, warnings = kernel.recording(recording, Job("recording"))
    take = session.transform(source, str(place), amount, seed)
    recipe_ = {**take.recipe, "source_sha256": digest(place)}
    return replace(take, recipe=recipe_), warnings


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(
    kernel: Kernel, session: Session, take: Take, path: Path, said: Sequence[str]
) -> dict[str, Any]:
    of = heard(recipe(kernel, path))
    notes = [*said, *of.notes]
    return {
        "says": "\n".join([*notes, str(path)]),
        "path": str(path),
        "model": session.name,
        "seconds": take.seconds,
        "seed": take.recipe["seed"],
        "values": dict(session.values),
        "quality": of.quality,
        "notes": notes,
    }
