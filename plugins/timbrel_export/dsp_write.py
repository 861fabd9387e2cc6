"""The writing of a take into a file: measured, encoded, tagged, and looked at afterwards."""

from __future__ import annotations

import errno
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import mutagen
import soundfile

from timbrel_export import chunks, pages
from timbrel_export.dsp_depth import cut
from timbrel_export.dsp_meter import Meter, Rendered
from timbrel_export.dsp_peak import Limiter
from timbrel_export.dsp_steady import steadied
from timbrel_export.dsp_stream import streamed
from timbrel_export.process import Encoder
from timbrel_export.tags import tagged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np

    from timbrel import Take
    from timbrel_export.choice import Choice

BLOCK = 65536  # frames; encoders are never handed more at once


def written(take: Take, path: Path, choice: Choice) -> None:
    """Write a take; an OSError if the disk did not hold all of it, and a Problem else."""
    rendered, limiter = Rendered(take.channels), Limiter(choice.rate, choice.channels)
    meter = Meter(choice.rate, choice.channels)
    pieces = streamed(take, choice.rate, choice.channels, rendered)
    blocks = _blocks(meter.measured(limiter.limited(steadied(pieces, choice.rate))))
    seed = abs(int(take.recipe.get("seed") or 0))
    with _telling():
        _encoded(blocks, path, choice, seed)
        _again(path, choice, seed)
        quality = meter.facts(take.recipe.get("provenance") or {})
        turned = round(-20 * math.log10(limiter.down), 2) + 0.0
        quality |= {"turned_down": turned, **rendered.facts()}
        if isinstance(take.recipe.get("quality"), dict):
            take.recipe["quality"].update(quality)
        tagged(path, take.recipe)
        _verify(path, choice)


@contextmanager
def _telling() -> Iterator[None]:
    """Errors of the libraries as the one of the disk that they nearly always are."""
    try:
        yield
    except soundfile.LibsndfileError as error:
        raise OSError(errno.EIO, f"it could not be written whole ({error.error_string})") from error
    except mutagen.MutagenError as error:  # type: ignore[attr-defined]
        cause = next((a for a in error.args if isinstance(a, OSError)), None)
        if cause is not None and cause.errno:
            raise OSError(cause.errno, cause.strerror) from error
        raise OSError(errno.EIO, f"its tags could not be written ({error})") from error


def _encoded(blocks: Iterable[np.ndarray], path: Path, choice: Choice, seed: int) -> None:
    if choice.form.lossy:
        task: dict[str, Any] = {"path": str(path), "frames": choice.frames}
        with Encoder(choice.form.title, {**task, "opening": choice.opening}) as encoder:
            for block in blocks:
                encoder.write(block)
            encoder.finish()
        return
    with soundfile.SoundFile(path, "w", **choice.opening) as file:
        for block in blocks if choice.bits == 32 else cut(blocks, choice.bits, seed):
            file.write(block)


def _blocks(pieces: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    for piece in pieces:
        for start in range(0, len(piece), BLOCK):
            yield piece[start : start + BLOCK]


def _again(path: Path, choice: Choice, seed: int) -> None:
    """Take out what would make the same take give other bytes tomorrow."""
    if choice.form.container == "OGG":
        pages.numbered(path, seed % 2**32)
    elif choice.bits == 32:
        chunks.undated(path)


def _verify(path: Path, choice: Choice) -> None:
    found = soundfile.info(path)
    expected = (choice.frames, choice.rate, choice.channels)
    if (found.frames, found.samplerate, found.channels) != expected:
        raise OSError(errno.EIO, "what was read back is not what was written")
