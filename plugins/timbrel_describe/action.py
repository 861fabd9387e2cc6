"""The verb 'describe': what a recording measures, in words and figures."""

import math
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, offers

UNKNOWN = "cannot be told"


def describe(
    kernel: Kernel, recording: Annotated[Path, "The recording to be measured"]
) -> dict[str, Any]:
    """Measure the audible qualities of a recording."""
    if recording.is_dir():
        raise Problem(f"{recording} is a folder.", "Name one recording in it.")
    audio, warnings = kernel.recording(recording, Job("describe"))
    table = kernel.host.table(offers.Descriptor)
    measured = {name: kernel.host.find(offers.Descriptor, name) for name in table}
    values = {name: _told(kind.measure(audio)) for name, kind in measured.items()}
    width = max(map(len, values))
    lines = [_line(kind, values[name], width) for name, kind in measured.items()]
    return {
        "says": "\n".join([f"{recording.name}: {audio.seconds:.2f} s", *lines, *warnings]),
        "file": str(recording),
        "seconds": audio.seconds,
        "descriptors": {
            name: {"value": values[name], "unit": kind.unit} for name, kind in measured.items()
        },
        "notes": warnings,
    }


def _told(value: float) -> float | None:
    """The value, or None where it could not be told: NaN is no JSON."""
    return float(value) if math.isfinite(value) else None


def _line(kind: offers.Descriptor, value: float | None, width: int) -> str:
    shown = f"{value:8.2f} {kind.unit}" if value is not None else UNKNOWN
    return f"{kind.name:<{width}}  {shown:<22}  {kind.says}"
