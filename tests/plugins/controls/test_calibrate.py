"""The verb 'models calibrate'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from tests.plugins.controls.conftest import Bird, judges, tone

from timbrel import Card, Kernel, Problem, hookimpl, offers
from timbrel_controls.calibrate import calibrate

if TYPE_CHECKING:
    from pathlib import Path


class Birds(offers.Family):
    name, says = "birds", "One that sings"

    def load(self, folder: Path) -> offers.Model:
        return Bird()


class Aviary:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Birds()]

    @hookimpl
    def descriptors(self) -> list[offers.Descriptor]:
        return list(judges().values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tones"
    folder.mkdir()
    for number in range(4):
        audio = tone(700 + 100 * number, 0.4 + 0.05 * number, 1.5)
        soundfile.write(folder / f"tone{number}.wav", audio.samples.T, audio.rate)
    return folder


@pytest.fixture
def aviary(kernel: Kernel) -> Kernel:
    kernel.host.add(Aviary(), "aviary")
    return kernel


def added(kernel: Kernel, **settings: Any) -> Card:
    draft = kernel.registry.draft()
    (draft / "bird").write_text("")
    return kernel.registry.add(Card("robin", "birds", settings=settings), draft)


def test_it_puts_knobs_on_the_card_and_a_session_has_them(aviary: Kernel, folder: Path) -> None:
    added(aviary)
    answer = calibrate(aviary, "robin", str(folder)).result()
    assert "3 of 4 knobs of 'robin' act" in answer["says"]
    assert "nothing does not" in answer["says"]
    assert set(aviary.registry.card("robin").knobs["knobs"]["knobs"]) == set(judges())
    aviary.session.load("robin")
    assert aviary.session.controls["level"].low == -1
    assert aviary.session.controls["nothing"].inert
    assert aviary.session.make(0.1).audio().frames == 4800


def test_it_finds_the_recordings_where_they_were_when_it_was_trained(
    aviary: Kernel, folder: Path
) -> None:
    added(aviary, dataset={"place": str(folder)})
    assert calibrate(aviary, "robin").result()["knobs"]["knobs"]


def test_a_model_whose_recordings_are_unknown_is_a_sentence(aviary: Kernel) -> None:
    added(aviary)
    with pytest.raises(Problem, match="not known where .*timbrel models calibrate robin FOLDER"):
        calibrate(aviary, "robin")


def test_stopped_it_leaves_the_knobs_as_they_were(aviary: Kernel, folder: Path) -> None:
    added(aviary)
    job = calibrate(aviary, "robin", str(folder))
    job.stop()
    answer = job.result()
    assert answer["stopped"] and answer["knobs"] == {}
    assert aviary.registry.card("robin").knobs == {}


def test_a_model_without_such_controls_says_so(trained: Kernel, folder: Path) -> None:
    answer = calibrate(trained, "bell", str(folder)).result()
    assert "no knobs that could be measured" in answer["says"]
    assert trained.registry.card("bell").knobs == {}
