"""What an action takes, as the body of a request."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model

from timbrel import offers
from timbrel_web.trouble import Outside

if TYPE_CHECKING:
    from timbrel import Kernel

CLOSED = ConfigDict(extra="forbid", allow_inf_nan=False)
OWN = "the_"  # keeps an option called 'json' or 'copy' off the model's own methods


def body_of(action: offers.Action, kernel: Kernel) -> type[BaseModel]:
    """A model of the action's arguments: nothing unknown, every number finite."""
    shown = inspect.signature(action.bound(kernel)).parameters.values()
    fields: dict[str, Any] = {OWN + one.name: _field(one) for one in shown}
    name = action.name.title().replace("_", "")
    return create_model(name, __config__=CLOSED, __doc__=action.says, **fields)


def _field(one: inspect.Parameter) -> tuple[Any, Any]:
    kind, *words = (
        get_args(one.annotation) if get_origin(one.annotation) is Annotated else (one.annotation,)
    )
    says = next((word for word in words if isinstance(word, str)), None)
    default = ... if one.default is one.empty else one.default
    if offers.PLACE in words:
        kind = Annotated[kind, offers.PLACE]
    return kind, Field(default, alias=one.name.rstrip("_"), description=says)


def arguments(body: BaseModel, kernel: Kernel) -> dict[str, Any]:
    """What the action is called with; a path that no surface may open raises Outside."""
    fields = type(body).model_fields
    return {
        name.removeprefix(OWN): _held(
            getattr(body, name), offers.PLACE in fields[name].metadata, kernel
        )
        for name in fields
    }


def _held(value: Any, named: bool, kernel: Kernel) -> Any:
    if isinstance(value, list):
        return [_held(one, named, kernel) for one in value]
    if not (isinstance(value, Path) or (named and isinstance(value, str))):
        return value
    path = offers.held(kernel, value)
    if path is None:
        raise Outside
    return path
