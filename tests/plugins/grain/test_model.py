"""A model plays the same from the same seed, for as long as it is asked, and its knobs act."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from timbrel import Audio
from timbrel_grain.dsp_finish import Finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from timbrel import offers


def child(folder: Path, code: str, threads: int) -> str:
    """What a fresh process prints that has the model and so many threads."""
    whole = (
        "import sys, numpy as np\nfrom pathlib import Path\nfrom timbrel_grain.grain import Grain\n"
        "model = Grain().load(Path(sys.argv[1]))\n"
        "values = {c.name: c.rest for c in model.controls}\n" + code
    )
    several = {f"{name}_NUM_THREADS": str(threads) for name in ("OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(
        [sys.executable, "-c", whole, str(folder)],
        env={**os.environ, **several},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_the_same_seed_gives_the_same_samples_with_one_thread_and_with_two(
    model: Any, play: Callable[..., np.ndarray], trained_folder: Path
) -> None:
    with threadpool_limits(1):
        one = play(model, 1.5, seed=7)
    with threadpool_limits(2):
        two = play(model, 1.5, seed=7)
    assert np.array_equal(one, two)
    code = (
        "import hashlib\n"
        "blocks = [b.samples for b in model.render(values, 72000, 7)]\n"
        "sound = np.ascontiguousarray(np.concatenate(blocks, axis=1))\n"
        "print(hashlib.sha256(sound.tobytes()).hexdigest())"
    )
    here = hashlib.sha256(np.ascontiguousarray(one).tobytes()).hexdigest()
    assert {child(trained_folder, code, threads) for threads in (1, 2)} == {here}


def test_another_seed_gives_another_sound(model: Any, play: Callable[..., np.ndarray]) -> None:
    assert not np.array_equal(play(model, seed=7), play(model, seed=8))


@pytest.mark.parametrize("frames", [1, 2, 479, 1024, 1025, 50_001])
def test_a_render_has_the_frames_it_was_asked_for(
    model: Any, play: Callable[..., np.ndarray], frames: int
) -> None:
    assert play(model, frames=frames).shape == (model.channels, frames)


def test_a_short_render_is_the_beginning_of_a_long_one(
    model: Any, play: Callable[..., np.ndarray]
) -> None:
    long = play(model, 2.0, seed=3)
    for frames in (1, 1000, 33_333):
        assert np.array_equal(play(model, frames=frames, seed=3), long[:, :frames])


def test_a_render_is_finite_heard_within_the_ceiling_and_without_dc(
    model: Any, play: Callable[..., np.ndarray]
) -> None:
    for seed, density in ((0, 0.0), (1, 1.0)):
        sound = play(model, 4.0, seed=seed, density=density)
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() <= 10 ** (-1 / 20)
        assert np.sqrt((sound**2).mean()) > 1e-3
        assert np.abs(sound.mean(axis=1)).max() < 1e-3


def test_more_brightness_is_brighter(model: Any, play: Callable[..., np.ndarray]) -> None:
    dark, middle, bright = (centroid(play(model, 6.0, brightness=b)) for b in (-1, 0, 1))
    assert dark < middle < bright


def test_more_density_has_more_onsets(model: Any, play: Callable[..., np.ndarray]) -> None:
    sparse, dense = (onsets(play(model, 6.0, density=d, variation=0)) for d in (-1, 1))
    assert dense > 1.5 * sparse


def test_more_variation_strays_further(model: Any, play: Callable[..., np.ndarray]) -> None:
    calm, free = (play(model, 2.0, variation=v) for v in (0, 1))
    assert not np.array_equal(calm, free)


def test_a_knob_that_moves_meanwhile_is_heard(model: Any, play: Callable[..., np.ndarray]) -> None:
    still = play(model, 4.0, seed=5)
    values = {c.name: c.rest for c in model.controls}
    parts, done = [], 0
    for block in model.render(values, 192_000, 5):
        parts.append(block.samples)
        done += block.frames
        if done > 96_000:
            values["brightness"] = 1.0
    moved = np.concatenate(parts, axis=1)
    assert np.array_equal(moved[:, :96_000], still[:, :96_000])
    assert not np.array_equal(moved[:, 96_000:], still[:, 96_000:])


def test_memory_does_not_grow_with_the_length_of_a_render(trained_folder: Path) -> None:
    code = (
        "import resource\n"
        "most = []\n"
        "for seconds in (6, 24):\n"
        "    for block in model.render(values, seconds * 48000, 0):\n"
        "        pass\n"
        "    most.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        "print(*most)"
    )
    pytest.importorskip("resource", reason="Only Unix tells how much memory was used")
    short, long = (int(n) for n in child(trained_folder, code, 1).split())
    assert long - short < 4000  # kilobytes; the sound itself would take 6900 more


@pytest.mark.parametrize("level", [0.3, 3.0])
def test_amount_0_gives_the_recording_back_if_need_be_more_quietly(
    model: Any, clips: list[offers.Clip], level: float
) -> None:
    sound = np.float32(level) * clips[0].read().samples
    sound = sound - sound.mean()
    still = finished(sound / max(1, np.abs(sound).max() * 1.5))
    back = followed(model, sound, 0.0)
    assert back.shape == (2, sound.shape[1])
    gain = float((back[0] * still).sum() / (still**2).sum())
    assert np.abs(back - gain * still).max() < 1e-3
    assert np.abs(back).max() <= min(np.abs(sound).max() * 1.05, 10 ** (-1 / 20))
    if level < 1:
        assert gain == pytest.approx(1, abs=1e-3)


def test_amount_1_of_a_sound_that_was_learnt_has_its_envelope(
    model: Any, clips: list[offers.Clip]
) -> None:
    for number in (0, 6):
        sound = clips[number].read().samples
        there = loudness(followed(model, sound, 1.0))
        assert np.corrcoef(loudness(sound), there)[0, 1] > 0.9


@pytest.mark.parametrize("frames", [1, 100, 2049])
def test_a_transformation_is_as_long_as_its_source(model: Any, frames: int) -> None:
    sound = np.full((1, frames), 0.1, np.float32)
    assert followed(model, sound, 1.0).shape == (2, frames)


def test_a_long_source_is_followed_without_a_seam(model: Any) -> None:
    noise = np.random.default_rng(0).standard_normal((1, 600_000)).astype(np.float32) * 0.05
    noise -= noise.mean()
    assert np.abs(followed(model, noise, 0.0) - finished(noise)).max() < 1e-4


def test_a_stereo_recording_goes_through_a_mono_model(
    learnt: Callable[..., tuple[Any, Path]], clips: list[offers.Clip]
) -> None:
    from timbrel_grain.grain import Grain

    mono = Grain().load(learnt(clips[:2])[1])
    assert mono.channels == 1
    wide = clips[-1].read().samples
    for amount in (0.0, 0.5, 1.0):
        back = followed(mono, wide, amount)
        assert back.shape == (1, wide.shape[1])
        assert np.isfinite(back).all()


def finished(sound: np.ndarray) -> np.ndarray:
    """A quiet sound as it leaves a model: through the high-pass that ends every render."""
    finish = Finish(1, 48000)
    return np.concatenate([finish.feed(sound), finish.flush()], axis=1)


def followed(model: Any, sound: np.ndarray, amount: float) -> np.ndarray:
    values = {c.name: c.rest for c in model.controls}
    blocks = model.follow(Audio(sound, 48000), values, amount, 0)
    return np.concatenate([block.samples for block in blocks], axis=1)


def centroid(sound: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=0))) ** 2
    return float((power * np.arange(len(power))).sum() / power.sum())


def onsets(sound: np.ndarray) -> int:
    level = loudness(sound)
    rise = level[2:] - level[:-2]
    peaks = (rise[1:-1] > 6) & (rise[1:-1] >= rise[:-2]) & (rise[1:-1] > rise[2:])
    return int(peaks.sum())


def loudness(sound: np.ndarray) -> np.ndarray:
    mono = (sound**2).mean(axis=0)
    mono = mono[: len(mono) // 480 * 480].reshape(-1, 480).mean(axis=1)
    return 10 * np.log10(mono + 1e-6)
