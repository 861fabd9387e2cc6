"""The sound card by itself: a model plays without an end, from the terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

from timbrel import Problem, offers
from timbrel_live.card import DEFAULT
from timbrel_live.output import Output

if TYPE_CHECKING:
    from threading import Event

    from timbrel import Kernel

GLANCE, GRACE = 0.2, 5.0


def options(
    *,
    model: Annotated[str | None, "The model, or a blend as a:0.6+b:0.4; else the newest"] = None,
    out: Annotated[str, "The output: default, a name or a number"] = DEFAULT,
    ahead: Annotated[float, "Milliseconds: 20 answers quickest, 150 is safest"] = 80.0,
    seed: Annotated[int, "The same seed gives the same sound"] = 0,
    set_: Annotated[list[str] | None, "A knob, as brightness=0.5; may be given again"] = None,
) -> None:
    """What ``timbrel live`` asks."""


class Alone(offers.Surface):
    name, says = "live", "Play a model without an end on this machine's sound card"
    alone = True
    asks = staticmethod(options)

    def serve(self, kernel: Kernel, stop: Event) -> None:
        asked = kernel.settings
        kernel.live.set(float(asked.get("live_ahead", 80.0)))
        kernel.session.load(asked.get("live_model") or newest(kernel))
        kernel.session.move(offers.written(asked.get("live_set") or [], "brightness=0.5"))
        kernel.live.begin(int(asked.get("live_seed") or 0))
        output = Output(kernel, str(asked.get("live_out") or DEFAULT))
        print(f"Getting {kernel.session.name} ready; Ctrl-C ends it.", file=sys.stderr, flush=True)
        playing = offers.begun(lambda: output.play(stop))
        try:
            while not playing.done():
                time.sleep(GLANCE)  # Ctrl-C must not come between a lock and its release
        finally:
            stop.set()
            playing.exception(GRACE)
            _told(output, kernel.live.underruns)
        playing.result()


def newest(kernel: Kernel) -> str:
    """The name of the model that was made last."""
    cards = kernel.registry.cards()
    if not cards:
        mend = "Make one: timbrel train FOLDER --name NAME, or timbrel demo."
        raise Problem("There is no model to play.", mend, "missing")
    return max(cards, key=lambda card: card.made).name


def _told(output: Output, late: int) -> None:
    facts = output.facts()
    broken = facts.get("starved", 0) + facts.get("xruns", 0)
    if broken or late:
        words = f"The sound broke off {broken} times, and {late} times it was not ready in time."
        print(f"{words} With a higher --ahead it is safer.", file=sys.stderr, flush=True)
