"""A form for every action, a plugin's too, drawn from its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers
from timbrel_web.form import Form

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_web.lending import Lending

SAYS = (
    "Everything Timbrel can do, what its plugins brought included: the same as on the command line,"
    " with every option. Choose what to do, or search for a word of it."
)


def forms(kernel: Kernel, lending: Lending) -> None:
    """To be drawn into the Blocks that are open: a choice, and the form of what is chosen."""
    import gradio

    actions = kernel.host.table(offers.Action)
    choices = [(_titled(action), name) for name, action in sorted(actions.items())]
    gradio.Markdown(SAYS, elem_classes="form-says")
    choice = gradio.Dropdown(
        choices, value=None, label="What to do", elem_id="action", filterable=True
    )

    # Not as the page is loaded: there is nothing to draw before something is chosen.
    @gradio.render(inputs=choice, triggers=[choice.change], queue=False, show_progress="hidden")
    def form(name: str | None) -> None:
        if name in actions:
            Form(kernel, lending, actions[name]).draw()


def _titled(action: offers.Action) -> str:
    words = f"{action.group} {action.verb}".strip().replace("_", " ")
    return f"{words}: {action.says}"
