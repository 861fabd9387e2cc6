"""The session's tools: what there is, which model, where the knobs stand."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from timbrel import offers
from timbrel_mcp.answer import Told, answered, hints

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel

ORIGIN = "mcp"


class Play:
    """Drives the one session that every surface shares."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._session = kernel.session

    def add_to(self, server: MCPServer) -> None:
        server.add_tool(self.get_state, annotations=hints("State of the session", reads=True))
        server.add_tool(self.load_model, annotations=hints("Load a model", again=True))
        server.add_tool(self.set_knobs, annotations=hints("Move knobs", again=True))
        server.resource("timbrel://session", mime_type="application/json")(self.session)

    async def get_state(self) -> Told:
        """The models there are, the one loaded, its knobs with range and value, and the jobs."""
        return await answered(self._state)

    async def load_model(
        self, name: Annotated[str, Field(description="One of the models of get_state.")]
    ) -> Told:
        """Load a model into the session. All its knobs go to their rest."""

        def work() -> dict[str, Any]:
            self._session.load(name, origin=ORIGIN)
            return self._state()

        return await answered(work)

    async def set_knobs(
        self, values: Annotated[dict[str, float], Field(description="Knob name to value.")]
    ) -> Told:
        """Move one or several knobs at once. A value out of range goes to the nearest within."""

        def work() -> dict[str, Any]:
            moved = self._session.move(values, origin=ORIGIN)
            shown = [_moved(name, values[name], value) for name, value in moved.items()]
            return {"says": ", ".join(shown) or "Nothing was moved.", "values": moved}

        return await answered(work)

    def session(self) -> str:
        """The session as it is now: model, knobs, values."""
        return json.dumps(offers.plain(self._shown()))

    def _shown(self) -> dict[str, Any]:
        session = self._session
        values = session.values
        knobs = [
            {**asdict(control), "value": values.get(name, control.rest)}
            for name, control in session.controls.items()
        ]
        return {"model": session.name, "knobs": knobs}

    def _state(self) -> dict[str, Any]:
        shown = self._shown()
        models = [card.name for card in self._kernel.registry.cards()]
        jobs = [{"job": job.name, "state": job.state} for job in self._kernel.jobs.all]
        lines = [
            f"Model: {shown['model'] or 'none is loaded'}. Models: {', '.join(models) or '-'}."
        ]
        lines += [_line(knob) for knob in shown["knobs"]]
        lines += [f"Job {job['job']}: {job['state']}." for job in jobs]
        return {"says": "\n".join(lines), **shown, "models": models, "jobs": jobs}


def _line(knob: dict[str, Any]) -> str:
    where = f"{knob['value']:g} {knob['unit']}".strip()
    more = f"Inert: {knob['inert']}" if knob["inert"] else knob["says"]
    return f"{knob['name']} = {where} ({knob['low']:g} to {knob['high']:g}). {more}".strip()


def _moved(name: str, asked: float, value: float) -> str:
    return f"{name} = {value:g}" + (f" ({asked:g} is out of range)" if asked != value else "")
