"""The prompts: ways to work with Timbrel that a person can ask for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_mcp.clean import words

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

EXPLORE = """Take the instrument that is loaded towards this mood: {mood}

1. get_state, and read timbrel://knobs. Choose two or three knobs that the mood asks for; say why.
2. generate 8 seconds with seed 1 and describe it: that is where you begin.
3. {steps} times: move at most two knobs by set_knobs, generate again with seed 1, and compare with
   the take before. Say in a sentence what changed, by the figures and the picture. Keep what came
   nearer, undo what did not.
4. Keep the best setting by presets (what='save') and star its take by history (what='star'). Tell
   the person its path and its knobs. Stay within 'safe' unless the mood asks for the strange."""

LISTEN = """Set up a fair listening of two sounds for the person: {a} and {b}

1. describe both, then compare them.
2. history with what='compare' writes both at one loudness: give the person the two paths, without
   saying which is which.
3. Let the person choose and say why. Only then tell which was which, and what the figures say.
4. Offer variations of the chosen one."""

FOLDER = """Make an instrument out of this folder of recordings: {folder}

1. datasets with what='show' and the folder: how many sounds, what is odd, whether it is enough, how
   long training takes. Tell the person before you go on if something is wrong.
2. datasets with what='add', then train with what='start'; then train with what='wait' until it is
   done. Say now and then how the losses go.
3. blend to load the model. generate 8 seconds and describe it: is it like the recordings?
4. Turn each knob that is not inert by half its range, same seed, and compare: which are worth it?
5. Make three takes that are far apart, export the best as FLAC, tell the paths and knobs."""


def add_prompts(server: MCPServer) -> None:
    server.prompt("explore", title="Explore a mood")(explore)
    server.prompt("listen", title="Listen to A against B")(listen)
    server.prompt("instrument", title="From a folder to an instrument")(instrument)


def explore(mood: str, steps: str = "5") -> str:
    """Walk the knobs towards a mood, listening after each step."""
    return EXPLORE.format(mood=words(mood), steps=words(steps, 8))


def listen(a: str, b: str) -> str:
    """Hear two takes at one loudness, blind."""
    return LISTEN.format(a=words(a), b=words(b))


def instrument(folder: str) -> str:
    """Look at a folder, train a model of it, find its best knobs, export a take."""
    return FOLDER.format(folder=words(folder))
