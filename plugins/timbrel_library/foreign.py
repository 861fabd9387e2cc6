"""The card of a model from elsewhere, each fact of its kind and size, and no path in it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timbrel import Card
from timbrel_library.parcel import Refused
from timbrel_library.words import LENGTHS, MOST_TAGS, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _words(name: str) -> Callable[[Any], bool]:
    return lambda fact: plain_words(fact, name)


def _tags(fact: Any) -> bool:
    fits = isinstance(fact, list) and len(fact) <= MOST_TAGS
    return fits and all(plain_words(tag, "tag") for tag in fact)


def _length(fact: Any) -> bool:
    return type(fact) in {int, float} and math.isfinite(fact) and fact >= 0


def _count(fact: Any) -> bool:
    return type(fact) is int and 0 <= fact <= 10**9


def _facts(fact: Any) -> bool:
    return isinstance(fact, dict)


KINDS: Mapping[str, Callable[[Any], bool]] = {
    **{name: _words(name) for name in LENGTHS if name != "tag"},
    "seconds": _length,
    "sounds": _count,
    "tags": _tags,
    "settings": _facts,
    "figures": _facts,
    "knobs": _facts,
}


def carded(facts: Any) -> Card:
    """A card of facts that somebody else wrote; Refused if one of them could not be true."""
    if not isinstance(facts, dict) or not {"name", "family"} <= set(facts):
        raise Refused("its manifest does not name the model and its family")
    for name, fits in KINDS.items():
        if name in facts and not fits(facts[name]):
            raise Refused(f"its manifest says something odd of the model's {name}")
    return travelling(Card(**{name: facts[name] for name in KINDS if name in facts}))


def travelling(card: Card) -> Card:
    """The card without where its recordings lie: on another machine that is nobody's business."""
    dataset = card.settings.get("dataset")
    if dataset is None:
        return card
    clips = dataset.get("clips", []) if isinstance(dataset, dict) else None
    if not isinstance(clips, list) or not all(_clip(clip) for clip in clips):
        raise Refused("its manifest says something odd of the recordings")
    bare = {**dataset, "name": called(dataset), "place": ""}
    bare["clips"] = [{**clip, "place": ""} for clip in clips]
    return replace(card, settings={**card.settings, "dataset": bare})


def called(dataset: Mapping[str, Any]) -> str:
    """A name for the recordings: the last of the folder they came from."""
    place = str(dataset.get("place") or dataset.get("name") or "").replace("\\", "/")
    return place.rstrip("/").rpartition("/")[2]


def _clip(fact: Any) -> bool:
    match fact:
        case {"name": str(), "digest": str(), "seconds": seconds, "channels": channels}:
            return _length(seconds) and _count(channels)
    return False
