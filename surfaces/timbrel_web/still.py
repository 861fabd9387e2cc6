"""The files that the page is made of, in memory: a browser asks for a hundred of them at once."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

SHEETS = re.compile(r'@import "\./([\w-]+\.css)";\n')
MODULES = re.compile(r'^(?:import|export)\b[^"]*"(\.{1,2}/[\w./-]+\.js)";', re.MULTILINE)


class Still:
    """GET /page/{name}: unchanged ones are told by their tag, and not sent again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        paths = [path for path in folder.rglob("*") if path.is_file()]
        self._kept = {path.relative_to(folder).as_posix(): _read(path) for path in paths}
        self._tags = {
            name: f'"{hashlib.sha256(body).hexdigest()[:24]}"' for name, body in self._kept.items()
        }

    @property
    def route(self) -> Route:
        return Route("/page/{name:path}", self.file, methods=["GET"])

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._kept:
            return Response(status_code=404)
        headers = {"ETag": self._tags[name], "Cache-Control": "no-cache"}
        if self._tags[name] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(self._kept[name], headers=headers, media_type=kind)

    def modules(self, *names: str) -> list[str]:
        """These modules and all that they import, not what they load later."""
        found = [*names]
        for name in found:
            here = self._folder / name
            paths = [
                (here.parent / near).resolve()
                for near in MODULES.findall(self._kept[name].decode())
            ]
            new = [path.relative_to(self._folder.resolve()).as_posix() for path in paths]
            found += [one for one in dict.fromkeys(new) if one not in found]
        return found


def _read(path: Path) -> bytes:
    """A file as it is, and a style sheet with those that it imports."""
    body = path.read_bytes()
    if path.suffix != ".css":
        return body
    joined = SHEETS.sub(lambda found: (path.parent / found[1]).read_text(), body.decode())
    return joined.encode()
