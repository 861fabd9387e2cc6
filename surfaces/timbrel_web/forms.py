"""A form for every action, a plugin's too, drawn from its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timbrel import Kernel


def forms(kernel: Kernel) -> None:
    """To be drawn into the Blocks that are open."""
    import gradio

    gradio.Markdown("Every action there is.")
