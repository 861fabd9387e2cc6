"""A folder becomes a corpus, and no file of it is lost without a word."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Job, Problem, hookimpl, offers, start

if TYPE_CHECKING:
    from pathlib import Path


def test_sub_folders_are_searched_and_the_clips_come_in_order(collect: Any, put: Any) -> None:
    for name in ("b.wav", "a.flac", "inner/deep/c.ogg", "inner/a.mp3", "z.aiff"):
        put(name, hertz=100 + 20 * len(name))
    corpus = collect()
    names = [clip.name for clip in corpus.clips]
    assert names == ["a.flac", "b.wav", "inner/a.mp3", "inner/deep/c.ogg", "z.aiff"]
    assert not corpus.left_out
    assert not corpus.warnings


def test_every_file_is_a_clip_or_left_out_with_a_reason(
    collect: Any, put: Any, folder: Path
) -> None:
    for index in range(5):
        put(f"good-{index}.wav", hertz=200 + index)
    (folder / "notes.txt").write_text("buy strings")
    (folder / "empty.wav").touch()
    (folder / "broken.wav").write_bytes(b"RIFF\xff\0\0\0WAVEfmt junk junk junk")
    (folder / ".hidden").mkdir()
    put("silent.wav", level=0.0)
    corpus = collect()
    accounted = {clip.name for clip in corpus.clips} | set(corpus.left_out) | {"silent.wav"}
    assert accounted == {path.name for path in folder.iterdir()} - {".hidden"} | {".hidden/"}
    assert len(corpus.clips) == 5
    assert corpus.left_out["notes.txt"] == "not a sound file"
    assert corpus.left_out["empty.wav"] == "empty: 0 bytes"
    assert corpus.left_out["broken.wav"].startswith("corrupt")
    assert corpus.warnings["silent.wav"].startswith("silent")
    assert corpus.left_out[".hidden/"] == "a hidden folder: not searched"


def test_a_sound_is_found_at_48_khz_with_its_pitch_its_level_and_its_length(
    collect: Any, put: Any
) -> None:
    put("a.wav", seconds=1.0, rate=44100, hertz=1000, level=0.25)
    (clip,) = collect().clips
    audio = clip.read()
    assert (audio.rate, audio.channels, audio.frames) == (48000, 1, 48000)
    assert clip.seconds == pytest.approx(1.0)
    inner = audio.samples[0, 4800:-4800]
    ideal = 0.25 * np.sin(2 * np.pi * 1000 * np.arange(4800, 43200) / 48000)
    assert np.abs(inner - ideal).max() < 1e-4


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 48000, 88200, 96000, 192000])
def test_every_usual_rate_works(collect: Any, put: Any, rate: int) -> None:
    put("a.wav", seconds=0.5, rate=rate, hertz=1000)
    corpus = collect()
    audio = corpus.clips[0].read()
    assert audio.frames == round(round(0.5 * rate) * 48000 / rate)
    spectrum = np.abs(np.fft.rfft(audio.samples[0, :23990] * np.hanning(23990)))
    assert np.argmax(spectrum) * 48000 / 23990 == pytest.approx(1000, abs=2)
    assert ("nothing above 4000 Hz" in corpus.warnings.get("a.wav", "")) == (rate == 8000)


def test_no_resampling_leaves_an_image(collect: Any, folder: Path) -> None:
    wave = 0.9 * np.sin(2 * np.pi * 20500 * np.arange(44100) / 44100)
    soundfile.write(folder / "a.wav", wave, 44100, subtype="FLOAT")
    sound = collect().clips[0].read().samples[0, 4800:-4800]
    spectrum = np.abs(np.fft.rfft(sound * np.kaiser(len(sound), 20)))
    hertz = np.fft.rfftfreq(len(sound), 1 / 48000)
    beside = spectrum[np.abs(hertz - 20500) > 200].max() / spectrum.max()
    assert 20 * np.log10(beside) < -120


def test_stereo_stays_stereo_and_two_equal_channels_become_one(
    collect: Any, put: Any, folder: Path
) -> None:
    put("wide.wav", channels=2)
    same = np.repeat(0.3 * np.sin(np.arange(9600) / 20)[:, np.newaxis], 2, axis=1)
    soundfile.write(folder / "same.wav", same, 48000, subtype="FLOAT")
    same, wide = collect().clips
    assert (same.channels, wide.channels) == (1, 2)
    sound = wide.read()
    assert sound.channels == 2
    ratio = np.abs(sound.samples[1]).max() / np.abs(sound.samples[0]).max()
    assert ratio == pytest.approx(0.9, abs=1e-3)
    assert same.read().samples[0] == pytest.approx(0.3 * np.sin(np.arange(9600) / 20), abs=1e-6)


def test_eight_channels_are_mixed_to_two_with_a_word(collect: Any, folder: Path) -> None:
    sound = np.zeros((9600, 8))
    sound[:, 0] = 0.5 * np.sin(np.arange(9600) / 10)
    sound[:, 5] = 0.25 * np.sin(np.arange(9600) / 7)
    soundfile.write(folder / "a.wav", sound, 48000, subtype="FLOAT")
    corpus = collect()
    left, right = corpus.clips[0].read().samples
    assert left == pytest.approx(sound[:, 0], abs=1e-6)
    assert right == pytest.approx(sound[:, 5], abs=1e-6)
    assert "8 channels, mixed down" in corpus.warnings["a.wav"]


def test_a_loud_and_a_soft_sound_keep_their_levels(collect: Any, put: Any) -> None:
    put("loud.wav", level=0.9)
    put("soft.wav", level=0.009)
    loud, soft = (np.abs(clip.read().samples).max() for clip in collect().clips)
    assert loud / soft == pytest.approx(100, rel=0.01)


def test_the_same_sound_twice_counts_once_under_the_shorter_name(
    collect: Any, put: Any, folder: Path
) -> None:
    shutil.copy(put("kick.wav"), folder / "kick copy.wav")
    corpus = collect()
    assert [clip.name for clip in corpus.clips] == ["kick.wav"]
    assert corpus.warnings["kick copy.wav"] == "a duplicate of kick.wav: counted once"
    assert not corpus.left_out


def test_a_broken_file_twice_is_told_as_broken_twice(collect: Any, put: Any, folder: Path) -> None:
    put("a.wav")
    for name in ("b.wav", "c.wav"):
        (folder / name).write_bytes(b"RIFF\x10\0\0\0WAVEjunk")
    left = collect().left_out
    assert left["b.wav"] == left["c.wav"] == "corrupt: it cannot be decoded"


def test_a_cut_file_is_used_as_far_as_it_goes_but_not_below_30_ms(
    collect: Any, put: Any, folder: Path
) -> None:
    for name, kept in (("half.wav", 24000), ("stump.wav", 1400)):
        path = put(name, seconds=1.0, hertz=len(name) * 50)
        path.write_bytes(path.read_bytes()[: 44 + 2 * kept])
    corpus = collect()
    assert [clip.name for clip in corpus.clips] == ["half.wav"]
    assert corpus.clips[0].seconds == pytest.approx(0.5, abs=0.01)
    assert "cut short" in corpus.warnings["half.wav"]
    assert "ms of it can be read" in corpus.left_out["stump.wav"]


def test_a_flac_that_breaks_off_gives_what_comes_before(collect: Any, folder: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 4 * 48000)
    soundfile.write(folder / "a.flac", noise, 48000, subtype="PCM_16")
    whole = (folder / "a.flac").read_bytes()
    (folder / "a.flac").write_bytes(whole[: len(whole) // 2])
    corpus = collect()
    sound = corpus.clips[0].read().samples[0]
    assert 1.7 < len(sound) / 48000 < 2.1  # more than one block
    assert sound[:80000] == pytest.approx(noise[:80000], abs=1e-4)
    assert "cut short" in corpus.warnings["a.flac"]


def test_10_ms_are_made_30_with_silence(collect: Any, put: Any) -> None:
    put("tick.wav", seconds=0.01)
    corpus = collect()
    audio = corpus.clips[0].read()
    assert audio.frames == 1440
    assert not audio.samples[0, 480:].any()
    assert "only 10 ms" in corpus.warnings["tick.wav"]


@pytest.mark.parametrize(("share", "used"), [(1e-4, True), (0.01, False)])
def test_a_few_samples_that_are_no_numbers_are_zeroed_and_many_are_refused(
    collect: Any, folder: Path, put: Any, share: float, used: bool
) -> None:
    put("fine.wav")
    sound = 0.5 * np.sin(np.arange(48000) / 20)
    sound[: int(48000 * share)] = np.nan
    soundfile.write(folder / "nan.wav", sound, 48000, subtype="FLOAT")
    corpus = collect()
    clips = {clip.name: clip for clip in corpus.clips}
    assert ("nan.wav" in clips) == used
    assert "not numbers" in (corpus.warnings if used else corpus.left_out)["nan.wav"]
    assert all(np.isfinite(clip.read().samples).all() for clip in corpus.clips)


def test_a_clipped_file_is_told_and_a_loud_sine_is_not(collect: Any, folder: Path) -> None:
    sine = np.sin(2 * np.pi * 110 * np.arange(48000) / 48000)
    soundfile.write(folder / "clipped.wav", np.clip(1.5 * sine, -1, 1), 48000)
    soundfile.write(folder / "loud.wav", sine, 48000)
    warnings = collect().warnings
    assert "clipped" in warnings["clipped.wav"]
    assert "loud.wav" not in warnings


def test_fewer_than_five_sounds_are_told(collect: Any, put: Any) -> None:
    for index in range(3):
        put(f"{index}.wav", hertz=200 + index)
    assert collect().warnings["sounds/"].startswith("only 3 sounds: 0.wav, 1.wav, 2.wav")


def test_a_single_file_is_a_corpus_of_one(collect: Any, put: Any) -> None:
    path = put("alone.wav")
    put("other.wav")
    corpus = collect(path)
    assert [clip.name for clip in corpus.clips] == ["alone.wav"]
    assert "only 1 sound" in corpus.warnings["all of it"]
    assert "alone.wav" not in corpus.warnings


def test_a_place_that_is_not_there_is_a_problem_of_that_kind(collect: Any, folder: Path) -> None:
    for place in (folder / "nowhere", "bad\0name", "x" * 5000):
        with pytest.raises(Problem, match="There is no folder or file") as caught:
            collect(place)
        assert caught.value.kind == "missing"


def test_nothing_usable_is_a_problem_that_says_what_was_found(collect: Any, folder: Path) -> None:
    with pytest.raises(Problem, match="is empty"):
        collect()
    for index in range(7):
        (folder / f"{index}.txt").write_text(str(index))
    with pytest.raises(Problem, match=r"0.txt: not a sound file; .* and 2 more") as caught:
        collect()
    assert "wav" in caught.value.mend
    assert caught.value.kind == "input"


def test_names_are_shown_without_what_cannot_be_seen(collect: Any, put: Any, folder: Path) -> None:
    put("a.wav")
    shutil.copy(folder / "a.wav", folder / os.fsdecode(b"esc\x1b[31m\xff.wav"))
    with soundfile.SoundFile(folder / "a.wav", "r+") as file:
        file.write(np.full(10, 0.1))
    corpus = collect()
    assert [clip.name for clip in corpus.clips] == ["a.wav", "esc\\x1b[31m\\xff.wav"]
    assert "shown here as escapes" in corpus.warnings["esc\\x1b[31m\\xff.wav"]
    assert corpus.clips[1].read().frames == 24000


def test_two_names_that_look_alike_are_told_apart(collect: Any, put: Any) -> None:
    put("a\x1b.wav", hertz=300)
    put("a\\x1b.wav", hertz=400)
    assert sorted(clip.name for clip in collect().clips) == ["a\\x1b.wav", "a\\x1b.wav (2)"]


def test_a_link_is_never_followed_out_or_round(
    collect: Any, put: Any, folder: Path, tmp_path: Path
) -> None:
    put("inner/real.wav")
    outside = tmp_path / "outside.wav"
    shutil.copy(folder / "inner" / "real.wav", outside)
    (folder / "in.wav").symlink_to("inner/real.wav")
    (folder / "out.wav").symlink_to(outside)
    (folder / "none.wav").symlink_to("nowhere.wav")
    (folder / "inner" / "up").symlink_to("..")
    corpus = collect()
    assert [clip.name for clip in corpus.clips] == ["inner/real.wav"]
    assert "counted once" in corpus.warnings["in.wav"]
    assert "leads out of the folder" in corpus.left_out["out.wav"]
    assert "leads nowhere" in corpus.left_out["none.wav"]
    assert "not followed" in corpus.left_out["inner/up"]


def test_it_tells_how_far_it_is_and_stops_soon_when_asked(collect: Any, put: Any) -> None:
    for index in range(6):
        put(f"{index}.wav", hertz=200 + index)
    heard: list[tuple[float, str]] = []

    def listen(job: Job) -> None:
        heard.append((job.part, job.note))
        if len(heard) == 3:
            job.stop()

    corpus = collect(job=Job("collect", listen))
    assert [note for _, note in heard[:3]] == [f"looking at {i}.wav" for i in range(3)]
    assert not corpus.clips
    assert all("stopped before its turn" in why for why in corpus.left_out.values())
    assert len(corpus.left_out) == 6

    whole: list[float] = []
    collect(job=Job("collect", lambda job: whole.append(job.part)))
    assert whole == sorted(whole)
    assert whole[-1] == 1.0


def test_a_strangers_importer_brings_in_what_libsndfile_does_not_know(
    collect: Any, put: Any, folder: Path, home: Path
) -> None:
    class Counted(offers.Importer):
        name, says, suffixes = "counted", "A number of samples", (".count",)

        def read(self, path: Path) -> Audio:
            if path.stat().st_size > 9:
                raise Problem("That is too many.", "Take fewer.")
            frames = int(path.read_text())
            return Audio(
                np.full((1, frames), 0.5, np.float32) * np.hanning(frames).astype("f4"), 24000
            )

    class Plugin:
        @hookimpl
        def importers(self) -> list[offers.Importer]:
            return [Counted()]

    kernel = start(home=home)
    kernel.host.add(Plugin(), "stranger")
    put("a.wav")
    (folder / "b.count").write_text("24000")
    (folder / "c.count").write_text("1234567890")
    corpus = collect(kernel=kernel)
    assert [clip.name for clip in corpus.clips] == ["a.wav", "b.count"]
    assert corpus.clips[1].read().frames == 48000
    assert corpus.left_out["c.count"] == "That is too many"
