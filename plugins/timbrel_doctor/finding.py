"""One thing found on this machine, and whether it is as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from timbrel import Kernel


@dataclass(frozen=True)
class Finding:
    """``state`` is 'wrong' for what must be mended, 'note' for what could be better."""

    topic: str
    what: str
    state: Literal["ok", "note", "wrong"] = "ok"
    mend: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def line(self) -> str:
        mark = {"ok": "  ", "note": "- ", "wrong": "! "}[self.state]
        mend = f"\n{'':14}{self.mend}" if self.mend else ""
        return f"{mark}{self.topic:<12}{self.what}{mend}"


def isolated(probe: Callable[[Kernel], Iterable[Finding]], kernel: Kernel) -> list[Finding]:
    """The probe's findings, or the one that it failed: the others must still be heard."""
    try:
        return list(probe(kernel))
    except Exception as error:
        what = f"could not be looked at: {type(error).__name__}: {error}"
        return [Finding(probe.__name__, what, "wrong", "Please report this.")]
