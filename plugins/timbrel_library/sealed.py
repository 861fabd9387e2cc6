"""Facts as the library keeps them: JSON, packed so that damage is told."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from timbrel_library import fault

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
        raise fault.spoilt(what) from None
    return dict(facts)
