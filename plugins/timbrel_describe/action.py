"""The verb 'describe': what a recording measures, in words and figures."""

from pathlib import Path
from typing import Annotated, Any

from timbrel import Audio, Job, Kernel, Problem, offers
from timbrel_describe.course import course, summed, told

UNKNOWN = "cannot be told"


def describe(
    kernel: Kernel,
    recording: Annotated[Path, "The recording to be measured"],
    *,
    every: Annotated[float | None, "Measure it anew every so many seconds, as 1"] = None,
    picture: Annotated[Path | None, "A PNG to draw: its spectrogram, its level, its onsets"] = None,
) -> dict[str, Any]:
    """Measure the audible qualities of a recording.

    With 'every' also their course over time, its level and where its sounds begin.
    """
    if recording.is_dir():
        raise Problem(f"{recording} is a folder.", "Name one recording in it.")
    audio, warnings = kernel.recording(recording, Job("describe"))
    table = kernel.host.table(offers.Descriptor)
    measured = {name: kernel.host.find(offers.Descriptor, name) for name in table}
    values = {name: told(kind.measure(audio)) for name, kind in measured.items()}
    width = max(map(len, values))
    lines = [_line(kind, values[name], width) for name, kind in measured.items()]
    over = course(audio, measured, every) if every is not None else {}
    drawn = _drawn(kernel, audio, picture) if picture else {}
    return {
        "says": "\n".join(
            [f"{recording.name}: {audio.seconds:.2f} s", *lines, *summed(over), *warnings]
            + [f"Its picture: {path}" for path in drawn.values()]
        ),
        "file": str(recording),
        "seconds": audio.seconds,
        "descriptors": {
            name: {"value": values[name], "unit": kind.unit} for name, kind in measured.items()
        },
        "notes": warnings,
        **over,
        **drawn,
    }


def _drawn(kernel: Kernel, audio: Audio, path: Path) -> dict[str, str]:
    if path.suffix.lower() != ".png":
        raise Problem(f"{path.name} is no name for a picture.", "Let it end in .png.")
    from timbrel_describe.dsp_picture import picture

    with kernel.places.writing(path) as draft:
        draft.write_bytes(picture(audio))
    return {"picture": str(path)}


def _line(kind: offers.Descriptor, value: float | None, width: int) -> str:
    shown = f"{value:8.2f} {kind.unit}" if value is not None else UNKNOWN
    return f"{kind.name:<{width}}  {shown:<22}  {kind.says}"
