"""The verbs 'generate' and 'transform': new files, exact ones, and sentences where they cannot."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Audio, Job, Kernel, Problem, Take, offers
from timbrel_play.order import checked
from timbrel_play.writing import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RATE = 48000


def generate(kernel: Kernel, model: str = "bell", **options: Any) -> dict[str, Any]:
    options = {"duration": 0.1, **options}
    return kernel.host.find(offers.Action, "generate").run(kernel, model, **options).result(60)


def transform(kernel: Kernel, source: Path, model: str = "bell", **options: Any) -> dict[str, Any]:
    return (
        kernel.host.find(offers.Action, "transform")
        .run(kernel, model, source, **options)
        .result(60)
    )


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "mine.wav"
    time = np.arange(RATE // 2) / RATE
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 300 * time), RATE, subtype="FLOAT")
    return path


def test_a_new_file_lies_in_the_renders_and_never_over_another(trained: Kernel) -> None:
    paths = [Path(generate(trained, seed=3)["path"]) for _ in range(3)]
    assert [path.name for path in paths] == ["bell-3.wav", "bell-3-2.wav", "bell-3-3.wav"]
    assert {path.parent for path in paths} == {trained.places.renders}
    assert all(path.with_name(f"{path.name}.json").is_file() for path in paths)


def test_two_at_once_do_not_take_the_same_name(trained: Kernel) -> None:
    action = trained.host.find(offers.Action, "generate")
    jobs = [action.run(trained, "bell", duration=2.0) for _ in range(3)]
    assert len({job.result(60)["path"] for job in jobs}) == 3


def test_out_may_be_a_folder_or_a_file(trained: Kernel, tmp_path: Path) -> None:
    first = generate(trained, out=tmp_path)
    assert Path(first["path"]) == tmp_path / "bell-0.wav"
    assert Path(generate(trained, out=tmp_path)["path"]) == tmp_path / "bell-0-2.wav"
    named = generate(trained, out=tmp_path / "new" / "mine.wav")
    assert Path(named["path"]) == tmp_path / "new" / "mine.wav"
    assert Path(named["path"]).is_file()


def test_out_is_understood_from_where_one_stands(
    trained: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Path(generate(trained, out=Path("here.wav"))["path"]) == tmp_path / "here.wav"
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert Path(generate(trained, out=Path("~/a.wav"))["path"]) == tmp_path / "me" / "a.wav"


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
@pytest.mark.parametrize("bits", [16, 24, 32])
def test_the_file_has_the_rate_depth_and_length_asked_for(
    trained: Kernel, rate: int, bits: int
) -> None:
    answer = generate(trained, duration=0.25, rate=rate, bits=bits)
    facts = soundfile.info(answer["path"])
    assert (facts.samplerate, facts.frames, facts.channels) == (rate, rate // 4, 1)
    assert facts.subtype == {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}[bits]
    assert answer["seconds"] == 0.25
    json.dumps(answer, allow_nan=False)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"set_": ["level"]}, "'level' is not a setting"),
    ({"set_": ["level="]}, "is not a setting"),
    ({"set_": ["level=loud"]}, "is not a setting"),
    ({"set_": ["=1"]}, "No control ''"),
    ({"set_": ["colour=0.5"]}, "No control 'colour'"),
    ({"set_": ["level=nan"]}, "level cannot be nan"),
    ({"set_": ["level=inf"]}, "level cannot be inf"),
    ({"seed": -1}, "-1 is no seed"),
    ({"seed": 2**53}, "no seed"),
    ({"duration": 0.0}, "cannot last 0 seconds"),
    ({"duration": -1.0}, "cannot last"),
    ({"duration": math.nan}, "cannot last nan"),
    ({"duration": math.inf}, "cannot last inf"),
    ({"duration": 1e9}, "cannot last"),
    ({"rate": 22050}, "no rate of 22050"),
    ({"bits": 8}, "no bits of 8"),
    ({"out": Path("a.xyz")}, "xyz"),
    ({"out": Path("a")}, "exporters"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[str(w[0]) for w in WRONG])
def test_what_cannot_be_is_a_sentence_and_leaves_no_file(
    trained: Kernel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem) as caught:
        generate(trained, **options)
    assert words in str(caught.value)
    assert not list(trained.places.renders.iterdir()) and not list(tmp_path.glob("a*"))


def test_a_model_or_a_knob_that_is_not_there_is_missing(trained: Kernel, recording: Path) -> None:
    for wrong in (
        lambda: generate(trained, "gong"),
        lambda: generate(trained, set_=["colour=1"]),
        lambda: transform(trained, recording, "gong"),
        lambda: transform(trained, recording.with_name("none.wav")),
    ):
        with pytest.raises(Problem) as caught:
            wrong()
        assert caught.value.kind == "missing"


def test_a_knob_out_of_range_is_clamped_and_that_is_said(trained: Kernel) -> None:
    answer = generate(trained, set_=["pitch=9", "level=0.5"])
    assert answer["values"] == {"pitch": 2.0, "level": 0.5}
    assert answer["notes"] == ["pitch goes to 2, not to 9."]
    assert answer["notes"][0] in answer["says"] and answer["path"] in answer["says"]
    assert generate(trained, set_=["pitch=2"])["notes"] == []


def test_the_last_of_two_settings_of_a_knob_holds(trained: Kernel) -> None:
    assert generate(trained, set_=["level=0.1", " level = 0.7"])["values"]["level"] == 0.7


def test_knobs_stand_as_they_do_on_the_instrument_that_is_being_played(trained: Kernel) -> None:
    trained.session.load("bell")
    trained.session.move({"level": 0.9, "pitch": 1.5})
    assert generate(trained, set_=["pitch=0.7"])["values"] == {"pitch": 0.7, "level": 0.9}
    assert trained.session.values == {"pitch": 1.5, "level": 0.9}


def test_stopping_leaves_no_file(trained: Kernel) -> None:
    job = trained.host.find(offers.Action, "generate").run(trained, "bell", duration=3600.0)
    job.stop()
    with pytest.raises(Problem, match="Stopped"):
        job.result(60)
    assert not list(trained.places.renders.iterdir())


def test_progress_is_told_while_it_plays() -> None:
    told: list[tuple[float, str]] = []
    job = Job("play", lambda job: told.append((job.part, job.note)))

    def play() -> Iterator[Audio]:
        for _ in range(8):
            yield Audio(np.zeros((1, RATE // 2), np.float32), RATE)

    take = watched(Take({}, RATE, 1, 4 * RATE, play), job)
    assert take.audio().frames == 4 * RATE
    assert told == [(0.25, "1 of 4 s"), (0.5, "2 of 4 s"), (0.75, "3 of 4 s"), (1, "4 of 4 s")]


@pytest.mark.parametrize("seed", [0, 7])
def test_the_recipe_makes_the_same_samples_again(
    trained: Kernel, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "a.wav"
    generate(trained, seed=seed, set_=["pitch=1.3", "level=0.4"], bits=32, out=path)
    recipe = json.loads((tmp_path / "a.wav.json").read_text())
    assert recipe["files"] == trained.registry.card("bell").files
    session = trained.new_session()
    session.load(recipe["model"])
    session.move(recipe["values"])
    take = session.make(recipe["frames"] / recipe["rate"], recipe["seed"])
    sound = soundfile.read(path, dtype="float32", always_2d=True)[0].T
    assert np.array_equal(take.audio().samples, sound)


def test_the_recipe_of_a_transformation_makes_it_again(
    trained: Kernel, recording: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    transform(trained, recording, amount=0.25, set_=["level=0.4"], seed=5, bits=32, out=path)
    recipe = json.loads((tmp_path / "a.wav.json").read_text())
    assert Path(recipe["source"]) == recording
    settings = [f"{name}={value}" for name, value in recipe["values"].items()]
    again = transform(
        trained,
        Path(recipe["source"]),
        recipe["model"],
        amount=recipe["amount"],
        set_=settings,
        seed=recipe["seed"],
        bits=32,
    )
    assert Path(again["path"]).read_bytes() == path.read_bytes()


def test_amount_0_is_the_recording_and_1_is_the_model(trained: Kernel, recording: Path) -> None:
    own = soundfile.read(recording)[0]
    dry, wet, half = (
        soundfile.read(transform(trained, recording, amount=a, bits=32)["path"])[0]
        for a in (0.0, 1.0, 0.5)
    )
    assert np.allclose(dry, own, atol=1e-6)
    assert not np.allclose(wet, own, atol=0.1)
    assert np.allclose(half, (dry + wet) / 2, atol=1e-6)


def test_a_transformation_is_named_for_model_and_recording(
    trained: Kernel, recording: Path
) -> None:
    answers = [transform(trained, recording) for _ in range(2)]
    assert [Path(a["path"]).name for a in answers] == ["bell-mine.wav", "bell-mine-2.wav"]
    assert answers[0]["seconds"] == 0.5
    assert recording.is_file()


@pytest.mark.parametrize("amount", [-0.1, 1.1, math.nan])
def test_an_amount_out_of_range_is_a_problem(
    trained: Kernel, recording: Path, amount: float
) -> None:
    with pytest.raises(Problem, match="amount cannot be"):
        transform(trained, recording, amount=amount)


def test_a_recording_that_is_none_is_a_problem(trained: Kernel, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a sound")
    with pytest.raises(Problem, match="No usable sound"):
        transform(trained, path)


def test_a_transformation_with_a_seed_below_0_is_a_problem(
    trained: Kernel, recording: Path
) -> None:
    with pytest.raises(Problem, match="is no seed"):
        transform(trained, recording, seed=-1)


def test_an_input_cannot_be_written_over_by_accident(trained: Kernel, recording: Path) -> None:
    before = recording.read_bytes()
    transform(trained, recording, out=recording.parent)
    assert recording.read_bytes() == before


@pytest.mark.parametrize("rate", [8000, 44100, 192000])
def test_a_recording_of_another_rate_is_brought_to_the_models(
    trained: Kernel, tmp_path: Path, rate: int
) -> None:
    time = np.arange(rate) / rate
    soundfile.write(tmp_path / "a.wav", 0.3 * np.sin(2 * np.pi * 300 * time), rate)
    answer = transform(trained, tmp_path / "a.wav", amount=0.0)
    assert answer["seconds"] == pytest.approx(1, abs=0.01)
    sound = soundfile.read(answer["path"])[0]
    crossings = int((np.diff(np.sign(sound[4800:-4800])) != 0).sum())
    assert crossings == pytest.approx(2 * 300 * 0.8, abs=4)


def test_a_render_that_fills_the_disk_is_a_problem_and_no_file(
    trained: Kernel, full_disk: Callable[[int], Any]
) -> None:
    with full_disk(20_000), pytest.raises(Problem) as caught:
        generate(trained, duration=2.0)
    assert caught.value.kind == "unavailable"
    assert not list(trained.places.renders.iterdir())


@given(st.text(max_size=30))
def test_whatever_is_written_for_a_setting_is_a_value_or_a_problem(text: str) -> None:
    try:
        values = offers.written([text])
    except Problem as problem:
        assert "is not a setting" in str(problem)
    else:
        ((name, value),) = values.items()
        assert "=" in text and name == name.strip() and isinstance(value, float)


@given(st.floats(allow_nan=False), st.from_regex(r"[a-z_]{1,9}", fullmatch=True))
def test_a_setting_that_is_written_is_read(value: float, name: str) -> None:
    assert offers.written([f"{name}={value!r}"]) == {name: value}


@given(st.integers(0, 2**53 - 1))
def test_every_whole_number_from_0_on_is_a_seed(seed: int) -> None:
    assert checked(seed) == seed
