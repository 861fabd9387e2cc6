"""A preset: what it holds, checked before it is believed, and where it comes from."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from timbrel import Problem

KEYS = ("model", "mapper", "values", "seed", "motion", "space", "where", "controllers")
MOST = 512  # knobs, or controllers
DEEPEST, LONGEST = 8, 500
SEEDS = 2**53
Facts = dict[str, Any]


class Odd(ValueError):
    """What is wrong with the facts of a preset, as the end of a sentence."""


def checked(facts: Any, what: str) -> Facts:
    """The facts in full and of the right kinds; a Problem that says what is odd about them.

    ``model`` (several with + between them for a blend), ``mapper``, ``values`` by knob,
    ``seed`` ({"policy": "dice"} or {"policy": "locked", "seed": n}), ``motion`` as recipes have
    it, ``space`` and ``where`` its settings, ``controllers`` by address.
    """
    try:
        return _whole(facts)
    except Odd as odd:
        raise Problem(f"{what} is no preset: {odd}.", "Save it anew, and export it.") from odd


def _whole(facts: Any) -> Facts:
    if not isinstance(facts, Mapping):
        raise Odd("it holds no facts")
    for key in facts:
        if key not in KEYS:
            raise Odd(f"{_named(key, 'a fact')} is not of one")
    whole: Facts = {
        "model": _named(facts.get("model"), "its model"),
        "mapper": _named(facts.get("mapper", "knobs"), "its mapping"),
        "values": _numbers(facts.get("values"), "its knobs"),
        "seed": _seed(facts.get("seed", {"policy": "dice"})),
        "motion": _json(facts.get("motion", {}), "what moves in it"),
        "space": facts.get("space", ""),
        "where": _numbers(facts.get("where", {}), "its place"),
        "controllers": _json(facts.get("controllers", {}), "its controllers"),
    }
    if whole["space"] != "":
        _named(whole["space"], "its space")
    return whole


def _named(value: Any, what: str) -> str:
    """Text that names something: not empty, and nothing in it that cannot be seen."""
    fine = isinstance(value, str) and 0 < len(value) <= LONGEST
    if not fine or any(unicodedata.category(c).startswith("C") for c in value):
        raise Odd(f"{what} has no name that can be read")
    return value


def _numbers(value: Any, what: str) -> dict[str, float]:
    if not isinstance(value, Mapping) or len(value) > MOST:
        raise Odd(f"{what} are not to be found, or are too many")
    for name, number in value.items():
        _named(name, what)
        if not _number(number):
            raise Odd(f"{name} is no number that a knob could have")
    return {name: float(number) for name, number in value.items()}


def _number(value: Any) -> bool:
    real = isinstance(value, int | float) and not isinstance(value, bool)
    return real and abs(value) < 1e9 and math.isfinite(value)


def _seed(value: Any) -> Facts:
    if value == {"policy": "dice"}:
        return dict(value)
    seed = value.get("seed") if isinstance(value, Mapping) else None
    locked = type(seed) is int and 0 <= seed < SEEDS
    if not locked or value != {"policy": "locked", "seed": seed}:
        raise Odd("its seed is neither 'dice' nor 'locked' with a whole number")
    return dict(value)


def _json(value: Any, what: str) -> Facts:
    if not isinstance(value, Mapping) or len(value) > MOST or not _plain(value, DEEPEST):
        raise Odd(f"{what} cannot be understood")
    return dict(value)


def _plain(value: Any, depth: int) -> bool:
    """Whether it is JSON of finite numbers, not too deep and with nothing hidden in its text."""
    if isinstance(value, str):
        return len(value) <= LONGEST and not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", value)
    if isinstance(value, Mapping):
        pairs = [part for pair in value.items() for part in pair]
        return depth > 0 and all(_plain(part, depth - 1) for part in pairs)
    if isinstance(value, list):
        return depth > 0 and all(_plain(part, depth - 1) for part in value)
    return value is None or isinstance(value, bool) or _number(value)


def of_recipe(recipe: Mapping[str, Any], what: str) -> Facts:
    """The preset of a take; its seed is locked, for it is what sounded so."""
    facts = {key: recipe[key] for key in KEYS if recipe.get(key) and key != "seed"}
    seed = recipe.get("seed")
    facts["seed"] = {"policy": "locked", "seed": seed} if seed is not None else {"policy": "dice"}
    return checked(facts, what)
