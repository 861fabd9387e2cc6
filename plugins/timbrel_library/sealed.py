"""Facts as the library keeps them: JSON, packed so that damage is told."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping


def sealed(facts: Mapping[str, Any]) -> bytes:
    """The facts with the checksum (Adler-32) that zlib puts behind them."""
    return zlib.compress(json.dumps(dict(facts), ensure_ascii=True).encode(), 6)


def unsealed(kept: bytes, what: str) -> dict[str, Any]:
    """The facts again; a Problem that says ``what`` is damaged where a bit has changed."""
    try:
        facts = json.loads(zlib.decompress(kept))
    except (zlib.error, ValueError, TypeError):
        mend = "'timbrel library repair' looks for it in the backups."
        raise Problem(f"{what} is damaged in the library.", mend, "unavailable") from None
    return dict(facts)
