"""One collection of files under way: look at each, decode what is new, judge them all."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from timbrel import Audio, Problem, offers
from timbrel_corpus.crew import Lost, hired
from timbrel_corpus.facts import Facts
from timbrel_corpus.files import Files
from timbrel_corpus.gate import Refused
from timbrel_corpus.judge import SILENT
from timbrel_corpus.sight import Sight, fit, likeness, misnamed
from timbrel_corpus.walk import ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from timbrel import Job
    from timbrel_corpus.crew import Crew
    from timbrel_corpus.memo import Memo
    from timbrel_corpus.store import Store
    from timbrel_corpus.walk import Found

STOPPED = "not read: stopped before its turn"


class Gathering:
    """Fills a store from files, and makes the corpus that they are."""

    def __init__(
        self, store: Store, memo: Memo, readers: Mapping[str, offers.Importer], job: Job
    ) -> None:
        self._store = store
        self._memo = memo
        self._readers = readers
        self._job = job
        self._left_out: dict[str, str] = {}
        self._warnings: dict[str, str] = {}
        self._twins: list[Sight] = []
        self._facts: dict[str, Facts] = {}

    def corpus(self, files: Sequence[Found]) -> offers.Corpus:
        """Clips in the order of the files; what is not among them has a sentence of its own."""
        sights = self._looked_at(files)
        self._decode_all(sights)
        clips: list[offers.Clip] = []
        order = {file.name: index for index, file in enumerate(files)}
        for sight in sorted(sights, key=lambda sight: order[sight.file.name]):
            name, facts = sight.file.name, self._facts.get(sight.digest, Facts(reason=STOPPED))
            if facts.reason == SILENT:
                self._warnings[name] = facts.reason
            elif facts.reason:
                self._left_out[name] = facts.reason
            else:
                clips.append(self._clip(sight, facts))
                if words := (*sight.file.odd, *misnamed(sight, facts), *facts.warnings):
                    self._warnings[name] = "; ".join(words)
        self._count_once(files, sights, {clip.name for clip in clips})
        told = (self._left_out, self._warnings)
        left_out, warnings = ({f.name: by[f.name] for f in files if f.name in by} for by in told)
        return offers.Corpus(clips, left_out, warnings)

    def _looked_at(self, files: Sequence[Found]) -> Sequence[Sight]:
        """The files to be decoded, each content once."""
        sights: dict[str, Sight] = {}
        for index, file in enumerate(files):
            if not self._job.advance(0.5 * index / len(files), f"looking at {file.name}"):
                self._left_out[file.name] = STOPPED
                continue
            try:
                self._once(sights, self._look(file))
            except Refused as refused:
                self._left_out[file.name] = str(refused)
        self._memo.keep()
        return tuple(sights.values())

    def _look(self, file: Found) -> Sight:
        if file.reason:
            raise Refused(file.reason)
        reader = self._readers.get(file.path.suffix.lower())
        if isinstance(reader, Files):
            reader = None
        digest = self._memo.look(file.path, lambda container: fit(container, reader))
        return Sight(file, digest, reader)

    def _once(self, sights: dict[str, Sight], sight: Sight) -> None:
        """Of two files with one content the shorter name is taken for the original's."""
        other = sights.get(sight.digest, sight)
        kept, twin = sorted((other, sight), key=likeness)
        sights[sight.digest] = kept
        if twin is not kept:
            self._twins.append(twin)

    def _count_once(self, files: Sequence[Found], sights: Sequence[Sight], used: set[str]) -> None:
        """A word about twins and links of what is used; the rest shares its original's fate."""
        kept = {sight.digest: sight.file.name for sight in sights}
        doubles = [(twin.file.name, kept[twin.digest], "duplicate of") for twin in self._twins]
        doubles += [(file.name, file.same, "link to") for file in files if file.same]
        for name, original, how in doubles:
            if original in used or original in {twin.file.name for twin in self._twins}:
                self._left_out.pop(name, None)
                self._warnings[name] = f"a {how} {original}: {ONCE}"
            elif original in self._warnings:
                self._left_out.pop(name, None)
                self._warnings[name] = self._warnings[original]
            elif original in self._left_out:
                self._left_out[name] = self._left_out[original]

    def _decode_all(self, sights: Sequence[Sight]) -> None:
        """Facts for every sight: those known already, and those that a crew finds out."""
        for sight in sights:
            if facts := self._store.known(sight.digest):
                self._facts[sight.digest] = facts
        new = [sight for sight in sights if sight.digest not in self._facts]
        if new and not self._job.stopping:
            with hired(len(new)) as crew, ThreadPoolExecutor(crew.size) as threads:
                pending = {threads.submit(self._decode, sight, crew): sight for sight in new}
                try:
                    self._await(pending)
                finally:
                    threads.shutdown(wait=False, cancel_futures=True)
                    crew.dismiss()

    def _await(self, pending: dict[Future[Facts], Sight]) -> None:
        """Take the answers as they come; return early when the job is to stop."""
        count = len(pending)
        while pending:
            done, _ = wait(pending, timeout=0.25, return_when=FIRST_COMPLETED)
            names = [sight.file.name for future, sight in pending.items() if future in done]
            for future in done:
                sight = pending.pop(future)
                self._facts[sight.digest] = future.result()
            note = f"read {names[-1]}" if names else self._job.note
            if not self._job.advance(1 - 0.5 * len(pending) / count, note):
                return

    def _decode(self, sight: Sight, crew: Crew) -> Facts:
        try:
            return self._store.keep(sight.digest, self._decoder(sight, crew))
        except Lost as lost:
            return Facts(reason=str(lost))

    def _decoder(self, sight: Sight, crew: Crew) -> Callable[[Path], Facts]:
        reader = sight.reader
        if reader is None:
            return lambda draft: crew.decode(sight.file.path, draft, sight.digest)
        return lambda draft: _read_by(reader, sight.file.path, draft)

    def _clip(self, sight: Sight, facts: Facts) -> offers.Clip:
        return offers.Clip(
            sight.file.name,
            sight.digest,
            facts.seconds,
            facts.shape[1],
            lambda: self._audio(sight),
            {**facts.as_json(), "path": str(sight.file.path)},
        )

    def _audio(self, sight: Sight) -> Audio:
        """The decoded sound, made once more if the cache was emptied meanwhile."""
        try:
            return self._store.audio(sight.digest)
        except (OSError, ValueError):
            with hired(1) as crew:
                facts = self._decode(sight, crew)
        if facts.reason:
            raise Problem(f"{sight.file.name}: {facts.reason}.", "Was it moved?", "missing")
        return self._store.audio(sight.digest)


def _read_by(reader: offers.Importer, path: Path, draft: Path) -> Facts:
    """By another plugin's importer, in this process."""
    from timbrel_corpus.dsp_decode import keep, lend

    try:
        audio = reader.read(path)
    except Problem as problem:
        raise Refused(problem.what.rstrip("."), lasting=False) from problem
    return keep(lend(audio, reader.name), draft)
