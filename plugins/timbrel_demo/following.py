"""A job within a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Job

if TYPE_CHECKING:
    from collections.abc import Mapping

BEAT = 0.1  # seconds between two looks


def followed(inner: Job | Mapping[str, Any], outer: Job, low: float, high: float) -> Any:
    """Wait for what an action began; its progress fills ``low``..``high`` of the outer job.

    Its failure is raised here, and a stop of the outer job is passed on.
    """
    if not isinstance(inner, Job):
        return inner
    while not inner.ended:
        if not outer.advance(low + (high - low) * inner.part, inner.note, **inner.facts):
            inner.stop()
        try:
            inner.result(BEAT)
        except TimeoutError:
            continue
    return inner.result()
