"""Every format holds the sound it is given: exact, the same each time, refused where broken."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugins.export.sounds import (
    EXPORTERS,
    RATE,
    TABLE,
    decoded,
    exported,
    probed,
    sine,
    take,
)

from timbrel import Audio, Kernel, Problem, Take
from timbrel_export.form import RATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = list(TABLE)
LOSSLESS = [name for name, form in TABLE.items() if not form.lossy]
ALL = [
    (name, rate, bits)
    for name, form in TABLE.items()
    for rate, bits in itertools.product(form.rates, form.bits or (0,))
]


def options(rate: int, bits: int) -> dict[str, int]:
    return {"rate": rate} | ({"bits": bits} if bits else {})


@pytest.mark.parametrize(("name", "rate", "bits"), ALL)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_rate_and_depth_holds_the_sound_and_its_length(
    tmp_path: Path, name: str, rate: int, bits: int, channels: int
) -> None:
    path = tmp_path / f"a.{name}"
    made = take(np.stack([sine(1000), 0.5 * sine(1000)])[:channels])
    sound = exported(made, path, **options(rate, bits))
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.channels, facts.frames) == (rate, channels, rate)
    if bits:
        assert facts.subtype == TABLE[name].subtypes[bits]
    time = np.arange(rate) / rate
    inner = slice(rate // 10, -rate // 10)
    error = sound[0, inner] - 0.5 * np.sin(2 * np.pi * 1000 * time[inner])
    assert np.abs(error).max() < {0: 0.03, 16: 1e-4}.get(bits, 1e-5)


@pytest.mark.parametrize(("name", "rate", "bits"), ALL)
def test_ffmpeg_finds_the_same_length(tmp_path: Path, name: str, rate: int, bits: int) -> None:
    path = tmp_path / f"a.{name}"
    exported(take(sine(1000, 30001)), path, **options(rate, bits))
    frames = round(30001 * rate / RATE)
    if name != "ogg":  # ffmpeg leaves out the first 128 frames of Vorbis
        assert decoded(path, 1) == frames
    if name not in ("mp3", "opus"):  # which tell the encoder's delay with it
        assert float(probed(path)["duration"]) == pytest.approx(frames / rate, abs=1e-5)


@pytest.mark.parametrize("rate", RATES)
def test_a_sweep_has_no_images(tmp_path: Path, rate: int) -> None:
    worst = -200.0
    for hertz in (50, 997, 5000, 9000, 13000, 16000, 18000, 19500):
        sound = exported(take(sine(hertz, RATE)), tmp_path / "a.wav", rate=rate, bits=32)[0]
        spectrum = np.abs(np.fft.rfft(sound * np.kaiser(len(sound), 20)))
        beside = np.abs(np.fft.rfftfreq(len(sound), 1 / rate) - hertz) > 200
        worst = max(worst, 20 * np.log10(spectrum[beside].max() / spectrum.max()))
    assert worst < -100


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
    made = take(sine(100, frames), own, max(block, frames // 500))
    count = round(frames * rate / own)
    assert exported(made, path, rate=rate, bits=16).shape[1] == count


@pytest.mark.parametrize("frames", [1, 2, 63, 1105, 1152, 4096])
@pytest.mark.parametrize("name", NAMES)
def test_the_shortest_sounds_are_whole(tmp_path: Path, name: str, frames: int) -> None:
    assert exported(take(sine(1000, frames)), tmp_path / f"a.{name}").shape[1] == frames


@pytest.mark.parametrize("name", NAMES)
def test_the_same_take_gives_the_same_bytes_whatever_the_blocks(tmp_path: Path, name: str) -> None:
    sound, files = np.stack([sine(440, level=0.95), sine(441, level=0.95)]), set()
    rate = 48000 if name == "opus" else 44100
    for index, block in enumerate((777, 48000)):
        path = tmp_path / f"{index}.{name}"
        exported(take(sound, block=block), path, **options(rate, 0))
        files.add(path.read_bytes())
    assert len(files) == 1


@pytest.mark.parametrize("name", ["wav", "aiff"])
def test_a_file_of_floats_bears_no_date(tmp_path: Path, name: str) -> None:
    exported(take(sine(440)), tmp_path / f"a.{name}", bits=32)
    data = (tmp_path / f"a.{name}").read_bytes()
    place = data.index(b"PEAK")
    assert data[place + 12 : place + 16] == bytes(4)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(tmp_path: Path, name: str, bad: float) -> None:
    sound = sine(440)
    sound[24000] = bad
    with pytest.raises(Problem, match=r"broken from 0\.50 s on"):
        exported(take(sound), tmp_path / f"a.{name}")


@pytest.mark.parametrize("name", NAMES)
def test_a_take_without_sound_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem, match="no sound in this take"):
        exported(take(np.zeros((1, 0))), tmp_path / f"a.{name}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["wav", "mp3"])
def test_a_model_that_ends_early_is_told(tmp_path: Path, name: str) -> None:
    short = take(sine(440))
    longer = Take(short.recipe, RATE, 1, 50000, short.play)
    with pytest.raises(Problem, match="48000 frames of sound where 50000 were asked for"):
        exported(longer, tmp_path / f"a.{name}")


def test_one_channel_becomes_two_alike_and_two_become_their_mean(tmp_path: Path) -> None:
    one, two = sine(440), sine(660)
    wide = exported(take(one), tmp_path / "a.wav", channels=2, bits=32)
    assert np.array_equal(wide[0], wide[1]) and len(wide) == 2
    mono = exported(take(np.stack([one, two])), tmp_path / "b.wav", channels=1, bits=32)
    assert mono[0] == pytest.approx((one + two) / 2, abs=1e-6)


@pytest.mark.parametrize("bits", [16, 24, 32])
def test_what_passes_full_scale_is_turned_down_and_never_clipped(tmp_path: Path, bits: int) -> None:
    made = take(sine(100, level=1.5))
    sound = exported(made, tmp_path / "a.wav", bits=bits)
    assert 0.85 < np.abs(sound).max() < 0.8913
    assert made.recipe["quality"]["turned_down"] == pytest.approx(4.67, abs=0.1)


def test_what_is_not_over_is_written_bit_for_bit(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    sound = rng.uniform(-0.3, 0.3, (2, 3 * RATE)).astype(np.float32)
    assert np.array_equal(exported(take(sound), tmp_path / "a.wav", bits=32), sound)


@pytest.mark.parametrize("name", ["ogg", "opus", "mp3"])
def test_a_minute_is_encoded_in_blocks(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.{name}"
    exporter = EXPORTERS[name]
    made = take(sine(440, 60 * RATE), block=10**7)  # one block of all of it
    exporter.write(made, path, {control.name: control.rest for control in exporter.controls})
    assert soundfile.info(path).frames == 60 * RATE


def test_a_better_quality_is_a_larger_file(tmp_path: Path) -> None:
    noise = 0.2 * np.random.default_rng(0).standard_normal((2, RATE))
    for name, settings_ in (
        ("mp3", [{"quality": 0}, {"quality": 9}]),
        ("mp3", [{"bitrate": 64}, {"bitrate": 192}, {"bitrate": 320}]),
        ("ogg", [{"quality": 1}, {"quality": 9}]),
        ("opus", [{"bitrate": 32}, {"bitrate": 96}, {"bitrate": 256}]),
    ):
        sizes = []
        for each in settings_:
            exported(take(noise), tmp_path / f"a.{name}", **each)
            sizes.append((tmp_path / f"a.{name}").stat().st_size)
        assert sizes == sorted(sizes) and sizes[-1] > 1.4 * sizes[0], (name, sizes)


def test_a_constant_bit_rate_is_that(tmp_path: Path) -> None:
    exported(take(sine(440)), tmp_path / "a.mp3", bitrate=128)
    assert probed(tmp_path / "a.mp3")["bit_rate"] == "128000"


def test_a_session_saves_a_take_with_its_recipe_in_it_and_beside_it(
    trained: Kernel, tmp_path: Path
) -> None:
    import json

    session = trained.session
    session.load("bell")
    for name in NAMES:
        path = session.save(session.make(0.3, seed=5), tmp_path / f"a.{name}")
        beside = json.loads((tmp_path / f"a.{name}.json").read_text())
        assert EXPORTERS[name].recipe(path) == beside
        assert (beside["seed"], beside["format"]) == (5, name)
        assert len(beside["quality"]["sound"]) == 64
    assert not list(tmp_path.glob(".tmp-*"))


def test_a_session_saves_48_khz_and_24_bits_unless_asked(trained: Kernel, tmp_path: Path) -> None:
    trained.session.load("bell")
    path = trained.session.save(trained.session.make(0.1), tmp_path / "a.WAV")
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.subtype, facts.frames) == (48000, "PCM_24", 4800)


@pytest.mark.parametrize("most", [0, 9_000])
@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_leaves_the_old_file_and_no_stump(
    trained: Kernel, tmp_path: Path, full_disk: Any, most: int, name: str
) -> None:
    session, path = trained.session, tmp_path / f"a.{name}"
    session.load("bell")
    session.save(session.make(0.1), path)
    before = path.read_bytes()
    with full_disk(most), pytest.raises(Problem, match="could not be written") as caught:
        session.save(session.make(12.0), path)
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
from timbrel_export.file import File
from timbrel_export.form import FORMS
block = Audio(np.full((1, 48000), 0.1, np.float32), 48000)
def made(seconds):
    return Take({"seed": 1}, 48000, 1, 48000 * seconds, lambda: (block for _ in range(seconds)))
peaks = []
for seconds in (20, 120):
    values = {"rate": 44100, "bits": 16}
    File(FORMS[0]).write(made(seconds), Path(sys.argv[1]), values)
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
    sizes: list[int] = []

    def play() -> Iterator[Audio]:
        for _ in range(20):
            yield Audio(np.zeros((1, 200_000), np.float32), RATE)
            sizes.append((tmp_path / "a.wav").stat().st_size)

    exported(Take({}, RATE, 1, 4_000_000, play), tmp_path / "a.wav", bits=16)
    assert sizes[10] > 1_000_000  # half is on the disk when half has been played
    assert sizes == sorted(sizes)
