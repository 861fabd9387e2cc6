"""Where OSC is heard, told to a network that asks (zeroconf)."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel_osc.reach import Reach

log = logging.getLogger(__name__)

NAME = "timbrel"
ANY = "0.0.0.0"


@contextlib.contextmanager
def announced(reach: Reach, osc_port: int, query_port: int) -> Iterator[None]:
    """For as long as it is heard beyond this machine; else, and without zeroconf, not at all."""
    if not reach.beyond:
        yield
        return
    try:
        from zeroconf import Zeroconf  # type: ignore[import-not-found]
    except ImportError:
        print("OSC: not announced (pip install 'timbrel[announce]')", file=sys.stderr, flush=True)
        yield
        return
    with contextlib.closing(Zeroconf(**_where(reach))) as zeroconf:
        # It takes some seconds to find out whether the name is free.
        Thread(target=_register, args=(zeroconf, reach, osc_port, query_port), daemon=True).start()
        yield


def _where(reach: Reach) -> dict[str, Any]:
    return {} if reach.host == ANY else {"interfaces": [reach.host]}


def _register(zeroconf: Any, reach: Reach, osc_port: int, query_port: int) -> None:
    from zeroconf import (  # type: ignore[import-not-found]
        ServiceInfo,
        get_all_addresses,
    )

    hosts = get_all_addresses() if reach.host == ANY else [reach.host]
    server = f"{socket.gethostname().split('.')[0]}.local."
    for kind, port in (("_osc._udp.local.", osc_port), ("_oscjson._tcp.local.", query_port)):
        facts = {"port": port, "parsed_addresses": hosts, "server": server}
        info = ServiceInfo(kind, f"{NAME}.{kind}", **facts)
        try:
            zeroconf.register_service(info, allow_name_change=True)
        except Exception as error:  # the network went, or the server ended meanwhile
            log.info("OSC is not announced: %s", error)
            return
