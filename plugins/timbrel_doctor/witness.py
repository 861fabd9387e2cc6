"""Looks at one library in a process of its own.

A library that is broken may raise, hang, print or end the process; here it harms nobody.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from typing import Any

SECONDS = 60
MARK = b"\nanswer: "


def asked(name: str) -> dict[str, Any]:
    """What the witness for a library says, or {'error': why it says nothing}."""
    code = f"from timbrel_doctor.witness import main; main({name!r})"
    command = [sys.executable, "-P", "-c", code]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return {"error": f"no answer within {SECONDS} s"}
    _, mark, answer = done.stdout.rpartition(MARK)
    if mark and done.returncode == 0:
        return json.loads(answer)
    last = done.stderr.decode(errors="backslashreplace").strip().rpartition("\n")[2]
    return {"error": last or f"it ended with code {done.returncode}"}


def torch() -> dict[str, Any]:
    """Version, threads and devices; each device has added up eight ones to prove itself."""
    import torch

    names = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    names += ["mps"] if torch.backends.mps.is_available() else []
    devices = {name: _tried(name) for name in [*names, "cpu"]}
    return {
        "version": torch.__version__,
        "cuda": torch.version.cuda or "",
        "threads": torch.get_num_threads(),
        "devices": devices,
    }


def _tried(name: str) -> dict[str, Any]:
    import torch

    model = torch.cuda.get_device_name(name) if name.startswith("cuda") else ""
    try:
        well = float(torch.ones(8, device=name).sum()) == 8.0
        return {"error": "" if well else "it cannot add", "model": model}
    except RuntimeError as error:
        return {"error": str(error).partition("\n")[0], "model": model}


def soundfile() -> dict[str, Any]:
    """Versions, and the formats with their encodings."""
    import soundfile

    formats = {name: sorted(soundfile.available_subtypes(name)) for name in _formats()}
    return {
        "version": soundfile.__version__,
        "libsndfile": soundfile.__libsndfile_version__,
        "formats": formats,
    }


def _formats() -> list[str]:
    import soundfile

    return sorted(soundfile.available_formats())


def sounddevice() -> dict[str, Any]:
    """The outputs of the sound card, the default one first."""
    sounddevice = importlib.import_module("sounddevice")  # not everybody has it
    default = sounddevice.default.device[1]
    every = [dict(device) for device in sounddevice.query_devices()]
    outputs = [device for device in every if device["max_output_channels"] > 0]
    outputs.sort(key=lambda device: device["index"] != default)
    return {"version": sounddevice.__version__, "outputs": [o["name"] for o in outputs]}


def plain(name: str) -> dict[str, Any]:
    """The version of any library that can be imported."""
    return {"version": str(getattr(importlib.import_module(name), "__version__", ""))}


def main(name: str) -> None:
    witness = {"torch": torch, "soundfile": soundfile, "sounddevice": sounddevice}.get(name)
    try:
        facts = witness() if witness else plain(name)
    except (Exception, SystemExit) as error:
        facts = {"error": f"{type(error).__name__}: {error}".partition("\n")[0]}
    os.write(1, MARK + json.dumps(facts).encode())
    os._exit(0)  # what a library does at its end is of no interest
