"""A model learns more and keeps what it knew, whether its recordings are still there or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from tests.plugins.train.conftest import RATE, pluck

from timbrel import Audio, Device, offers
from timbrel_grain.dsp_book import FALL, RISE
from timbrel_grain.grain import Grain
from timbrel_grain.net_shelf import REPLAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def clips(hertz: list[float], prefix: str) -> list[offers.Clip]:
    sounds = [(h, pluck(h, 0.3)[None].astype("f4")) for h in hertz]
    return [
        offers.Clip(f"{prefix}-{h:.0f}", f"{prefix}{h:.0f}", 0.3, 1, lambda s=s: Audio(s, RATE))
        for h, s in sounds
    ]


OLD, NEW = clips([110, 165, 220, 330], "old"), clips([500, 700, 900], "new")


def start(found: list[offers.Clip], cache: Path, base: Path | None = None) -> Any:
    family = Grain()
    values = {c.name: c.rest for c in family.controls} | {"latent": 8}
    return family.start(offers.Corpus(found), values, Device("cpu"), 0, cache, base)


@pytest.fixture
def base(tmp_path: Path, descend: Callable[..., Any]) -> tuple[Path, Any]:
    """The files of a model of the old sounds, and its network."""
    network, folder = start(OLD, tmp_path), tmp_path / "base"
    descend(network, steps=40, batch=4)
    folder.mkdir()
    network.save(folder)
    return folder, network


def test_it_goes_on_from_the_models_own_weights_and_scaling(
    base: tuple[Path, Any], tmp_path: Path
) -> None:
    folder, before = base
    network = start([*OLD, *NEW], tmp_path, folder)
    assert network.scaling.scale == before.scaling.scale
    assert np.array_equal(network.scaling.mean, before.scaling.mean)
    weights = before.weights()
    assert all(np.array_equal(a, weights[n]) for n, a in network.weights().items())
    assert [c.name for c in network.clips] == [c.name for c in (*OLD, *NEW)]


def test_recordings_that_are_gone_are_those_that_the_model_holds(
    base: tuple[Path, Any], tmp_path: Path
) -> None:
    network = start(NEW, tmp_path, base[0])
    old = network.clips[: len(OLD)]
    assert [c.name for c in old] == [c.name for c in OLD]
    for kept, original in zip(old, OLD, strict=True):
        before, after = original.read().samples, kept.read().samples
        # A model's recordings come and go gently.
        apart = (after[:, : before.shape[1]] - before)[:, RISE:-FALL]
        assert np.abs(apart - apart.mean()).max() < 1e-3  # an offset is not kept
    assert len(network.learnt.envelopes) == len(OLD) + len(NEW)


def test_half_of_what_is_heard_at_least_is_what_it_knew(
    base: tuple[Path, Any], tmp_path: Path
) -> None:
    many = clips([400 + 40 * n for n in range(20)], "many")
    network = start([*OLD, *many], tmp_path, base[0])
    odds = network.learnt._odds
    old = len(network.learnt.envelopes) - sum(d.startswith("many") for d in digests(network))
    assert old == len(OLD)
    assert odds[:old].sum() == pytest.approx(REPLAY) and odds.sum() == pytest.approx(1)


def digests(network: Any) -> list[str]:
    return [a.digest for a in network.found if a.digest not in network.tests]


def test_what_tested_it_goes_on_doing_so(tmp_path: Path) -> None:
    many, folder = clips([100 * 1.2**n for n in range(9)], "many"), tmp_path / "nine"
    network = start(many, tmp_path)
    folder.mkdir()
    network.save(folder)
    assert len(network.tests) == 1
    assert start([*many, *NEW], tmp_path, folder).tests == network.tests
    gone = start(NEW, tmp_path, folder)
    assert [a.name for a in gone.found if a.digest in gone.tests] == [
        a.name for a in network.found if a.digest in network.tests
    ]


def test_it_learns_the_new_and_keeps_the_old(
    base: tuple[Path, Any], tmp_path: Path, descend: Callable[..., Any]
) -> None:
    folder, before = base
    network = start([*OLD, *NEW], tmp_path, folder)
    old, new = (start([*OLD, *NEW], tmp_path, folder).learnt for _ in range(2))
    cut = len(OLD)
    for shelf, part in ((old, slice(cut)), (new, slice(cut, None))):
        shelf.envelopes, shelf.audible = shelf.envelopes[part], shelf.audible[part]
    fresh, knew = judged(before, new), judged(before, old)
    descend(network, steps=120, batch=8)
    assert judged(network, new) < 0.75 * fresh
    assert judged(network, old) < 1.1 * knew


def judged(network: Any, shelf: Any) -> float:
    with torch.no_grad():
        return network._judged(shelf)[0]
