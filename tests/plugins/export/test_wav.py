"""A take becomes a WAV file: exact, dithered, and refused where it would be broken."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel import Audio, Kernel, Problem, Take
from timbrel_export.dsp_depth import cut
from timbrel_export.dsp_wav import comment, form
from timbrel_export.wav import BITS, RATES, Wav

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def take(sound: np.ndarray, rate: int = 48000, block: int = 4800, **recipe: Any) -> Take:
    """A take of given samples (channels, frames), handed out in blocks."""
    sound = np.atleast_2d(sound).astype(np.float32)

    def play() -> Iterator[Audio]:
        for start in range(0, sound.shape[1], block):
            yield Audio(np.ascontiguousarray(sound[:, start : start + block]), rate)

    return Take({"seed": 3, **recipe}, rate, len(sound), sound.shape[1], play)


def sine(hertz: float, frames: int = 48000, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(frames) / 48000)


def written(made: Take, path: Path, rate: int = 48000, bits: int = 24) -> np.ndarray:
    Wav().write(made, path, {"rate": rate, "bits": bits})
    return soundfile.read(path, always_2d=True)[0].T


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("rate", RATES)
def test_every_rate_and_depth_holds_the_sound(tmp_path: Path, rate: int, bits: int) -> None:
    path = tmp_path / "a.wav"
    stereo = np.stack([sine(1000), 0.5 * sine(300)])
    sound = written(take(stereo), path, rate, bits)
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.channels, facts.frames) == (rate, 2, rate)
    assert facts.subtype == {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}[bits]
    time = np.arange(rate) / rate
    inner = slice(rate // 10, -rate // 10)
    error = sound[0, inner] - 0.5 * np.sin(2 * np.pi * 1000 * time[inner])
    assert np.abs(error).max() < (1e-4 if bits == 16 else 1e-5)


@pytest.mark.parametrize("rate", RATES)
def test_a_sine_has_no_images(tmp_path: Path, rate: int) -> None:
    sound = written(take(sine(15000, 96000)), tmp_path / "a.wav", rate)[0]
    spectrum = np.abs(np.fft.rfft(sound * np.kaiser(len(sound), 20)))
    hertz = np.fft.rfftfreq(len(sound), 1 / rate)
    beside = spectrum[np.abs(hertz - 15000) > 200].max() / spectrum.max()
    assert 20 * np.log10(beside) < -120


@settings(max_examples=25, deadline=None)
@given(
    frames=st.integers(1, 200_000),
    rate=st.sampled_from(RATES),
    own=st.sampled_from([44100, 48000]),
    block=st.sampled_from([100, 4096, 65536, 10**6]),
)
def test_the_number_of_frames_is_exact(
    tmp_path_factory: pytest.TempPathFactory, frames: int, rate: int, own: int, block: int
) -> None:
    path = tmp_path_factory.mktemp("export") / "a.wav"
    sound = np.zeros((1, frames)) if block == 100 and frames > 9999 else sine(100, frames)
    written(take(sound, own, max(block, frames // 500)), path, rate, 16)
    assert soundfile.info(path).frames == round(frames * rate / own)


@pytest.mark.parametrize("bits", BITS)
def test_the_same_take_gives_the_same_bytes_whatever_the_blocks(tmp_path: Path, bits: int) -> None:
    sound, files = np.stack([sine(440), sine(441)]), set()
    for index, block in enumerate((777, 4800, 48000)):
        written(take(sound, block=block), tmp_path / f"{index}.wav", 44100, bits)
        files.add((tmp_path / f"{index}.wav").read_bytes())
    assert len(files) == 1


def test_a_file_of_floats_bears_no_date(tmp_path: Path) -> None:
    written(take(sine(440)), tmp_path / "a.wav", bits=32)
    data = (tmp_path / "a.wav").read_bytes()
    place = data.index(b"PEAK")
    assert data[place + 12 : place + 16] == bytes(4)
    assert soundfile.info(tmp_path / "a.wav").frames == 48000


def test_dither_makes_the_error_of_rounding_independent_of_the_sound(tmp_path: Path) -> None:
    soft = sine(1000, 96000, level=0.8 / 2**15)  # less than one step: lost without dither
    sound = written(take(soft), tmp_path / "a.wav", bits=16)[0]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert np.argmax(spectrum) == 2000
    error = (sound - soft.astype(np.float32)) * 2**15
    assert error.var() == pytest.approx(0.25, rel=0.03)  # rounding 1/12, the triangle 2/12
    assert abs(error.mean()) < 0.01
    third = spectrum[5990:6010].max() / spectrum.max()
    assert 20 * np.log10(third) < -30


def test_another_seed_gives_another_dither() -> None:
    block = [np.zeros((1000, 1), np.float32)]
    one, same, other = (next(cut(block, 16, seed)) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("bits", [16, 24])
def test_a_hair_over_full_scale_is_held_there_and_more_is_refused(
    tmp_path: Path, bits: int
) -> None:
    sound = written(take(sine(100, level=1.005)), tmp_path / "a.wav", bits=bits)
    assert 0.9999 < np.abs(sound).max() <= 1.0
    with pytest.raises(Problem, match=r"passes full scale by 1\.6 dB"):
        written(take(sine(100, level=1.2)), tmp_path / "b.wav", bits=bits)


def test_floats_may_pass_full_scale(tmp_path: Path) -> None:
    sound = written(take(sine(100, level=1.5)), tmp_path / "a.wav", bits=32)
    assert np.abs(sound).max() == pytest.approx(1.5, abs=1e-3)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(tmp_path: Path, rate: int, bits: int, bad: float) -> None:
    sound = sine(440)
    sound[24000] = bad
    with pytest.raises(Problem, match=r"broken from 0\.50 s on"):
        written(take(sound), tmp_path / "a.wav", rate, bits)


def test_a_take_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no sound in this take"):
        written(take(np.zeros((1, 0))), tmp_path / "a.wav")
    assert not list(tmp_path.iterdir())


def test_a_model_that_ends_early_is_told(tmp_path: Path) -> None:
    short = take(sine(440))
    longer = Take(short.recipe, 48000, 1, 50000, short.play)
    with pytest.raises(Problem, match="48000 frames of sound where 50000 were asked for"):
        written(longer, tmp_path / "a.wav")


@pytest.mark.parametrize(
    ("rate", "bits", "words"),
    [(50000, 24, "44100, 48000 or 96000"), (48000, 20, "16, 24 or 32"), (48000, 24.5, "16, 24")],
)
def test_other_rates_and_depths_are_refused_with_the_choices(
    tmp_path: Path, rate: int, bits: float, words: str
) -> None:
    with pytest.raises(Problem) as caught:
        Wav().write(take(sine(440)), tmp_path / "a.wav", {"rate": rate, "bits": bits})
    assert words in caught.value.mend


def test_a_file_beyond_4_gib_is_an_rf64() -> None:
    hour = 3600 * 48000
    assert form(3 * hour, 2, 24) == "WAV"
    assert form(5 * hour, 2, 24) == "RF64"


def test_a_recipe_too_long_for_the_tag_points_to_the_file_beside_it(tmp_path: Path) -> None:
    recipe: dict[str, Any] = {f"knob-{index}": index / 7 for index in range(20_000)}
    assert json.loads(comment(recipe)) == {"recipe": "see the .json beside this file"}
    written(take(sine(440), **recipe), tmp_path / "a.wav")
    with soundfile.SoundFile(tmp_path / "a.wav") as file:
        assert json.loads(file.comment)["recipe"]


def test_a_session_saves_a_take_with_its_recipe(trained: Kernel, tmp_path: Path) -> None:
    session = trained.session
    session.load("bell")
    path = session.save(session.make(0.5, seed=5), tmp_path / "a.wav", {"rate": 44100, "bits": 16})
    facts = soundfile.info(path)
    assert (facts.frames, facts.samplerate, facts.subtype) == (22050, 44100, "PCM_16")
    recipe = json.loads((tmp_path / "a.wav.json").read_text())
    with soundfile.SoundFile(path) as file:
        assert json.loads(file.comment) == recipe
    assert recipe["seed"] == 5
    assert recipe["options"] == {"rate": 44100, "bits": 16}
    assert {p.name for p in tmp_path.iterdir()} >= {"a.wav", "a.wav.json"}
    assert not list(tmp_path.glob(".tmp-*"))


def test_a_session_saves_48_khz_and_24_bits_unless_asked(trained: Kernel, tmp_path: Path) -> None:
    trained.session.load("bell")
    path = trained.session.save(trained.session.make(0.1), tmp_path / "a.wav")
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.subtype, facts.frames) == (48000, "PCM_24", 4800)


@pytest.mark.parametrize("most", [0, 50_000])
def test_a_full_disk_leaves_the_old_file_and_no_stump(
    trained: Kernel, tmp_path: Path, full_disk: Any, most: int
) -> None:
    session, path = trained.session, tmp_path / "a.wav"
    session.load("bell")
    session.save(session.make(0.1), path)
    before = path.read_bytes()
    with full_disk(most), pytest.raises(Problem, match="could not be written") as caught:
        session.save(session.make(1.0), path)
    assert caught.value.kind == "unavailable"
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".tmp-*"))


def test_an_hour_needs_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="Only Unix tells a process its peak")
    code = """
import resource, sys
from pathlib import Path
import numpy as np
from timbrel import Audio, Take
from timbrel_export.wav import Wav
block = Audio(np.full((1, 48000), 0.1, np.float32), 48000)
def made(seconds):
    return Take({"seed": 1}, 48000, 1, 48000 * seconds, lambda: (block for _ in range(seconds)))
peaks = []
for seconds in (5, 60):
    Wav().write(made(seconds), Path(sys.argv[1]), {"rate": 44100, "bits": 16})
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[1] / peaks[0])
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.wav")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(ran.stdout) < 1.05


def test_the_blocks_of_a_take_are_taken_one_by_one(tmp_path: Path) -> None:
    count = itertools.count()
    sizes: list[int] = []

    def play() -> Iterator[Audio]:
        for _ in range(20):
            next(count)
            yield Audio(np.zeros((1, 200_000), np.float32), 48000)
            sizes.append((tmp_path / "a.wav").stat().st_size)

    written(Take({}, 48000, 1, 4_000_000, play), tmp_path / "a.wav", bits=16)
    assert sizes[10] > 1_000_000  # half is on the disk when half has been played
    assert sizes == sorted(sizes)
