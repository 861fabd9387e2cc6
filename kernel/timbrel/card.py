"""What is known of a model without loading it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Card:
    """A trained model's name, kind and history.

    ``made`` is an ISO 8601 time in UTC, ``seconds`` the length of the corpus, ``settings`` what
    it was trained with, ``figures`` what was measured, ``files`` the SHA-256 of each of its
    files, by name, ``version`` the folder below the model's own that holds them, and ``knobs``
    what each mapper has learnt of it, by the mapper's name. ``tags``, ``notes``, ``licence`` and
    ``credit`` are what people say of it.
    """

    name: str
    family: str
    made: str = ""
    seconds: float = 0.0
    sounds: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    figures: Mapping[str, Any] = field(default_factory=dict[str, Any])
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    version: str = ""
    knobs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tags: Sequence[str] = field(default_factory=list[str])
    notes: str = ""
    licence: str = ""
    credit: str = ""

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Card:
        """From a card.json, newer or older: facts this version does not know are left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: fact for name, fact in facts.items() if name in known})
