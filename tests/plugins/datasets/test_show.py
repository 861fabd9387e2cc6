"""'dataset show' answers with figures, words, pictures and times, for a dataset or a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from matplotlib.image import imread

from timbrel import Device, Job, Kernel, Problem, hookimpl, offers, start

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture
def show(kernel: Kernel) -> Any:
    def shown(place: str | Path) -> dict[str, Any]:
        verb = kernel.host.find(offers.Action, "dataset_show")
        asked = {"name": place} if isinstance(place, str) else {"folder": place}
        return json.loads(json.dumps(verb.run(kernel, **asked, estimate=False).result()))

    return shown


@pytest.fixture
def kit(put: Any, folder: Path) -> Path:
    for index, hertz in enumerate((200.0, 500.0, 1100.0, 2600.0, 6000.0)):
        put(f"{hertz:.0f}.wav", hertz, (0.0, 0.25), 0.5, 0.1 * (index + 1))
    return folder


def test_a_folder_is_shown_before_anything_is_made_of_it(show: Any, kit: Path) -> None:
    (kit / "notes.txt").write_text("buy strings")
    answer = show(kit)
    assert (answer["count"], answer["onsets"], answer["rates"]) == (5, 10, {"48000": 5})
    assert answer["left_out"] == {"notes.txt": "not a sound file"}
    assert answer["verdict"]["word"] == "little"
    for word in ("5 sounds", "Left out notes.txt", "14.0 dB apart", answer["verdict"]["says"]):
        assert word in answer["says"]


def test_there_is_a_picture_of_each_sound_and_one_of_all(show: Any, kit: Path) -> None:
    answer = show(kit)
    assert (
        set(answer["thumbnails"]) == set(answer["map"]["points"]) == {p.name for p in kit.iterdir()}
    )
    for path in answer["thumbnails"].values():
        assert imread(path).shape == (60, 240, 4)
    assert Path(answer["map"]["picture"]).is_file() and Path(answer["map"]["file"]).is_file()


def test_a_dataset_is_shown_by_its_name(show: Any, kit: Path, kernel: Kernel) -> None:
    kernel.host.find(offers.Action, "dataset_add").run(kernel, kit, name="kit").result()
    assert show("kit")["count"] == 5
    assert show("kit")["name"] == "kit"


@pytest.mark.parametrize("count", [1, 2])
def test_one_and_two_sounds_can_be_shown(show: Any, put: Any, folder: Path, count: int) -> None:
    for index in range(count):
        put(f"{index}.wav", 300.0 * (index + 1))
    answer = show(folder)
    assert answer["count"] == len(answer["map"]["points"]) == count
    assert answer["verdict"]["word"] == "very little"


def test_what_is_not_there_is_missing(show: Any, kit: Path) -> None:
    with pytest.raises(Problem, match="No dataset is called 'nope'") as caught:
        show("nope")
    assert caught.value.kind == "missing"
    with pytest.raises(Problem, match="There is no folder or file") as caught:
        show(kit / "nope")
    assert caught.value.kind == "missing"


def test_a_dataset_or_a_folder_is_named_and_not_both(kernel: Kernel, kit: Path) -> None:
    verb = kernel.host.find(offers.Action, "dataset_show")
    for asked in ({}, {"name": "kit", "folder": kit}):
        with pytest.raises(Problem, match="Name a dataset, or a folder"):
            verb.run(kernel, **asked)


def test_a_stop_is_heard(kernel: Kernel, kit: Path) -> None:
    class Hasty:
        @hookimpl
        def job_changed(self, job: Job) -> None:
            job.stop()

    kernel.host.add(Hasty(), "hasty")
    verb = kernel.host.find(offers.Action, "dataset_show")
    with pytest.raises(Problem, match="Stopped before"):
        verb.run(kernel, folder=kit, estimate=False).result()


class Started(offers.Network):
    """A network that knows how many clips it was started with."""

    def __init__(self, count: int) -> None:
        self.count = count

    def save(self, folder: Path) -> None:
        (folder / "count").write_text(str(self.count))


class Counted(offers.Model):
    rate, channels, controls = 48000, 1, ()


class Patient(offers.Mapper):
    name, says = "patient", "Takes ten seconds a sound"

    def estimate(self, model: offers.Model, descriptors: Mapping[str, offers.Descriptor]) -> float:
        return 10.0


class Grain(offers.Family):
    name, says = "grain", "Nothing to learn"

    def start(
        self,
        corpus: offers.Corpus,
        values: Mapping[str, float],
        device: Device,
        seed: int,
        cache: Path,
        base: Path | None = None,
    ) -> offers.Network:
        return Started(len(corpus.clips))

    def load(self, folder: Path) -> offers.Model:
        assert (folder / "count").read_text()
        return Counted()


class Loop(offers.Trainer):
    name, says = "loop", "Sixty seconds a minute"
    asked = 0

    def __init__(self) -> None:
        from timbrel_train.loop import Loop as Real

        self.controls = Real.controls
        self.presets = Real.presets

    def estimate(
        self,
        network: offers.Network,
        values: Mapping[str, float],
        device: Device,
        seed: int,
    ) -> float:
        assert isinstance(network, Started)
        self.asked += 1
        return 60 * values["minutes"] + network.count


class Mute(Loop):
    def estimate(
        self,
        network: offers.Network,
        values: Mapping[str, float],
        device: Device,
        seed: int,
    ) -> float:
        raise NotImplementedError


class Broken(Loop):
    def estimate(
        self,
        network: offers.Network,
        values: Mapping[str, float],
        device: Device,
        seed: int,
    ) -> float:
        raise RuntimeError("out of memory\nat line 5")


def shown_with(trainer: offers.Trainer, home: Path, folder: Path) -> dict[str, Any]:
    class Both:
        @hookimpl
        def families(self) -> list[offers.Family]:
            return [Grain()]

        @hookimpl
        def mappers(self) -> list[offers.Mapper]:
            return [Patient()]

        @hookimpl
        def trainers(self) -> list[offers.Trainer]:
            return [trainer]

    kernel = start(home, without=("grain", "train"))
    kernel.host.add(Both(), "both")
    verb = kernel.host.find(offers.Action, "dataset_show")
    return verb.run(kernel, folder=folder, device="cpu").result()


def test_the_time_of_each_preset_is_told_and_remembered(
    put: Any, folder: Path, tmp_path: Path
) -> None:
    put("a.wav")
    put("b.wav", 900.0)
    trainer = Loop()
    answer = shown_with(trainer, tmp_path / "home", folder)
    # 60 s a minute, a second a sound, 5 s to begin and 10 s for the knobs afterwards.
    assert answer["training_seconds"] == {"quick": 62.0, "balanced": 167.0, "thorough": 617.0}
    assert "quick 62 s, balanced 2.8 min, thorough 10.3 min" in answer["says"]
    assert shown_with(trainer, tmp_path / "home", folder)["training_seconds"]["quick"] == 62.0
    assert trainer.asked == 3
    put("c.wav", 2000.0)
    assert shown_with(trainer, tmp_path / "home", folder)["training_seconds"]["quick"] == 63.0


@pytest.mark.parametrize(
    ("trainer", "why"), [(Mute, "does not estimate"), (Broken, "cpu failed (out of memory)")]
)
def test_where_it_cannot_be_measured_a_sentence_says_so(
    put: Any, folder: Path, tmp_path: Path, trainer: type[Loop], why: str
) -> None:
    put("a.wav")
    answer = shown_with(trainer(), tmp_path / "home", folder)
    assert answer["training_seconds"] == {}
    assert why in answer["training_note"] and why in answer["says"]
    assert "very little" in answer["says"]


def test_without_a_trainer_the_rest_is_shown(put: Any, folder: Path, tmp_path: Path) -> None:
    put("a.wav")
    kernel = start(tmp_path / "home", without=("train",))
    verb = kernel.host.find(offers.Action, "dataset_show")
    answer = verb.run(kernel, folder=folder, device="cpu").result()
    assert "could not be measured" in answer["says"]


def test_each_recording_can_be_listened_to_where_it_lies(show: Any, kit: Path) -> None:
    recordings = show(kit)["recordings"]
    assert {Path(one["path"]) for one in recordings.values()} == set(kit.iterdir())
    assert recordings["200.wav"] | {"path": ""} == {
        "seconds": 0.5,
        "channels": 1,
        "rate": 48000,
        "path": "",
    }


def test_of_a_kind_that_browsers_do_not_play_a_wav_is_made_once(
    show: Any, kit: Path, kernel: Kernel
) -> None:
    samples, rate = soundfile.read(kit / "500.wav")
    soundfile.write(kit / "other.aiff", 0.5 * samples, rate, "PCM_24")
    path = Path(show(kit)["recordings"]["other.aiff"]["path"])
    assert path.is_relative_to(kernel.places.cache) and path.suffix == ".wav"
    heard, again = soundfile.read(path)
    assert again == rate and abs(heard - 0.5 * samples).max() < 1e-6
    made = path.stat().st_mtime_ns
    assert show(kit)["recordings"]["other.aiff"]["path"] == str(path)
    assert path.stat().st_mtime_ns == made


def test_where_a_recording_lies_is_no_fact_of_its_dataset(
    show: Any, kit: Path, kernel: Kernel
) -> None:
    kernel.host.find(offers.Action, "dataset_add").run(kernel, kit, name="kit").result()
    page = json.loads((kernel.places.datasets / "kit" / "dataset.json").read_text())
    assert not any("path" in entry["facts"] for entry in page["files"])
    assert Path(show("kit")["recordings"]["200.wav"]["path"]) == kit / "200.wav"
