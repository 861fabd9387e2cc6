"""How the knobs are to stand in a preset: taken from somewhere, and changed by what is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_library import item, preset, sidecar, spot, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel import Kernel
    from timbrel_library.preset import Facts


def source(kernel: Kernel, take: str | None, model: str | None) -> tuple[Facts, list[str]]:
    """The facts that a preset begins with, and what is to be said of them."""
    if take is not None:
        return _of_take(kernel, take, model)
    live = kernel.session
    if model is None and not live.name:
        mend = "Name one with --model, or a take with --from-take."
        raise Problem("No model is loaded, so there are no knobs to keep.", mend)
    session = live
    if model not in (None, live.name):
        session = kernel.new_session()
        session.load(str(model))
    recipe = session.make(0.1).recipe  # nothing sounds: a take is rendered when it is played
    return preset.of_recipe({**recipe, "seed": None}, "That"), []


def _of_take(kernel: Kernel, take: str, model: str | None) -> tuple[Facts, list[str]]:
    recipe, name = _recipe(kernel, take)
    facts = preset.of_recipe(recipe, f"'{name}'")
    if model not in (None, facts["model"]):
        raise Problem(f"'{name}' is a take of '{facts['model']}', not of '{model}'.")
    also = {"loop": "was a loop", "near": "was drawn near another", "source": "follows a recording"}
    words = ", ".join(says for key, says in also.items() if key in recipe)
    return facts, [f"'{name}' {words}: that is not of a preset."] if words else []


def _recipe(kernel: Kernel, take: str) -> tuple[Facts, str]:
    """The recipe of an item of the history, or of a file that is not in it, and its name."""
    try:
        with store.opened(kernel.places, reads=True) as db:
            row = item.found(db, kernel.places.home, take)
            return item.recipe(row), row["name"]
    except Problem as problem:
        path = item.audio(spot.path_of(take))
        recipe = sidecar.recipe(kernel, path)
        if problem.kind != "missing" or recipe is None:
            raise
        return recipe, spot.shown(path.name)


def changed(
    kernel: Kernel,
    facts: Facts,
    pairs: Sequence[str] | None,
    seed: int | None,
    space: str | None,
    where: Sequence[str] | None,
) -> tuple[Facts, list[str]]:
    """The facts with what was given in place of what was there."""
    facts, said = dict(facts), []
    if pairs:
        facts["values"], said = _turned(kernel, facts, offers.written(pairs))
    if seed is not None:
        facts["seed"] = {"policy": "locked", "seed": seed}
    if space is not None:
        facts |= {"space": space, "where": {}}
    if space or where:
        facts["where"] = _placed(kernel, facts, offers.written(where or [], "azimuth=90"))
    return preset.checked(facts, "That"), said


def steered(facts: Facts, pairs: Sequence[str]) -> Facts:
    """The facts with controllers, each an address and the knob that it moves."""
    steers = dict(facts["controllers"])
    for pair in pairs:
        address, sign, knob = pair.rpartition("=")
        if not (sign and address.strip() and knob.strip() in facts["values"]):
            raise Problem(f"'{pair}' names no knob of it.", "Write it as /fader/1=brightness.")
        steers[address.strip()] = knob.strip()
    return preset.checked({**facts, "controllers": steers}, "That")


def _turned(
    kernel: Kernel, facts: Facts, asked: dict[str, float]
) -> tuple[dict[str, float], list[str]]:
    """The knobs as the model has them, and which go not so far as was asked."""
    session = kernel.new_session()
    session.load(facts["model"], facts["mapper"])
    moved = session.move(asked)
    return {**facts["values"], **moved}, offers.strayed(asked, moved)


def _placed(kernel: Kernel, facts: Facts, asked: dict[str, float]) -> dict[str, float]:
    if not facts["space"]:
        raise Problem("A place needs a space.", "Name it: --space binaural.")
    controls = {c.name: c for c in kernel.host.find(offers.Spatializer, facts["space"]).controls}
    for name in asked:
        if name not in controls:
            there = f"There is: {', '.join(controls)}."
            raise Problem(f"The space '{facts['space']}' has no '{name}'.", there, "missing")
    values = {**facts["where"], **asked}
    return {n: controls[n].clamp(value) for n, value in values.items() if n in controls}


def seeded(facts: Facts) -> str:
    seed = facts["seed"]
    return str(seed["seed"]) if seed["policy"] == "locked" else "dice"


def told(facts: Facts) -> list[str]:
    """A preset in words."""
    turned = [f"{name}={value:.3g}" for name, value in facts["values"].items() if value]
    lines = [f"model: {facts['model']}", f"knobs: {', '.join(turned) or 'all at 0'}"]
    policy = "another each time" if seeded(facts) == "dice" else f"always {seeded(facts)}"
    lines.append(f"seed: {policy}")
    motion: dict[str, Any] = facts["motion"]
    moving = [name for part in motion.values() if isinstance(part, dict) for name in part]
    if moving:
        lines.append(f"moving by themselves: {', '.join(dict.fromkeys(moving))}")
    if facts["space"]:
        spot = ", ".join(f"{name}={value:g}" for name, value in facts["where"].items())
        lines.append(f"space: {facts['space']} {spot}".rstrip())
    if facts["controllers"]:
        lines.append(f"controllers: {', '.join(map(str, facts['controllers']))}")
    return lines
