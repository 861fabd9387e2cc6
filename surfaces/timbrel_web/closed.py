"""What of Gradio stays shut: it serves files, fetches from other hosts and tells of itself."""

from __future__ import annotations

INSIDE = "gradio_api"
OPEN = frozenset(
    {
        *("cancel", "heartbeat", "info", "queue", "reset", "run", "startup-events"),
        *("theme.css", "upload", "upload_progress"),
    }
)
"""All that its page calls. What a later Gradio adds is shut until it is named here."""
SHUT = frozenset({"dev", "login", "logout", "monitoring", "openapi.json", "svelte"})


def closed(path: str) -> bool:
    """Whether a path leads to what is nobody's business: /gradio_api/file=..., /monitoring..."""
    first, _, rest = path.lstrip("/").partition("/")
    return rest.partition("/")[0] not in OPEN if first == INSIDE else first in SHUT
