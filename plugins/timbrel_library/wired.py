"""The controllers of a preset: those of the moment, and back again when it is recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel
    from timbrel_library.preset import Facts

LIST, LEARN = "controllers_list", "controllers_learn"


def now(kernel: Kernel, facts: Facts) -> Facts:
    """The facts with the controllers that steer one of their knobs, if a plugin keeps some."""
    if LIST not in kernel.host.table(offers.Action):
        return facts
    known = kernel.host.find(offers.Action, LIST).run(kernel)["controllers"]
    here = {address: steer for address, steer in known.items() if steer["knob"] in facts["values"]}
    return {**facts, "controllers": here | dict(facts["controllers"])}


def again(kernel: Kernel, facts: Mapping[str, Any]) -> list[str]:
    """Have them steer what they did, beside those there are; in words, which cannot."""
    if not facts["controllers"] or LEARN not in kernel.host.table(offers.Action):
        return []
    learn, said = kernel.host.find(offers.Action, LEARN).run, []
    for address, steer in facts["controllers"].items():
        given = {"knob": steer} if isinstance(steer, str) else dict(steer)
        ends = {"input_": f"{given.pop('least', 0)!r},{given.pop('most', 1)!r}"}
        try:
            learn(kernel, given.pop("knob", ""), address=address, **given, **ends)
        except (Problem, TypeError) as problem:
            said.append(f"{address} steers nothing: {problem}")
    return said
