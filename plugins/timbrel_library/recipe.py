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
ANEW = "the model was trained anew between the two"


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


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each thing in which two recipes are not the same: what it is, how in 'a', how in 'b'."""
    found = [
        _pair(words, one.get(key), other.get(key))
        for key, words in TOLD.items()
        if one.get(key) != other.get(key)
    ]
    if _seconds(one) != _seconds(other):
        found.append(_pair("length", f"{_seconds(one)} s", f"{_seconds(other)} s"))
    for key, words in (("values", ""), ("where", "space "), ("options", "file ")):
        found += _apart(one.get(key), other.get(key), words)
    if one.get("motion") != other.get("motion"):
        found.append(_pair("moving by themselves", _moving(one), _moving(other)))
    same = one.get("model") == other.get("model")
    if same and one.get("files") != other.get("files"):
        found.append({"what": ANEW, "a": "", "b": ""})
    return found


def sentence(found: Mapping[str, str]) -> str:
    """One of the differences in words."""
    if not (found["a"] or found["b"]):
        return found["what"]
    return f"{found['what']}: {found['a']} in A, {found['b']} in B"


def _pair(what: str, a: Any, b: Any) -> dict[str, str]:
    return {"what": what, "a": _short(a), "b": _short(b)}


def _apart(one: Any, other: Any, words: str) -> list[dict[str, str]]:
    left = one if isinstance(one, Mapping) else {}
    right = other if isinstance(other, Mapping) else {}
    return [
        _pair(f"{words}{name}", left.get(name), right.get(name))
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
