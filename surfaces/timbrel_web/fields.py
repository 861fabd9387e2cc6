"""What an action takes, as the fields of a form."""

from __future__ import annotations

import types
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic_core import PydanticUndefined

from timbrel import offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic.fields import FieldInfo

WRITTEN = {"out", "picture"}  # paths that are made, not read


@dataclass(frozen=True)
class Field:
    """One argument: its name, what it may be, and how its field is read."""

    name: str
    says: str
    kind: Any
    default: Any
    needed: bool
    place: bool

    @classmethod
    def of(cls, info: FieldInfo) -> Field:
        name, says, kind = info.alias or "", info.description or "", _bare(info.annotation)
        default = None if info.default is PydanticUndefined else info.default
        path = kind is Path or offers.PLACE in info.metadata
        return cls(name, says, kind, default, info.is_required(), path and name not in WRITTEN)

    @property
    def label(self) -> str:
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:] + (" *" if self.needed else "")

    def component(self, known: list[str]) -> Any:
        """The component of Gradio; ``known`` are names that it may suggest."""
        import gradio

        common = {
            "label": self.label,
            "info": self.says,
            "elem_id": f"field-{self.name}",
            "interactive": True,
        }
        if self.kind is bool:
            return gradio.Checkbox(value=bool(self.default), **common)
        if self.kind in (int, float):
            whole = {"precision": 0} if self.kind is int else {}
            return gradio.Number(value=self.default, **whole, **common)
        if get_origin(self.kind) is Literal:
            return gradio.Dropdown([*get_args(self.kind)], value=self.default, **common)
        if get_origin(self.kind) is list:
            return gradio.Textbox(lines=2, placeholder="One per line", **common)
        if known:
            given = {"value": self.default, "allow_custom_value": True}
            return gradio.Dropdown(known, **given, **common)
        return gradio.Textbox(value=self.default or "", max_lines=1, **common)

    @property
    def read(self) -> Callable[[Any], Any]:
        """What stands in the field as the argument; None if nothing does."""
        if get_origin(self.kind) is list:
            return lambda text: [line.strip() for line in (text or "").splitlines() if line.strip()]
        return lambda value: None if value in ("", None) else value


def _bare(kind: Any) -> Any:
    """A kind without its None."""
    if get_origin(kind) in (Union, types.UnionType):
        kept = [one for one in get_args(kind) if one is not type(None)]
        return kept[0] if len(kept) == 1 else str
    return kind
