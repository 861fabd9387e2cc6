"""What is installed, and whether all is well."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_web.answer import Answer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from timbrel import Kernel


class House:
    """The routes /api/health and /api/offers."""

    def __init__(self, kernel: Kernel) -> None:
        self._host = kernel.host

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/api/health", self.health, methods=["GET"], tags=["house"])
        app.add_api_route("/api/offers", self.offers, methods=["GET"], tags=["house"])

    async def health(self) -> Answer:
        """That the server answers; its version, and the plugins that had to be set aside."""
        return Answer(
            {"status": "ok", "timbrel": version("timbrel"), "set_aside": self._host.broken}
        )

    async def offers(self) -> Answer:
        """All that the plugins offer, by kind."""
        kinds = offers.Offer.__subclasses__()
        return Answer({kind.hook: self._shown(kind) for kind in kinds if hasattr(kind, "hook")})

    def _shown(self, kind: type[offers.Offer]) -> list[dict[str, Any]]:
        return [
            {
                "name": offer.name,
                "says": offer.says,
                "problem": self._problem(kind, offer.name),
                "controls": [asdict(control) for control in offer.controls],
            }
            for offer in self._host.table(kind).values()
        ]

    def _problem(self, kind: type[offers.Offer], name: str) -> str | None:
        try:
            self._host.find(kind, name)
        except Problem as problem:
            return str(problem)
        return None
