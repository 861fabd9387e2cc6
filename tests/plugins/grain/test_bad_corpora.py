"""What people have lying about: a model is made of it all the same, or a sentence says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Device, Job, Kernel, Problem, offers
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RATE = 48000


def sine(seconds: float, level: float = 0.5, rate: int = RATE) -> np.ndarray:
    return level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def noise(seconds: float, level: float = 0.1) -> np.ndarray:
    return level * np.random.default_rng(0).standard_normal(round(seconds * RATE))


CORPORA = {
    "one file of 50 ms": [sine(0.05)],
    "silence beside a sound": [silence(1.0), noise(0.5)],
    "a sine and nothing else": [sine(2.0)],
    "one click": [np.eye(1, 4800, 100)[0]],
    "a sound that is hardly there": [noise(1.0, 1e-4)],
    "a constant offset": [sine(1.0, 0.1) + 0.5],
    "full scale": [np.sign(sine(1.0))],
}


@pytest.fixture
def gathered(kernel: Kernel, tmp_path: Path) -> Callable[..., offers.Corpus]:
    """Writes sounds into a folder and collects it."""

    def gather(sounds: list[np.ndarray]) -> offers.Corpus:
        folder = tmp_path / "sounds"
        folder.mkdir()
        for number, sound in enumerate(sounds):
            soundfile.write(folder / f"{number}.wav", sound, RATE, subtype="FLOAT")
        readers = {
            suffix: reader
            for reader in kernel.host.table(offers.Importer).values()
            for suffix in reader.suffixes
        }
        collector = kernel.host.find(offers.Collector, "folder")
        return collector.collect(str(folder), readers, kernel.places, Job("collect"))

    return gather


@pytest.mark.parametrize("kind", CORPORA)
def test_a_model_is_made_and_plays(
    kind: str,
    gathered: Callable[..., offers.Corpus],
    learnt: Callable[..., tuple[Any, Path]],
    play: Callable[..., np.ndarray],
) -> None:
    corpus = gathered(CORPORA[kind])
    network, folder = learnt(corpus.clips, 3)
    assert all(np.isfinite(array).all() for array in network.state().values())
    sound = play(Grain().load(folder), 1.0)
    assert np.isfinite(sound).all() and 0 < np.abs(sound).max() <= 10 ** (-1 / 20)


def test_nothing_but_silence_is_a_problem(
    gathered: Callable[..., offers.Corpus], tmp_path: Path
) -> None:
    rest = {c.name: c.rest for c in Grain.controls}
    with pytest.raises(Problem):
        Grain().start(gathered([silence(1.0)]), rest, Device("cpu"), 0, tmp_path)


def test_the_train_action_makes_a_model_of_one_short_file(kernel: Kernel, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "tick.wav", sine(0.05), RATE)
    train = kernel.host.find(offers.Action, "train")
    answer = train.run(kernel, str(tmp_path / "tick.wav"), name="tick", minutes=0.05).result(120)
    assert answer["files"] == 1 and answer["steps"] > 0
    assert "only 1 sound" in answer["says"]
    assert kernel.registry.open("tick").channels == 1
