"""The sounds made since the server started, by id."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse

from timbrel import Problem, Take, hookimpl
from timbrel_web.answer import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

MOST = 1000
TYPES = {
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".aiff": "audio/aiff",
    ".aif": "audio/aiff",
}


class Takes:
    """The routes /api/takes and /api/audio; hears of every take, whoever made it."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}
        self._facts: dict[str, dict[str, Any]] = {}

    @hookimpl
    def take_made(self, take: Take, path: Path) -> None:
        name = secrets.token_hex(8)
        self._paths[name] = path.absolute()
        self._facts[name] = {
            "id": name,
            "audio": f"/api/audio/{name}",
            "file": path.name,
            "path": self._paths[name],
            "seconds": take.seconds,
            "recipe": take.recipe,
        }
        if len(self._paths) > MOST:
            oldest = next(iter(self._paths))
            self._facts.pop(oldest, None)
            self._paths.pop(oldest, None)

    def add_to(self, app: FastAPI) -> None:
        add = app.add_api_route
        add("/api/takes", self.takes, methods=["GET"], tags=["takes"])
        add("/api/audio/{take}", self.audio, methods=["GET"], tags=["takes"])
        add("/api/audio/{take}", self.audio, methods=["HEAD"], include_in_schema=False)

    async def takes(self) -> Answer:
        """Every sound made since the start, newest last, with its recipe."""
        return Answer({"takes": [*self._facts.values()]})

    async def audio(self, take: str) -> FileResponse:
        """The sound itself, whole or in ranges."""
        path = self._paths.get(take)
        if path is None or path.is_symlink() or not path.is_file():
            raise Problem("There is no such sound.", "GET /api/takes lists them.", "missing")
        kind = TYPES.get(path.suffix.lower())
        return FileResponse(
            path,
            media_type=kind or "application/octet-stream",
            filename=path.name,
            content_disposition_type="inline" if kind else "attachment",
        )
