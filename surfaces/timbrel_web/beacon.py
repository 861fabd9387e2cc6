"""The file in the home by which programs of this person find the server that runs on it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from timbrel_web.address import Address

log = logging.getLogger(__name__)
FOLDER, FILE = "run", "web.json"


@contextmanager
def lit(home: Path, url: str, address: Address) -> Iterator[None]:
    """It lies there while the server answers, for its owner's eyes: it holds the key.

    ``url`` is how it is called from this machine.
    Of two servers on one home the one that began last is found.
    """
    path = home / FOLDER / FILE
    facts = {"url": url, "token": address.token, "pid": os.getpid(), "port": address.port}
    try:
        _put(path, json.dumps(facts))
    except OSError as error:
        log.warning("Other programs will not find this server: %s", error)
    try:
        yield
    finally:
        with contextlib.suppress(OSError, ValueError):
            if json.loads(path.read_text()) == facts:
                path.unlink()


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".tmp-{os.getpid()}-{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    draft.replace(path)
