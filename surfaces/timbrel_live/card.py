"""The sound cards of this machine, as PortAudio knows them; asked in a process of its own."""

from __future__ import annotations

import difflib
import importlib
import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from timbrel import Problem

DEFAULT, NULL = "default", "null"
SECONDS = 30  # that a listing may take
COMMAND = (sys.executable, "-P", "-m")


def library() -> Any:
    """The module sounddevice; a Problem that says how to get what is absent."""
    if find_spec("sounddevice") is None:
        what = "To play on the sound card Timbrel needs its extra 'live'."
        raise Problem(what, "pip install 'timbrel[live]'; the page plays without.", "unavailable")
    try:
        return importlib.import_module("sounddevice")  # not everybody has it
    except OSError as error:
        what = "The sound library PortAudio is not on this machine."
        mend = "apt install libportaudio2, or brew install portaudio; the page plays without."
        raise Problem(what, mend, "unavailable") from error


def outputs(library: Any) -> list[dict[str, Any]]:
    """Number, name, system, channels and rate of each output, the default one first."""
    every = [dict(device) for device in library.query_devices()]
    hosts = [host["name"] for host in library.query_hostapis()]
    found = [
        {
            "number": device["index"],
            "name": device["name"],
            "system": hosts[device["hostapi"]],
            "channels": device["max_output_channels"],
            "rate": round(device["default_samplerate"]),
        }
        for device in every
        if device["max_output_channels"] > 0
    ]
    default = library.default.device[1]
    return sorted(found, key=lambda one: one["number"] != default)


def chosen(wish: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """The output that is meant: by number, by name, by a part of it; or 'default'."""
    if not found:
        mend = "Plug in a sound card, start JACK or PipeWire, or play on the page."
        raise Problem("This machine has no sound output.", mend, "unavailable")
    if wish == DEFAULT:
        return found[0]
    low = wish.casefold()
    tests = (
        lambda one: str(one["number"]) == wish,
        lambda one: low in (one["name"].casefold(), f"{one['name']}, {one['system']}".casefold()),
        lambda one: low in f"{one['name']}, {one['system']}".casefold(),
    )
    for test in tests:
        if fits := [one for one in found if test(one)]:
            return fits[0]
    raise _unknown(wish, [one["name"] for one in found])


def _unknown(wish: str, names: list[str]) -> Problem:
    near = difflib.get_close_matches(wish, names, 3, 0.5)
    there = f"Did you mean {' or '.join(near)}?" if near else f"There is: {', '.join(names[:6])}."
    mend = f"{there} 'timbrel live devices' lists them."
    return Problem(f"There is no output called '{wish}'.", mend, "missing")


def listed() -> list[dict[str, Any]]:
    """The outputs there are now: a library that lists but once, or breaks, harms nobody here."""
    command = [*COMMAND, "timbrel_live.card"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        answer = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        mend = "'timbrel doctor' tells more; the page plays without."
        raise Problem("The sound cards could not be listed.", mend, "unavailable") from None
    if "problem" in answer:
        raise Problem(*answer["problem"])
    return answer["outputs"]


def main() -> None:
    try:
        answer: dict[str, Any] = {"outputs": outputs(library())}
    except Problem as problem:
        answer = {"problem": [problem.what, problem.mend, problem.kind]}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
