"""The key of one start of the server: whoever shows it may come in."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from starlette.requests import cookie_parser

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.datastructures import Headers

BITS = 256


class Key:
    """A secret of 256 bits. A browser keeps it as a cookie, a program shows it as a bearer's."""

    def __init__(self, port: int) -> None:
        self.secret = secrets.token_urlsafe(BITS // 8)
        self.cookie = f"timbrel-{port}"  # cookies do not tell ports apart

    def fits(self, given: str) -> bool:
        """In a time that tells nothing of where it differs."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode())

    def shown(self, headers: Headers) -> list[str]:
        """Every key that a request shows, right or wrong."""
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        cookies = [cookie_parser(one).get(self.cookie) for one in headers.getlist("cookie")]
        return [*([bearer.strip()] if kind.lower() == "bearer" else []), *filter(None, cookies)]

    @property
    def set_cookie(self) -> str:
        return f"{self.cookie}={self.secret}; HttpOnly; SameSite=Strict; Path=/"


@contextmanager
def kept(key: Key, port: int) -> Iterator[Path]:
    """The key in a file for its owner's programs, while the server runs."""
    path = Path(platformdirs.user_runtime_dir("timbrel", False)) / f"{port}.token"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(key.secret)
    except OSError as error:
        what = f"The key could not be written to {path}: {error.strerror}."
        raise Problem(what, "Set XDG_RUNTIME_DIR to a folder of yours.", "unavailable") from error
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
