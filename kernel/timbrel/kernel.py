"""The kernel itself: a host, places, devices, a registry, jobs and a session, put together once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel.devices import Devices
from timbrel.jobs import Jobs
from timbrel.places import Places
from timbrel.registry import Registry
from timbrel.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel.host import Host


class Kernel:
    """What actions and surfaces are handed. Its session is the one that surfaces share.

    ``settings`` are what the person asked of the surfaces: host, port, osc_port, open, roots.
    """

    def __init__(self, host: Host, home: Path) -> None:
        self.host = host
        self.places = Places(home)
        self.devices = Devices(host)
        self.registry = Registry(self.places, host)
        self.jobs = Jobs(host)
        self.settings: dict[str, Any] = {}
        self.session = self.new_session()

    def new_session(self) -> Session:
        return Session(self.host, self.registry, self.places)
