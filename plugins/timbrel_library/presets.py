"""The verbs of 'presets': save, list, show, recall, rename and delete a setting of the knobs."""

from typing import Annotated, Any

from timbrel import Kernel, Problem, offers
from timbrel_library import backup, preset_row, recover, setting, store, wired
from timbrel_library.table import table

NAME = "The preset's name"
HEADS = ("name", "model", "seed", "space", "made")


def save(
    kernel: Kernel,
    name: Annotated[str, "Up to 64 letters, digits, spaces, - and _"],
    *,
    from_take: Annotated[
        str | None, "A take to have them from: its number in the history, or file", offers.PLACE
    ] = None,
    model: Annotated[str | None, "A model; the one that is loaded if not given"] = None,
    set_: Annotated[list[str] | None, "A knob, as brightness=0.5; may be given again"] = None,
    seed: Annotated[int | None, "Always this seed; without, another each time"] = None,
    space: Annotated[str | None, "Where it sounds: the name of a space"] = None,
    where: Annotated[list[str] | None, "A setting of the space, as azimuth=90"] = None,
    controller: Annotated[list[str] | None, "What moves a knob, as /fader/1=brightness"] = None,
    replace: Annotated[bool, "Whether it may take the place of the one of its name"] = False,
) -> dict[str, Any]:
    """Keep the knobs under a name: as they stand, as in a take, or as they are given."""
    kernel.registry.checked(name)
    facts, said = setting.source(kernel, from_take, model)
    facts, more = setting.changed(kernel, facts, set_, seed, space, where)
    if from_take is None and facts["model"] == kernel.session.name:
        facts = wired.now(kernel, facts)
    facts = setting.steered(facts, controller or [])
    with store.opened(kernel.places) as db:
        preset_row.kept(db, name, facts, replace)
    backup.daily(kernel.places)
    notes = [*said, *more]
    says = "\n".join([f"'{name}' is kept, for '{facts['model']}'.", *notes])
    return {"says": says, "name": name, "preset": facts, "notes": notes}


def list_(
    kernel: Kernel,
    *,
    model: Annotated[str | None, "Only those for this model"] = None,
) -> dict[str, Any]:
    """List the presets."""
    with store.opened(kernel.places, reads=True) as db:
        rows = db.execute("select * from presets where gone is null order by name").fetchall()
    found = [_facts(row) for row in rows if model in (None, row["model"])]
    cells = [tuple(one[head] for head in HEADS) for one in found]
    says = table(HEADS, cells) if cells else "No presets yet: 'timbrel presets save NAME'."
    return {"says": says, "presets": found}


def show(kernel: Kernel, name: Annotated[str, NAME]) -> dict[str, Any]:
    """Show what a preset holds."""
    with store.opened(kernel.places, reads=True) as db:
        facts = preset_row.facts(preset_row.found(db, name))
    return {"says": "\n".join([f"'{name}':", *setting.told(facts)]), "name": name, "preset": facts}


def recall(kernel: Kernel, name: Annotated[str, NAME]) -> dict[str, Any]:
    """Load the model of a preset and set its knobs."""
    facts = show(kernel, name)["preset"]
    notes = [*recover.into(kernel, facts, f"'{name}'"), *wired.again(kernel, facts)]
    model, values = facts["model"], dict(kernel.session.values)
    says = "\n".join([f"'{model}' is loaded, its knobs as in '{name}'.", *notes])
    return {"says": says, "name": name, "model": model, "values": values} | {
        "preset": facts,
        "notes": notes,
    }


def rename(
    kernel: Kernel,
    name: Annotated[str, NAME],
    new: Annotated[str, "Another name, which no preset has"],
) -> dict[str, Any]:
    """Give a preset another name."""
    kernel.registry.checked(new)
    with store.opened(kernel.places) as db:
        row = preset_row.found(db, name)
        preset_row.free(db, new)
        db.execute("update presets set name = ? where id = ?", (new, row["id"]))
    return {"says": f"'{name}' is called '{new}' now.", "name": new}


def delete(kernel: Kernel, name: Annotated[str, NAME]) -> dict[str, Any]:
    """Move a preset to the trash."""
    with store.opened(kernel.places) as db:
        number = preset_row.removed(db, preset_row.found(db, name))
    says = f"'{name}' lies in the trash now. To have it again: timbrel library undo"
    return {"says": says, "name": name, "number": number}


def _facts(row: Any) -> dict[str, Any]:
    """A preset in short; one that is damaged says so and hides none of the others."""
    told = {"name": row["name"], "model": row["model"], "made": row["made"]}
    try:
        facts = preset_row.facts(row)
    except Problem as problem:
        broken = {"seed": "damaged", "space": "", "values": {}}
        return {**told, **broken, "notes": [str(problem)]}
    told |= {"seed": setting.seeded(facts), "space": facts["space"], "values": facts["values"]}
    return {**told, "notes": []}
