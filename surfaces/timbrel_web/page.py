"""The page: three files of this package, nothing from anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

FOLDER = Path(__file__).parent
FILES = {"/": "page.html", "/page.js": "page.js", "/page.css": "page.css"}


def add_page(app: FastAPI) -> None:
    for route, name in FILES.items():
        app.add_api_route(route, _sender(name), methods=["GET"], include_in_schema=False)


def _sender(name: str) -> Callable[[], Awaitable[FileResponse]]:
    async def send() -> FileResponse:
        return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})

    return send
