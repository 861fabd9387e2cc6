"""The verb 'reproduce': a take is made again from its file alone, and held against it."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Kernel, Problem, Take, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

RATES = (44100, 48000, 96000)
FORMATS: dict[str, tuple[tuple[int, ...], list[dict[str, Any]]]] = {
    "wav": (RATES, [{"bits": 16}, {"bits": 24}, {"bits": 32}]),
    "aiff": (RATES, [{"bits": 16}, {"bits": 24}, {"bits": 32}]),
    "flac": (RATES, [{"bits": 16}, {"bits": 24}]),
    "mp3": ((44100, 48000), [{"quality": 5.0}, {"bitrate": 128}]),
    "ogg": (RATES, [{"quality": 5.0}]),
    "opus": ((48000,), [{"bitrate": 96}]),
}
EVERY = [
    (name, rate, channels, more)
    for name, (rates, wishes) in FORMATS.items()
    for rate, channels, more in itertools.product(rates, (1, 2), wishes)
]


class Chance(offers.Model):
    """Noise by its seed, and a tone that moves: what is drawn, and what is turned, is heard."""

    rate, channels = 48000, 1

    def __init__(self, controls: Any) -> None:
        self.controls = controls

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        drawn = [seed, *_nearness(seed)]
        rng = np.random.default_rng([int(1000 * part) for part in drawn])
        for first in range(0, frames, 4800):
            now = offers.moment(values, first / self.rate)
            count = min(4800, frames - first)
            sound = now["level"] * 0.5 * rng.uniform(-1, 1, (1, count))
            yield Audio(sound.astype("float32"), self.rate)


def _nearness(seed: int) -> list[float]:
    if not isinstance(seed, offers.Near):
        return []
    return [seed.other, seed.amount, *_nearness(seed.base)]


class Noisy(offers.Family):
    name, says = "noisy", "Noise by its seed"

    def load(self, folder: Path) -> offers.Model:
        from timbrel import Control

        return Chance((Control("level"), Control("pitch", 0.5, 2.0, 1.0)))


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Noisy()]


@pytest.fixture
def noisy(trained: Kernel) -> Kernel:
    """With a model called noise, whose every seed sounds otherwise."""
    from timbrel import Card

    trained.host.add(Plugin(), "noisy")
    for name in ("noise", "hiss"):
        draft = trained.registry.draft()
        (draft / "noise.json").write_text(name)
        trained.registry.add(Card(name, "noisy", sounds=1, seconds=1.0), draft)
    return trained


def run(kernel: Kernel, verb: str, *arguments: Any, **options: Any) -> dict[str, Any]:
    answer = kernel.host.find(offers.Action, verb).run(kernel, *arguments, **options)
    return answer if isinstance(answer, dict) else answer.result(60)


def alone(answer: dict[str, Any]) -> Path:
    """The file of a take without the recipe beside it."""
    path = Path(answer["path"])
    path.with_name(f"{path.name}.json").unlink()
    return path


@pytest.mark.parametrize(("name", "rate", "channels", "more"), EVERY)
def test_every_format_is_made_again_from_the_file_alone(
    noisy: Kernel, name: str, rate: int, channels: int, more: dict[str, Any]
) -> None:
    options = {"format_": name, "rate": rate, "channels": channels, **more}
    made = run(noisy, "generate", "noise", duration=0.3, seed=5, **options)
    path = alone(made)
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.channels) == (rate, channels)
    assert facts.frames == round(0.3 * rate)
    answer = run(noisy, "reproduce", path)
    assert answer["equal"] and answer["same_rendering"]
    again = Path(answer["path"])
    assert again.read_bytes() == path.read_bytes()
    assert np.array_equal(soundfile.read(again)[0], soundfile.read(path)[0])


WAYS: dict[str, dict[str, Any]] = {
    "knobs": {"set_": ["level=0.3", "pitch=1.4"]},
    "loop": {"loop": True},
    "motion": {"automate": ["level=0:0,0.4:1:smooth"], "lfo": ["level=sine,rate=3,depth=0.1"]},
    "motion in a loop": {"automate": ["level=0:0,0.2:1,0.5:0"], "loop": True},
    "dual": {"space": "dual", "where": ["apart=0.9"]},
    "dual loop": {"space": "dual", "loop": True},
    "width": {"space": "width"},
    "binaural": {"space": "binaural", "where": ["azimuth=70"]},
    "options": {"format_": "flac", "rate": 44100, "bits": 16, "channels": 2},
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_generating_is_made_again(noisy: Kernel, way: str) -> None:
    path = alone(run(noisy, "generate", "noise", duration=0.5, seed=9, **WAYS[way]))
    answer = run(noisy, "reproduce", path)
    assert answer["equal"] and answer["same_samples"]
    assert Path(answer["path"]).read_bytes() == path.read_bytes()
    other = run(noisy, "generate", "noise", duration=0.5, seed=8, **WAYS[way])
    assert not np.array_equal(soundfile.read(other["path"])[0], soundfile.read(path)[0])


def test_takes_near_one_are_made_again_and_those_near_these(noisy: Kernel) -> None:
    path = alone(run(noisy, "generate", "noise", duration=0.4, seed=1))
    for seed in (7, 8):
        path = alone(run(noisy, "generate", "noise", near=path, amount=0.4, seed=seed))
        assert run(noisy, "reproduce", path)["same_samples"]


def test_a_blend_is_made_again(noisy: Kernel) -> None:
    made = run(noisy, "generate", "noise:0.6", ["hiss:0.2", "bell:0.2"], duration=0.4, seed=1)
    path = alone(made)
    assert path.name.startswith("noise+hiss+bell-1")
    assert made["values"]["share_hiss"] == 0.2
    assert run(noisy, "reproduce", path)["same_samples"]
    near = run(noisy, "generate", "noise", ["hiss", "bell:0.9"], near=path, amount=0.0)
    assert (near["values"]["share_hiss"], near["values"]["share_bell"]) == (0.2, 0.9)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "mine.wav"
    soundfile.write(path, 0.3 * np.sin(np.arange(24000) / 30), 48000, subtype="FLOAT")
    return path


def test_a_transformation_is_made_again_while_its_recording_is_there(
    trained: Kernel, recording: Path
) -> None:
    path = alone(run(trained, "transform", "bell", recording, amount=0.5, set_=["level=0.2"]))
    assert run(trained, "reproduce", path)["same_samples"]
    kept = recording.read_bytes()
    recording.write_bytes(kept[:-4] + b"abcd")
    with pytest.raises(Problem, match="has changed since"):
        run(trained, "reproduce", path)
    recording.unlink()
    with pytest.raises(Problem, match="is gone") as caught:
        run(trained, "reproduce", path)
    assert str(recording) in caught.value.what and caught.value.kind == "missing"


def test_a_model_trained_anew_is_not_the_one_that_made_it(
    trained: Kernel, tone: Callable[..., Any]
) -> None:
    path = alone(run(trained, "generate", "bell", duration=0.2))
    tone(trained, "bell", 441.0)
    with pytest.raises(Problem, match=r"trained anew \(tone\.json\)"):
        run(trained, "reproduce", path)


def test_a_file_that_was_changed_is_told(trained: Kernel, tmp_path: Path) -> None:
    path = alone(run(trained, "generate", "bell", duration=0.2, bits=16, out=tmp_path / "a.wav"))
    data = bytearray(path.read_bytes())
    place = data.index(b"data") + 400
    data[place] ^= 8
    path.write_bytes(bytes(data))
    with pytest.raises(Problem, match="holds other samples"):
        run(trained, "reproduce", path)


def test_a_rendering_that_is_another_is_told(trained: Kernel, tmp_path: Path) -> None:
    path = alone(run(trained, "generate", "bell", duration=0.2, out=tmp_path / "a.ogg"))
    beside = tmp_path / "b.ogg.json"
    facts = trained.host.find(offers.Exporter, "ogg").recipe(path)
    assert facts
    beside.write_text(json.dumps({**facts, "quality": {"sound": "0" * 64}}))
    with pytest.raises(Problem, match="does not sound as"):
        run(trained, "reproduce", beside)


def test_a_take_whose_file_is_gone_is_made_again_from_the_json(
    trained: Kernel, tmp_path: Path
) -> None:
    made = run(trained, "generate", "bell", duration=0.2, out=tmp_path / "a.mp3")
    Path(made["path"]).unlink()
    answer = run(trained, "reproduce", tmp_path / "a.mp3.json", out=tmp_path / "b.mp3")
    assert answer["equal"] and answer["same_samples"] is None
    assert Path(answer["path"]) == tmp_path / "b.mp3"


def test_it_is_never_written_over_itself(trained: Kernel, tmp_path: Path) -> None:
    path = alone(run(trained, "generate", "bell", duration=0.2, out=tmp_path / "a.wav"))
    before = path.read_bytes()
    for out in (path, tmp_path / "b.flac"):
        with pytest.raises(Problem, match="cannot be rendered again into"):
            run(trained, "reproduce", path, out=out)
    assert path.read_bytes() == before


def test_explain_and_near_read_the_file_alone_too(noisy: Kernel, tmp_path: Path) -> None:
    path = alone(run(noisy, "generate", "noise", duration=0.2, out=tmp_path / "a.opus"))
    assert "0.2 s of 'noise', seed 0" in run(noisy, "explain", path)["says"]
    elsewhere = shutil.copy(path, tmp_path / "sent by mail.opus")
    again = run(noisy, "generate", "noise", near=Path(elsewhere), amount=0.0, bits=32)
    assert again["seconds"] == 0.2


@pytest.mark.parametrize(
    "facts",
    [
        {"made": "preview", "values": {}},
        {"made": "generate", "values": {"level": "loud"}},
        {"made": "generate", "values": {}, "near": [1]},
        {"made": "generate", "values": {}, "options": {"rate": "high"}},
        {"made": "generate", "values": {}, "options": {"speed": 1}},
        {"made": "generate", "values": {}, "space": "nowhere"},
        {"made": "generate", "values": {"colour": 1}},
        {"made": "generate", "values": {}, "frames": 10**15},
        {"made": "transform", "values": {}, "source": 7},
        {"made": "generate", "values": {}, "format": "../x"},
    ],
)
def test_a_recipe_that_makes_no_sense_is_a_sentence(
    trained: Kernel, tmp_path: Path, facts: dict[str, Any]
) -> None:
    card = trained.registry.card("bell")
    whole = {"model": "bell", "mapper": "knobs", "seed": 0, "frames": 480, "rate": 48000}
    beside = tmp_path / "a.wav.json"
    beside.write_text(json.dumps({**whole, "files": dict(card.files), **facts}))
    with pytest.raises(Problem):
        run(trained, "reproduce", beside)
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".wav"]


def test_another_voice_of_a_take_stays_what_it_is_through_a_loop_and_a_watch() -> None:
    from timbrel import Job
    from timbrel_play.dsp_loop import looped
    from timbrel_play.writing import watched

    def made(seed: int) -> Take:
        sound = np.full((1, 3000), seed / 10, np.float32)
        return Take({"seed": seed}, 48000, 1, 3000, lambda: iter([Audio(sound, 48000)]), made)

    take = watched(looped(made(1), 2000), Job("a"))
    assert take.another
    other = take.another(5)
    assert (other.frames, other.recipe["loop"]) == (2000, 1000)
    assert other.audio().samples[0, 0] == np.float32(0.5)


@pytest.mark.parametrize("way", ["knobs", "width", "options"])
def test_a_check_tells_whether_it_is_the_same_and_keeps_nothing(noisy: Kernel, way: str) -> None:
    path = alone(run(noisy, "generate", "noise", duration=0.3, seed=5, **WAYS[way]))
    before = sorted(noisy.places.renders.iterdir())
    answer = run(noisy, "reproduce", path, check=True)
    assert answer["equal"] and answer["same_samples"] and answer["path"] is None
    assert sorted(noisy.places.renders.iterdir()) == before
    assert not list(noisy.places.cache.glob("tried*"))
    assert len(run(noisy, "history_list")["items"]) == 1


def test_a_check_of_a_file_that_was_changed_says_so_and_keeps_nothing(noisy: Kernel) -> None:
    made = run(noisy, "generate", "noise", duration=0.3, seed=5)
    other = run(noisy, "generate", "noise", duration=0.3, seed=6)
    path = Path(made["path"])
    sound, rate = soundfile.read(other["path"])
    soundfile.write(path, sound, rate, subtype="PCM_24")
    before = sorted(noisy.places.renders.iterdir())
    with pytest.raises(Problem, match="holds other samples") as caught:
        run(noisy, "reproduce", path, check=True)
    assert "What came of it" not in caught.value.what
    assert sorted(noisy.places.renders.iterdir()) == before
    assert not list(noisy.places.cache.glob("tried*"))


@pytest.mark.parametrize(
    ("name", "more"),
    [("flac", {"bits": 16}), ("mp3", {"bitrate": 128}), ("wav", {"rate": 44100}), ("aiff", {})],
)
def test_a_take_is_made_again_in_another_format(
    noisy: Kernel, name: str, more: dict[str, Any]
) -> None:
    path = alone(run(noisy, "generate", "noise", duration=0.3, seed=5, space="width"))
    answer = run(noisy, "reproduce", path, format_=name, **more)
    assert answer["equal"] and answer["same_rendering"] and answer["same_samples"] is None
    made = Path(answer["path"])
    facts = soundfile.info(made)
    assert made.suffix == f".{name}" and facts.channels == 2
    assert facts.samplerate == more.get("rate", 48000)
    assert run(noisy, "reproduce", made)["equal"]


def test_a_format_that_there_is_not_is_refused_before_anything_is_rendered(noisy: Kernel) -> None:
    path = alone(run(noisy, "generate", "noise", duration=0.3, seed=5))
    for wish in ({"format_": "xyz"}, {"format_": "mp3", "bits": 24}, {"rate": 1000}):
        with pytest.raises(Problem):
            noisy.host.find(offers.Action, "reproduce").run(noisy, path, **wish)
