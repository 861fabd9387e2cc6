"""The map of a dataset: where each sound lies among the others, as figures and as a picture."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from timbrel_datasets.portrait import Portrait

EDITION = "map-2"


@dataclass(frozen=True, slots=True)
class Map:
    """``places`` are x and y within -1..1 by name, ``picture`` a PNG and ``file`` this in JSON."""

    places: Mapping[str, tuple[float, float]]
    method: str
    trust: float
    tried: Mapping[str, float]
    picture: Path
    file: Path

    @property
    def says(self) -> str:
        if self.method == "line":
            return f"The map, {self.picture}, has too little on it to choose a way of drawing it."
        kept = f"{100 * self.trust:.1f} % of its neighbourhoods hold (trustworthiness)"
        return f"The map, {self.picture}: drawn by {self.method}, {kept}."

    def as_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "trustworthiness": self.trust,
            "tried": dict(self.tried),
            "points": {name: list(place) for name, place in self.places.items()},
        }


def mapped(portraits: Mapping[str, Portrait], places: Any) -> Map:
    """The map of these sounds, from the cache where it is there; it must be writable."""
    told = json.dumps([EDITION, *((name, p.shape) for name, p in portraits.items())])
    key = hashlib.sha256(told.encode()).hexdigest()[:32]
    file = places.cache / EDITION / f"{key}.json"
    known = _remembered(file)
    return known or _made(portraits, places, file)


def _made(portraits: Mapping[str, Portrait], places: Any, file: Path) -> Map:
    from timbrel_datasets.dsp_chart import chart
    from timbrel_datasets.dsp_map import laid_out

    layout = laid_out([portrait.shape for portrait in portraits.values()])
    spots = {
        name: (round(float(x), 4), round(float(y), 4))
        for name, (x, y) in zip(portraits, layout.points, strict=True)
    }
    picture = file.with_suffix(".png")
    made = Map(spots, layout.method, layout.trust, layout.tried, picture, file)
    brightness = [portrait.brightness for portrait in portraits.values()]
    with places.writing(picture) as draft:
        draft.write_bytes(chart(layout.points, tuple(portraits), brightness))
    with places.writing(file) as draft:
        draft.write_text(json.dumps(made.as_json()))
    return made


def _remembered(file: Path) -> Map | None:
    picture = file.with_suffix(".png")
    try:
        facts = json.loads(file.read_text())
        spots = {name: (float(x), float(y)) for name, (x, y) in facts["points"].items()}
        trust, tried = float(facts["trustworthiness"]), dict(facts["tried"])
        known = Map(spots, str(facts["method"]), trust, tried, picture, file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return known if picture.is_file() else None
