"""The verb 'presets morph': knobs part of the way from one preset to another."""

from typing import Annotated, Any

from timbrel import Kernel, Problem
from timbrel_library import preset_row, recover, store
from timbrel_library.preset import Facts


def morph(
    kernel: Kernel,
    a: Annotated[str, "The preset at 0"],
    b: Annotated[str, "The preset at 1"],
    *,
    position: Annotated[float, "How far from the first to the second, 0 to 1"] = 0.5,
    save: Annotated[str | None, "A name to keep the result under"] = None,
    replace: Annotated[bool, "Whether it may take the place of the one of its name"] = False,
) -> dict[str, Any]:
    """Set the knobs between those of two presets of one model."""
    if not 0 <= position <= 1:
        raise Problem(f"The position cannot be {position:g}.", "Give 0 to 1.")
    if save is not None:
        kernel.registry.checked(save)
    with store.opened(kernel.places, reads=True) as db:
        one, other = (preset_row.facts(preset_row.found(db, name)) for name in (a, b))
    facts = between(one, other, position, (a, b))
    notes = _moved(kernel, facts)
    if save is not None:
        with store.opened(kernel.places) as db:
            preset_row.kept(db, save, facts, replace)
    kept = f", kept as '{save}'" if save else ""
    says = f"The knobs are {position:.0%} of the way from '{a}' to '{b}'{kept}."
    answer = {"position": position, "preset": facts, "values": dict(kernel.session.values)}
    return {"says": "\n".join([says, *notes]), **answer, "notes": notes}


def between(one: Facts, other: Facts, position: float, names: tuple[str, str]) -> Facts:
    """Numbers in proportion, all else as in the nearer preset; at 0.5 that is the second."""
    for key, words in (("model", "model"), ("mapper", "mapping")):
        if one[key] != other[key]:
            what = f"'{names[0]}' and '{names[1]}' are of two {words}s"
            mend = "Only presets of one can be morphed."
            raise Problem(f"{what}: '{one[key]}' and '{other[key]}'.", mend)
    alone = sorted(set(one["values"]) ^ set(other["values"]))
    if alone:
        what = f"'{names[0]}' and '{names[1]}' have not the same knobs: {', '.join(alone)}."
        raise Problem(what, "Recall each and save it anew: then they have.")
    nearer = one if position < 0.5 else other
    values = _proportion(one["values"], other["values"], position)
    same = one["space"] == other["space"] and set(one["where"]) == set(other["where"])
    where = _proportion(one["where"], other["where"], position) if same else nearer["where"]
    return {**nearer, "values": values, "where": where}


def _proportion(
    one: dict[str, float], other: dict[str, float], position: float
) -> dict[str, float]:
    """Exact at both ends."""
    return {n: (1 - position) * value + position * other[n] for n, value in one.items()}


def _moved(kernel: Kernel, facts: Facts) -> list[str]:
    """Move the live session; it is loaded anew only where it plays another model."""
    live = kernel.session
    if live.name == facts["model"] and set(facts["values"]) <= set(live.controls):
        live.move(facts["values"], origin="action")
        return []
    return recover.into(kernel, facts, "The morph")
