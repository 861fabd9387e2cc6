"""A length of time as a person says it."""

from __future__ import annotations


def span(seconds: float) -> str:
    """12 s, 2 min 30 s or 1 h 5 min."""
    whole = max(round(seconds), 0)
    minutes, rest = divmod(whole, 60)
    hours, odd = divmod(minutes, 60)
    if hours:
        return f"{hours} h {odd} min" if odd else f"{hours} h"
    if minutes:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{rest} s"
