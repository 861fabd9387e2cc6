"""Knobs that were measured, in front of a model."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.controls.conftest import Bird, clip, judges, tone, tones

from timbrel import Card, Job, offers
from timbrel_controls.knobs import Knobs

if TYPE_CHECKING:
    from collections.abc import Mapping

Measures = dict[str, offers.Descriptor]


@pytest.fixture(scope="module")
def learnt() -> Mapping[str, Any]:
    return Knobs().learn(Bird(), tones(), judges(), Job("learn"))


def card(learnt: Mapping[str, Any]) -> Card:
    return Card("bird", "birds", knobs={"knobs": json.loads(json.dumps(learnt, allow_nan=False))})


def measured(bird: Bird, values: Mapping[str, float], measure: offers.Descriptor) -> float:
    (block,) = bird.render(values, 48000, 3)
    return measure.measure(block)


def test_equal_turns_are_equal_steps_of_what_is_measured(
    bird: Bird, learnt: Mapping[str, Any], measures: Measures
) -> None:
    mapper = Knobs()
    rest = {knob.name: knob.rest for knob in mapper.front(bird, card(learnt))}
    heights = [
        measured(bird, mapper.resolve({**rest, "height": v / 4}, bird), measures["height"])
        for v in range(5)
    ]
    steps = [b - a for a, b in pairwise(heights)]
    assert steps == pytest.approx([sum(steps) / 4] * 4, rel=0.2)


def test_at_rest_the_model_is_at_rest(bird: Bird, learnt: Mapping[str, Any]) -> None:
    mapper = Knobs()
    rest = {knob.name: knob.rest for knob in mapper.front(bird, card(learnt))}
    assert mapper.resolve(rest, bird) == {own.name: own.rest for own in bird.controls}


def test_more_of_a_knob_is_more_of_what_it_names(bird: Bird, learnt: Mapping[str, Any]) -> None:
    mapper = Knobs()
    mapper.front(bird, card(learnt))
    assert mapper.resolve({"depth": 1.0}, bird)["depth"] == pytest.approx(-1)
    assert mapper.resolve({"height": 1.0}, bird)["height"] == pytest.approx(1)


def test_what_has_no_measure_stays_the_models_own(bird: Bird, learnt: Mapping[str, Any]) -> None:
    knobs = {knob.name: knob for knob in Knobs().front(bird, card(learnt))}
    assert list(knobs) == [own.name for own in bird.controls]
    assert knobs["colour"] == bird.controls[4] and "colour" not in learnt["knobs"]
    assert (knobs["level"].low, knobs["level"].rest, knobs["level"].high) == (-1, 0, 1)


def test_a_knob_that_moves_nothing_is_inert_and_says_why(
    bird: Bird, learnt: Mapping[str, Any]
) -> None:
    knobs = {knob.name: knob for knob in Knobs().front(bird, card(learnt))}
    assert "nothing" in knobs["nothing"].inert and knobs["nothing"].safe is None
    assert knobs["height"].inert == "" and "height" in knobs["height"].says


def test_what_cannot_be_measured_is_inert(
    bird: Bird, corpus: offers.Corpus, measures: Measures
) -> None:
    class Deaf(offers.Descriptor):
        name = "height"

        def measure(self, audio: Any) -> float:
            return float("nan")

    found = Knobs().learn(bird, corpus, {"height": Deaf(), "level": measures["level"]}, Job("x"))
    assert "cannot be told" in found["knobs"]["height"]["inert"]
    assert found["knobs"]["height"]["travel"] is None
    assert found["knobs"]["level"]["inert"] == ""
    assert Knobs().front(bird, card(found))[0].inert


def test_the_safe_zone_is_where_it_sounds_like_the_corpus(
    bird: Bird, learnt: Mapping[str, Any]
) -> None:
    knob = next(k for k in Knobs().front(bird, card(learnt)) if k.name == "height")
    assert knob.safe is not None
    low, high = knob.safe
    assert low <= 0 <= high < 1  # a fifth of its way up it is higher than all of the corpus
    assert learnt["knobs"]["height"]["points"]["zone"][-1] == "red"


def test_the_report_says_how_far_how_surely_and_what_else_moves(
    learnt: Mapping[str, Any],
) -> None:
    height = learnt["knobs"]["height"]
    assert height["correlation"] == pytest.approx(1) and height["worst"] == pytest.approx(1)
    assert height["travel"] > 2
    assert height["leak"]["depth"] == pytest.approx(1, rel=0.05)  # the same measure
    assert height["leak"]["level"] < 0.05
    assert len(height["points"]["measured"][0]) == 9


def test_learning_twice_gives_the_same(
    bird: Bird, corpus: offers.Corpus, measures: Measures, learnt: Mapping[str, Any]
) -> None:
    assert Knobs().learn(bird, corpus, measures, Job("again")) == learnt


def test_it_stops_soon_and_then_knows_nothing(
    bird: Bird, corpus: offers.Corpus, measures: Measures
) -> None:
    job = Job("learn")

    def once(job: Job) -> None:
        if "height" in job.note:
            job.stop()

    job = Job("learn", once)
    assert Knobs().learn(bird, corpus, measures, job) == {}
    assert bird.renders < 10


def test_progress_names_the_knob(bird: Bird, corpus: offers.Corpus, measures: Measures) -> None:
    notes: list[tuple[float, str]] = []
    job = Job("learn", lambda job: notes.append((job.part, job.note)))
    Knobs().learn(bird, corpus, measures, job)
    assert [note for _, note in notes][-1].endswith("nothing")
    assert [part for part, _ in notes] == sorted(part for part, _ in notes)


def test_without_a_corpus_or_measures_nothing_breaks(bird: Bird, measures: Measures) -> None:
    assert Knobs().learn(bird, offers.Corpus([]), {}, Job("x")) == {}
    one = offers.Corpus([clip("one", tone(880, seconds=0.5))])
    found = Knobs().learn(bird, one, measures, Job("x"))
    assert found["knobs"]["height"]["inert"] == "" and found["knobs"]["height"]["safe"] is None


def test_models_share_the_mapper_without_mixing_their_knobs(learnt: Mapping[str, Any]) -> None:
    mapper, calibrated, plain = Knobs(), Bird(), Bird()
    mapper.front(calibrated, card(learnt))
    mapper.front(plain, Card("bird", "birds"))
    assert mapper.resolve({"height": 0.5}, plain) == {"height": 0.5}
    assert mapper.resolve({"height": 0.5}, calibrated)["height"] != 0.5
    del calibrated
    assert len(mapper._curves) == 1


def test_a_model_without_calibration_has_its_own_controls(bird: Bird) -> None:
    assert list(Knobs().front(bird, Card("bird", "birds"))) == list(bird.controls)


def test_a_calibration_of_other_controls_is_not_used(bird: Bird, learnt: Mapping[str, Any]) -> None:
    old = json.loads(json.dumps(learnt))
    old["knobs"]["height"]["inner"] = [-2, 0, 2]
    fronted = {knob.name: knob for knob in Knobs().front(bird, card(old))}
    assert fronted["height"] == bird.controls[0] and fronted["level"].low == -1
