"""What this surface has of the SDK, which is heavy: imported late, when a server is built."""

from __future__ import annotations

from mcp.server.mcpserver import Context  # noqa: TID253
from mcp.server.mcpserver.exceptions import (  # noqa: TID253
    ResourceError,
    ResourceNotFoundError,
)
from mcp.server.subscriptions import (  # noqa: TID253
    InMemorySubscriptionBus,
    ListenHandler,
    ResourceUpdated,
)

__all__ = [
    "Context",
    "InMemorySubscriptionBus",
    "ListenHandler",
    "ResourceError",
    "ResourceNotFoundError",
    "ResourceUpdated",
]
