"""Knobs that do what they say: each is measured after the training, and turns evenly."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from timbrel import Control, offers
from timbrel_controls.curve import Curve
from timbrel_controls.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timbrel import Card, Job

Curves = dict[str, Curve]


class Knobs(offers.Mapper):
    name = "knobs"
    says = "Knobs that were measured on this model: equal turns are equal steps to the ear"
    needs = ("numpy", "scipy", "sklearn", "threadpoolctl")

    def __init__(self) -> None:
        self._curves: dict[int, Curves] = {}

    def front(self, model: offers.Model, card: Card) -> Sequence[Control]:
        """A knob of -1..1 for each control that was measured, the model's own for the others.

        Sessions share this mapper, so the curves are kept by model.
        """
        known = _measured(model, card)
        curves = {name: Curve.of(facts) for name, facts in known.items()}
        if id(model) not in self._curves:
            weakref.finalize(model, self._curves.pop, id(model), None)
        self._curves[id(model)] = curves
        return [_knob(own, known.get(own.name)) for own in model.controls]

    def resolve(self, values: Mapping[str, float], model: offers.Model) -> Mapping[str, float]:
        curves = self._curves.get(id(model))
        if not curves:
            return values
        return {
            name: curves[name].at(value) if name in curves else value
            for name, value in values.items()
        }

    def learn(
        self,
        model: offers.Model,
        corpus: offers.Corpus,
        descriptors: Mapping[str, offers.Descriptor],
        job: Job,
    ) -> Mapping[str, Any]:
        """Turn each control that a descriptor can judge, listen, and write down what was heard."""
        from timbrel_controls.dsp_learn import learnt

        return learnt(model, corpus, descriptors, job)

    def estimate(self, model: offers.Model, descriptors: Mapping[str, offers.Descriptor]) -> float:
        from timbrel_controls.dsp_learn import estimated

        return estimated(model, descriptors)


def _measured(model: offers.Model, card: Card) -> dict[str, Mapping[str, Any]]:
    """What the card knows of the controls that the model still has as they were then."""
    facts: Mapping[str, Mapping[str, Any]] = card.knobs.get(Knobs.name, {}).get("knobs", {})
    return {
        own.name: facts[own.name]
        for own in model.controls
        if own.name in facts and list(facts[own.name]["inner"]) == [own.low, own.rest, own.high]
    }


def _knob(own: Control, facts: Mapping[str, Any] | None) -> Control:
    if facts is None:
        return own
    told = words(own.name)
    safe = facts["safe"]
    bounds = (float(safe[0]), float(safe[1])) if safe else None
    low, high = float(facts["knots"][0]), float(facts["knots"][-1])
    return Control(own.name, low, high, 0.0, "", told.says, bounds, str(facts["inert"]))
