"""A take whose sound is made by another one's, second voices included."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timbrel import Audio, Take, offers


def elsewhere(
    place: offers.Spatializer,
    take: Take,
    values: Mapping[str, float],
    channels: int,
    play: Callable[[], Iterator[Audio]],
    **facts: Any,
) -> Take:
    """The take with its new sound and channels; ``facts`` are added to its recipe.

    Another seed of it is the other seed's take at the same place.
    """
    other = take.another
    again = (lambda seed: place.place(other(seed), values)) if other else None
    recipe = {**take.recipe, **facts} if facts else take.recipe
    return replace(take, recipe=recipe, channels=channels, play=play, another=again)
