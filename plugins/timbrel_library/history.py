"""The verbs of 'history' that look, mark and bring back: every take that was made."""

from typing import Annotated, Any

from timbrel import Kernel, Problem, offers
from timbrel_library import item, made, query, recipe, recover, remove, store
from timbrel_library.table import size, span, table

HEADS = ("", "", "name", "made", "model", "seed", "length", "novelty")
ITEM = "Its number in the history, or its file"
NOTE = 2000


def list_(
    kernel: Kernel,
    search: Annotated[str, "Words of names, models, notes, knobs or recordings"] = "",
    *,
    starred: Annotated[bool, "Only those with a star"] = False,
    model: Annotated[str | None, "Only those of this model"] = None,
    format_: Annotated[str | None, "Only those of this format, as flac"] = None,
    limit: Annotated[int, "How many, the newest first"] = 20,
    skip: Annotated[int, "How many to leave out before these"] = 0,
    before: Annotated[int | None, "Only those older than this number"] = None,
    sort: Annotated[str, "made, name, seconds, loudness or novelty"] = "made",
    reverse: Annotated[bool, "The other way round: the oldest, shortest, softest first"] = False,
    pictures: Annotated[bool, "Whether each is to have its thumbnail"] = False,
    counts: Annotated[bool, "Whether to tell how many there are, of which models"] = False,
) -> dict[str, Any]:
    """List what was made, newest first, or what words find of it."""
    waiting, order = made.caught_up(kernel.places), query.ordering(sort, reverse)
    with store.opened(kernel.places, reads=True) as db:
        asked = query.searched(db, search)
        if starred:
            asked.holds("star = 1")
        for column, wish in (("model", model), ("format", format_)):
            if wish is not None:
                asked.holds(f"{column} = ?", wish)
        if before is not None:
            asked.holds("id < ?", before)
        rows = asked.run(db, limit, skip, order)
        more = {"count": asked.count(db), **query.kinds(db)} if counts else {}
    items = [item.facts(row, kernel.places.home, pictures) for row in rows]
    says = table(HEADS, [_row(each) for each in items]) if items else _nothing(len(asked.where) > 1)
    return {"says": "\n".join([says, *waiting]), "items": items, "notes": waiting, **more}


def show(kernel: Kernel, take: Annotated[str, ITEM, offers.PLACE]) -> dict[str, Any]:
    """Show all that is known of a take: its file, its figures, its recipe."""
    home = kernel.places.home
    with store.opened(kernel.places, reads=True) as db:
        row = item.found(db, home, take)
    facts = {**item.facts(row, home, True), "sha256": row["sha256"], "recipe": item.recipe(row)}
    return {"says": "\n".join(_lines(facts)), **facts}


def star(
    kernel: Kernel,
    take: Annotated[str, ITEM, offers.PLACE],
    *,
    off: Annotated[bool, "Whether to take the star away"] = False,
) -> dict[str, Any]:
    """Give a take a star, or take it away."""
    row = _changed(kernel, take, "star", int(not off))
    says = f"{row['name']} has {'no star' if off else 'a star'} now."
    return {"says": says, "id": row["id"], "star": not off}


def note(
    kernel: Kernel,
    take: Annotated[str, ITEM, offers.PLACE],
    text: Annotated[str, "What is to be remembered of it; nothing takes the note away"] = "",
) -> dict[str, Any]:
    """Write a note to a take, in place of the one it has."""
    if len(text) > NOTE:
        raise Problem("That note is too long.", f"Keep it within {NOTE} characters.")
    plain = text.encode("utf-8", "backslashreplace").decode()
    row = _changed(kernel, take, "note", plain)
    says = f"Noted of {row['name']}." if text else f"{row['name']} has no note now."
    return {"says": says, "id": row["id"], "note": plain}


def restore(kernel: Kernel, take: Annotated[str, ITEM, offers.PLACE]) -> dict[str, Any]:
    """Load the model of a take and set the knobs as they stood."""
    home = kernel.places.home
    with store.opened(kernel.places, reads=True) as db:
        row = item.found(db, home, take)
    facts, told = item.recipe(row), item.facts(row, home)
    said = recover.into(kernel, facts, f"'{row['name']}'")
    again = recipe.again(kernel, facts, None if told["missing"] else told["path"])
    model, values = str(facts["model"]), dict(kernel.session.values)
    says = "\n".join(
        [f"'{model}' is loaded, its knobs as in {row['name']}.", *said, f"To render it: {again}"]
    )
    seed = facts.get("seed")
    return {"says": says, "id": row["id"], "model": model, "values": values, "seed": seed} | {
        "notes": said,
        "again": again,
        "recipe": facts,
    }


def delete(kernel: Kernel, take: Annotated[str, ITEM, offers.PLACE]) -> dict[str, Any]:
    """Move a take, its file and its recipe, to the trash."""
    row, number, moved = remove.deleted(kernel.places, take)
    lies = "lies in the trash now" if moved else "is out of the history now; it had no file"
    says = f"{row['name']} {lies}. To have it again: timbrel library undo"
    return {"says": says, "id": row["id"], "number": number, "bytes": row["size"] if moved else 0}


def _changed(kernel: Kernel, take: str, column: str, value: Any) -> Any:
    with store.opened(kernel.places) as db:
        row = item.found(db, kernel.places.home, take)
        db.execute(f"update history set {column} = ? where id = ?", (value, row["id"]))
    return row


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    novelty = one["novelty"]
    marks = [mark for mark in ("missing", "damaged") if one.get(mark)]
    name = f"{one['name']} ({', '.join(marks)})" if marks else one["name"]
    return (
        str(one["id"]),
        "*" if one["star"] else "",
        name,
        one["made"].replace("T", " ")[:16],
        one["model"],
        one["seed"],
        span(one["seconds"]),
        "" if novelty is None else f"{novelty:.2f}",
    )


def _nothing(asked: bool) -> str:
    if asked:
        return "Nothing in the history is like that."
    return "Nothing was made yet: 'timbrel generate MODEL'."


def _lines(one: dict[str, Any]) -> list[str]:
    """An item in words, a line for each thing that there is to say."""
    loud = one["loudness"]
    lines = [
        f"{one['id']}: {one['name']}{', with a star' if one['star'] else ''}",
        f"made {one['made']} by '{one['model']}', seed {one['seed']}",
        f"{span(one['seconds'])}, {one['rate']} Hz, {one['format']}, {size(one['size'])}"
        + (f", {loud:.1f} LUFS" if loud is not None else ""),
        one["path"] + (" (missing)" if one["missing"] else ""),
    ]
    if "over" in one:
        lines.append(f"Its file was written over by item {one['over']}.")
    if one["novelty"] is not None:
        lines.append(f"novelty {one['novelty']:.2f}")
    if one["note"]:
        lines.append(f"note: {one['note']}")
    values = one["recipe"].get("values", {})
    turned = [f"{name}={value:.3g}" for name, value in values.items() if value]
    return [*lines, f"knobs: {', '.join(turned) or 'all at 0'}"]
