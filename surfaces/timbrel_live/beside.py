"""The sound card as one of the surfaces that are served together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from timbrel import offers
from timbrel_live.output import Output

if TYPE_CHECKING:
    from threading import Event

    from timbrel import Kernel

NONE = "none"


def options(
    *,
    out: Annotated[
        str, "Play live on this machine's output too: default, a name or number, or none"
    ] = NONE,
) -> None:
    """What ``timbrel serve`` asks for it."""


class Beside(offers.Surface):
    name, says = "out", "The live sound on this machine's own sound card"
    asks = staticmethod(options)

    def serve(self, kernel: Kernel, stop: Event) -> None:
        wish = str(kernel.settings.get("out") or NONE)
        if wish != NONE:
            Output(kernel, wish).play(stop)
