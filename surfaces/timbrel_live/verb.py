"""The verb 'live devices': the outputs of this machine."""

from typing import Any

from timbrel import Kernel
from timbrel_live.card import listed


def devices(kernel: Kernel) -> dict[str, Any]:
    """List the outputs that live sound can be played on, the default one first."""
    found = listed()
    lines = [
        f"{one['number']:3}  {one['name']}, {one['system']}: "
        f"{one['channels']} channels, {one['rate']} Hz"
        for one in found
    ]
    none = "None: plug in a sound card, start JACK or PipeWire, or play on the page."
    return {"says": "\n".join(lines) or none, "outputs": found}
