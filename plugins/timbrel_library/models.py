"""The verbs 'models show' and 'models delete', as every surface shows them."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from timbrel import Card, Kernel, offers
from timbrel_library.index import weight
from timbrel_library.knobs import calibration, told
from timbrel_library.listing import day
from timbrel_library.store import opened
from timbrel_library.table import size, span
from timbrel_library.trash import trashed


def show(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    *,
    knobs: Annotated[bool, "Show what was measured of its knobs, and draw it"] = False,
    picture: Annotated[Path | None, "The PNG to write; one in the cache if not given"] = None,
) -> dict[str, Any]:
    """Show all that is known of a model."""
    card = kernel.registry.card(name)
    if knobs or picture:
        return _knobs(kernel, card, picture)
    folder = kernel.places.models / card.name
    facts = {**asdict(card), "bytes": weight(folder), "folder": str(folder)}
    lines = [
        f"{card.name}: {card.family}, made {day(card.made)}",
        f"from {card.sounds} sound{'' if card.sounds == 1 else 's'}, {span(card.seconds)} in all",
        f"{size(facts['bytes'])} in {folder}",
    ]
    lines += [f"{title}: {fact}" for title, fact in _said(card).items() if fact]
    for title in ("settings", "figures"):
        lines += [f"{title}: {key} = {_short(fact)}" for key, fact in facts[title].items()]
    return {"says": "\n".join(lines), **facts}


def _knobs(kernel: Kernel, card: Card, picture: Path | None) -> dict[str, Any]:
    """The report on the knobs, in words and as a picture."""
    from timbrel_library.dsp_picture import drawn

    facts = calibration(card)
    path = picture or kernel.places.cache / f"knobs-{card.name}-{card.version}.png"
    units = {n: one.unit for n, one in kernel.host.table(offers.Descriptor).items()}
    with kernel.places.writing(path.expanduser().absolute()) as draft:
        drawn(card.name, facts, units, draft)
    says = f"{told(facts)}\nDrawn in {path}"
    return {"says": says, "name": card.name, "picture": str(path), "knobs": facts}


def _said(card: Card) -> dict[str, str]:
    said = {"tags": ", ".join(card.tags), "notes": card.notes}
    return {**said, "licence": card.licence, "credit": card.credit}


def delete(kernel: Kernel, name: Annotated[str, "The model's name"]) -> dict[str, Any]:
    """Move a model to the trash, where it can be taken back from."""
    with opened(kernel.places) as db:
        rest = kernel.registry.remove(name)
        number = trashed(db, "model", name, {"rest": rest.name})
    says = f"{name} lies in the trash now: {rest}\nTo have it again: timbrel library undo"
    return {"says": says, "name": name, "trash": str(rest), "number": number}


def _short(fact: Any) -> str:
    if isinstance(fact, float):
        return f"{fact:.4g}"
    text = str(fact)
    return text if len(text) <= 60 else f"{text[:57]}..."
