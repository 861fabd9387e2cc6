"""A format of sound files as an exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import offers
from timbrel_export.choice import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from timbrel import Take
    from timbrel_export.form import Form


class File(offers.Exporter):
    """Writes one format, with the recipe in its tags and what was measured in the recipe."""

    needs = ("mutagen", "numpy", "scipy", "soundfile", "soxr")

    def __init__(self, form: Form) -> None:
        self._form = form
        self.name, self.says, self.controls = form.name, form.says, form.controls

    def write(self, take: Take, path: Path, values: Mapping[str, float]) -> None:
        choice = chosen(self._form, take, values)
        from timbrel_export.dsp_write import written

        written(take, path, choice)

    def recipe(self, path: Path) -> Mapping[str, Any] | None:
        from timbrel_export.tags import recipe

        return recipe(path)
