"""The verb 'models map': where the sounds of a model lie, to point into with generate --at."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

from timbrel import Kernel, Problem

SHOWN = 20


def map_(
    kernel: Kernel,
    name: Annotated[str, "The model"],
    *,
    out: Annotated[Path | None, "A picture to draw, as map.png"] = None,
) -> dict[str, Any]:
    """Show where a model's sounds lie on its map, those alike side by side."""
    places = [dict(place) for place in kernel.registry.open(name).map()]
    if not places:
        raise Problem(f"'{name}' has no map.", "Train it with the family 'grain'.")
    lines = [_line(place) for place in places[:SHOWN]]
    if len(places) > SHOWN:
        sounds = len(Counter(place["source"] for place in places))
        lines.append(f"... {len(places)} sounds of {sounds} recordings in all.")
    lines.append(f"Play from a place with: timbrel generate {name} --at 0.3,0.7")
    answer: dict[str, Any] = {"model": name, "places": places}
    if out:
        path = _drawn(kernel, places, name, out.expanduser().absolute())
        answer, lines = {**answer, "path": str(path)}, [*lines, str(path)]
    return {"says": "\n".join(lines), **answer}


def _line(place: dict[str, Any]) -> str:
    return f"{place['x']:.2f},{place['y']:.2f}  {place['source']} at {place['start']:.2f} s"


def _drawn(kernel: Kernel, places: list[dict[str, Any]], name: str, path: Path) -> Path:
    if path.suffix.lower() != ".png":
        raise Problem(f"The map cannot be drawn as '{path.name}'.", "Name it map.png, say.")
    from timbrel_play import dsp_picture

    with kernel.places.writing(path) as draft:
        draft.write_bytes(dsp_picture.picture(places, name))
    return path
