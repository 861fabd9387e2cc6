"""Files that may be fetched: each that an answer named, by an id that tells nothing of its path."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from timbrel import Kernel

MOST = 20_000
TYPES = {
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aiff": "audio/aiff",
    ".aif": "audio/aiff",
    ".png": "image/png",
}
"""What a browser may show; all else it is to save."""


class Lending:
    """The route /api/files (and /api/audio, its older name), and what it may send.

    A path is lent once an answer has named it: what no action told of, nobody can ask for.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._key = secrets.token_bytes(32)
        self._paths: OrderedDict[str, Path] = OrderedDict()
        self._lock = Lock()

    def lend(self, path: Path) -> str | None:
        """Where a file may be fetched, or None if it lies outside the open folders or is none."""
        held = offers.held(self._kernel, path)
        if not isinstance(held, Path) or not held.is_file():
            return None
        name = blake2b(str(held).encode("utf-8", "surrogateescape"), key=self._key, digest_size=12)
        with self._lock:
            self._paths[name.hexdigest()] = held
            self._paths.move_to_end(name.hexdigest())
            while len(self._paths) > MOST:
                self._paths.popitem(last=False)
        return f"/api/files/{name.hexdigest()}"

    def linked(self, answer: Any) -> Any:
        """An answer with ``links`` beside it: where each file that it names may be fetched."""
        if not isinstance(answer, Mapping):
            return answer
        links = {text: self.lend(Path(text)) for text in _absolute(answer)}
        found = {text: link for text, link in links.items() if link}
        return {**answer, "links": found} if found else answer

    def add_to(self, app: FastAPI) -> None:
        for route in ("/api/files/{file}", "/api/audio/{file}"):
            shown = route.startswith("/api/files")
            app.add_api_route(
                route, self.file, methods=["GET"], tags=["takes"], include_in_schema=shown
            )
            app.add_api_route(route, self.file, methods=["HEAD"], include_in_schema=False)

    async def file(self, file: str, download: bool = False) -> FileResponse:
        """A file that an answer named, whole or in ranges; ``download`` to save, not to show it."""
        path = self._paths.get(file)
        if path is None or path.is_symlink() or not path.is_file():
            raise Problem("There is no such file.", "Ask again for what named it.", "missing")
        kind = TYPES.get(path.suffix.lower())
        return FileResponse(
            path,
            media_type=kind or "application/octet-stream",
            filename=path.name,
            content_disposition_type="inline" if kind and not download else "attachment",
        )


def _absolute(value: Any) -> Iterator[str]:
    """The texts and paths of an answer that are absolute paths."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _absolute(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _absolute(one)
    elif isinstance(value, Path) or (isinstance(value, str) and _may_be_path(value)):
        yield str(value)


def _may_be_path(text: str) -> bool:
    return len(text) < 4096 and "\n" not in text and "\0" not in text and Path(text).is_absolute()
