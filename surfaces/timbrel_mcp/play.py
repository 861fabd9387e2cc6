"""The session's tools: what there is, which model, where the knobs stand."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from timbrel import Problem
from timbrel_mcp.answer import Answer, Told, hints
from timbrel_mcp.reach import roots

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel
    from timbrel_mcp.pace import Pace
    from timbrel_mcp.scope import Scope

ORIGIN = "mcp"
Values = Annotated[dict[str, float], Field(description="Knob name to value.", max_length=200)]
Shares = Annotated[
    dict[str, Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]],
    Field(description="Model name to its share, as {'rain': 0.6, 'bells': 0.4}.", max_length=8),
]


class Play:
    """Drives the one session that every surface shares."""

    def __init__(self, kernel: Kernel, pace: Pace) -> None:
        self._kernel, self._pace = kernel, pace
        self._session = kernel.session

    def add_to(self, server: MCPServer, scope: Scope) -> None:
        server.add_tool(self.get_state, annotations=hints("State of the session", reads=True))
        if scope.read_only:
            return
        server.add_tool(self.set_knobs, annotations=hints("Move knobs", again=True))
        if scope.shows("blend"):
            server.add_tool(self.blend, annotations=hints("Load a blend of models", again=True))

    async def get_state(self) -> Told:
        """The models there are, the one loaded, its knobs with range and value, and the jobs."""
        return await self._pace.answered("get_state", self.state)

    async def set_knobs(self, values: Values) -> Told:
        """Move any number of knobs at once. A value out of range goes to the nearest within."""

        def work() -> Answer:
            moved = self._session.move(values, origin=ORIGIN)
            shown = [_moved(name, values[name], value) for name, value in moved.items()]
            return Answer(", ".join(shown) or "Nothing was moved.", {"values": moved})

        return await self._pace.answered("set_knobs", work)

    async def blend(self, shares: Shares) -> Told:
        """Load one model, or several at once in shares; all knobs go to their rest.

        The shares are knobs of the blend afterwards, called as its models are.
        """
        written = [f"{name}:{share!r}" for name, share in shares.items()]
        text = written[0].partition(":")[0] if len(written) == 1 else "+".join(written)
        return await self._pace.answered("blend", lambda: self.load(text))

    def load(self, name: str) -> Answer:
        if not name:
            raise Problem("No model was named.", "See get_state for those there are.")
        self._session.load(name, origin=ORIGIN)
        return self.state()

    def shown(self) -> dict[str, Any]:
        """The session for a reader. Why a knob is inert stands in the model's files."""
        session = self._session
        values = session.values
        knobs = [
            {
                **asdict(control),
                "value": values.get(name, control.rest),
                "inert": bool(control.inert),
            }
            for name, control in session.controls.items()
        ]
        return {"model": session.name, "knobs": knobs}

    def state(self) -> Answer:
        shown, controls = self.shown(), self._session.controls.values()
        models = [card.name for card in self._kernel.registry.cards()]
        jobs = [
            {"job": job.name, "state": job.state, "part": job.part} for job in self._kernel.jobs.all
        ]
        folders = [str(self._kernel.places.renders), *map(str, roots(self._kernel))]
        loaded = f"'{shown['model']}' is loaded" if shown["model"] else "No model is loaded"
        lines = [f"{loaded}. Models: {', '.join(models) or 'none yet'}."]
        lines += [_line(knob) for knob in shown["knobs"]]
        lines += [f"Job {job['job']}: {job['state']}, {job['part']:.0%}." for job in jobs[-10:]]
        why = {one.name: one.inert for one in controls if one.inert}
        facts = {**shown, "models": models, "jobs": jobs, "folders": folders}
        return Answer("\n".join(lines), facts, {"inert": why} if why else {})


def _line(knob: dict[str, Any]) -> str:
    where = f"{knob['value']:g} {knob['unit']}".strip()
    more = "Inert: it does nothing here." if knob["inert"] else knob["says"]
    safe = f", safe {knob['safe'][0]:g} to {knob['safe'][1]:g}" if knob["safe"] else ""
    return f"{knob['name']} = {where} ({knob['low']:g} to {knob['high']:g}{safe}). {more}".strip()


def _moved(name: str, asked: float, value: float) -> str:
    return f"{name} = {value:g}" + (f" ({asked:g} is out of range)" if asked != value else "")
