"""The verbs 'live start', 'panic', 'ahead', 'volume' and 'status': sound without an end."""

from typing import Annotated, Any

from timbrel import Kernel

WORDS = {
    "resting": "It plays as soon as somebody listens: open the page's room Live.",
    "silent": "Silent: begin again with 'live start'.",
    "preparing": "Getting ready: loops are compiled and rooms are made, once.",
    "playing": "It plays.",
    "waiting": "There is nothing to play: load a model.",
}


def start(
    kernel: Kernel,
    *,
    seed: Annotated[int | None, "The same seed and moves give the same sound"] = None,
) -> dict[str, Any]:
    """Play the session's model without an end, to whoever listens."""
    kernel.live.begin(seed)
    return _answer(kernel)


def panic(kernel: Kernel) -> dict[str, Any]:
    """Silence the live sound at once, until it is started again."""
    kernel.live.panic()
    return _answer(kernel)


def ahead(
    kernel: Kernel,
    milliseconds: Annotated[float, "20 answers quickest, 150 is safest"],
) -> dict[str, Any]:
    """Set how far ahead of the ear the live sound is rendered."""
    given = kernel.live.set(milliseconds)
    return {**_answer(kernel), "says": f"The live sound is rendered {given:g} ms ahead."}


def volume(
    kernel: Kernel,
    volume: Annotated[float, "0 is silent, 1 as it was rendered; half way is 12 dB less"],
) -> dict[str, Any]:
    """Set how loud the live sound is heard, by all who listen; takes stay as they are."""
    given = kernel.live.volume.turn(volume)
    return {**_answer(kernel), "says": f"The live sound is heard at {given:g} of 1."}


def status(kernel: Kernel) -> dict[str, Any]:
    """Say how the live sound stands: its model, its level, how often it was late."""
    return _answer(kernel)


def _answer(kernel: Kernel) -> dict[str, Any]:
    facts = kernel.live.facts()
    late = f" Interrupted {facts['underruns']} times so far." if facts["underruns"] else ""
    rest = late + "".join(_told(output) for output in facts["outputs"]) + _recorded(facts)
    return {"says": (facts["problem"] or WORDS[facts["state"]]) + rest, **facts}


def _recorded(facts: dict[str, Any]) -> str:
    """The recording that is under way, or what ended it."""
    told = facts["recording"]
    if not told:
        return ""
    if told["problem"]:
        return f" {told['problem']} Keep it with 'timbrel live keep'."
    return f" {told['name']} records it, {told['seconds']} s so far."


def _told(output: dict[str, Any]) -> str:
    """How an output of this machine stands."""
    if output["problem"]:
        return f" {output['problem']}"
    broken = f"{output['starved']} times, the card was late {output['xruns']} times"
    return f" On {output['name']}, {output['rate']} Hz: it broke off {broken}."
