"""Knobs as they are written: brightness=0.5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel import Session


def turned(session: Session, pairs: Sequence[str] | None) -> list[str]:
    """Set the knobs, and say in words which were out of range and where they stand now."""
    asked = offers.written(pairs or [])
    moved = session.move(asked, origin="action")
    return offers.strayed(asked, moved)
