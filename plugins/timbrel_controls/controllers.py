"""The verbs 'controllers learn', 'unlearn' and 'list': faders and buttons that steer."""

from typing import Annotated, Any, Literal

from timbrel import Kernel, Problem
from timbrel_controls.board import PATIENCE
from timbrel_controls.steer import VERBS, Steer, checked
from timbrel_controls.steering import steering


def learn(
    kernel: Kernel,
    knob: Annotated[str, "A knob; or generate, live:start, live:record, preset:NAME for a button"],
    *,
    address: Annotated[
        str | None, "The controller, as /1/fader3 or midi/1/cc/74; the next one moved if not given"
    ] = None,
    low: Annotated[float | None, "Where the knob is at its one end; its own if not given"] = None,
    high: Annotated[float | None, "Where it is at the other; less than low turns it round"] = None,
    curve: Annotated[
        Literal["linear", "exp", "log", "smooth"], "How it gets from the one to the other"
    ] = "linear",
    smoothing: Annotated[float, "Seconds in which it goes two thirds of the way"] = 0.0,
    input_: Annotated[str, "What the controller sends at its ends"] = "0,1",
) -> dict[str, Any]:
    """Let a controller steer a knob: that of an address, or the next one that is moved."""
    least, most = _ends(input_)
    facts = {"knob": _known(kernel, knob), "low": low, "high": high, "curve": curve}
    steer = checked({**facts, "smoothing": smoothing, "least": least, "most": most})
    board = steering(kernel).board
    if address is None:
        board.wait(steer)
        says = f"Move a controller: the next one steers {steer.says}, within {PATIENCE:.0f} s."
    else:
        board.bind(address, steer)
        says = f"{address} steers {steer.says}."
    return {"says": says, "address": address, "steer": steer.facts}


def unlearn(
    kernel: Kernel, what: Annotated[str, "The controller's address, or the knob that it steers"]
) -> dict[str, Any]:
    """Let a controller steer nothing any more."""
    board = steering(kernel).board
    gone = board.forget(what)
    if not gone:
        there = ", ".join([*board.steers, *sorted({s.knob for s in board.steers.values()})])
        raise Problem(f"No controller is '{what}'.", f"There is: {there or 'none'}.", "missing")
    return {"says": f"Forgotten: {', '.join(gone)}.", "gone": gone}


def list_(kernel: Kernel) -> dict[str, Any]:
    """List the controllers and what they steer."""
    board = steering(kernel).board
    steers, waiting = board.steers, board.waiting
    lines = [f"{address}: {steer.says}" for address, steer in steers.items()]
    if waiting:
        lines.append(f"The next controller that is moved: {waiting.says}")
    says = "\n".join(lines) or "No controllers yet: 'timbrel controllers learn KNOB'."
    facts = {address: steer.facts for address, steer in steers.items()}
    return {"says": says, "controllers": facts, "waiting": waiting.facts if waiting else None}


def _ends(text: str) -> tuple[float, float]:
    least, comma, most = text.partition(",")
    try:
        return float(least), float(most if comma else "")
    except ValueError:
        raise Problem(f"'{text}' are no two ends.", "Write them as 0,127.") from None


def _known(kernel: Kernel, knob: str) -> str:
    """The name as the model has it; where none is loaded any will do."""
    names = kernel.session.controls
    if not names or Steer(knob).verb:
        return knob
    for name in names:
        if knob in (name, name.replace(" ", "_")):
            return name
    there = ", ".join([*names, *VERBS])
    raise Problem(f"No knob is called '{knob}'.", f"There is: {there}.", "missing")
