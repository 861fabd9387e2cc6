"""What a dataset holds, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from timbrel_datasets.alike import Pair, pairs
from timbrel_datasets.odd import oddities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import offers
    from timbrel_datasets.portrait import Portrait

CLIPPED = 1e-4  # share of its samples at full scale


@dataclass(frozen=True)
class Holding:
    """A corpus, and the portraits of its clips by name."""

    corpus: offers.Corpus
    portraits: Mapping[str, Portrait]

    @property
    def count(self) -> int:
        return len(self.portraits)

    @property
    def seconds(self) -> float:
        return self.corpus.seconds

    @property
    def onsets(self) -> int:
        return sum(portrait.onsets for portrait in self.portraits.values())

    @cached_property
    def softest(self) -> str:
        return min(self.portraits, key=lambda name: self.portraits[name].loudness)

    @cached_property
    def loudest(self) -> str:
        return max(self.portraits, key=lambda name: self.portraits[name].loudness)

    @property
    def spread(self) -> float:
        """From the softest to the loudest, in dB."""
        levels = self.portraits[self.loudest].loudness, self.portraits[self.softest].loudness
        return round(levels[0] - levels[1], 2)

    @cached_property
    def alike(self) -> list[Pair]:
        return pairs(self.portraits)

    @cached_property
    def odd(self) -> dict[str, str]:
        return oddities({clip.name: clip for clip in self.corpus.clips}, self.portraits)

    @cached_property
    def clipped(self) -> list[str]:
        return [c.name for c in self.corpus.clips if c.facts.get("clipped", 0) > CLIPPED]

    @cached_property
    def silent(self) -> list[str]:
        """Files of which no sound is taken."""
        told = {**self.corpus.warnings, **self.corpus.left_out}
        return [name for name, why in told.items() if why.startswith("silent")]

    @cached_property
    def doubles(self) -> dict[str, str]:
        """Files that are another, byte for byte, and what was said of it."""
        told = self.corpus.warnings.items()
        return {name: why for name, why in told if why.startswith("a duplicate of")}

    def counted(self, fact: str) -> dict[str, int]:
        """How many files have which value of a fact, the commonest first."""
        values = Counter(clip.facts.get(fact, "unknown") for clip in self.corpus.clips)
        return {str(value): count for value, count in values.most_common()}

    def as_json(self) -> dict[str, Any]:
        soft, loud = self.portraits[self.softest], self.portraits[self.loudest]
        return {
            "count": self.count,
            "seconds": round(self.seconds, 3),
            "rates": self.counted("rate"),
            "channels": self.counted("channels"),
            "formats": self.counted("container"),
            "loudness": {
                "spread_db": self.spread,
                "softest": {"name": self.softest, "db": soft.loudness},
                "loudest": {"name": self.loudest, "db": loud.loudness},
            },
            "onsets": self.onsets,
            "onsets_per_second": round(self.onsets / max(self.seconds, 1e-9), 3),
            "near_duplicates": [[pair.first, pair.second, pair.why] for pair in self.alike],
            "duplicates": self.doubles,
            "clipped": self.clipped,
            "silent": self.silent,
            "odd": self.odd,
        }
