"""Places: where between 0 and 1 each step of a walk comes in, a fair sample at every share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_walk import Step

HALVES = (0.5, 0.25, 0.125)  # in which halves of halves the balance is kept


class Places:
    """The places of a walk's steps, dealt out in their order: those under any share are like all.

    Each goes to the half that so far lacks more of what it has, in number, length and loudness,
    and so on in the halves of that half. So of three long sounds and twenty short ones one or two
    long ones lie under one half, where draws would put none or all there now and then.
    """

    def __init__(self, catalogue: Catalogue, seed: tuple[int, ...]) -> None:
        self._weights, self._rng = _weights(catalogue), np.random.default_rng(seed)
        # By node of the tree of halves: what the lower one has over the upper one.
        self._apart = np.zeros((2 ** len(HALVES), self._weights.shape[1]))

    def deal(self, step: Step) -> Step:
        """The step with its place; what comes next is weighed against it."""
        weight, node, place = self._weights[step.event], 1, 0.0
        for half in HALVES:
            balance = float(self._apart[node] @ weight)
            upper = balance > 0 if balance else self._rng.random() < 0.5
            self._apart[node] += -weight if upper else weight
            node, place = 2 * node + upper, place + half * upper
        return replace(step, place=place + HALVES[-1] * self._rng.random())


def _weights(catalogue: Catalogue) -> np.ndarray:
    """What each event counts, (E, 3): one, its length, and the root of its energy.

    Each is 1 in the mean; then large ones are tempered, lest one of them decide for many others.
    """
    loudness = (catalogue.condition(event)[:, 0] for event in range(len(catalogue)))
    energies = np.array([(10 ** (frames.astype(np.float64) / 10)).sum() for frames in loudness])
    lengths = catalogue.table[:, 2].astype(np.float64)
    counted = np.stack([np.ones(len(catalogue)), lengths, energies**0.5], axis=1)
    counted /= counted.mean(axis=0)
    return counted / np.linalg.norm(counted, axis=1, keepdims=True) ** 0.5
