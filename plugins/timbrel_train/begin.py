"""How a training begins on disk, or is taken up again."""

from __future__ import annotations

import importlib.metadata
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_train.spec import Spec

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_train.run import Run


def begun(kernel: Kernel, run: Run, spec: Spec) -> None:
    """A new folder for it, with the model that it extends, which may be replaced meanwhile."""
    kernel.places.sweep()
    run.cleared(kernel)
    run.folder.mkdir(parents=True)
    if spec.base:
        card = kernel.registry.card(spec.base)
        shutil.copytree(kernel.places.models / card.name / card.version, run.path("base"))
    spec = replace(spec, without=left_out(kernel))
    run.write("spec.json", spec.facts(), kernel.places.writing)


def resumed(kernel: Kernel, run: Run, device: str) -> None:
    """The same one again, from its newest checkpoint on."""
    if run.read("state.json").get("state") == "done":
        mend = f"To teach it more: timbrel train --extend {run.name} FOLDER"
        raise Problem(f"'{run.name}' has finished its training.", mend)
    spec = replace(Spec.from_facts(run.read("spec.json")), without=left_out(kernel), finish=False)
    if device != "auto":
        spec = replace(spec, device=device)
    run.write("spec.json", spec.facts(), kernel.places.writing)


def left_out(kernel: Kernel) -> list[str]:
    """The installed plugins that this kernel does without: its training does so too."""
    loaded = {name for name, _ in kernel.host.manager.list_name_plugin()}
    points = importlib.metadata.entry_points(group=kernel.host.group)
    return sorted({point.name for point in points} - loaded)
