"""An assistant: the SDK's own client, in both eras of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.serving import serving

from timbrel import Kernel, hookimpl, offers
from timbrel_mcp.server import Mcp
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcp import Client


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["auto", "legacy"])
def era(request: pytest.FixtureRequest) -> Any:
    """The protocol of 2026-07-28, and the handshake of those before it."""
    return request.param


class Assistant:
    """Calls tools by name and takes what they answer."""

    @staticmethod
    async def call(client: Client, name: str, /, **given: Any) -> dict[str, Any]:
        """The facts that a tool answers, whose words are their 'says'."""
        answer = await client.call_tool(name, given)
        assert not answer.is_error, answer.content
        assert answer.structured_content is not None
        assert getattr(answer.content[0], "text", None) == answer.structured_content["says"]
        return answer.structured_content

    @staticmethod
    async def trouble(client: Client, name: str, /, **given: Any) -> str:
        """All the words of a tool that fails."""
        answer = await client.call_tool(name, given)
        assert answer.is_error, answer.content
        return "\n".join(getattr(block, "text", "") for block in answer.content)


@pytest.fixture
def assistant() -> type[Assistant]:
    return Assistant


@pytest.fixture
def url(stage: Kernel) -> Iterator[str]:
    """Of a server on the stage that has the assistants' part in it."""
    yield from served(stage)


def served(kernel: Kernel) -> Iterator[str]:
    class Surfaces:
        @hookimpl
        def surfaces(self) -> list[offers.Surface]:
            return [Mcp()]

    if "mcp" not in kernel.host.table(offers.Surface):
        kernel.host.add(Surfaces(), "mcp")
    with serving(kernel, web := Web()):
        yield web.url
