"""Previews: short takes of a network that is still in training."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from timbrel import Take, offers

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Job, Kernel
    from timbrel_train.run import Run

log = logging.getLogger(__name__)
SECONDS = 6.0
EVERY = 45.0  # seconds between two


class Previews:
    """Makes a file whenever one is due, and tells the job where it lies."""

    def __init__(self, kernel: Kernel, kind: offers.Family, run: Run, job: Job) -> None:
        self.kernel, self.kind, self.run, self.job = kernel, kind, run, job
        self.paths: list[Path] = []
        again = bool(run.checkpoints(None).numbers())  # then one was heard before
        self._due = time.monotonic() + EVERY * again

    def hear(self, network: offers.Network) -> None:
        """Render what the network would sound like if it stopped here, if it is time."""
        if time.monotonic() < self._due or self.job.stopping:
            return
        try:
            path = self._made(network)
        except (
            Exception
        ) as error:  # no preview is worth the training: its end will tell, if need be
            log.exception("no preview")
            self.job.advance(self.job.part, f"no preview: {error}")
        else:
            self.paths.append(path)
            told = [str(path) for path in self.paths]
            note = f"preview {len(told)}"
            self.job.advance(self.job.part, note, preview=told[-1], previews=told)
        self._due = time.monotonic() + EVERY

    def _made(self, network: offers.Network) -> Path:
        places, draft = self.kernel.places, self.run.emptied()
        path = places.free(places.renders, f"{self.run.name}-preview", ".wav")
        network.save(draft)
        whole = draft / path.name  # here, so that nothing is left among the renders by a crash
        self._render(self.kind.load(draft), whole)
        whole.replace(path)
        return path

    def _render(self, model: offers.Model, path: Path) -> None:
        values = {c.name: c.rest for c in model.controls}
        frames = round(SECONDS * model.rate)
        recipe = {"made": "preview", "model": self.run.name, "seed": 0, "values": values}
        take = Take(
            recipe, model.rate, model.channels, frames, lambda: model.render(values, frames, 0)
        )
        exporter = self.kernel.host.find(offers.Exporter, "wav")
        with self.kernel.places.writing(path) as draft:
            exporter.write(take, draft, {c.name: c.rest for c in exporter.controls})
