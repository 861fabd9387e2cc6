"""All the tools of a scope, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers
from timbrel_mcp.direct import add_direct
from timbrel_mcp.group import add_group
from timbrel_mcp.hear import Hear
from timbrel_mcp.loading import loading
from timbrel_mcp.make import Make
from timbrel_mcp.pace import Pace
from timbrel_mcp.play import Play
from timbrel_mcp.resources import Resources
from timbrel_mcp.rest import Rest
from timbrel_mcp.verb import Verb
from timbrel_mcp.work import Work

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel
    from timbrel_mcp.scope import Scope

GROUPS = {
    "datasets": ("dataset", "Sets of recordings to train on"),
    "models": ("models", "The trained models"),
    "presets": ("presets", "Settings of the knobs under names"),
    "history": ("history", "The takes that were made"),
}


def add_tools(server: MCPServer, kernel: Kernel, scope: Scope) -> None:
    """The session's own, the grouped actions, and one that does all the rest."""
    table = kernel.host.table(offers.Action)
    verbs = {name: Verb(one, kernel) for name, one in table.items() if scope.holds(one)}
    reading = {name: Verb(one, kernel) for name, one in table.items() if one.reads}
    pace = Pace(kernel)
    play = Play(kernel, pace)
    hear = Hear(kernel, reading, pace)
    play.add_to(server, scope)
    Make(kernel, reading | verbs, pace).add_to(server, scope)
    hear.add_to(server, scope)
    Work(kernel, verbs, pace).add_to(server, scope)
    for name, (group, says) in GROUPS.items():
        if scope.shows(name):
            add_group(server, name, says, _members(verbs, group, play, kernel, scope), pace)
    if scope.shows("do"):
        Rest(verbs, pace).add_to(server)
    if scope.profile == "full":
        add_direct(server, verbs, pace)
    Resources(kernel, reading, play, hear).add_to(server)


def _members(
    verbs: dict[str, Verb], group: str, play: Play, kernel: Kernel, scope: Scope
) -> dict[str, Verb]:
    """The verbs of a group by their own names; models are also loaded."""
    found = {verb.action.verb: verb for verb in verbs.values() if verb.action.group == group}
    if group == "models" and not scope.read_only:
        found = {"load": Verb(loading(play), kernel), **found}
    return found
