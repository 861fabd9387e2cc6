"""The verb 'generate': new sound from a model, into a file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, Session
from timbrel_play import options as how
from timbrel_play.liked import liked
from timbrel_play.order import Order, Ordered, checked, opened, ordered, shares
from timbrel_play.preset import recalled
from timbrel_play.recipe import recipe
from timbrel_play.tell import heard
from timbrel_play.writing import Writing, target, watched, written

MANY = 1000


def generate(
    kernel: Kernel,
    model: Annotated[str, "The model to play; a:0.6 with another for a blend"],
    more: Annotated[list[str] | None, "Models to blend it with, as b:0.4"] = None,
    *,
    duration: Annotated[float | None, "Seconds: 10, or as long as the take it is near"] = None,
    seed: how.SEED = None,
    count: Annotated[int, "How many takes, each with a seed one higher"] = 1,
    set_: how.SET = None,
    variation: Annotated[float | None, "From faithful, 0, to free, 1: that knob"] = None,
    at: Annotated[str | None, "A place on the model's map to play from, as 0.3,0.7"] = None,
    automate: Annotated[list[str] | None, "A knob over time: brightness=0:0,4:1:smooth,8:0"] = None,
    lfo: Annotated[list[str] | None, "A knob that swings: space=sine,rate=0.5,depth=0.4"] = None,
    loop: Annotated[bool, "Whether the end is to go on into the beginning"] = False,
    near: Annotated[Path | None, "A take to vary: its file, or the recipe beside it"] = None,
    amount: Annotated[float, "How far from that take: 0 is the same again, 1 is another"] = 0.3,
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
    """Make new sound with a model, or with several at once."""
    model = "+".join([model, *(more or [])])
    known = recalled(kernel, preset) if preset else None
    file = {"rate": rate, "bits": bits, "channels": channels}
    file |= {"quality": quality, "bitrate": bitrate}
    way = written(kernel, out, format_, file, space, where, known)
    like = liked(kernel, near, model, amount) if near else None
    wish = [*shares(model), *(set_ or [])]
    order = Order(duration, wish, variation, at, automate, lfo, loop, like, known)
    return _begun(kernel, model, order, _seeds(seed, known.seed if known else 0, count), way, out)


def _begun(
    kernel: Kernel, model: str, order: Order, seeds: list[int], way: Writing, out: Path | None
) -> Job:
    session = opened(kernel, model, order.liked, order.preset)
    takes = [ordered(session, order, each) for each in seeds]
    places = [
        partial(target, kernel, _own(out, n), _stem(each), way.suffix)
        for n, each in enumerate(takes)
    ]
    return kernel.jobs.start(
        f"generate-{session.name}",
        lambda job: {
            "model": session.name,
            **_told([*_saved(kernel, session, takes, places, way, job)]),
        },
    )


def _saved(
    kernel: Kernel,
    session: Session,
    takes: list[Ordered],
    places: list[Any],
    way: Writing,
    job: Job,
) -> Iterator[dict[str, Any]]:
    """Write each take to its place, and tell of it."""
    for number, each in enumerate(takes):
        take = watched(each.take, job, number, len(takes))
        path = way.saved(session, take, places[number]())
        told = heard(recipe(kernel, path))
        facts = {"seed": each.seed, "values": each.values, "quality": told.quality}
        yield {
            "path": str(path),
            "seconds": take.seconds,
            **facts,
            "notes": [*each.notes, *told.notes],
        }


def _stem(each: Ordered) -> str:
    facts = each.take.recipe
    return f"{facts['model']}{'-near' if 'near' in facts else ''}-{each.seed}"


def _seeds(seed: int | None, known: int, count: int) -> list[int]:
    if not 1 <= count <= MANY:
        raise Problem(f"There cannot be {count} takes.", f"Give 1 to {MANY}.")
    first = known if seed is None else seed
    return [checked(first + number) for number in range(count)]


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
