"""The reference does what it is said to do: it learns, and it sounds as long as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import soundfile
import torch
from tests.bench import reference
from tests.bench.distance import RATE, mel_db
from torch.nn.functional import l1_loss

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def threads():
    """One thread, as in its own process: two of them spin at each other on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for index, hertz in enumerate((220, 440, 880)):
        time = torch.arange(RATE // 2) / RATE
        note = torch.exp(-6 * time) * torch.sin(2 * torch.pi * hertz * time)
        soundfile.write(tmp_path / f"{index}.wav", 0.5 * note.numpy(), RATE)
    return tmp_path


def test_griffin_lim_finds_back_the_sound_of_a_mel_spectrogram(threads: None) -> None:
    white = torch.randn(RATE // 2 + 1, generator=torch.Generator().manual_seed(1))
    dark, bright = white[1:] + 0.95 * white[:-1], white[1:] - 0.95 * white[:-1]
    again = reference.sounded(reference.log_mel(dark), 0)
    assert mel_db(dark.numpy(), again.numpy()) < 1.5
    assert mel_db(dark.numpy(), bright.numpy()) > 10


def test_training_learns_the_sounds_of_the_folder(threads: None, folder: Path) -> None:
    sound = torch.from_numpy(reference.loaded(folder / "1.wav")).float()
    patches = reference.patched(reference.log_mel(sound))

    def error(network: reference.MelVAE) -> float:
        with torch.no_grad():
            return float(l1_loss(network.decode(network.encode(patches)[0]), patches))

    new, none = reference.train(folder, 0)
    old, steps = reference.train(folder, 60, most=20)
    assert (none, steps) == (0, 20)
    assert error(old) < 0.5 * error(new)


def test_every_parameter_moves_in_one_step(threads: None, folder: Path) -> None:
    before, _ = reference.train(folder, 60, most=0)
    after, _ = reference.train(folder, 60, most=1)
    moved = dict(after.named_parameters())
    assert all((moved[name] != old).any() for name, old in before.named_parameters())


@pytest.mark.parametrize("samples", [2000, 60000])
def test_a_round_trip_is_as_long_as_its_source(threads: None, samples: int) -> None:
    assert reference.transform(reference.MelVAE(), torch.randn(samples)).shape == (samples,)


def test_a_free_render_is_as_long_as_asked_and_the_same_for_a_seed(threads: None) -> None:
    torch.manual_seed(0)
    network = reference.MelVAE()
    one, again, other = (reference.generate(network, 1.5, seed) for seed in (1, 1, 2))
    assert one.shape == (72000,)
    assert torch.equal(one, again)
    assert not torch.equal(one, other)
