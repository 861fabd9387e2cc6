"""A group of commands, whose own name alone lists what it is about."""

from typing import Any

import typer
from typer.core import TyperGroup

from timbrel_cli.command import AS_JSON

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

    made = typer.main.get_command(app)
    assert isinstance(made, Branch)
    return made
