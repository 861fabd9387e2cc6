"""The live sound, as numbers over a websocket for whoever plays them."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from timbrel_web.answer import Answer, written

if TYPE_CHECKING:
    from fastapi import FastAPI

    from timbrel import Kernel

HEAD = struct.Struct("<4s5IQ")
"""What comes before the samples, little-endian: 'TIMB', the frames, channels and rate in Hz;
how often the sound was interrupted, and how many blocks this listener lost; the number of its
first frame. Then float32, the channels interleaved."""
MARK = b"TIMB"
LOOKS = 0.25  # seconds after which it is told anew how the sound stands
STANDS = ("state", "model", "problem", "ahead", "volume", "rate", "seed", "recording", "outputs")


class Sound:
    """The route /api/live, and the websocket /api/live/sound."""

    def __init__(self, kernel: Kernel) -> None:
        self._live = kernel.live
        self.over = False

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/api/live", self.live, methods=["GET"], tags=["live"])
        app.add_api_websocket_route("/api/live/sound", self.sound)

    def end(self) -> None:
        self.over = True

    async def live(self) -> Answer:
        """How the live sound stands: what it plays, its level, and how often it was late."""
        return Answer(self._live.facts())

    async def sound(self, socket: WebSocket) -> None:
        """Its blocks as bytes; and as text, at each change, how it stands."""
        await socket.accept()
        loop, bell = asyncio.get_running_loop(), asyncio.Event()

        def ring() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(bell.set)

        listener = self._live.listen(ring)
        gone = asyncio.create_task(_gone(socket))
        try:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await self._send(socket, listener, bell, gone)
        finally:
            self._live.leave(listener)
            gone.cancel()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(1001)

    async def _send(
        self, socket: WebSocket, listener: Any, bell: asyncio.Event, gone: asyncio.Task[None]
    ) -> None:
        told: dict[str, Any] = {}
        while not (self.over or gone.done()):
            facts = self._live.facts()
            stands = {name: facts[name] for name in STANDS}
            if stands != told:
                await socket.send_text(written(told := stands))
            for block in listener.taken():
                await socket.send_bytes(packed(block, listener.lost))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), LOOKS)
            bell.clear()


def packed(block: Any, lost: int) -> bytes:
    """A block of the live sound as bytes."""
    channels, frames = block.samples.shape
    head = HEAD.pack(MARK, frames, channels, block.rate, block.underruns, lost, block.first)
    return head + block.samples.T.tobytes()


async def _gone(socket: WebSocket) -> None:
    """Until the listener leaves; what it says is not heard."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive()
            if socket.client_state.name == "DISCONNECTED":
                return
