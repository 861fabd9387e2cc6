"""What a recipe says of a take: how to render it again, and in what two takes differ."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Kernel

TOLD = {
    "model": "model",
    "mapper": "mapping",
    "made": "made by",
    "seed": "seed",
    "source": "recording followed",
    "amount": "amount",
    "loop": "samples faded over for the loop",
    "near": "near",
    "space": "space",
    "format": "format",
    "timbrel": "version of Timbrel",
}


def again(kernel: Kernel, facts: Mapping[str, Any], path: str | None) -> str:
    """The command that renders a take of the loaded model again, from its file if it is there."""
    if path and "reproduce" in kernel.host.table(offers.Action):
        return f"timbrel reproduce {shlex.quote(path)}"
    words = ["timbrel", "generate", str(facts.get("model", ""))]
    words += ["--seed", str(facts.get("seed", 0))]
    if facts.get("rate"):
        words += ["--duration", f"{facts.get('frames', 0) / facts['rate']:g}"]
    rests = {name: control.rest for name, control in kernel.session.controls.items()}
    values: Mapping[str, float] = facts.get("values", {})
    for name, value in values.items():
        if value != rests.get(name):
            words += ["--set", f"{name}={value:g}"]
    return shlex.join(words)


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """A sentence for each thing in which two recipes are not the same."""
    said = [
        f"{words}: {_short(one.get(key))} in A, {_short(other.get(key))} in B"
        for key, words in TOLD.items()
        if one.get(key) != other.get(key)
    ]
    if _seconds(one) != _seconds(other):
        said.append(f"length: {_seconds(one)} s in A, {_seconds(other)} s in B")
    for key, words in (("values", ""), ("where", "space "), ("options", "file ")):
        said += _apart(one.get(key), other.get(key), words)
    if one.get("motion") != other.get("motion"):
        said.append(f"moving by themselves: {_moving(one)} in A, {_moving(other)} in B")
    same = one.get("model") == other.get("model")
    if same and one.get("files") != other.get("files"):
        said.append("the model was trained anew between the two")
    return said


def _apart(one: Any, other: Any, words: str) -> list[str]:
    left = one if isinstance(one, Mapping) else {}
    right = other if isinstance(other, Mapping) else {}
    return [
        f"{words}{name}: {_short(left.get(name))} in A, {_short(right.get(name))} in B"
        for name in dict.fromkeys([*left, *right])
        if left.get(name) != right.get(name)
    ]


def _moving(facts: Mapping[str, Any]) -> str:
    motion = facts.get("motion") or {}
    names = [*motion.get("automate", {}), *motion.get("lfo", {})]
    return ", ".join(dict.fromkeys(names)) or "nothing"


def _seconds(facts: Mapping[str, Any]) -> float:
    return round(facts.get("frames", 0) / (facts.get("rate") or 1), 3)


def _short(value: Any) -> str:
    if value is None or value == "":
        return "none"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
