"""The verbs 'presets export' and 'presets import': a preset as a file to hand on."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from timbrel import Kernel, Problem
from timbrel_library import preset, preset_row, spot, store

KIND, FORMAT = "preset", 1
MOST = 2**20  # bytes


def export(
    kernel: Kernel,
    name: Annotated[str, "The preset's name"],
    file: Annotated[
        Path | None, "The .json to write, or a folder for it; a new file if not given"
    ] = None,
    *,
    replace: Annotated[bool, "Whether a file that is there may be written over"] = False,
) -> dict[str, Any]:
    """Write a preset into a file."""
    path = _target(kernel, file, name)
    if path.exists() and not replace:
        raise Problem(f"{spot.shown(path)} is there already.", "Choose another, or say --replace.")
    with store.opened(kernel.places, reads=True) as db:
        facts = preset_row.facts(preset_row.found(db, name))
    told = {"timbrel": version("timbrel"), "kind": KIND, "format": FORMAT, "name": name}
    text = json.dumps({**told, "preset": facts}, indent=2, ensure_ascii=True)
    with kernel.places.writing(path) as draft:
        draft.write_text(f"{text}\n")
    return {"says": f"'{name}' is in {spot.shown(path)}.", "name": name, "path": spot.shown(path)}


def _target(kernel: Kernel, file: Path | None, name: str) -> Path:
    if file is None:
        kernel.registry.checked(name)
        return kernel.places.free(kernel.places.home / "exports", name, ".json")
    path = file.expanduser().absolute()
    return path / f"{name}.json" if path.is_dir() else path


def import_(
    kernel: Kernel,
    file: Annotated[Path, "The .json that 'presets export' wrote"],
    *,
    name: Annotated[str | None, "A name for it; its own if not given"] = None,
    replace: Annotated[bool, "Whether it may take the place of the one of its name"] = False,
) -> dict[str, Any]:
    """Take in a preset from a file."""
    what = spot.shown(file)
    told = _read(file.expanduser(), what)
    own = told.get("name")
    chosen = kernel.registry.checked(
        name if name is not None else own if isinstance(own, str) else ""
    )
    facts = preset.checked(told.get("preset"), what)
    with store.opened(kernel.places) as db:
        preset_row.kept(db, chosen, facts, replace)
    notes = _absent(kernel, facts)
    says = "\n".join([f"'{chosen}' is kept, for '{facts['model']}'.", *notes])
    return {"says": says, "name": chosen, "preset": facts, "notes": notes}


def _read(path: Path, what: str) -> dict[str, Any]:
    """The facts of such a file, which is small; a Problem about any other."""
    try:
        if not path.is_file():
            raise Problem(f"There is no file {what}.", "Look at its name.", "missing")
        with path.open("rb") as file:
            text = file.read(MOST + 1)
    except OSError as error:
        cause = error.strerror or str(error)
        raise Problem(f"{what} cannot be read: {cause}.", "", "unavailable") from error
    told = _parsed(text)
    if told is None or told.get("kind") != KIND:
        raise Problem(f"{what} is no preset.", "Give a file that 'presets export' wrote.")
    if told.get("format") != FORMAT:
        mend = "Update this one: pip install -U timbrel."
        raise Problem(f"{what} was written by a newer Timbrel.", mend, "unavailable")
    return told


def _parsed(text: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(text) if len(text) <= MOST else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _absent(kernel: Kernel, facts: preset.Facts) -> list[str]:
    names = (part.partition(":")[0].strip() for part in facts["model"].split("+"))
    known = {card.name for card in kernel.registry.cards()}
    lacking = [name for name in names if name not in known]
    return [f"There is no model '{name}' here: it cannot be recalled yet." for name in lacking]
