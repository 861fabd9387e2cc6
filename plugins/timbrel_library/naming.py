"""The verbs by which people say what a model is: its name, tags, notes, licence and credit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from timbrel import Card, Kernel
from timbrel_library.store import opened
from timbrel_library.words import said, tagged


def rename(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    new: Annotated[str, "The name it is to have"],
) -> dict[str, Any]:
    """Give a model another name; what plays it plays on."""
    with opened(kernel.places):
        card = kernel.registry.rename(name, new.strip())
    return {"says": f"'{name}' is called '{card.name}' now.", "name": card.name, "was": name}


def tag(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    tags: Annotated[list[str] | None, "Tags to give it"] = None,
    *,
    remove: Annotated[list[str] | None, "A tag to take away; may be given again"] = None,
) -> dict[str, Any]:
    """Give a model tags, by which it is found again, or take some away."""
    card = _changed(
        kernel, name, lambda card: {"tags": tagged(card.tags, tags or [], remove or [])}
    )
    says = f"The tags of '{name}': {', '.join(card.tags)}." if card.tags else f"'{name}' has none."
    return {"says": says, "name": name, "tags": list(card.tags)}


def note(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    text: Annotated[str, "What to remember of it; it takes the place of what was there"],
) -> dict[str, Any]:
    """Write a note on a model."""
    notes = said(text, "notes")
    _changed(kernel, name, lambda card: {"notes": notes})
    says = f"'{name}': {notes}" if notes else f"There is no note on '{name}' now."
    return {"says": says, "name": name, "notes": notes}


def credit(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    *,
    licence: Annotated[str | None, "What others may do with it, as CC-BY-4.0"] = None,
    credit: Annotated[str | None, "Whose recordings it was made from"] = None,
) -> dict[str, Any]:
    """Say whose recordings a model is made of and what others may do with them."""
    given = {"licence": licence, "credit": credit}
    facts = {kind: said(text, kind) for kind, text in given.items() if text is not None}
    card = _changed(kernel, name, lambda card: facts)
    lines = [f"{kind.capitalize()}: {getattr(card, kind) or 'none'}" for kind in given]
    return {
        "says": "\n".join(lines),
        "name": name,
        "licence": card.licence,
        "credit": card.credit,
    }


def _changed(kernel: Kernel, name: str, change: Callable[[Card], dict[str, Any]]) -> Card:
    """The card with other facts; the library is held, so that no other process writes over it."""
    with opened(kernel.places):
        old = kernel.registry.card(name)
        card = replace(old, **change(old))
        if card != old:
            kernel.registry.keep(card)
    if card != old:
        kernel.host.tell("models_changed", registry=kernel.registry)
    return card
