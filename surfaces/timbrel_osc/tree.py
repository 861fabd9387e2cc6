"""The address space as OSCQuery tells it: a tree of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_osc.route import Route

ATTRIBUTES = (
    *("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE"),
    *("DESCRIPTION", "CLIPMODE"),
)
EXTENSIONS = ("ACCESS", "VALUE", "RANGE", "DESCRIPTION", "CLIPMODE", "LISTEN", "PATH_CHANGED")
READ, WRITE = 1, 2
NOTHING = "N"  # the type of an address that takes no value

Node = dict[str, Any]


def node(routes: Mapping[str, Route], path: str) -> Node | None:
    """That of a path with all that is below it, or None where there is nothing.

    Source: the OSCQuery proposal (github.com/Vidvox/OSCQueryProposal).
    """
    path = "/" + "/".join(part for part in path.split("/") if part)
    below = path.rstrip("/") + "/"
    found = {at: route for at, route in routes.items() if at == path or at.startswith(below)}
    if not found and path != "/":
        return None
    root: Node = {"FULL_PATH": path, "ACCESS": 0}
    for at, route in found.items():
        one = root
        for part in at[len(below) :].split("/") if at != path else ():
            whole = f"{one['FULL_PATH'].rstrip('/')}/{part}"
            one = one.setdefault("CONTENTS", {}).setdefault(part, {"FULL_PATH": whole, "ACCESS": 0})
        one.update(facts(route))
    return root


def facts(route: Route) -> Node:
    """What is said of an address by itself."""
    reads = READ if route.value else 0
    writes = WRITE if route.kinds or not route.value else 0
    told: Node = {"ACCESS": reads | writes, "DESCRIPTION": route.says}
    told["TYPE"] = route.kinds or NOTHING
    if route.value:
        told["VALUE"] = [*route.values()]
        if not route.kinds:
            told["TYPE"] = "".join("s" if isinstance(v, str) else "f" for v in told["VALUE"])
    if route.reach:
        low, high = route.reach
        told |= {"RANGE": [{"MIN": low, "MAX": high}], "CLIPMODE": ["both"]}
    return told


def host(name: str, port: int) -> Node:
    """What HOST_INFO says: where OSC itself is heard."""
    told = {"NAME": name, "OSC_PORT": port, "OSC_TRANSPORT": "UDP"}
    return {**told, "EXTENSIONS": dict.fromkeys(EXTENSIONS, True)}
