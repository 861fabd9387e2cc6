"""What a page has ordered, as the other surfaces see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def heard(page: Any, wish: str) -> None:
    """Wait until ``model`` and the values ``v`` of the knobs stand so for every other surface."""
    ask = (
        "async () => { const { model, values: v } = await (await fetch('/api/session')).json();"
        f" return {wish}; }}"
    )
    page.wait_for_function(ask)


def recipe(page: Any) -> dict[str, Any]:
    """Of the take that Make would make."""
    made = page.evaluate(
        """async () => {
          const { act } = await import("/page/core/api.js");
          const { order } = await import("/page/core/order.js");
          return act("generate", { ...order.args(), duration: 0.1 });
        }"""
    )
    return json.loads(Path(f"{made['path']}.json").read_text())
