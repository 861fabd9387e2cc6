"""Whether a dataset is ready to learn from, in plain words, and what would help it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from timbrel_datasets.holding import Holding

ENOUGH = 15, 20.0  # sounds that begin, and seconds
SOME = 5
LEVEL = 3.0  # dB between the softest and the loudest
NAMED = 3

Word = Literal["ready", "little", "very little"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One word for a program, a sentence for a person, and advice, the weightiest first."""

    word: Word
    says: str
    advice: tuple[str, ...]


def judged(holding: Holding) -> Verdict:
    """The verdict on what a dataset or a folder holds."""
    word = _word(holding)
    sounds = _many(holding.count, "sound")
    told = f"{sounds} with {_many(holding.onsets, 'onset')} in {_span(holding.seconds)}"
    says = {
        "ready": f"Ready: {told} are enough for an instrument.",
        "little": f"It will train, but {told} are little to learn from.",
        "very little": f"It will train, but {told} are very little: expect one sound, varied.",
    }[word]
    return Verdict(word, says, tuple(_advice(holding, word)))


def _word(holding: Holding) -> Word:
    onsets, seconds = ENOUGH
    if holding.count >= SOME and holding.onsets >= onsets and holding.seconds >= seconds:
        return "ready"
    if holding.count >= SOME or (holding.onsets >= onsets and holding.seconds >= seconds):
        return "little"
    return "very little"


def _advice(holding: Holding, word: Word) -> Iterator[str]:
    if word != "ready":
        yield "What would help most is more: 20 to 50 sounds that differ, or a minute in all."
    if holding.clipped:
        yield f"Record anew with less gain, or take out: {_names(holding.clipped)} (clipped)."
    if holding.alike:
        twins = [pair.second for pair in holding.alike]
        yield f"Of near-duplicates one is enough: listen to {_names(twins)}."
    if holding.count > 1 and holding.spread < LEVEL:
        yield "All are about equally loud: softer and harder takes would teach it dynamics."
    low = [c.name for c in holding.corpus.clips if 0 < c.facts.get("rate", 0) < 32000]
    if low:
        yield f"Bring the original, if there is one, of {_names(low)}: its highs are missing."
    if holding.odd:
        yield f"Listen whether they belong to it: {_names(tuple(holding.odd))}."


def _names(names: Sequence[str]) -> str:
    few = ", ".join(dict.fromkeys(names[:NAMED]))
    return few if len(names) <= NAMED else f"{few} and {len(names) - NAMED} more"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return (
        f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
    )
