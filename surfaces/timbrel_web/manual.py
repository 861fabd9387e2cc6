"""The manual of the HTTP routes, drawn in the browser from what they say of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse

if TYPE_CHECKING:
    from fastapi import FastAPI

PAGE = Path(__file__).parent / "static" / "manual.html"


def add_manual(app: FastAPI) -> None:
    """GET /api/docs: a page of our own, for the usual ones load theirs from another host."""

    async def manual() -> FileResponse:
        return FileResponse(PAGE, media_type="text/html")

    app.add_api_route("/api/docs", manual, methods=["GET"], include_in_schema=False)
