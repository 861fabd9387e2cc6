"""A model as files: it plays the same from them, keeps within its size, is not trusted blindly."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Card, Kernel, Problem, offers
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_analysis import Analysis
from timbrel_grain.dsp_book import eased
from timbrel_grain.dsp_thin import LENGTH, thinned
from timbrel_grain.grain import Grain, held_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RATE = 48000


def noises(count: int, seconds: float) -> list[offers.Clip]:
    return [clip(str(n), noise(seconds, n)) for n in range(count)]


def noise(seconds: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 0.2 * rng.standard_normal((1, round(seconds * RATE))).astype(np.float32)


def clip(name: str, samples: np.ndarray) -> offers.Clip:
    length = samples.shape[1] / RATE
    return offers.Clip(name, name, length, len(samples), lambda: Audio(samples, RATE))


def test_a_model_plays_the_same_from_its_files_wherever_they_lie(
    trained_folder: Path, tmp_path: Path, model: Any, play: Callable[..., np.ndarray]
) -> None:
    moved = shutil.copytree(trained_folder, tmp_path / "elsewhere")
    assert np.array_equal(play(Grain().load(moved)), play(model))


def test_the_files_hold_weights_sound_and_facts_and_nothing_that_runs(trained_folder: Path) -> None:
    names = {path.name for path in trained_folder.iterdir()}
    assert names >= {"model.json", "model.safetensors", "grains-1.flac", "grains-2.flac"}
    assert {name.rpartition(".")[2] for name in names} == {"json", "safetensors", "flac"}
    facts = json.loads((trained_folder / "model.json").read_text())
    assert {s["name"] for s in facts["sources"]} >= {"low", "loop", "wide"}


def test_a_grain_is_the_recording_to_24_bits(model: Any, clips: list[offers.Clip]) -> None:
    for piece in model.ensemble.store.pieces:
        sound = eased(spectrum.levelled(clips[piece.source].read().samples))
        kept = piece.sound()
        part = sound[:, piece.start : piece.start + kept.shape[1]]
        assert kept.shape == part.shape
        assert np.abs(kept - part).max() < np.abs(sound).max() * 2.0**-22


def test_a_recording_that_is_cut_off_comes_and_goes_without_a_step(
    learnt: Callable[..., tuple[Any, Path]],
) -> None:
    wave = 0.3 * np.cos(2 * np.pi * 100 * np.arange(24000) / 48000).astype(np.float32)
    cut = Audio(np.ascontiguousarray(wave[np.newaxis, :-120]), 48000)
    one = offers.Clip("cut", "1" * 64, cut.seconds, 1, lambda: cut)
    model: Any = Grain().load(learnt([one])[1])
    piece = model.ensemble.store.pieces[0].sound()[0]
    around = np.pad(piece, 1)
    assert np.abs(np.diff(around, 2)).max() < 0.03
    inside = slice(24, -96)
    assert np.allclose(piece[inside], spectrum.levelled(cut.samples)[0, inside], atol=1e-5)


def test_the_frames_of_the_store_are_those_of_the_recordings(
    model: Any, clips: list[offers.Clip]
) -> None:
    store = model.ensemble.store
    for number, piece in enumerate(store.pieces):
        sound = eased(spectrum.levelled(clips[piece.source].read().samples))
        own = spectrum.spectra(sound, spectrum.centres(sound.shape[1]))
        path = store.first[number] + np.arange(piece.frames)
        kept = store.spectra(path, len(sound))
        assert np.abs(kept - own[piece.first : piece.first + piece.frames]).max() < 1e-3


def test_a_stereo_recording_keeps_its_stereo_and_a_mono_one_sounds_on_both_sides(
    model: Any, clips: list[offers.Clip]
) -> None:
    store = model.ensemble.store
    sides = {clips[p.source].name: n for n, p in enumerate(store.pieces)}
    for name, apart in (("wide", True), ("low", False)):
        piece = sides[name]
        path = store.first[piece] + np.arange(5, 20)
        left, right = store.spectra(path, 2).transpose(1, 0, 2)
        assert np.array_equal(left, right) != apart


def test_a_small_corpus_has_24_bits_and_a_large_one_16(
    learnt: Callable[..., tuple[Any, Path]],
) -> None:
    sounds = noises(2, 4.0)
    for megabytes, depth in ((32, "PCM_24"), (0.2, "PCM_16")):
        folder = learnt(sounds, megabytes=megabytes)[1]
        assert soundfile.info(folder / "grains-1.flac").subtype == depth


def test_a_model_keeps_within_its_megabytes(learnt: Callable[..., tuple[Any, Path]]) -> None:
    folder = learnt(noises(4, 12.0), megabytes=4)[1]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 4e6


def test_a_model_of_a_corpus_too_large_for_it_plays(
    learnt: Callable[..., tuple[Any, Path]], play: Callable[..., np.ndarray]
) -> None:
    folder = learnt(noises(3, 9.0), megabytes=1)[1]
    kept = soundfile.info(folder / "grains-1.flac").duration
    assert 4 < kept < 20
    assert np.abs(play(Grain().load(folder))).max() > 0.01


def analysed(level: float, tilt: float, frames: int, seed: int) -> Analysis:
    bands = level + tilt * np.arange(spectrum.BANDS)
    rough = np.random.default_rng(seed).standard_normal((frames, spectrum.BANDS))
    return Analysis(str(seed), str(seed), frames * spectrum.HOP, (bands + rough).astype("float32"))


def test_what_fits_is_kept_whole() -> None:
    found = [analysed(-40, 0, frames, frames) for frames in (3, 100, 1000)]
    kept = thinned(found, 20.0)
    assert [(s.source, s.first, s.frames) for s in kept] == [(0, 0, 3), (1, 0, 100), (2, 0, 1000)]


def test_thinning_keeps_the_rare_sound_within_the_time() -> None:
    found = [analysed(-30, -0.2, LENGTH, n) for n in range(20)]
    found.insert(13, analysed(-50, 0.4, LENGTH, 99))
    kept = thinned(found, 12.5)
    assert 13 in {stretch.source for stretch in kept}
    assert sum(s.frames for s in kept) * spectrum.HOP / RATE <= 12.5
    assert len(kept) == 3


def test_thinning_cuts_a_long_recording_and_keeps_its_order() -> None:
    kept = thinned([analysed(-30, 0, 20 * LENGTH, 0)], 30.0)
    firsts = [stretch.first for stretch in kept]
    assert firsts == sorted(firsts) and 5 <= len(kept) <= 7
    assert all(s.frames <= LENGTH + 1 for s in kept)


@pytest.mark.parametrize("name", ["model.json", "model.safetensors", "grains-1.flac"])
def test_a_damaged_file_is_a_problem(kernel: Kernel, trained_folder: Path, name: str) -> None:
    draft = kernel.registry.draft()
    shutil.copytree(trained_folder, draft, dirs_exist_ok=True)
    card = kernel.registry.add(Card("eight", "grain"), draft)
    assert kernel.registry.open("eight").rate == RATE
    path = kernel.places.models / "eight" / card.version / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    kernel.registry._told()
    with pytest.raises(Problem, match="damaged"):
        kernel.registry.open("eight")
    path.unlink()
    with pytest.raises(Problem, match="missing"):
        kernel.registry.open("eight")


def test_a_model_of_another_edition_says_so(trained_folder: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(trained_folder, tmp_path / "old")
    facts = json.loads((moved / "model.json").read_text())
    (moved / "model.json").write_text(json.dumps({**facts, "edition": 0}))
    with pytest.raises(Problem, match="another version"):
        Grain().load(moved)


def test_one_recording_in_eight_is_held_out_by_the_seed() -> None:
    assert held_out([None] * 7, 0) == []
    assert len(held_out([None] * 8, 0)) == 1
    assert len(held_out([None] * 26, 0)) == 3
    assert held_out([None] * 26, 1) == held_out([None] * 26, 1) != held_out([None] * 26, 2)
