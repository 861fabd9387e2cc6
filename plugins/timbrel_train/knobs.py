"""What the mappers learn of a model that was just trained."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from timbrel import offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Job, Kernel

log = logging.getLogger(__name__)


def learnt(
    kernel: Kernel,
    model: offers.Model,
    corpus: offers.Corpus,
    job: Job,
    said: Callable[[str], None],
) -> dict[str, Any]:
    """By mapper, for the card. One that breaks leaves the model as playable as it was."""
    descriptors = kernel.host.table(offers.Descriptor)
    found: dict[str, Any] = {}
    for name, mapper in kernel.host.table(offers.Mapper).items():
        if job.stopping:
            break
        try:
            knobs = mapper.learn(model, corpus, descriptors, job)
        except Exception:
            log.exception("%s could not learn", name)
            said(f"The controls of '{name}' could not be measured on it: they turn unmeasured.")
            continue
        if knobs:
            found[name] = dict(knobs)
    return found
