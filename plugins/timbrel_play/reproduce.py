"""The verb 'reproduce': a take rendered again from its file alone, and held against it."""

from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem
from timbrel_play.again import again
from timbrel_play.recipe import recipe
from timbrel_play.writing import Writing, target, watched


def reproduce(
    kernel: Kernel,
    file: Annotated[Path, "A take: the file, or the .json beside it"],
    *,
    out: Annotated[Path | None, "The file to write, or a folder; a new file if not given"] = None,
) -> Job:
    """Render a take again from what its file says, and tell whether it is the same."""
    old = recipe(kernel, file)
    sound = _sound(file)
    session, take = again(kernel, old, file)
    way = _way(old, sound)
    path = target(kernel, out, f"{sound.stem}-again", way.suffix)
    if path.suffix.lower() != way.suffix or path.resolve() == sound.resolve():
        raise Problem(f"It cannot be rendered again into {path}.", f"Name a new {way.suffix} file.")

    def work(job: Job) -> dict[str, Any]:
        way.saved(session, watched(take, job), path)
        new = recipe(kernel, path)
        return {**_told(old, new, sound, path), "path": str(path), "model": session.name}

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


def _told(old: dict[str, Any], new: dict[str, Any], sound: Path, path: Path) -> dict[str, Any]:
    """Whether they are equal, in words; a Problem, for the exit code, if not."""
    rendered = [(facts.get("quality") or {}).get("sound") for facts in (old, new)]
    same_take = None if rendered[0] is None else rendered[0] == rendered[1]
    lossless, same_file = _compared(sound, path)
    if same_take is False or (lossless and same_file is False):
        what = f"{_differs(same_take, sound)} What came of it is {path}."
        raise Problem(what, _why(old, new, same_take))
    if same_file:
        says = f"The same, sample for sample: {path}"
    elif same_take:
        says = f"The same rendering, to the last bit, encoded anew: {path}"
    else:
        says = f"Rendered again; there was nothing to compare it with: {path}"
    equal = bool(same_file or same_take)
    return {"says": says, "equal": equal, "same_samples": same_file, "same_rendering": same_take}


def _compared(sound: Path, path: Path) -> tuple[bool, bool | None]:
    """Whether the format loses nothing, and whether both files hold the same samples."""
    if not sound.is_file():
        return False, None
    from timbrel_play import dsp_same

    return dsp_same.lossless(path), dsp_same.same(sound, path)


def _differs(same_take: bool | None, sound: Path) -> str:
    if same_take:
        return f"The rendering is the same, but {sound} holds other samples."
    return f"It does not sound as {sound} does."


def _why(old: dict[str, Any], new: dict[str, Any], same_take: bool | None) -> str:
    if old.get("timbrel") != new.get("timbrel"):
        return f"That one was made by Timbrel {old.get('timbrel')}, this by {new.get('timbrel')}."
    if same_take:
        return "It was changed after it was made."
    return "Perhaps the knobs have been measured anew, or this machine's libraries are others."
