"""The verbs 'models export' and 'models import': a model as one file to hand on."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from timbrel import Card, Kernel, Problem
from timbrel_library.manifest import Manifest
from timbrel_library.pack import packed, parts
from timbrel_library.parcel import SUFFIX, refusing
from timbrel_library.table import size, span
from timbrel_library.trial import tried
from timbrel_library.unpack import opened, read, unpacked

NAMED = 3  # recordings told of by name


def export(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    file: Annotated[
        Path | None, "The .timbrel file, or a folder for it; a new file if not given"
    ] = None,
) -> dict[str, Any]:
    """Write a model into one file, to be handed on: with its knobs, its licence and its credit."""
    card, path = kernel.registry.card(name), _target(kernel, file, name)
    folder = kernel.places.models / name / card.version
    holds = dict(kernel.registry.open(name).holds())
    with refusing(f"'{name}' cannot be exported", "Train it again, or look at its folder."):
        manifest = Manifest(card, parts(card, folder), holds)
        with kernel.places.writing(path) as draft:
            packed(draft, manifest, folder)
            _proven(draft)
    facts = {"model": name, "path": str(path), "bytes": path.stat().st_size, "holds": holds}
    facts |= {"licence": card.licence, "credit": card.credit, "warnings": _lacking(card, holds)}
    return {"says": _told(facts), **facts}


def _target(kernel: Kernel, file: Path | None, name: str) -> Path:
    path = (file or kernel.places.home / "exports").expanduser().absolute()
    if file is None or path.is_dir():
        return kernel.places.free(path, name, SUFFIX)
    return path if path.suffix == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")


def _proven(draft: Path) -> None:
    """Read back what was written, as whoever gets it will."""
    with opened(draft) as (parcel, manifest):
        for part in manifest.parts:
            for _ in read(parcel, part):
                pass


def _lacking(card: Card, holds: dict[str, float]) -> list[str]:
    if card.licence or not holds:
        return []
    return [
        "No licence is written on it, so whoever gets it may do nothing with your recordings. "
        f"To say what they may: timbrel models credit {card.name} --licence CC-BY-4.0 --credit NAME"
    ]


def _told(facts: dict[str, Any]) -> str:
    lines = [f"{facts['path']} is '{facts['model']}' ({size(facts['bytes'])})."]
    lines += [held(facts["holds"]), *credited(facts), *facts["warnings"]]
    return "\n".join(lines)


def held(holds: dict[str, float]) -> str:
    """What a model holds of recordings, in a sentence."""
    if not holds:
        return "It holds no pieces of recordings."
    most = sorted(holds.items(), key=lambda item: (-item[1], item[0]))
    names = ", ".join(f"{name} ({span(seconds)})" for name, seconds in most[:NAMED])
    more = f" and {len(most) - NAMED} more" if len(most) > NAMED else ""
    files = f"{len(most)} recording{'' if len(most) == 1 else 's'}"
    return f"It holds pieces of {files}, {span(sum(holds.values()))} in all: {names}{more}."


def credited(facts: dict[str, Any]) -> list[str]:
    titles = ("licence", "credit")
    return [f"{title.capitalize()}: {facts[title]}" for title in titles if facts[title]]


def import_(
    kernel: Kernel,
    file: Annotated[Path, "The .timbrel file"],
    *,
    name: Annotated[str | None, "A name for it here; its own if not given"] = None,
) -> dict[str, Any]:
    """Take in a model that somebody exported, once it has been looked through and plays."""
    path = file.expanduser().absolute()
    if not path.is_file():
        raise Problem(f"There is no file {path}.", "Look at its name.", "missing")
    mend = "Have it exported and sent again."
    with refusing(f"{path.name} is not taken in", mend), opened(path) as (parcel, manifest):
        card = replace(manifest.card, name=_free(kernel, manifest.card.name, name))
        draft = kernel.registry.draft()
        try:
            unpacked(parcel, manifest.parts, draft, kernel.places)
            tried(kernel, card, draft)
            card = kernel.registry.add(card, draft, over=False)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    facts = {"model": card.name, "family": card.family, "holds": dict(manifest.holds)}
    facts |= {"licence": card.licence, "credit": card.credit}
    says = [f"'{card.name}' is there. Play it: timbrel generate {card.name}"]
    return {"says": "\n".join([*says, held(facts["holds"]), *credited(facts)]), **facts}


def _free(kernel: Kernel, own: str, wanted: str | None) -> str:
    """The name wanted; or the model's own, with a number if there is one of that name."""
    name, count = kernel.registry.checked(own if wanted is None else wanted), 1
    while wanted is None and (kernel.places.models / name).exists():
        count += 1
        name = kernel.registry.checked(f"{own[:60]}-{count}")
    if wanted is not None and (kernel.places.models / name).exists():
        raise Problem(f"There is a model '{name}' already.", "Choose another name.")
    return name
