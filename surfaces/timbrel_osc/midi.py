"""The MIDI surface: every input of the machine is heard, and what it moves is passed on."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

from timbrel import offers
from timbrel_osc.midi_event import moved

if TYPE_CHECKING:
    from threading import Event

    from timbrel import Kernel

log = logging.getLogger(__name__)

LOOK = 2.0  # seconds after which a keyboard that was plugged in is found
THROUGH = "Midi Through"  # what Linux has on every machine: it would say everything twice


class Midi(offers.Surface):
    name = "midi"
    says = "MIDI: faders, knobs and keys that are learnt"

    def serve(self, kernel: Kernel, stop: Event) -> None:
        try:
            import mido  # type: ignore[import-not-found]

            names = mido.get_input_names()  # type: ignore[attr-defined]
        except ImportError:
            return _skipped("pip install 'timbrel[midi]'")
        except Exception as error:  # rtmidi has errors of its own, by system
            return _skipped(str(error).partition("\n")[0])
        print(f"MIDI: {', '.join(names) or 'no input yet'}", file=sys.stderr, flush=True)
        inputs = Inputs(kernel, mido)
        while not stop.is_set():
            inputs.look()
            stop.wait(LOOK)
        inputs.close()


def _skipped(why: str) -> None:
    print(f"MIDI: not heard on this machine ({why})", file=sys.stderr, flush=True)


class Inputs:
    """Those that are plugged in. ``library`` names and opens them, as mido does."""

    def __init__(self, kernel: Kernel, library: Any) -> None:
        self._kernel, self._library = kernel, library
        self._open: dict[str, Any] = {}

    def look(self) -> None:
        """Open what was plugged in, close what was pulled out."""
        there = [name for name in self._library.get_input_names() if THROUGH not in name]
        for name in [*self._open]:
            if name not in there:
                self._open.pop(name).close()
        for name in there:
            if name not in self._open:
                self._begin(name)

    def close(self) -> None:
        for port in self._open.values():
            port.close()
        self._open = {}

    def _begin(self, name: str) -> None:
        try:
            self._open[name] = self._library.open_input(name, callback=self._hear)
        except Exception as error:  # another program may have it to itself
            log.info("%s is not heard: %s", name, error)

    def _hear(self, message: Any) -> None:
        """On the library's own thread."""
        for address, value in moved(message.bytes()):
            facts = {"address": address, "value": round(value, 6), "origin": "midi"}
            self._kernel.host.tell("controller_moved", kernel=self._kernel, **facts)
