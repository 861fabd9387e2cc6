"""Recordings that a page sends: a file a request, whole or not at all, in the folder of a batch."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Annotated

from pydantic import StringConstraints
from starlette.requests import ClientDisconnect, Request

from timbrel import Problem, offers
from timbrel_web.answer import Answer
from timbrel_web.batch import Batch
from timbrel_web.filename import checked
from timbrel_web.given import HANDED, given
from timbrel_web.trouble import trouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI

    from timbrel import Kernel

UPLOADS = "/api/uploads"
LARGEST = 512 << 20  # bytes of one file
FOLDER = "uploads"
Name = Annotated[str, StringConstraints(pattern="^[0-9a-z][0-9a-z-]{7,63}$")]


class Uploads:
    """The route /api/uploads. A batch is a folder below Timbrel's own, sub-folders and all."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._batches: dict[str, Batch] = {}

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route(UPLOADS, self.upload, methods=["POST"], tags=["dataset"])

    async def upload(self, request: Request, batch: Name, path: str) -> Answer:
        """Keep the body, a sound file, under its path in a batch; ``batch`` is an id of your own.

        The answer names the batch's folder, for `dataset_add` or `dataset_extend`. A .timbrel or
        .json, for `models_import` or `presets_import`, is kept for an hour.
        """
        size = request.headers.get("content-length", "")
        if not size.isdecimal():
            return trouble(411, "Say how long the file is (Content-Length).", kind="input")
        if int(size) > LARGEST:
            return trouble(413, f"A file may have {LARGEST >> 20} MiB.", kind="input")
        if int(size) == 0:
            raise Problem(f"{path[:80]!a} is empty: 0 bytes.", "Send another.")
        place = checked(path, {*self._kernel.readers, *HANDED})
        held = await self._batch(batch, place.suffix.lower() in HANDED)
        with held.admitted(place, int(size)) as target:
            async with self._writing(target) as draft:
                await _received(request, draft, int(size))
        told = {"batch": batch, "folder": str(held.folder), "path": str(place), "bytes": int(size)}
        return Answer(told)

    async def _batch(self, name: str, handed: bool) -> Batch:
        """What an earlier server took in counts as well; what is handed on goes another way."""
        if handed:
            cache = self._kernel.places.cache.absolute()
            return await offers.apart(lambda: Batch(given(cache) / name))
        if name not in self._batches:
            folder = self._kernel.places.home.absolute() / FOLDER / name
            found = await offers.apart(lambda: Batch(folder))
            self._batches.setdefault(name, found)
        return self._batches[name]

    @asynccontextmanager
    async def _writing(self, path: Path) -> AsyncIterator[Path]:
        """As the kernel writes, but the waiting for the disk is another thread's."""
        writing = self._kernel.places.writing(path)
        draft = writing.__enter__()
        try:
            yield draft
        except BaseException as error:
            trace = error.__traceback__
            writing.__exit__(type(error), error, trace)
            raise
        await offers.apart(lambda: writing.__exit__(None, None, None))


async def _received(request: Request, draft: Path, size: int) -> None:
    """All of the body, in a file."""
    came = 0
    with draft.open("wb") as file, suppress(ClientDisconnect):
        async for piece in request.stream():
            came += len(piece)
            file.write(piece)
    if came != size:
        raise Problem("The file did not come whole.", "Send it again.")
