"""The verbs 'models list', 'models show' and 'models delete', as every surface shows them."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from timbrel import Card, Kernel, offers
from timbrel_library.knobs import calibration, told
from timbrel_library.table import size, span, table

HEADS = ("name", "family", "made", "sounds", "length", "on disk")


def list_(kernel: Kernel) -> dict[str, Any]:
    """List the trained models."""
    cards = kernel.registry.cards()
    models = [_facts(kernel, card) for card in cards]
    damaged = _damaged(kernel, {card.name for card in cards})
    rows = [_row(model) for model in models]
    says = table(HEADS, rows) if rows else "No models yet: 'timbrel train FOLDER --name NAME'."
    for name in damaged:
        says += f"\n{name} cannot be read; 'timbrel models delete' moves it to the trash."
    return {"says": says, "models": models, "damaged": damaged}


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
    facts = {**asdict(card), **_facts(kernel, card)}
    lines = [
        f"{card.name}: {card.family}, made {_day(card.made)}",
        f"from {card.sounds} sound{'' if card.sounds == 1 else 's'}, {span(card.seconds)} in all",
        f"{size(facts['bytes'])} in {facts['folder']}",
    ]
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


def delete(kernel: Kernel, name: Annotated[str, "The model's name"]) -> dict[str, Any]:
    """Move a model to the trash, where it can be taken back from."""
    rest = kernel.registry.remove(name)
    back = kernel.places.models / name
    says = f"{name} lies in the trash now: {rest}\nTo have it again, move that folder to {back}"
    return {"says": says, "name": name, "trash": str(rest)}


def _facts(kernel: Kernel, card: Card) -> dict[str, Any]:
    folder = kernel.places.models / card.name
    return {
        "name": card.name,
        "family": card.family,
        "made": card.made,
        "sounds": card.sounds,
        "seconds": card.seconds,
        "bytes": _weight(folder),
        "folder": str(folder),
    }


def _row(model: dict[str, Any]) -> tuple[str, ...]:
    length, weight = span(model["seconds"]), size(model["bytes"])
    return (
        model["name"],
        model["family"],
        _day(model["made"]),
        str(model["sounds"]),
        length,
        weight,
    )


def _damaged(kernel: Kernel, known: set[str]) -> list[str]:
    folders = (path for path in kernel.places.models.glob("[!.]*") if path.is_dir())
    return sorted(path.name for path in folders if path.name not in known)


def _weight(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # a training may replace the model meanwhile
            total += path.stat().st_size if path.is_file() else 0
    return total


def _day(made: str) -> str:
    return made[:10] or "on an unknown day"


def _short(fact: Any) -> str:
    if isinstance(fact, float):
        return f"{fact:.4g}"
    text = str(fact)
    return text if len(text) <= 60 else f"{text[:57]}..."
