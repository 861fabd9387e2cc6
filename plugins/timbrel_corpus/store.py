"""The decoded sounds of all corpora, kept by what their files contain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel import Audio
from timbrel_corpus.facts import MADE, RATE, Facts
from timbrel_corpus.gate import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

HEADER = 128  # bytes before the samples of a .npy of this size


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of NAME.npy, (frames, channels) float32 at 48 kHz, each with its NAME.json.

    NAME is the SHA-256 of the sound file. ``writing`` makes a file whole or not at all.
    """

    folder: Path
    writing: Callable[[Path], AbstractContextManager[Path]]

    def known(self, digest: str) -> Facts | None:
        """What was found out about a file earlier, if that and its audio are still whole."""
        try:
            facts = Facts.from_json(json.loads(self._path(digest, "json").read_text()))
            whole = facts.made == MADE and (bool(facts.reason) or self._whole(digest, facts))
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return facts if whole else None

    def keep(self, digest: str, decode: Callable[[Path], Facts]) -> Facts:
        """Facts and audio of a file that ``decode`` writes to the path it is given.

        That it is of no use is kept as well, where that is lasting, so that it is not looked into
        again.
        """
        try:
            with self.writing(self._path(digest, "npy")) as draft:
                facts = decode(draft)
        except Refused as refused:
            facts = Facts(reason=str(refused))
            if not refused.lasting:
                return facts
        with self.writing(self._path(digest, "json")) as draft:
            draft.write_text(json.dumps(facts.as_json()))
        return facts

    def audio(self, digest: str) -> Audio:
        """The sound; an error of the file system or a ValueError if it is gone or damaged."""
        import numpy as np

        frames = np.load(self._path(digest, "npy"), mmap_mode="r", allow_pickle=False)
        return Audio(np.array(frames.T, dtype=np.float32, order="C"), RATE)

    def _path(self, digest: str, suffix: str) -> Path:
        return self.folder / f"{digest}.{suffix}"

    def _whole(self, digest: str, facts: Facts) -> bool:
        frames, channels = facts.shape
        size = self._path(digest, "npy").stat().st_size
        return size == HEADER + 4 * frames * channels and frames * channels > 0
