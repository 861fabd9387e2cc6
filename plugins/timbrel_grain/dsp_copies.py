"""How much of each recording a model holds a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel_grain.dsp_store import Piece


def copied(pieces: Sequence[Piece], sources: Sequence[str]) -> dict[str, float]:
    """Seconds by the recording's name; what two pieces share counts once."""
    samples, heard = [0] * len(sources), [0] * len(sources)
    for piece in sorted(pieces, key=lambda piece: piece.start):
        source, end = piece.source, piece.start + piece.samples
        samples[source] += max(0, end - max(piece.start, heard[source]))
        heard[source] = max(heard[source], end)
    seconds: dict[str, float] = {}
    for name, count in zip(sources, samples, strict=True):
        if count:  # recordings of two folders may have the same name
            seconds[name] = round(seconds.get(name, 0.0) + count / spectrum.RATE, 3)
    return seconds
