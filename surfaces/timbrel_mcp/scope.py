"""What assistants may do: how many tools they see, whether they may write, whether delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from timbrel import Kernel, offers

Profile = Literal["small", "play", "full"]
SMALL = {"get_state", "set_knobs", "generate", "describe", "job", "models"}


@dataclass(frozen=True)
class Scope:
    """``small`` has six tools for small models, ``play`` sixteen, ``full`` one more per action."""

    profile: Profile = "play"
    read_only: bool = False
    delete: bool = False

    @classmethod
    def of(cls, kernel: Kernel) -> Scope:
        asked = kernel.settings
        return cls(
            asked.get("mcp_profile") or "play",
            bool(asked.get("mcp_read_only")),
            bool(asked.get("mcp_delete")),
        )

    def shows(self, tool: str) -> bool:
        return self.profile != "small" or tool in SMALL

    def holds(self, action: offers.Action) -> bool:
        """Whether assistants may do it. What is gone for good is never theirs to do."""
        if self.read_only:
            return action.reads
        return not action.destroys or (self.delete and _named(action))


def _named(action: offers.Action) -> bool:
    """Whether it says by name what is to go: such things lie in the trash afterwards."""
    import inspect

    first, *_ = [*inspect.signature(action.run).parameters.values()][1:] or [None]
    return first is not None and first.default is first.empty
