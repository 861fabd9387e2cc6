"""The commands there are: the actions of the plugins that the global options leave in."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from timbrel import offers
from timbrel_cli.branch import Branch, branch
from timbrel_cli.command import AS_JSON, command
from timbrel_cli.serve import serving, standing_alone

if TYPE_CHECKING:
    from timbrel_cli.house import House


def tree() -> Any:
    """The whole command line, callable with ``args`` and a House as ``obj``."""
    app = typer.Typer(
        cls=Tree,
        help="Turn a handful of your own recordings into an instrument.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(options)
    return typer.main.get_command(app)


def options(
    json: AS_JSON = False,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="PLUGIN", help="Leave a plugin out.", is_eager=True),
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="Keep everything there.", is_eager=True),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=lambda wish: _version(wish)),
    ] = False,
) -> None:
    """The options before the command: Tree reads them from the context."""


def _version(wish: bool) -> None:
    if wish:
        print(f"timbrel {version('timbrel')}")
        raise typer.Exit


class Tree(TyperGroup):
    """Finds its commands when the first of them is asked for, not before."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        return super().parse_args(ctx, args or ["--help"])

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        self._grow(ctx)
        return sorted(self.commands)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        self._grow(ctx)
        return self.commands.get(cmd_name)

    def _grow(self, ctx: typer.Context) -> None:
        if self.commands:
            return
        house = ctx.obj
        kernel = house.open(ctx.params.get("home"), ctx.params.get("without") or ())
        self.commands["serve"] = serving(house)
        actions = kernel.host.table(offers.Action).values()
        groups = {action.group for action in actions}
        for surface in kernel.host.table(offers.Surface).values():
            if surface.alone:
                drawn = standing_alone(surface, house, surface.name in groups)
                self.commands[surface.name] = drawn
        for action in actions:
            try:
                self._add(action, house)
            except Exception as error:  # a stranger's verb that cannot be drawn is set aside
                kernel.host.broken[action.name] = f"{type(error).__name__}: {error}"

    def _add(self, action: offers.Action, house: "House") -> None:
        drawn = command(action, house)
        if not action.group:
            self.commands[drawn.name] = drawn
            return
        group = self.commands.get(action.group)
        if not isinstance(group, Branch):
            group = self.commands[action.group] = branch(action.group)
        group.add_command(drawn)
