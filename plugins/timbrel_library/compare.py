"""The verb 'history compare': two takes at one loudness, and in what they differ."""

import math
from pathlib import Path
from typing import Annotated, Any

from timbrel import Kernel, Problem, offers
from timbrel_library import fault, item, recipe, spot, store

ITEM = "Its number in the history, or its file"


def compare(
    kernel: Kernel,
    a: Annotated[str, ITEM, offers.PLACE],
    b: Annotated[str, ITEM, offers.PLACE],
    *,
    out: Annotated[Path | None, "The folder for the pair; one in the cache if not given"] = None,
) -> dict[str, Any]:
    """Write two takes at the same loudness, to be heard by turns, and tell their differences."""
    from timbrel_library.dsp_loudness import copied

    home = kernel.places.home
    with store.opened(kernel.places, reads=True) as db:
        rows = [item.found(db, home, one) for one in (a, b)]
    paths = [_sounding(home, row) for row in rows]
    loud = [_loudness(path) for path in paths]
    gains = _gains(loud)
    new = _named(
        kernel, out, [f"{letter}-{row['id']}" for letter, row in zip("AB", rows, strict=True)]
    )
    for path, to, gain in zip(paths, new, gains, strict=True):
        with kernel.places.writing(to) as draft:
            copied(path, draft, gain)
    apart = recipe.differences(item.recipe(rows[0]), item.recipe(rows[1]))
    pair = [
        {"id": row["id"], "name": row["name"], "seconds": row["seconds"]}
        | {"path": spot.shown(to), "loudness": level, "gain": gain}
        for row, to, level, gain in zip(rows, new, loud, gains, strict=True)
    ]
    lines = [_line(letter, row, p) for letter, row, p in zip("AB", rows, pair, strict=True)]
    said = [recipe.sentence(one) for one in apart]
    return {
        "says": "\n".join([*lines, *(said or ["Their recipes are the same."])]),
        "pair": pair,
        "differences": said,
        "apart": apart,
    }


def _sounding(home: Path, row: Any) -> Path:
    path = spot.there(home, row["place"])
    if item.missing(row, home):
        mend = "Put the file back, or make the take again."
        raise Problem(f"The file of '{row['name']}' is missing: {spot.shown(path)}.", mend)
    return path


def _loudness(path: Path) -> float | None:
    """In LUFS; None of what is silent."""
    import soundfile as sf

    from timbrel_library.dsp_loudness import loudness

    try:
        level = loudness(path)
    except (sf.LibsndfileError, OSError, RuntimeError) as error:
        raise Problem(f"{spot.shown(path)} cannot be read: {error}.") from error
    return level if math.isfinite(level) else None


def _gains(loud: list[float | None]) -> list[float]:
    """In dB: the louder comes down to the other, so that neither can clip."""
    known = [level for level in loud if level is not None]
    return [0.0 if level is None else min(known) - level for level in loud]


def _named(kernel: Kernel, out: Path | None, stems: list[str]) -> list[Path]:
    """The files of the pair: in the cache the newest holds, elsewhere none is written over."""
    places = kernel.places
    if out is None:
        return [places.cache / f"compare-{stem}.wav" for stem in stems]
    folder = out.expanduser().absolute()
    with fault.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return [places.free(folder, stem, ".wav") for stem in stems]


def _line(letter: str, row: Any, one: dict[str, Any]) -> str:
    level = one["loudness"]
    if level is None:
        return f"{letter} is {row['name']}, which is silent: {one['path']}"
    by = f", {-one['gain']:.1f} dB softer here" if one["gain"] < 0 else ""
    return f"{letter} is {row['name']}, {level:.1f} LUFS{by}: {one['path']}"
