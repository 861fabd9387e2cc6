"""The verb 'explain': where a take came from, and how new it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from timbrel import Kernel, Problem
from timbrel_play.recipe import recipe

SHOWN = 12


def explain(
    kernel: Kernel,
    file: Annotated[Path, "A take: the file, or the .json beside it"],
    *,
    whole: Annotated[bool, "Whether to list every stretch, not the longest few"] = False,
) -> dict[str, Any]:
    """Tell from which recordings a take came, moment by moment, and how new it is."""
    facts = recipe(kernel, file)
    told = facts.get("provenance") or {}
    try:
        lines = [_made(facts), *_sources(told), *_runs(told, whole), *_novelty(told)]
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        raise Problem(f"The recipe of {file} cannot be read.") from None
    if not told:
        lines.append("Its model did not tell what it played.")
    return {"says": "\n".join(lines), **told, "recipe": facts}


def _made(facts: Mapping[str, Any]) -> str:
    seconds = facts["frames"] / facts["rate"]
    near = "".join(f", {n['amount']:g} away by seed {n['seed']}" for n in facts.get("near", []))
    loop = ", a loop" if "loop" in facts else ""
    if facts.get("made") == "performance":
        return _performed(facts, seconds)
    return f"{seconds:.1f} s of '{facts['model']}', seed {facts['seed']}{near}{loop}."


def _performed(facts: Mapping[str, Any], seconds: float) -> str:
    parts = facts["score"]["parts"]
    models = " and ".join(f"'{name}'" for name in dict.fromkeys(part["model"] for part in parts))
    moves = sum(len(part["at"]) for part in parts)
    return f"{seconds:.1f} s of {models or 'silence'}, played live: {moves} moves of the knobs."


def _sources(told: Mapping[str, Any]) -> list[str]:
    sources = told.get("sources", {})
    if not sources:
        return []
    named = [f"{name} ({seconds:.1f} s)" for name, seconds in sources.items()]
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return [f"Made of {', '.join(named[:SHOWN])}{more}."]


def _runs(told: Mapping[str, Any], whole: bool) -> list[str]:
    """The stretches in the order of the take: all of them, or the longest."""
    runs = told.get("runs", [])
    if not runs:
        return []
    shown = runs if whole else sorted(runs, key=lambda r: r["from"] - r["to"])[:SHOWN]
    lines = [
        f"At {r['at']:.1f} s: {r['source']}, {r['from']:.2f}-{r['to']:.2f} s"
        for r in sorted(shown, key=lambda r: r["at"])
    ]
    if len(runs) > len(shown):
        lines.insert(0, f"The longest {len(shown)} of {len(runs)} stretches:")
    verbatim = f"The longest stretch taken over as it was lasts {told['longest_verbatim']:.2f} s."
    return [*lines, verbatim]


def _novelty(told: Mapping[str, Any]) -> list[str]:
    novelty = told.get("novelty")
    if novelty is None:
        return []
    scale = "1 would be as new as another of your own recordings"
    words = (
        "very close to your recordings"
        if novelty < 0.5
        else "as new as one more recording of yours"
        if novelty <= 1.5
        else "further from each of your recordings than they are from one another"
    )
    copies = told.get("near_copies") or 0
    near = f" {copies:.0%} of its seconds are as good as copies." if copies else ""
    return [f"Novelty {novelty:.2f}: it is {words} ({scale}).{near}"]
