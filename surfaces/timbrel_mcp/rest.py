"""The tool for every other action, those of other people's plugins among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import Field

from timbrel_mcp.answer import Answer, Told, hints
from timbrel_mcp.group import WAIT, chosen
from timbrel_mcp.sdk import Context  # noqa: TC001  tools' annotations are read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcp.server.mcpserver import MCPServer

    from timbrel_mcp.pace import Pace
    from timbrel_mcp.verb import Verb


class Rest:
    """Any action by its name."""

    def __init__(self, verbs: Mapping[str, Verb], pace: Pace) -> None:
        self._verbs, self._pace = verbs, pace

    def add_to(self, server: MCPServer) -> None:
        actions = [verb.action for verb in self._verbs.values()]
        reads, destroys = all(a.reads for a in actions), any(a.destroys for a in actions)
        title = "Do anything else that Timbrel can"
        server.add_tool(self.do, title=title, annotations=hints(title, reads, destroys))

    async def do(
        self,
        context: Context,
        action: Annotated[
            str, Field(description="Its name; empty to see all.", max_length=200)
        ] = "",
        arguments: Annotated[dict[str, Any] | None, Field(description="By name.")] = None,
    ) -> Told:
        """Do any action of Timbrel or of a plugin by its name. Without one: list what there is."""
        if not action:
            return await self._pace.answered("do", self._listed)

        def work() -> Any:
            self._pace.room()
            return chosen(self._verbs, action).call(arguments or {})

        return await self._pace.answered(action, work, context, WAIT)

    def _listed(self) -> Answer:
        told = [_shown(name, verb) for name, verb in self._verbs.items()]
        lines = [f"{one['action']}({', '.join(one['takes'])}): {one['says']}" for one in told]
        return Answer("\n".join(lines), {"actions": told})


def _shown(name: str, verb: Verb) -> dict[str, Any]:
    takes = {one.name: get_args(one.annotation)[1].description for one in verb.parameters}
    told = {"action": name, "says": verb.action.says, "reads": verb.action.reads}
    return {**told, "needs": verb.needed, "takes": takes}
