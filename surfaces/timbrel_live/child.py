"""The process that plays: python -m timbrel_live.child MEMORY RATE OUTPUT.

It opens the card, says so in a line of JSON, and copies what its parent writes into the shared
memory; it fades out and ends with its input, whose end is that of the parent too.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from timbrel import Problem
from timbrel_live.card import NULL, chosen, library, outputs
from timbrel_live.hurry import hurry
from timbrel_live.null import Null

FAILED, GONE = 1, 75
LOOKS = 0.2  # seconds between two looks whether the card still asks
STILL = 2.0  # seconds without it after which the card is gone
SOON = 0.5  # seconds in which it fades out


def main() -> None:
    from timbrel_live.dsp_player import Player
    from timbrel_live.dsp_ring import Ring, Slot

    name, rate, wish = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    ring = Ring(_attached(name))
    ring[Slot.PERIOD] = ring[Slot.SEEN] = 0
    player = Player(ring)
    hurry()
    try:
        stream, facts = opened(wish, rate, player)
        stream.start()
    except Problem as problem:
        _say(problem=[problem.what, problem.mend, problem.kind])
        os._exit(FAILED)
    except Exception as error:  # PortAudio's own, or a driver's
        what = f"The sound output would not open: {str(error).rstrip('.')}."
        mend = "Another program may have it to itself: close that, or choose another output."
        _say(problem=[what, mend, "unavailable"])
        os._exit(FAILED)
    gc.collect()
    gc.freeze()
    _say(open=facts)
    code = _watched(stream, ring, player)
    os._exit(code)  # a driver that hangs must not hold it up


def opened(wish: str, rate: int, player: Any) -> tuple[Any, dict[str, Any]]:
    """A stream that asks the player, at the wished rate or else the card's own; and what it is."""
    if wish == NULL:
        return Null(rate, player.play), {"name": NULL, "rate": rate, "latency": 0.0}
    sound = library()
    output = chosen(wish, outputs(sound))

    def play(out: Any, frames: int, when: Any, status: Any) -> None:
        player.play(out, bool(status and status.output_underflow))

    def stream(at: int) -> Any:
        channels = min(output["channels"], 2)
        return sound.OutputStream(
            samplerate=at,
            device=output["number"],
            channels=channels,
            dtype="float32",
            latency="low",
            callback=play,
        )

    try:
        made = stream(rate)
    except sound.PortAudioError:
        if rate == output["rate"]:
            raise
        made = stream(output["rate"])
    facts = {"name": output["name"], "rate": round(made.samplerate), "latency": made.latency}
    return made, facts


def _watched(stream: Any, ring: Any, player: Any) -> int:
    """Play until the input ends; the exit code, GONE where the card asks for nothing any more."""
    from timbrel_live.dsp_ring import Slot

    over = threading.Event()
    threading.Thread(target=_ended, args=(over,), daemon=True).start()
    began = time.monotonic()
    while not over.wait(LOOKS):
        asked = ring[Slot.SEEN] / 1e9 or began
        if not stream.active or time.monotonic() - asked > STILL:
            return GONE
    player.over = True
    until = time.monotonic() + SOON
    while not player.silent and time.monotonic() < until:
        time.sleep(0.005)
    threading.Thread(target=stream.stop, daemon=True).start()
    time.sleep(min(stream.latency + 0.02, SOON))  # what is with the card already
    return 0


def _ended(over: threading.Event) -> None:
    while os.read(0, 4096):
        continue
    over.set()


def _attached(name: str) -> memoryview:
    """The parent's memory. Before 3.13 Python took everyone for its owner, who deletes it."""
    if sys.version_info >= (3, 13):
        memory = SharedMemory(name, track=False)
    else:
        resource_tracker.register = lambda name, rtype: None
        memory = SharedMemory(name)
    _kept.append(memory)
    assert memory.buf is not None
    return memory.buf


_kept: list[SharedMemory] = []


def _say(**facts: Any) -> None:
    os.write(1, json.dumps(facts).encode() + b"\n")


if __name__ == "__main__":
    main()
