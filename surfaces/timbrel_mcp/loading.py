"""The verb 'models load', for assistants: the command line loads what it plays."""

from typing import Annotated, Any

from timbrel import Kernel, offers
from timbrel_mcp.play import Play


def loading(play: Play) -> offers.Action:
    def load(kernel: Kernel, name: Annotated[str, "The model's name"]) -> Any:
        """Load a model into the session, all its knobs at rest."""
        return play.load(name)

    return offers.Action(load, group="models")
