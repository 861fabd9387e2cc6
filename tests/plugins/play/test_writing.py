"""How a take is written: formats, spaces and presets, and a sentence for what there is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile

from timbrel import Kernel, Problem, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Callable

PRESET: dict[str, Any] = {
    "model": "bell",
    "mapper": "knobs",
    "values": {"level": 0.2, "pitch": 1.5},
    "seed": {"policy": "locked", "seed": 77},
    "motion": {"automate": {"pitch": [[0, 1, "linear"], [1, 2, "linear"]]}, "lfo": {}},
    "space": "twice",
    "where": {"left": 0.25},
}


def generate(kernel: Kernel, model: str = "bell", **options: Any) -> dict[str, Any]:
    options = {"duration": 0.1, **options}
    return kernel.host.find(offers.Action, "generate").run(kernel, model, **options).result(60)


def recipe(kernel: Kernel, answer: dict[str, Any]) -> dict[str, Any]:
    path = Path(answer["path"])
    found = kernel.host.find(offers.Exporter, path.suffix[1:]).recipe(path)
    assert found
    return dict(found)


@pytest.mark.parametrize("name", ["wav", "aiff", "flac", "mp3", "ogg", "opus"])
def test_the_format_is_said_or_is_how_the_file_ends(
    trained: Kernel, tmp_path: Path, name: str
) -> None:
    said = generate(trained, format_=name)
    assert Path(said["path"]).name == f"bell-0.{name}"
    ends = generate(trained, out=tmp_path / f"a.{name}")
    bare = generate(trained, out=tmp_path / "b", format_=name.upper())
    folder = generate(trained, out=tmp_path, format_=name)
    assert Path(bare["path"]).name == f"b.{name}" and Path(folder["path"]).suffix == f".{name}"
    for answer in (said, ends, bare, folder):
        assert recipe(trained, answer)["format"] == name
        assert answer["quality"]["sound"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"format_": "mp4"}, "No 'mp4' among the exporters"),
    ({"format_": "mp3", "out": Path("a.wav")}, "a.wav is not the name of a file of mp3"),
    ({"format_": "mp3", "rate": 96000}, "44100 or 48000"),
    ({"format_": "opus", "rate": 44100}, "48000"),
    ({"format_": "mp3", "bits": 16}, "has no 'bits' to set"),
    ({"format_": "ogg", "bitrate": 128}, "has no 'bitrate' to set"),
    ({"format_": "mp3", "bitrate": 999}, "no bitrate of 999"),
    ({"format_": "mp3", "bitrate": 100}, "bit rate of 100"),
    ({"format_": "mp3", "bitrate": 128, "quality": 3.0}, "cannot both hold"),
    ({"format_": "ogg", "quality": 11.0}, "no quality of 11"),
    ({"format_": "flac", "bits": 32}, "16 or 24"),
    ({"rate": 47999}, "44100, 48000 or 96000"),
    ({"channels": 3}, "no channels of 3"),
    ({"space": "moon"}, "No 'moon' among the spatializers"),
    ({"where": ["left=1"]}, "no space for it"),
    ({"space": "twice", "where": ["right=1"]}, "has no 'right' to set"),
    ({"space": "twice", "where": ["left=2"]}, "no left of 2"),
    ({"space": "twice", "where": ["left"]}, "is not a setting"),
    ({"preset": "none"}, "'none'"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[str(w[0]) for w in WRONG])
def test_what_there_is_not_is_a_sentence_and_leaves_no_file(
    placed: Kernel, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(Problem) as caught:
        generate(placed, **options)
    assert words in str(caught.value)
    assert not list(placed.places.renders.iterdir())


@pytest.fixture
def placed(trained: Kernel) -> Kernel:
    """With a space called twice."""
    from tests.conftest import Twice

    class Plugin:
        @hookimpl
        def spatializers(self) -> list[offers.Spatializer]:
            return [Twice()]

    trained.host.add(Plugin(), "twice")
    return trained


def test_a_take_is_placed_and_the_recipe_says_where(placed: Kernel) -> None:
    answer = generate(placed, space="twice", where=["left=0.25"])
    assert soundfile.info(answer["path"]).channels == 2
    facts = recipe(placed, answer)
    assert (facts["space"], facts["where"]) == ("twice", {"left": 0.25})


@pytest.fixture
def preset(placed: Kernel, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Kernel]:
    """Makes a kernel whose presets are all this one: preset(facts)."""

    def keep(**facts: Any) -> Kernel:
        def show(kernel: Kernel, name: str) -> dict[str, Any]:
            return {"says": "", "preset": {**PRESET, **facts}}

        table = placed.host.table(offers.Action)
        monkeypatch.setitem(table, "presets_show", offers.Action(show, group="presets"))
        return placed

    return keep


def test_a_preset_sets_the_knobs_the_seed_the_motion_and_the_space(
    preset: Callable[..., Kernel],
) -> None:
    kernel = preset()
    facts = recipe(kernel, generate(kernel, preset="warm"))
    assert (facts["preset"], facts["seed"]) == ("warm", 77)
    assert facts["values"] == {"level": 0.2, "pitch": 1.5}
    assert (facts["space"], facts["where"]) == ("twice", {"left": 0.25})
    assert facts["motion"] == PRESET["motion"]


def test_what_is_said_beside_a_preset_holds(preset: Callable[..., Kernel]) -> None:
    kernel = preset()
    wish = {"set_": ["level=0.4"], "seed": 5, "automate": ["pitch=0:2"], "space": "none"}
    facts = recipe(kernel, generate(kernel, preset="warm", **wish))
    assert (facts["seed"], facts["values"]["level"]) == (5, 0.4)
    assert facts["motion"]["automate"]["pitch"] == [[0, 2, "linear"]] and "space" not in facts
    facts = recipe(kernel, generate(kernel, preset="warm", where=["left=0.75"]))
    assert facts["where"] == {"left": 0.75}


def test_a_preset_that_throws_dice_has_another_seed_each_time(
    preset: Callable[..., Kernel],
) -> None:
    kernel = preset(seed={"policy": "dice"})
    seeds = {recipe(kernel, generate(kernel, preset="warm"))["seed"] for _ in range(4)}
    assert len(seeds) == 4


def test_a_preset_of_another_model_gives_what_knobs_they_share(
    preset: Callable[..., Kernel],
) -> None:
    kernel = preset(model="gong", values={"level": 0.1, "fog": 0.5})
    answer = generate(kernel, preset="warm")
    assert answer["values"]["level"] == 0.1
    assert answer["notes"] == ["'bell' has no knob fog."]


def test_a_preset_that_makes_no_sense_is_a_sentence(preset: Callable[..., Kernel]) -> None:
    with pytest.raises(Problem, match="'warm' cannot be read"):
        generate(preset(values={"level": "loud"}), preset="warm")


def test_a_kept_preset_is_played(trained: Kernel) -> None:
    table = trained.host.table(offers.Action)
    if "presets_save" not in table:
        pytest.skip("no plugin here keeps presets")
    trained.session.load("bell")
    table["presets_save"].run(trained, "warm", model="bell", set_=["level=0.3"], seed=12)
    facts = recipe(trained, generate(trained, preset="warm"))
    assert (facts["values"]["level"], facts["seed"], facts["preset"]) == (0.3, 12, "warm")
