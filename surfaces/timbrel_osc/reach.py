"""How far OSC reaches: this machine alone, or those of a network that were named."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

HERE = "127.0.0.1"  # OSC has no passwords: it stays on this machine, unless somebody says who may


@dataclass(frozen=True, slots=True)
class Reach:
    """The address to listen on, and whose messages are taken beside this machine's own."""

    host: str = HERE
    allowed: frozenset[str] = frozenset()

    @property
    def beyond(self) -> bool:
        """Whether other machines can be heard."""
        return not ipaddress.ip_address(self.host).is_loopback

    def sends(self, host: str, asker: str) -> bool:
        """Whether one machine may have feedback sent to another: itself, or one that was named."""
        near = host.startswith("127.") and asker.startswith("127.")
        return near or host == asker or host in self.allowed

    def admits(self, host: str) -> bool:
        return not self.beyond or host in self.allowed or host.startswith("127.")


def reach(settings: Mapping[str, Any]) -> Reach:
    """What the person asked for; a Problem where nobody is named who may play from elsewhere."""
    host = settings.get("osc_listen") or HERE
    asked = [str(each) for each in settings.get("osc_allow") or ()]
    for each in (host, *asked):
        try:
            ipaddress.IPv4Address(each)
        except ValueError:
            mend = "Give one as 192.168.1.20."
            raise Problem(f"'{each}' is no address for OSC.", mend) from None
    found = Reach(host, frozenset(asked))
    if found.beyond and not asked:
        mend = "Name them: --osc-allow 192.168.1.20."
        raise Problem("OSC has no passwords: it has to know whose messages to take.", mend)
    return found
