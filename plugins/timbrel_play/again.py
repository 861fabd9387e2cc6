"""A take made again, by its recipe alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_play import motion
from timbrel_play.liked import remembered
from timbrel_play.order import rendered
from timbrel_play.performed import performed
from timbrel_play.transform import digest, followed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel, Session, Take

LATER = {
    "format",
    "options",
    "space",
    "where",
    "quality",
    "second",
    "raw",
}  # of the saving, not the take


def again(kernel: Kernel, facts: Mapping[str, Any], path: Path) -> tuple[Session, Take]:
    """The session and the take that a recipe is of; a Problem where something has changed."""
    if facts["made"] == "performance":
        return _performed(kernel, facts, path)
    how = remembered(facts, path, 0.0)
    session = kernel.new_session()
    session.load(how.model, how.mapper)
    moved = session.move(how.values, origin="action")
    if any(abs(moved[name] - value) > 1e-12 for name, value in how.values.items()):
        raise Problem(f"The knobs of '{how.model}' do not reach what they did for {path}.", KNOBS)
    if facts["made"] == "generate":
        moving = motion.moving(session, *how.motion)
        take = rendered(session, how.seconds, how.own, moving, how.loop)
    elif facts["made"] == "transform":
        take = _followed(kernel, session, facts, how.seed)
    else:
        raise Problem(f"{path} was made by '{facts['made']}'.", "That cannot be made again.")
    _same_model(path, str(facts["model"]), facts.get("files") or {}, take.recipe["files"])
    # In the order of the old one, so that the same take has the same tags to the byte.
    own = {key: take.recipe.get(key, facts[key]) for key in facts if key not in LATER}
    return session, replace(take, recipe={**own, **take.recipe})


KNOBS = "They were measured anew since: restore the model that was."


def _followed(kernel: Kernel, session: Session, facts: Mapping[str, Any], seed: int) -> Take:
    try:
        source, amount = Path(facts["source"]), float(facts["amount"])
        known = str(facts["source_sha256"])
    except (KeyError, TypeError, ValueError):
        raise Problem("The recipe does not say which recording it followed.") from None
    if not source.is_file():
        mend = "Put it back there, and try again."
        raise Problem(f"The recording that it followed is gone: {source}.", mend, "missing")
    if digest(source) != known:
        raise Problem(f"The recording that it followed has changed since: {source}.")
    return followed(kernel, session, source, amount, seed)[0]


def _performed(kernel: Kernel, facts: Mapping[str, Any], path: Path) -> tuple[Session, Take]:
    own = {key: value for key, value in facts.items() if key not in LATER}
    take = performed(kernel, own, path, partial(_same_model, path))
    session = kernel.new_session()
    session.load(str(facts["model"]), str(facts.get("mapper", "knobs")))
    return session, take


def _same_model(path: Path, model: str, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    if old == new:
        return
    names = ", ".join(sorted(n for n in {*old, *new} if old.get(n) != new.get(n)))
    raise Problem(
        f"'{model}' is not the model that made {path}: it was trained anew ({names}).",
        "Restore the one that was, from the trash or a backup.",
    )
