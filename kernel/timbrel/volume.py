"""How loud the live sound is heard, and the levels that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel.control import Control

if TYPE_CHECKING:
    import numpy as np

VOLUME = Control("volume", 0, 1, 1, "", "How loud it is heard: half way is 12 dB less")


class Volume:
    """``peak`` and ``rms`` are those of the last block after it, on either side."""

    def __init__(self) -> None:
        self.value, self._gain = VOLUME.rest, 1.0
        self.peak, self.rms = [0.0, 0.0], [0.0, 0.0]

    def facts(self) -> dict[str, Any]:
        """Where it is, and the levels on either side."""
        return {"volume": self.value, "peak": self.peak, "rms": self.rms}

    def turn(self, value: float) -> float:
        """Go there with the next block, 0 to 1; what it is now."""
        self.value = VOLUME.clamp(value)
        return self.value

    def heard(self, mix: np.ndarray) -> np.ndarray:
        """The mix (2, frames) at the volume, reached within the block: a step would click."""
        import numpy as np

        begin, self._gain = self._gain, self.value**2
        way = np.linspace(begin, self._gain, mix.shape[1], dtype=np.float32)
        heard = mix if begin == self._gain == 1 else mix * way
        self.peak = np.abs(heard).max(axis=1).tolist()
        self.rms = np.sqrt((heard**2).mean(axis=1)).tolist()
        return heard
