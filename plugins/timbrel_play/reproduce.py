"""The verb 'reproduce': a take rendered again from its file alone, and held against it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem
from timbrel_play import options as how
from timbrel_play.again import again
from timbrel_play.recipe import recipe
from timbrel_play.writing import Writing, target, watched, written


def reproduce(
    kernel: Kernel,
    file: Annotated[Path, "A take: the file, or the .json beside it"],
    *,
    check: Annotated[bool, "Only tell whether it comes out the same, and keep nothing"] = False,
    format_: Annotated[str | None, "In another format: wav, aiff, flac, mp3, ogg or opus"] = None,
    quality: how.QUALITY = None,
    bitrate: how.BITRATE = None,
    rate: how.RATE = None,
    bits: how.BITS = None,
    channels: how.CHANNELS = None,
    out: how.OUT = None,
) -> Job:
    """Render a take again from what its file says, and tell whether it is the same."""
    old = recipe(kernel, file)
    sound = _sound(file)
    session, take = again(kernel, old, file)
    wish = {"quality": quality, "bitrate": bitrate}
    wish |= {"rate": rate, "bits": bits, "channels": channels}
    was = _way(old, sound)
    way = _changed(kernel, was, format_, wish)
    path = None if check else _place(kernel, out, sound, way)
    # In another format there are other samples; a recording that was not finished has its own.
    like = sound if way == was and not old.get("raw") else None

    def work(job: Job) -> dict[str, Any]:
        played = watched(take, job)
        if path is None:
            with way.tried(kernel, played) as (trial, new):
                told = _told(old, new, sound, _compared(like, trial), "")
        else:
            way.saved(session, played, path)
            new = recipe(kernel, path)
            told = _told(old, new, sound, _compared(like, path), str(path))
        return {**told, "path": path and str(path), "model": session.name}

    return kernel.jobs.start(f"reproduce-{session.name}", work)


def _sound(file: Path) -> Path:
    full = file.expanduser().absolute()
    return full.with_suffix("") if full.suffix == ".json" else full


def _way(old: dict[str, Any], sound: Path) -> Writing:
    try:
        options = {str(n): float(v) for n, v in (old.get("options") or {}).items()}
        where = {str(n): float(v) for n, v in (old.get("where") or {}).items()}
    except (TypeError, ValueError, AttributeError):
        raise Problem(f"The recipe of {sound} cannot be read.") from None
    suffix = f".{old.get('format') or sound.suffix.lstrip('.')}".lower()
    return Writing(suffix, options, str(old.get("space") or ""), where)


def _changed(
    kernel: Kernel, way: Writing, format_: str | None, wish: dict[str, float | None]
) -> Writing:
    """The way it was written with what is asked for; another format begins from its own."""
    if format_ is None and all(value is None for value in wish.values()):
        return way
    asked = written(kernel, None, format_ or way.suffix, wish, None, None)
    known = way.options if asked.suffix == way.suffix else {}
    return replace(way, suffix=asked.suffix, options={**known, **asked.options})


def _place(kernel: Kernel, out: Path | None, sound: Path, way: Writing) -> Path:
    path = target(kernel, out, f"{sound.stem}-again", way.suffix)
    if path.suffix.lower() != way.suffix or path.resolve() == sound.resolve():
        mend = f"Name a new {way.suffix} file, or another format with --format."
        raise Problem(f"It cannot be rendered again into {path}.", mend)
    return path


def _told(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    sound: Path,
    compared: tuple[bool, bool | None],
    kept: str,
) -> dict[str, Any]:
    """Whether they are equal, in words; a Problem, for the exit code, if not."""
    rendered = [(facts.get("quality") or {}).get("sound") for facts in (old, new)]
    same_take = None if rendered[0] is None else rendered[0] == rendered[1]
    lossless, same_file = compared
    if same_take is False or (lossless and same_file is False):
        came = f" What came of it is {kept}." if kept else ""
        raise Problem(f"{_differs(same_take, sound)}{came}", _why(old, new, same_take))
    if same_file:
        says = "The same, sample for sample"
    elif same_take:
        says = "The same rendering, to the last bit" + (", encoded anew" if kept else "")
    else:
        says = "Rendered again; there was nothing to compare it with"
    says += f": {kept}" if kept else "."
    equal = bool(same_file or same_take)
    return {"says": says, "equal": equal, "same_samples": same_file, "same_rendering": same_take}


def _compared(like: Path | None, path: Path) -> tuple[bool, bool | None]:
    """Whether the format loses nothing, and whether both files hold the same samples.

    ``like`` is None where the format is another one: then there is nothing to hold it against.
    """
    if like is None or not like.is_file():
        return False, None
    from timbrel_play import dsp_same

    return dsp_same.lossless(path), dsp_same.same(like, path)


def _differs(same_take: bool | None, sound: Path) -> str:
    if same_take:
        return f"The rendering is the same, but {sound} holds other samples."
    return f"It does not sound as {sound} does."


def _why(old: Mapping[str, Any], new: Mapping[str, Any], same_take: bool | None) -> str:
    if old.get("timbrel") != new.get("timbrel"):
        return f"That one was made by Timbrel {old.get('timbrel')}, this by {new.get('timbrel')}."
    if same_take:
        return "It was changed after it was made."
    return "Perhaps the knobs have been measured anew, or this machine's libraries are others."
