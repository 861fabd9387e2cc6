"""A group of commands, whose own name alone lists what it is about."""

import inspect
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from timbrel_cli.command import AS_JSON, signed

ALONE = "list"


class Branch(TyperGroup):
    """``timbrel models`` is ``timbrel models list``, where there is such a verb."""


def branch(name: str) -> Branch:
    """An empty group; commands are added to it."""
    app = typer.Typer(cls=Branch, name=name, add_completion=False, rich_markup_mode=None)

    @app.callback(
        help=f"What can be done with {name}; alone, it lists them.", invoke_without_command=True
    )
    def options(ctx: typer.Context, json: AS_JSON = False) -> Any:
        if ctx.invoked_subcommand is not None:
            return None
        listing = getattr(ctx.command, "commands", {}).get(ALONE)
        return listing.callback() if listing else ctx.fail("Missing command.")

    return _made(app)


def standing(
    name: str, says: str, chosen: Callable[..., Any], shown: list[inspect.Parameter]
) -> Branch:
    """A group whose own name is a command too: ``chosen``, where none of its verbs is."""
    app = typer.Typer(cls=Branch, name=name, add_completion=False, rich_markup_mode=None)

    def options(ctx: typer.Context, **given: Any) -> Any:
        return None if ctx.invoked_subcommand is not None else chosen(**given)

    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    app.callback(help=says, invoke_without_command=True)(signed(options, [context, *shown]))
    return _made(app)


def _made(app: typer.Typer) -> Branch:
    made = typer.main.get_command(app)
    assert isinstance(made, Branch)
    return made
