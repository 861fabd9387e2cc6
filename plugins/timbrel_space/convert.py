"""A measured head from a SOFA file: ``python -m timbrel_space.convert FILE.sofa``.

It is run by hand, once for each new set: what it writes is what the package ships. It needs
h5py, which nothing else here does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

TARGET = Path(__file__).with_name("kemar.safetensors")


def convert(source: Path, target: Path = TARGET) -> str:
    """Write the head of a SOFA file (SimpleFreeFieldHRIR, AES69) and say what came of it."""
    from timbrel_space.dsp_measured import condensed, stored

    responses, places, rate = opened(source)
    head = condensed(responses, places, rate)
    size = stored(head, target)
    elevations, azimuths, taps = head.responses.shape
    return f"{target.name}: {elevations} x {azimuths} directions of {taps} samples, {size} bytes"


def opened(source: Path) -> tuple[np.ndarray, np.ndarray, float]:
    """Responses (places, 2, samples), azimuth and elevation (places, 2) in degrees, rate in Hz."""
    try:
        import h5py  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        need = "SOFA files are HDF5, and h5py is not installed."
        raise Problem(need, "pip install h5py", "unavailable") from error
    try:
        with h5py.File(source) as file:
            kind = file.attrs.get("SOFAConventions", b"")
            found = [file[name][:] for name in ("Data.IR", "SourcePosition", "Data.SamplingRate")]
    except (OSError, KeyError) as error:
        raise Problem(f"{source.name} cannot be read as a SOFA file.") from error
    responses, places, rate = found
    if kind != b"SimpleFreeFieldHRIR" or responses.shape[1:2] != (2,):
        raise Problem(f"{source.name} holds no head with two ears.")
    return responses, places[:, :2], float(rate[0])


def main(words: Sequence[str]) -> int:
    if len(words) not in {1, 2}:
        print("python -m timbrel_space.convert FILE.sofa [FILE.safetensors]", file=sys.stderr)
        return 2
    try:
        print(convert(*map(Path, words)))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
