"""Free renders before their gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from tests.bench import gate, knobs
from tests.bench.distance import RATE, loaded
from tests.bench.folders import sounds

from timbrel import Audio, Card, Device, offers
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel

GOOD: dict[str, float] = {
    name: 0.5 if most == np.inf else 1.0 if least else most / 2
    for name, (_, least, most) in gate.BARS.items()
} | {"peak": -1.2}


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    for number in range(6):
        fades = np.exp(-np.arange(72000) / 9000 / (1 + number))
        soundfile.write(tmp_path / f"{number}.wav", fades * rng.normal(0, 0.1, 72000), 48000)
    return tmp_path


@pytest.fixture
def learnt(kernel: Kernel, recordings: Path, tmp_path: Path) -> Kernel:
    """A kernel with a grain model of the recordings, its network untaught."""
    family = Grain()
    clips = [_clip(path) for path in sounds(recordings)]
    chosen = {c.name: c.rest for c in family.controls}
    network = family.start(offers.Corpus(clips), chosen, Device("cpu"), 0, tmp_path / "cache")
    draft = kernel.registry.draft()
    network.save(draft)
    kernel.registry.add(Card("noises", "grain", sounds=6, seconds=9.0), draft)
    return kernel


def _clip(path: Path) -> offers.Clip:
    samples = loaded(path)[None].astype(np.float32)
    return offers.Clip(
        path.name, path.name, samples.shape[1] / RATE, 1, lambda: Audio(samples, RATE)
    )


def test_a_model_passes_before_it(learnt: Kernel, recordings: Path) -> None:
    session = knobs.opened(learnt, "noises")
    found = gate.passed(session, recordings)
    assert set(found) == set(gate.BARS) and all(np.isfinite(list(found.values())))
    assert found["peak"] <= -0.9 and found["free"] <= 0.5
    assert session.values["variation"] == session.controls["variation"].rest


def test_a_constant_part_is_found_and_a_bass_that_is_cut_is_none() -> None:
    bass = np.sin(2 * np.pi * 30 * np.arange(1.01 * RATE) / RATE)
    assert gate._offset(bass) < 1e-4 < 9e-3 < gate._offset(bass + 0.01)


def test_the_table_marks_what_misses_its_bar() -> None:
    poor = GOOD | {"novelty": 3.2, "copies": 0.17, "vendi": 0.46}
    results: list[dict[str, Any]] = [
        {"folder": "tabla", "gate": GOOD},
        {"folder": "ambi", "gate": poor},
        {"folder": "drum", "broken": "exit 1"},
    ]
    text = gate.report(results)
    assert "| novelty | 0.5 to 2 | 1.00 | **3.20** |" in text
    assert "| near-copies | at most 0.1 | 0.05 | **0.17** |" in text
    assert "| diversity (Vendi) | at least 0.6 | **0.50** | **0.46** |" in text
    assert "drum was not measured: exit 1" in text
