"""How large a body may be: a megabyte, but where recordings come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_web.uploads import LARGEST as RECORDING
from timbrel_web.uploads import UPLOADS

if TYPE_CHECKING:
    from starlette.datastructures import Headers

LARGEST = 1 << 20  # bytes
ROOMY = (UPLOADS, "/gradio_api/upload")
WRAPPING = 1 << 16  # bytes that a form puts around a file


def too_large(path: str, headers: Headers) -> tuple[int, str] | None:
    """Status and words if a body is, or does not say how long it is."""
    if "transfer-encoding" in headers:
        return 411, "Say how long the body is (Content-Length)."
    most = RECORDING + WRAPPING if path in ROOMY else LARGEST
    length = headers.get("content-length", "0")
    if not length.isdecimal():
        return 400, "Content-Length is no number."
    return (413, f"A body may have {most} bytes here.") if int(length) > most else None
