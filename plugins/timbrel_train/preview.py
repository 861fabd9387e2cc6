"""Previews: short takes of a network that is still in training."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from timbrel import Take, offers

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Job, Kernel

SECONDS = 6.0
EVERY = 45.0  # seconds between two


class Previews:
    """Makes a file whenever one is due, and tells the job where it lies."""

    def __init__(
        self, kernel: Kernel, kind: offers.Family, name: str, job: Job, began: float
    ) -> None:
        self.kernel, self.kind, self.name, self.job = kernel, kind, name, job
        self.began = began
        self.first: float | None = None
        self.paths: list[Path] = []
        self._due = 0.0

    def hear(self, network: offers.Network) -> None:
        """Render what the network would sound like if it stopped here, if it is time."""
        now = time.monotonic()
        if now < self._due or self.job.stopping:
            return
        path = self.kernel.places.free(self.kernel.places.renders, f"{self.name}-preview", ".wav")
        draft = self.kernel.registry.draft()
        try:
            network.save(draft)
            self._render(self.kind.load(draft), path)
        finally:
            for file in draft.iterdir():
                file.unlink()
            draft.rmdir()
        self.paths.append(path)
        self.first = self.first or time.monotonic() - self.began
        self.job.advance(self.job.part, f"preview: {path}", preview=str(path))
        self._due = time.monotonic() + EVERY

    def _render(self, model: offers.Model, path: Path) -> None:
        values = {c.name: c.rest for c in model.controls}
        frames = round(SECONDS * model.rate)
        recipe = {"made": "preview", "model": self.name, "seed": 0, "values": values}
        take = Take(
            recipe, model.rate, model.channels, frames, lambda: model.render(values, frames, 0)
        )
        exporter = self.kernel.host.find(offers.Exporter, "wav")
        with self.kernel.places.writing(path) as draft:
            exporter.write(take, draft, {c.name: c.rest for c in exporter.controls})
