"""Whatever is done in whatever order: the library says what a plain list says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.conftest import add_tone
from tests.plugins.library.killed import act, kernel

from timbrel import Problem

NAMES = st.sampled_from(["a", "b", "c"])
WHICH = st.integers(0, 9)


class Library(RuleBasedStateMachine):
    """``takes``, ``presets`` and ``trash`` (a stack) are what there should be."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.made = kernel(Path(self.folder.name))
        add_tone(self.made, "bell")
        self.made.session.load("bell")
        self.takes: dict[int, dict[str, Any]] = {}
        self.presets: dict[str, float] = {}
        self.trash: list[tuple[str, Any]] = []
        self.count = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(seed=WHICH)
    def make(self, seed: int) -> None:
        self.count += 1
        path = self.made.places.renders / f"{self.count}.wav"
        self.made.session.save(self.made.session.make(0.01, seed), path)
        self.takes[self.count] = {"star": False, "note": "", "seed": str(seed)}

    @precondition(lambda self: self.takes)
    @rule(which=WHICH, off=st.booleans(), text=st.text(max_size=5))
    def mark(self, which: int, off: bool, text: str) -> None:
        item = self._chosen(which)
        act(self.made, "history_star", str(item), off=off)
        note = act(self.made, "history_note", str(item), text)["note"]
        self.takes[item] |= {"star": not off, "note": note}

    @precondition(lambda self: self.takes)
    @rule(which=WHICH)
    def delete_take(self, which: int) -> None:
        item = self._chosen(which)
        act(self.made, "history_delete", str(item))
        self.trash.append(("take", (item, self.takes.pop(item))))

    @rule(name=NAMES, level=st.floats(0, 1))
    def save_preset(self, name: str, level: float) -> None:
        act(self.made, "presets_save", name, set_=[f"level={level!r}"], replace=True)
        if name in self.presets:
            self.trash.append(("preset", (name, self.presets[name])))
        self.presets[name] = level

    @rule(name=NAMES, new=NAMES)
    def rename_preset(self, name: str, new: str) -> None:
        try:
            act(self.made, "presets_rename", name, new)
        except Problem:
            assert name not in self.presets or new in self.presets
        else:
            self.presets[new] = self.presets.pop(name)

    @rule(name=NAMES)
    def delete_preset(self, name: str) -> None:
        try:
            act(self.made, "presets_delete", name)
        except Problem:
            assert name not in self.presets
        else:
            self.trash.append(("preset", (name, self.presets.pop(name))))

    @rule()
    def undo(self) -> None:
        if not self.trash:
            return
        kind, (name, facts) = self.trash.pop()
        where = act(self.made, "library_undo")["where"]
        if kind == "take":
            self.takes[name] = facts
        else:
            assert where == name or (name in self.presets and where.startswith(f"{name}-"))
            self.presets[where] = facts

    @rule()
    def empty(self) -> None:
        assert act(self.made, "library_empty")["count"] == len(self.trash)
        self.trash.clear()

    @rule()
    def repair(self) -> None:
        says = act(self.made, "library_repair")["says"]
        assert says == "There was nothing to mend."

    @rule()
    def another_process(self) -> None:
        self.made = kernel(Path(self.folder.name))
        self.made.session.load("bell")

    @invariant()
    def nothing_is_lost_and_nothing_is_made_up(self) -> None:
        items = act(self.made, "history_list", limit=1000)["items"]
        told = {i["id"]: {key: i[key] for key in ("star", "note", "seed")} for i in items}
        assert told == self.takes and not any(i["missing"] for i in items)
        presets = [one["name"] for one in act(self.made, "presets_list")["presets"]]
        levels = {n: act(self.made, "presets_show", n)["preset"] for n in presets}
        assert {n: facts["values"]["level"] for n, facts in levels.items()} == self.presets
        trash = act(self.made, "library_trash")["items"]
        assert len(trash) == len(self.trash)

    def _chosen(self, which: int) -> int:
        return sorted(self.takes)[which % len(self.takes)]


TestLibrary = Library.TestCase
TestLibrary.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
