"""An action as an assistant calls it: its arguments checked, its paths held."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from timbrel import Problem, offers
from timbrel_mcp.reach import reached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel

CLOSED = ConfigDict(extra="forbid", allow_inf_nan=False, str_max_length=2000)
OWN = "the_"  # keeps an option called 'json' or 'copy' off the model's own methods
MANY = 500  # of a list
CONFIRM = "confirm"


class Verb:
    """``parameters`` are as the assistant sees them: bare names, plain kinds, each with words."""

    def __init__(self, action: offers.Action, kernel: Kernel) -> None:
        self.action, self._kernel = action, kernel
        self._taken = [*inspect.signature(action.bound(kernel)).parameters.values()]
        self.parameters = [_parameter(one) for one in self._taken]
        if action.destroys:
            kind = Annotated[str, Field(description="The exact name once more, to be sure.")]
            keyword = inspect.Parameter.KEYWORD_ONLY
            self.parameters.append(inspect.Parameter(CONFIRM, keyword, annotation=kind))
        self._model = _model(action.name, self._taken)

    @property
    def needed(self) -> list[str]:
        return [one.name for one in self.parameters if one.default is one.empty]

    def call(self, given: Mapping[str, Any]) -> Any:
        """The action's answer; a Problem where the arguments will not do."""
        given = dict(given)
        if self.action.destroys:
            self._confirmed(given)
        try:
            body = self._model.model_validate(given)
        except ValidationError as error:
            raise Problem(_told(error, self.action.name), self._takes()) from None
        values = {one.name: getattr(body, OWN + one.name) for one in self._taken}
        for one in self._taken:
            values[one.name] = self._held(values[one.name], _named(one))
        return self.action.run(self._kernel, **values)

    def _confirmed(self, given: dict[str, Any]) -> None:
        if given.pop(CONFIRM, None) != str(given.get(_shown(self._taken[0].name))):
            mend = f"Give '{CONFIRM}' the same value as '{_shown(self._taken[0].name)}'."
            raise Problem("What is to be deleted was not confirmed.", mend)

    def _takes(self) -> str:
        return f"It takes: {', '.join(one.name for one in self.parameters) or 'nothing'}."

    def _held(self, value: Any, named: bool) -> Any:
        if isinstance(value, list):
            if len(value) > MANY:
                raise Problem("That list is too long.", f"Give {MANY} at the most.")
            return [self._held(one, named) for one in value]
        if isinstance(value, Path) or (named and isinstance(value, str)):
            return reached(self._kernel, value)
        return value


def _shown(name: str) -> str:
    return name.rstrip("_")


def _named(one: inspect.Parameter) -> bool:
    return offers.PLACE in get_args(one.annotation)


def _kind(one: inspect.Parameter) -> tuple[Any, str | None]:
    if get_origin(one.annotation) is not Annotated:
        return one.annotation, None
    kind, *notes = get_args(one.annotation)
    return kind, next((note for note in notes if isinstance(note, str)), None)


def _parameter(one: inspect.Parameter) -> inspect.Parameter:
    kind, says = _kind(one)
    return one.replace(
        name=_shown(one.name),
        kind=inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind, Field(description=says)],
    )


def _model(name: str, taken: list[inspect.Parameter]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for one in taken:
        default = ... if one.default is one.empty else one.default
        fields[OWN + one.name] = (_kind(one)[0], Field(default, alias=_shown(one.name)))
    return create_model(name, __config__=CLOSED, **fields)


def _told(error: ValidationError, name: str) -> str:
    """What is wrong with which argument, without the value: that may be long."""
    wrong = error.errors(include_input=False, include_url=False, include_context=False)
    said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong[:5])
    return f"The arguments of {name} will not do: {said}."
