"""A kernel with a library, one model and a plain exporter, and ways to make takes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import soundfile as sf

import timbrel_library
from timbrel import Control, Kernel, Take, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class Wav(offers.Exporter):
    name, says = "wav", "Samples in 24 bits"
    controls = (Control("bits", 16, 32, 24, says="Bits"),)

    def write(self, take: Take, path: Path, values: Mapping[str, float]) -> None:
        sound = take.audio()
        sf.write(path, sound.samples.T, sound.rate, "PCM_24", format="WAV")
        take.recipe["quality"]["loudness"] = -20.0


class Exporters:
    @hookimpl
    def exporters(self) -> list[offers.Exporter]:
        return [Wav()]


@pytest.fixture
def shelf(bare: Kernel) -> Kernel:
    """A kernel of few parts with a library, and a model called bell."""
    bare.host.add(timbrel_library, "library")
    bare.host.add(Exporters(), "wav")
    return bare


@pytest.fixture
def act(shelf: Kernel) -> Callable[..., dict[str, Any]]:
    """Performs a verb: act("history_list", "bell", limit=3); of a Job the result."""

    def act(verb: str, *given: Any, **options: Any) -> dict[str, Any]:
        answer = shelf.host.find(offers.Action, verb).run(shelf, *given, **options)
        return answer if isinstance(answer, dict) else answer.result(60)

    return act


@pytest.fixture
def take(shelf: Kernel) -> Callable[..., Path]:
    """Makes a take of a tenth of a second: take("a.wav", seed=1, level=0.2), its path."""

    def make(
        name: str | Path = "take.wav", seed: int = 0, seconds: float = 0.1, **knobs: float
    ) -> Path:
        session = shelf.new_session()
        session.load("bell")
        session.move(knobs)
        path = shelf.places.renders / name
        return session.save(session.make(seconds, seed), path)

    return make
