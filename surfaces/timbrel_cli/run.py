"""One command line from its words to its exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from timbrel import Problem
from timbrel_cli.house import House
from timbrel_cli.tree import tree
from timbrel_cli.voice import Mute, Voice
from timbrel_cli.watch import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CODES = {"input": 1, "missing": 3, "unavailable": 4}
BUG, USAGE, INTERRUPTED = 1, 2, 130


def run(words: Sequence[str]) -> int:
    """Perform the command; its exit code. Every ending is said, none as a traceback."""
    house = House(Voice("--json" in _before_dashes(words)))
    try:
        return _ended(words, house)
    except Mute as mute:
        return _muted(mute, house.voice)
    finally:
        house.close()


def _muted(mute: Mute, voice: Voice) -> int:
    """What is still to be said goes nowhere, so that the end of the program is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(mute.__cause__, BrokenPipeError):
        return 0  # the reader has what it wanted, as in 'timbrel models | head'
    voice.aside(f"The answer could not be written: {mute.__cause__}.")
    return CODES["unavailable"]


def _before_dashes(words: Sequence[str]) -> Sequence[str]:
    return words[: words.index("--")] if "--" in words else words


def _ended(words: Sequence[str], house: House) -> int:
    voice = house.voice
    try:
        return _chosen(words, house)()
    except Stopped as stopped:
        voice.trouble("interrupted", stopped.what, stopped.mend)
        return INTERRUPTED
    except KeyboardInterrupt:
        voice.trouble("interrupted", "Stopped.")
        return INTERRUPTED
    except Problem as problem:
        voice.trouble(problem.kind, problem.what, problem.mend)
        return CODES[problem.kind]
    except typer.TyperException as error:
        return _misused(error, house)
    except Mute:
        raise
    except Exception as error:
        house.bug(error)
        return BUG


def _chosen(words: Sequence[str], house: House) -> Callable[[], int]:
    chosen: Callable[[], int] | int | None = tree()(
        args=list(words), prog_name="timbrel", standalone_mode=False, obj=house
    )
    if callable(chosen):
        return chosen
    code = chosen or 0  # --help has answered already
    return lambda: code


def _misused(error: typer.TyperException, house: House) -> int:
    context = getattr(error, "ctx", None)
    mend = f"Try '{context.command_path} --help'." if context else ""
    if house.broken:
        mend += f" Plugins set aside: {', '.join(house.broken)}; see 'timbrel doctor'."
    what = error.format_message()
    house.voice.trouble("usage", what if what.endswith((".", "?", "!")) else f"{what}.", mend)
    return USAGE
