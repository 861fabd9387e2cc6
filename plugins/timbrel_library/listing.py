"""The verb 'models list', as every surface shows it."""

from typing import Annotated, Any

from timbrel import Kernel
from timbrel_library.finding import Search, damaged
from timbrel_library.index import indexed
from timbrel_library.table import size, span, table

HEADS = ("name", "family", "made", "sounds", "length", "on disk")


def list_(
    kernel: Kernel,
    query: Annotated[str, "Words in its name, tags, notes, credit or recordings"] = "",
    *,
    tag: Annotated[list[str] | None, "Only with this tag; may be given again"] = None,
    family: Annotated[str | None, "Only of this family"] = None,
    dataset: Annotated[str | None, "Only of recordings from this folder, or this digest"] = None,
    since: Annotated[str | None, "Only made on this day or later, as 2026-08-20"] = None,
    until: Annotated[str | None, "Only made on this day or earlier"] = None,
    where: Annotated[
        list[str] | None, "Only with a number in a range: seconds=10..60, validation=..1.5"
    ] = None,
    sort: Annotated[str, "name, made, family, seconds, sounds, megabytes or a figure"] = "name",
    reverse: Annotated[bool, "The last first: the newest, the largest"] = False,
) -> dict[str, Any]:
    """List the trained models, or those that are asked for."""
    search = Search(order=sort, reverse=reverse)
    search.words(query)
    search.tags(tag or [])
    for wish in where or []:
        search.within(wish)
    single = (family, search.family), (dataset, search.dataset)
    for wish, condition in (*single, (since, search.since), (until, search.until)):
        if wish is not None:
            condition(wish)
    with indexed(kernel) as db:
        models, broken = search.run(db), damaged(db)
    return {"says": _told(models, broken, search), "models": models, "damaged": broken}


def _told(models: list[dict[str, Any]], broken: list[str], search: Search) -> str:
    if models:
        says = _table(models)
    elif len(search.where) > 1:
        says = "No model is like that."
    else:
        says = "No models yet: 'timbrel train FOLDER --name NAME'."
    for name in broken:
        says += f"\n{name} cannot be read; 'timbrel models delete' moves it to the trash."
    return says


def _table(models: list[dict[str, Any]]) -> str:
    tagged = any(model["tags"] for model in models)
    heads = (*HEADS, "tags") if tagged else HEADS
    return table(heads, [_row(model)[: len(heads)] for model in models])


def _row(model: dict[str, Any]) -> tuple[str, ...]:
    return (
        model["name"],
        model["family"],
        day(model["made"]),
        str(model["sounds"]),
        span(model["seconds"]),
        size(model["bytes"]),
        ", ".join(model["tags"]),
    )


def day(made: str) -> str:
    return made[:10] or "on an unknown day"
