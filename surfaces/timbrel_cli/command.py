"""An action as a command: its parameters become arguments and options."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import typer

from timbrel_cli.perform import performed

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import offers
    from timbrel_cli.house import House

AS_JSON = Annotated[bool, typer.Option("--json", help="Answer in one JSON document.")]


def command(action: offers.Action, house: House) -> Any:
    """The command of an action: called, it answers with the work that is then to be done."""
    assert house.kernel is not None
    verb = action.bound(house.kernel)

    def chosen(**given: Any) -> Callable[[], int]:
        given.pop("json", None)
        return lambda: performed(lambda: verb(**given), house.voice)

    shown = [drawn(p) for p in inspect.signature(verb).parameters.values()]
    return made(
        chosen, shown, action.verb.replace("_", "-"), inspect.getdoc(action.run) or action.says
    )


def made(chosen: Callable[..., Any], shown: list[inspect.Parameter], name: str, says: str) -> Any:
    """A command of its own: ``chosen`` is called with the ``shown`` parameters by name."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, help=says)(signed(chosen, shown))
    return typer.main.get_command(app)


def signed(chosen: Callable[..., Any], shown: list[inspect.Parameter]) -> Callable[..., Any]:
    """``chosen`` with these parameters, and --json, for typer to read."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    as_json = inspect.Parameter("json", keyword, default=False, annotation=AS_JSON)
    every = shown if any(p.name == "json" for p in shown) else [*shown, as_json]
    chosen.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    chosen.__annotations__ = {p.name: p.annotation for p in every}
    return chosen


def drawn(parameter: inspect.Parameter) -> inspect.Parameter:
    """A parameter as the command line shows it: an option if it is keyword-only."""
    kind, words = parameter.annotation, ""
    if get_origin(kind) is Annotated:
        kind, *notes = get_args(kind)
        words = next((note for note in notes if isinstance(note, str)), "")
    name = parameter.name.rstrip("_").replace("_", "-")
    if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
        both = kind is bool and parameter.default is True
        info = typer.Option(f"--{name}/--no-{name}" if both else f"--{name}", help=words)
    else:
        info = typer.Argument(metavar=name.upper(), help=words)
    kind = Annotated[kind, info]
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=kind)
