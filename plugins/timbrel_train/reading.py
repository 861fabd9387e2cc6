"""The recordings while a network is made of them: each says that it is read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from timbrel import Audio, Job, offers


class Early(Exception):
    """It was to end before there was anything to keep."""


class Reading:
    """A corpus whose clips tell the job, and raise Early once it is stopped, until ``over``."""

    def __init__(self, corpus: offers.Corpus, job: Job) -> None:
        self.job, self.over = job, False
        self.count = len(corpus.clips)
        clips = [
            replace(clip, read=partial(self._read, number, clip))
            for number, clip in enumerate(corpus.clips)
        ]
        self.corpus = offers.Corpus(clips, corpus.left_out, corpus.warnings)

    def _read(self, number: int, clip: offers.Clip) -> Audio:
        if not self.over:
            note = f"analysing {clip.name}, {number + 1} of {self.count}"
            if not self.job.advance(number / self.count, note):
                raise Early
        return clip.read()
