"""The recordings of a training: gathered the first time, found again by content afterwards."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from timbrel import Job, Kernel
    from timbrel_train.spec import Spec

NAMED = 5
Manifest = dict[str, Any]


def gathered(
    kernel: Kernel, spec: Spec, job: Job, manifest: Mapping[str, Any]
) -> tuple[offers.Corpus, Manifest]:
    """The corpus, and what to find it again by: ``manifest`` is empty the first time.

    Of a model that is extended, those of its recordings that are still to be had come first.
    """
    if manifest:
        return _again(kernel, job, manifest), dict(manifest)
    corpus = kernel.corpus(spec.place, job)
    taken = {clip.digest for clip in corpus.clips}
    wanted = {known["digest"]: known for known in spec.known if known["digest"] not in taken}
    old = _sought(kernel, job, wanted.values())
    clips = [*old, *corpus.clips]
    rows = [_row(clip, wanted.get(clip.digest, {}).get("place", spec.place)) for clip in clips]
    gone = [known for digest, known in wanted.items() if digest not in {c.digest for c in old}]
    corpus = offers.Corpus(clips, corpus.left_out, corpus.warnings)
    return corpus, {
        "digest": digest_of(row["digest"] for row in (*rows, *gone)),
        "clips": rows,
        "gone": gone,
        "left_out": dict(corpus.left_out),
        "warnings": dict(corpus.warnings),
    }


def digest_of(digests: Iterable[str]) -> str:
    """Of a whole set of recordings: the SHA-256 of their digests in order, a line each."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def _again(kernel: Kernel, job: Job, manifest: Mapping[str, Any]) -> offers.Corpus:
    found = {clip.digest: clip for clip in _sought(kernel, job, manifest["clips"])}
    missing = [row["name"] for row in manifest["clips"] if row["digest"] not in found]
    if missing and not job.stopping:
        names = ", ".join(missing[:NAMED]) + (" and more" if len(missing) > NAMED else "")
        what = f"{len(missing)} of the recordings it learns from are gone: {names}."
        raise Problem(what, "Put them back where they were, or train anew.", "missing")
    clips = [found[row["digest"]] for row in manifest["clips"] if row["digest"] in found]
    return offers.Corpus(clips, manifest["left_out"], manifest["warnings"])


def _sought(kernel: Kernel, job: Job, rows: Iterable[Mapping[str, Any]]) -> Sequence[offers.Clip]:
    """Those of the recordings that still lie in the place they came from, if that is known."""
    wanted = {row["digest"]: row for row in rows}
    places = dict.fromkeys(row["place"] for row in wanted.values() if row["place"])
    found: dict[str, offers.Clip] = {}
    for place in places:
        try:
            clips = kernel.corpus(place, job).clips
        except Problem:
            continue  # nothing is there any more
        found |= {clip.digest: clip for clip in clips if clip.digest in wanted}
    return [found[digest] for digest in wanted if digest in found]


def _row(clip: offers.Clip, place: str) -> dict[str, Any]:
    return {
        "name": clip.name,
        "digest": clip.digest,
        "seconds": clip.seconds,
        "channels": clip.channels,
        "place": place,
    }
