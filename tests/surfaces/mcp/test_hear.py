"""What an assistant hears: figures, a picture, a few seconds of sound, differences."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from mcp import Client

from timbrel_mcp.server import build

if TYPE_CHECKING:
    from timbrel import Kernel

pytestmark = pytest.mark.anyio


@pytest.fixture
def played(trained: Kernel) -> Kernel:
    trained.session.load("bell")
    return trained


def blocks(answer: Any) -> dict[str, Any]:
    return {block.type: block for block in answer.content}


async def test_a_sound_is_heard_by_figures_and_a_picture(
    played: Kernel, era: Any, assistant: Any
) -> None:
    async with Client(build(played), mode=era) as client:
        await assistant.call(client, "generate", seconds=3.0)
        answer = await client.call_tool("describe", {"every": 0.5})
        told = answer.structured_content
        assert told is not None and not answer.is_error
        assert told["take"] == 1 and told["seconds"] == pytest.approx(3.0)
        assert told["descriptors"]["brightness"]["value"] == pytest.approx(10, abs=1)
        assert len(told["over_time"]["descriptors"]["brightness"]) == 6
        assert len(told["level"]["values"]) > 10 and told["onsets"]["count"] <= 1
        found = blocks(answer)
        assert set(found) == {"text", "image"}
        assert base64.b64decode(found["image"].data).startswith(b"\x89PNG")
        assert len(answer.model_dump_json()) <= 65536
        answer = await client.call_tool("describe", {"picture": False})
        assert set(blocks(answer)) == {"text"}


async def test_sound_is_sent_only_when_asked_for_and_is_short(
    played: Kernel, assistant: Any
) -> None:
    async with Client(build(played)) as client:
        await assistant.call(client, "generate", seconds=15.0)
        ask = {"picture": False, "audio": True, "begin": 2.0}
        audio = blocks(await client.call_tool("describe", ask))["audio"]
        assert audio.mime_type == "audio/ogg" and len(audio.data) <= 262144
        sound, rate = soundfile.read(io.BytesIO(base64.b64decode(audio.data)))
        assert sound.ndim == 1 and len(sound) / rate == pytest.approx(10, abs=0.1)
        assert np.sqrt(np.mean(sound**2)) > 0.01
        says = await assistant.trouble(client, "describe", audio=True, begin=20.0)
        assert "Begin earlier" in says


async def test_two_sounds_are_compared_by_what_the_second_has_more_of(
    played: Kernel, assistant: Any
) -> None:
    async with Client(build(played)) as client:
        await assistant.call(client, "generate", seconds=1.0, knobs={"pitch": 0.5})
        await assistant.call(client, "generate", seconds=1.0, knobs={"pitch": 2.0})
        told = await assistant.call(client, "compare", a="1", b="2")
        assert told["change"]["brightness"] > 3
        assert told["a"]["take"] == 1 and told["b"]["take"] == 2
        assert "brightness: +" in told["says"]
        back = await assistant.call(client, "compare", a="2", b="1")
        assert back["change"]["brightness"] == pytest.approx(-told["change"]["brightness"])


async def test_a_recording_is_played_through_the_model_and_a_take_exported(
    played: Kernel, assistant: Any
) -> None:
    async with Client(build(played)) as client:
        await assistant.call(client, "generate", seconds=1.0)
        led = await assistant.call(client, "transform", recording="1", amount=0.5)
        assert soundfile.info(led["path"]).duration == pytest.approx(1.0, abs=0.01)
        for kind in ("flac", "mp3"):
            told = await assistant.call(client, "export", take="1", format=kind)
            assert told["path"].endswith(kind) and soundfile.info(told["path"]).duration > 0.9
        says = await assistant.trouble(client, "export", take="99")
        assert "untrusted" not in says.splitlines()[0].lower()


async def test_takes_are_varied_and_what_is_no_take_is_said(played: Kernel, assistant: Any) -> None:
    async with Client(build(played)) as client:
        assert "Use generate first" in await assistant.trouble(client, "describe")
        await assistant.call(client, "generate", seconds=0.5)
        told = await assistant.call(client, "variations", count=2, amount=0.1)
        assert [one["seed"] for one in told["takes"]] == [1, 2]
        assert all("-near" in one["path"] for one in told["takes"])
        (played.places.renders / "mine.wav").write_bytes(b"no sound")
        says = await assistant.trouble(client, "variations", take="renders/mine.wav")
        assert "no take" in says
