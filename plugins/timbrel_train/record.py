"""The record of a training: the card of its model, with all that it came from."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from timbrel import Card
from timbrel_train.run import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_train.spec import Spec

LIBRARIES = ("timbrel", "torch", "numpy", "scipy", "soundfile", "safetensors")


def carded(
    spec: Spec, manifest: Mapping[str, Any], figures: Mapping[str, Any], device: str
) -> Card:
    """What is known of a model that has just been trained."""
    clips = [*manifest["gone"], *manifest["clips"]]
    dataset = {"digest": manifest["digest"], "place": spec.place, "clips": clips}
    settings: dict[str, Any] = {**spec.values, **spec.settings, "seed": spec.seed}
    settings |= {"trainer": spec.trainer, "device": device, "versions": versions()}
    if spec.base:
        settings["extends"] = spec.base
    return Card(
        name=spec.name,
        family=spec.family,
        made=now(),
        seconds=sum(clip["seconds"] for clip in clips),
        sounds=len(clips),
        settings={**settings, "dataset": dataset},
        figures=dict(figures),
    )


def versions() -> dict[str, str]:
    """Of all that the numbers could depend on."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
