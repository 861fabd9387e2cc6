"""The session: its model, its knobs, and the models there are."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, RootModel

from timbrel import offers
from timbrel_web.answer import Answer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from timbrel import Kernel, Session

ORIGIN = "http"


class Choice(BaseModel):
    """A model by its name."""

    name: Annotated[str, Field(description="One of GET /api/models")]


class Moves(RootModel[dict[str, Annotated[float, Field(allow_inf_nan=False)]]]):
    """Knobs by name, and where they are to be."""

    model_config = {"json_schema_extra": {"example": {"brightness": 0.5}}}


class Play:
    """The routes below /api/session, and /api/models."""

    def __init__(self, kernel: Kernel) -> None:
        self._session = kernel.session
        self._registry = kernel.registry

    def add_to(self, app: FastAPI) -> None:
        add = app.add_api_route
        add("/api/session", self.session, methods=["GET"], tags=["session"])
        add("/api/session/load", self.load, methods=["POST"], tags=["session"])
        add("/api/session/move", self.move, methods=["POST"], tags=["session"])
        add("/api/models", self.models, methods=["GET"], tags=["session"])

    async def session(self) -> Answer:
        """The model that is loaded, its knobs, and where they stand."""
        return Answer(self._shown())

    async def load(self, choice: Choice) -> Answer:
        """Load a model, all its knobs at rest."""
        await offers.apart(lambda: self._session.load(choice.name, origin=ORIGIN))
        return Answer(self._shown())

    async def move(self, moves: Moves) -> Answer:
        """Move knobs, all or none. What comes back is where they are: within their bounds."""
        return Answer({"values": self._session.move(moves.root, origin=ORIGIN)})

    async def models(self) -> Answer:
        """The cards of all models, by name."""
        return Answer({"models": [asdict(card) for card in self._registry.cards()]})

    def _shown(self) -> dict[str, Any]:
        return shown(self._session)


def shown(session: Session) -> dict[str, Any]:
    """A session for a reader: its model, its knobs, and where they stand."""
    controls = [asdict(control) for control in session.controls.values()]
    return {"model": session.name, "controls": controls, "values": session.values}
