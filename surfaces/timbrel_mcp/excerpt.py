"""A few seconds of a sound, small enough to be sent."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from timbrel import Audio, Job, Problem, Take, offers

if TYPE_CHECKING:
    from timbrel import Kernel

LONGEST = 10.0  # seconds
LARGEST = 192 << 10  # bytes: 256 kB once it is written as text
KINDS = {"ogg": "audio/ogg", "mp3": "audio/mpeg"}
RATE = 44100.0
WISH = {"channels": 1.0, "rate": RATE}


def excerpt(kernel: Kernel, path: Path, begin: float, seconds: float) -> tuple[str, bytes]:
    """Its kind and its bytes: one channel, as OGG or MP3."""
    audio, _ = kernel.recording(path, Job("excerpt"))
    first = round(begin * audio.rate)
    part = audio.samples[:, first : first + round(seconds * audio.rate)]
    if not part.shape[1]:
        raise Problem(f"The sound lasts {audio.seconds:.2f} s.", "Begin earlier.")
    part = part.mean(axis=0, keepdims=True, dtype="float32")
    while True:
        kind, data = _written(kernel, Audio(part, audio.rate))
        if len(data) <= LARGEST:
            return kind, data
        part = part[:, : part.shape[1] // 2]


def _written(kernel: Kernel, audio: Audio) -> tuple[str, bytes]:
    table = kernel.host.table(offers.Exporter)
    name = next((one for one in KINDS if one in table), None)
    if name is None:
        mend = "Ask for the picture instead."
        raise Problem("Nothing here writes a small file of sound.", mend, "unavailable")
    exporter = kernel.host.find(offers.Exporter, name)
    values = {one.name: one.clamp(WISH.get(one.name, one.rest)) for one in exporter.controls}
    take = Take({"quality": {}}, audio.rate, 1, audio.frames, lambda: iter([audio]))
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"excerpt.{name}"
        exporter.write(take, file, values)
        return KINDS[name], file.read_bytes()
