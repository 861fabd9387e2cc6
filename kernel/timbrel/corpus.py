"""What a model is made of: recordings, and what became of every file of their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from timbrel.audio import Audio


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording of a corpus: 48 kHz, one or two channels, read when it is asked for.

    ``digest`` is the SHA-256 of the file, so that a sound is known again under another name.
    ``facts`` are what is known of the file itself: path, rate, channels, peak_db, clipped, ...
    """

    name: str
    digest: str
    seconds: float
    channels: int
    read: Callable[[], Audio]
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a model is made of. Every file of the place is a clip or has a sentence about it.

    ``left_out`` and ``warnings`` are those sentences, by the file's displayed name; silent files
    and doubles are no clips and only warned of.
    """

    clips: Sequence[Clip]
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    warnings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def seconds(self) -> float:
        return sum(clip.seconds for clip in self.clips)
