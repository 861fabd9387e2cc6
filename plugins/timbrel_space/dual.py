"""Dual: the same take twice, by two seeds, one to each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Control, Problem, offers
from timbrel_space.elsewhere import elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Audio, Take

STEP = 1_000_003  # between a voice's seed and the next one's: no neighbour of takes in a row
MOST = 2**53  # seeds are below it, so that JSON holds them exactly


class Dual(offers.Spatializer):
    """Two players of one instrument: what differs by seed differs from left to right."""

    name = "dual"
    says = "Two channels: two voices of the model, each by its own seed"
    needs = ("numpy",)
    controls = (
        Control("apart", 0.0, 1.0, 0.7, says="0 is both in the middle, 1 one at each side"),
        Control("voice", 1, 99, 1, says="Which second voice: each number is another one"),
    )

    def place(self, take: Take, values: Mapping[str, float]) -> Take:
        if take.another is None:
            raise Problem(
                "This sound has no second voice: it is not played by a model with a seed.",
                "Place it with width or binaural.",
            )
        seed = (int(take.recipe.get("seed", 0)) + STEP * round(values["voice"])) % MOST
        second = take.another(seed)
        facts = {"seed": seed, "provenance": second.recipe.get("provenance", {})}

        def play() -> Iterator[Audio]:
            from timbrel_space.dsp_pair import paired

            return paired(take, second, values)

        return elsewhere(self, take, values, 2, play, second=facts)
