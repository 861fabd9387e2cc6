"""What other surfaces bring to be served here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel

log = logging.getLogger(__name__)


def parts(kernel: Kernel) -> dict[str, Any]:
    """The ASGI app of each surface that mounts one, by name; one that fails is left out."""
    found: dict[str, Any] = {}
    for name in kernel.host.table(offers.Surface):
        try:
            part = kernel.host.find(offers.Surface, name).mount(kernel)
        except Problem as problem:
            log.warning("%s is not served: %s", name, problem)
        except Exception:
            log.exception("%s is not served", name)
        else:
            if part is not None:
                found[name] = part
    return found


def routes(name: str, part: Any) -> Iterator[Any]:
    """Those of its routes that lie under /<name>: a part may not take another's place."""
    for route in part.routes:
        path = getattr(route, "path", "")
        if path == f"/{name}" or path.startswith(f"/{name}/"):
            yield route
        else:
            log.warning("%s may not serve %s", name, path)
