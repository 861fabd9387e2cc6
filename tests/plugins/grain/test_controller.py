"""The controller: one network in torch and in numpy, the best linear one at first, that learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_controller, net_controller, net_measure
from timbrel_grain.dsp_scaling import Scaling

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import offers

BANDS, SIZE, GIVEN = 96, 16, 2


@pytest.fixture(scope="module")
def net() -> net_controller.Controller:
    torch.manual_seed(1)
    return net_controller.Controller(BANDS, SIZE, GIVEN)


@pytest.fixture(scope="module")
def twin(net: net_controller.Controller) -> dsp_controller.Controller:
    weights = {name: tensor.numpy() for name, tensor in net.state_dict().items()}
    return dsp_controller.Controller(weights, np.zeros(BANDS, np.float32), 1.0)


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 9), st.integers(0, 99))
def test_numpy_and_torch_have_the_same_numbers(
    net: net_controller.Controller, twin: dsp_controller.Controller, length: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((length * 4, BANDS)).astype(np.float32)
    z = rng.standard_normal((length, SIZE)).astype(np.float32)
    given = rng.standard_normal((length, GIVEN)).astype(np.float32)
    with torch.no_grad():
        mean = net.encode(torch.tensor(x.T[None]))[0][0].T.numpy()
        came = net.decode(torch.tensor(z.T[None]), torch.tensor(given.T[None]))[0].T.numpy()
    assert np.abs(twin.encode(x) - mean).max() < 1e-4
    assert np.abs(twin.decode(z, given) - came).max() < 1e-4


def test_numpy_normalises_envelopes_and_back(twin: dsp_controller.Controller) -> None:
    mean = np.linspace(-60, -20, BANDS).astype(np.float32)
    scaled = dsp_controller.Controller(twin.weights, mean, 12.0)
    x = np.random.default_rng(0).standard_normal((8, BANDS)).astype(np.float32)
    assert np.allclose(scaled.encode(x * 12 + mean), twin.encode(x), atol=1e-4)
    z, given = scaled.encode(x * 12 + mean), np.zeros((2, GIVEN), np.float32)
    assert np.allclose(scaled.decode(z, given), twin.decode(z, given) * 12 + mean, atol=1e-3)


@given(st.integers(1, 3), st.integers(1, 5), st.integers(1, 6))
def test_fold_and_unfold_are_inverse(batch: int, channels: int, length: int) -> None:
    x = torch.randn(batch, channels, 4 * length)
    assert torch.equal(net_controller.unfold(net_controller.fold(x)), x)


def test_a_folded_frame_has_its_frames_one_after_another() -> None:
    x = torch.arange(16.0).reshape(1, 2, 8)  # two bands, eight frames
    assert net_controller.fold(x)[0, :, 0].tolist() == [0, 8, 1, 9, 2, 10, 3, 11]


def test_every_parameter_moves_in_one_step(
    learnt: Callable[..., tuple[Any, Any]], clips: list[offers.Clip]
) -> None:
    network, _ = learnt(clips)
    before = {name: array.copy() for name, array in network.state().items()}
    assert sum(p.numel() for p in network.parameters()) == sum(a.size for a in before.values())
    optimiser = torch.optim.SGD(network.parameters(), lr=1.0)
    loss = network.loss(8, np.random.default_rng(0), torch.Generator().manual_seed(0))["loss"]
    loss.backward()
    optimiser.step()
    after = network.state()
    assert not [name for name in before if np.array_equal(before[name], after[name])]


def test_it_begins_as_the_best_linear_autoencoder(
    learnt: Callable[..., tuple[Any, Any]], clips: list[offers.Clip]
) -> None:
    network, _ = learnt(clips, latent=16)
    shelf = network.learnt
    frames = np.concatenate(
        [shelf._normal(e).reshape(len(e) // 4, -1) for e in shelf.envelopes]
    ).astype(np.float64)
    mean = frames.mean(axis=0)
    _, _, axes = np.linalg.svd(frames - mean, full_matrices=False)
    best = (frames - mean) @ axes[:16].T @ axes[:16] + mean
    x = torch.tensor(frames.T[None].astype(np.float32))
    x = net_controller.unfold(x)
    with torch.no_grad():
        z, _ = network.net.encode(x)
        came = network.net.decode(z, torch.zeros(1, 2, z.shape[2]))
    back = net_controller.fold(came)[0].T.numpy()
    apart = np.sqrt(((frames - best) ** 2).mean())
    assert np.sqrt(((frames - back) ** 2).mean()) < 1.25 * apart + 0.02
    assert apart < 0.7 * frames.std()


def test_the_same_seed_begins_with_the_same_weights(
    learnt: Callable[..., tuple[Any, Any]], clips: list[offers.Clip]
) -> None:
    first, second = (learnt(clips[:3])[0].state() for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_training_lowers_the_error(
    learnt: Callable[..., tuple[Any, Any]], clips: list[offers.Clip], taught: tuple[Any, Any]
) -> None:
    before, after = learnt(clips)[0].judge(), taught[0].judge()
    assert after["training"] < before["training"]
    assert after["kl"] > 0.5
    assert {"validation", "crops", "augmented"} <= set(after)


def test_a_network_can_be_set_back(
    learnt: Callable[..., tuple[Any, Any]], clips: list[offers.Clip]
) -> None:
    network, _ = learnt(clips[:3])
    before = {name: array.copy() for name, array in network.state().items()}
    learnt_more, _ = learnt(clips[:3], 1)
    network.restore(learnt_more.state())
    assert not np.array_equal(network.state()["leave.weight"], before["leave.weight"])
    network.restore(before)
    assert all(np.array_equal(network.state()[name], before[name]) for name in before)


def test_brightness_with_gradients_is_brightness_as_measured() -> None:
    rng = np.random.default_rng(0)
    envelope = rng.uniform(-90, -10, (32, BANDS)).astype(np.float32)
    scaling = Scaling(
        np.full(BANDS, -50, np.float32), 20.0, -110.0, np.array([0, 40.0]), np.array([1, 5.0])
    )
    x = torch.tensor(((envelope + 50) / 20).T[None].copy(), requires_grad=True)
    measured = (analysis.conditions(envelope)[:, 1] - 40) / 5
    came = net_measure.brightness(x, scaling)
    assert np.allclose(came[0].detach().numpy(), measured, atol=1e-3)
    came.sum().backward()
    assert x.grad is not None and torch.isfinite(x.grad).all() and x.grad.abs().sum() > 0


def test_the_divergence_of_a_unit_gaussian_is_nothing() -> None:
    nothing = torch.zeros(2, 4, 3)
    assert float(net_measure.divergence(nothing, nothing)) == 0
    assert float(net_measure.divergence(nothing + 2, nothing)) == pytest.approx(8)  # 4 x 2^2 / 2
    assert float(net_measure.divergence(nothing, nothing - 1)) > 0
