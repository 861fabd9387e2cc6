"""What is known of a sound file once it has been decoded: kept beside its audio, as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE = 48000
MADE = 1  # another number makes every file be decoded anew


@dataclass(frozen=True, slots=True)
class Facts:
    """``reason`` says why a file is left out, and is empty where it is used.

    ``rate``, ``channels`` and ``frames`` are the file's own; ``shape`` is that of the audio kept,
    (frames at 48 kHz, channels). Levels are in dB of full scale, ``clipped`` and ``broken`` (not
    finite) are shares of the samples, ``dc`` is the mean of the worst channel, 1 at full scale.
    """

    container: str = ""
    rate: int = 0
    channels: int = 0
    frames: int = 0
    shape: tuple[int, int] = (0, 0)
    peak_db: float = -200.0
    rms_db: float = -200.0
    clipped: float = 0.0
    broken: float = 0.0
    dc: float = 0.0
    silent: bool = False
    warnings: tuple[str, ...] = ()
    reason: str = ""
    made: int = MADE

    @property
    def seconds(self) -> float:
        return self.shape[0] / RATE

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Facts:
        known = {f.name: facts[f.name] for f in fields(cls) if f.name in facts}
        frames, channels = known.get("shape", (0, 0))
        warnings = tuple(known.get("warnings", ()))
        return cls(**{**known, "shape": (int(frames), int(channels)), "warnings": warnings})
