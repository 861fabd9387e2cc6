"""What a file's sound is like: peak, loudness, direct current, clicks, and what lies very high."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel_export.dsp_band import Band
from timbrel_export.dsp_click import Clicks
from timbrel_export.dsp_loudness import Loudness
from timbrel_export.dsp_peak import NEAR, TAPS, true_peaks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MORE = 3.0  # dB that a take may have above its source: it may play the brightest of it
INAUDIBLE = -90.0  # dB above 20 kHz that nobody needs to be told of


class Rendered:
    """What a take is as it was rendered, before rate and channels are changed."""

    def __init__(self, channels: int) -> None:
        self._digest, self._clicks = hashlib.sha256(), Clicks(channels)

    def hear(self, block: np.ndarray) -> None:
        """Samples (frames, channels) float32."""
        self._digest.update(block.tobytes())
        self._clicks.feed(block)

    def facts(self) -> dict[str, Any]:
        return {"clicks": self._clicks.count, "sound": self._digest.hexdigest()}


class Meter:
    """Measures the pieces (frames, channels) that pass through it on their way into a file."""

    def __init__(self, rate: int, channels: int) -> None:
        self._loudness, self._band = Loudness(rate, channels), Band(rate, channels)
        self._edge = np.zeros((2 * TAPS, channels), np.float32)
        self._sum, self._frames, self._peak = np.zeros(channels), 0, 0.0

    def measured(self, pieces: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        for piece in pieces:
            self._feed(piece)
            yield piece
        self._look(np.zeros((TAPS, len(self._sum)), np.float32))

    def _feed(self, piece: np.ndarray) -> None:
        self._loudness.feed(piece)
        self._band.feed(piece)
        self._sum += piece.sum(axis=0, dtype=np.float64)
        self._frames += len(piece)
        self._look(piece)

    def _look(self, piece: np.ndarray) -> None:
        span = np.concatenate([self._edge, piece])
        self._edge = span[-2 * TAPS :]
        if np.abs(span).max() > NEAR * self._peak:
            self._peak = max(self._peak, float(true_peaks(span).max()))

    def facts(self, provenance: Mapping[str, Any]) -> dict[str, Any]:
        """JSON: ``true_peak`` in dBTP, ``loudness`` in LUFS, ``dc`` of full scale, ...

        ``over_20k`` is what lies above 20 kHz in dB against the whole, beside the source's where
        the model tells that.
        """
        over, source = self._band.over(), provenance.get("over_20k")
        facts = {
            "true_peak": _rounded(20 * math.log10(self._peak)) if self._peak else None,
            "loudness": _rounded(self._loudness.integrated()),
            "dc": round(float(np.abs(self._sum / max(self._frames, 1)).max()), 6),
            "over_20k": _rounded(over),
        }
        if isinstance(source, int | float):
            more = over is not None and over > max(float(source) + MORE, INAUDIBLE)
            facts |= {"over_20k_source": _rounded(source), "over_20k_exceeds": more}
        return facts


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 2)
