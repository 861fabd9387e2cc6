"""The verb 'generate': new sound from a model, into a file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, Session
from timbrel_play.liked import liked
from timbrel_play.order import Order, Ordered, checked, opened, ordered
from timbrel_play.writing import target, watched, written

MANY = 1000


def generate(
    kernel: Kernel,
    model: Annotated[str, "The model to play"],
    *,
    duration: Annotated[float | None, "Seconds: 10, or as long as the take it is near"] = None,
    seed: Annotated[int, "The same seed and knobs give the same sound"] = 0,
    count: Annotated[int, "How many takes, each with a seed one higher"] = 1,
    set_: Annotated[list[str] | None, "A knob, as brightness=0.5; may be given again"] = None,
    variation: Annotated[
        float | None, "From faithful, 0, to free, 1: the knob of that name"
    ] = None,
    at: Annotated[str | None, "A place on the model's map to play from, as 0.3,0.7"] = None,
    automate: Annotated[
        list[str] | None, "A knob over time, as brightness=0:0,4:1:smooth,8:0"
    ] = None,
    lfo: Annotated[
        list[str] | None, "A knob that swings: brightness=sine,rate=0.5,depth=0.4"
    ] = None,
    loop: Annotated[bool, "Whether the end is to go on into the beginning"] = False,
    near: Annotated[Path | None, "A take to vary: its file, with the recipe beside it"] = None,
    amount: Annotated[float, "How far from that take: 0 is the same again, 1 is another"] = 0.3,
    rate: Annotated[int, "Sample rate in Hz: 44100, 48000 or 96000"] = 48000,
    bits: Annotated[int, "Bits per sample: 16, 24, or 32 for floating point"] = 24,
    out: Annotated[Path | None, "The file to write, or a folder; a new file if not given"] = None,
) -> Job:
    """Make new sound with a model."""
    format_ = written(rate, bits)
    like = liked(near, model, amount) if near else None
    session = opened(kernel, model, like)
    order = Order(duration, set_ or [], variation, at, automate, lfo, loop, like)
    takes = [ordered(session, order, each) for each in _seeds(seed, count)]
    places = [partial(target, kernel, _own(out, n), _stem(each)) for n, each in enumerate(takes)]
    return kernel.jobs.start(
        f"generate-{model}",
        lambda job: {"model": model, **_told([*_saved(session, takes, places, format_, job)])},
    )


def _saved(
    session: Session, takes: list[Ordered], places: list[Any], format_: dict[str, float], job: Job
) -> Iterator[dict[str, Any]]:
    """Write each take to its place, and tell of it."""
    for number, each in enumerate(takes):
        take = watched(each.take, job, number, len(takes))
        path = session.save(take, places[number](), format_)
        facts = {"seed": each.seed, "values": each.values, "notes": each.notes}
        yield {"path": str(path), "seconds": take.seconds, **facts}


def _stem(each: Ordered) -> str:
    recipe = each.take.recipe
    return f"{recipe['model']}{'-near' if 'near' in recipe else ''}-{each.seed}"


def _seeds(seed: int, count: int) -> list[int]:
    if not 1 <= count <= MANY:
        raise Problem(f"There cannot be {count} takes.", f"Give 1 to {MANY}.")
    return [checked(seed + number) for number in range(count)]


def _told(made: list[dict[str, Any]]) -> dict[str, Any]:
    """The facts of the first take, and of all below 'takes'; what is said of several, once."""
    notes = list(dict.fromkeys(note for one in made for note in one["notes"]))
    says = "\n".join([*notes, *(one["path"] for one in made)])
    return {"says": says, **made[0], "notes": notes, "takes": made}


def _own(out: Path | None, number: int) -> Path | None:
    """The file of one of several takes: take.wav, take-2.wav and so on."""
    if out is None or out.expanduser().is_dir() or number == 0:
        return out
    return out.with_name(f"{out.stem}-{number + 1}{out.suffix}")
