"""The verdict: told from curves alone, and right for trainings that really go wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Audio, Device, offers
from timbrel_grain.grain import Grain
from timbrel_train.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


FALLING = [4.0, 3.0, 2.5, 2.0, 1.7, 1.5, 1.3, 1.2]


def word(training: list[float], held: list[float], kl: float = 5.0) -> str:
    return verdict({"training": training, "validation": held, "kl": [kl] * len(training)}).word


def test_losses_that_fall_together_are_learning() -> None:
    assert word(FALLING, [1.1 * loss for loss in FALLING]) == "learning"


def test_a_last_third_without_improvement_is_a_plateau() -> None:
    level = [4.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    found = verdict({"training": level})
    assert found.word == "plateau" and not found.warns


def test_unheard_sounds_a_fifth_worse_are_a_warning() -> None:
    held = [1.21 * loss for loss in FALLING]
    found = verdict({"training": FALLING, "validation": held})
    assert found.word == "overfitting" and found.warns
    assert "1.20 dB" in found.says and "1.45 dB" in found.says


def test_unheard_sounds_that_get_worse_again_are_a_warning() -> None:
    held = [4.1, 3.1, 2.6, 2.0, 1.3, 1.35, 1.38, 1.4]
    assert word(FALLING, held) == "overfitting"


def test_a_latent_that_tells_nothing_is_a_warning() -> None:
    found = verdict({"training": FALLING, "kl": [*([3.0] * 7), 0.49]})
    assert found.word == "collapse" and found.warns
    assert word(FALLING, FALLING, kl=0.5) == "learning"


def test_nothing_is_judged_by_its_beginning() -> None:
    assert verdict({}).word == "beginning"
    assert word([1.0], [2.0]) == "beginning"


numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(st.tuples(numbers, numbers, numbers)))
def test_any_figures_have_a_verdict_with_a_sentence(rows: list[tuple[float, ...]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    found = verdict(dict(zip(("training", "validation", "kl"), columns, strict=True)))
    assert found.says.endswith(".") and "nan" not in found.says


def test_a_judgement_that_is_no_number_counts_as_none() -> None:
    assert word([*FALLING, math.nan], [*FALLING, 9.0]) == "learning"


def tones(hertz: list[float], noisy: int = 0) -> list[offers.Clip]:
    """Short decaying tones, the last ``noisy`` of them noise instead."""
    time = np.arange(9600) / 48000
    made = [0.3 * np.exp(-8 * time) * np.sin(2 * np.pi * h * time) for h in hertz]
    made[len(made) - noisy :] = [
        0.3 * np.random.default_rng(n).uniform(-1, 1, 9600) for n in range(noisy)
    ]
    return [
        offers.Clip(f"{n}", f"{n}-{noisy}", 0.2, 1, lambda s=s: Audio(s[None].astype("f4"), 48000))
        for n, s in enumerate(made)
    ]


@pytest.fixture
def learn(tmp_path: Path, descend: Callable[..., dict]) -> Callable[..., dict]:
    """Trains the grain family on clips: the figures for its card."""

    def learnt(clips: list[offers.Clip], steps: int, rate: float = 2e-3, **values: float) -> dict:
        family = Grain()
        chosen = {c.name: c.rest for c in family.controls} | values
        network = family.start(offers.Corpus(clips), chosen, Device("cpu"), 0, tmp_path)
        return descend(network, steps=steps, rate=rate, batch=4)

    return learnt


def test_a_collapsed_training_is_warned_of(learn: Callable[..., dict]) -> None:
    clips = tones([220, 330, 440])
    figures = learn(clips, 80, 0.02, kl_weight=1.0, free_bits=0.0, latent=8)
    assert figures["kl"] < 0.5
    assert figures["verdict"] == "collapse" and "latent" in figures["warning"]


def test_an_overfitted_training_is_warned_of(learn: Callable[..., dict]) -> None:
    """Seven tones, and noise that is held out."""
    from timbrel_grain.grain import held_out

    clips = tones([110 * 1.2**n for n in range(8)], noisy=1)
    [unheard] = held_out(clips, 0)
    clips[unheard], clips[-1] = clips[-1], clips[unheard]
    figures = learn(clips, 30)
    assert figures["validation"] > 1.2 * figures["training"]
    assert figures["verdict"] == "overfitting" and "more recordings" in figures["warning"]


def test_a_sound_training_is_not_warned_of(learn: Callable[..., dict]) -> None:
    figures = learn(tones([220, 330, 440]), 20)
    assert figures["kl"] > 0.5 and figures["warning"] == ""
    assert figures["verdict"] in {"learning", "plateau"}
