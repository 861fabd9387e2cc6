"""What is said of a knob: where it leads, and why it may not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``says`` names its two ends; the others are reasons for its being inert.

    ``still`` is said where it hardly moves anything, ``untold`` where what it moves cannot be
    measured on these sounds.
    """

    says: str
    still: str
    untold: str


KNOWN = {
    "brightness": Words(
        "From dark to bright",
        "all your sounds are equally bright",
        "there is too little sound to tell bright from dark",
    ),
    "warmth": Words(
        "From lean to warm: the body below 500 Hz",
        "your sounds have hardly any body between 90 and 500 Hz to raise or lower",
        "there is too little sound to tell how warm it is",
    ),
    "roughness": Words(
        "From smooth to rough: how much it grates",
        "too little of your sounds lies above 150 Hz to be made rough",
        "there is too little sound to tell how rough it is",
    ),
    "texture": Words(
        "From tonal to noisy: from pitch to breath",
        "your sounds are all noise, or all tone",
        "there is too little sound to tell tone from noise",
    ),
    "tension": Words(
        "From consonant to dissonant",
        "your sounds have hardly a pitch that could rub against another",
        "there is no pitch in your sounds to make chords of",
    ),
    "density": Words(
        "From sparse to dense: how close the sounds follow",
        "your sounds have no beginnings that could come closer or further apart",
        "your sounds have no beginnings to count",
    ),
    "pulse": Words(
        "From free to a steady beat",
        "your sounds begin too seldom to make a beat",
        "your sounds have no beginnings to make a beat of",
    ),
    "rhythm": Words(
        "From ambient to rhythmic: soft or sudden beginnings (takes pulse and space along)",
        "your sounds have no beginnings to sharpen or soften",
        "your sounds have no beginnings to sharpen or soften",
    ),
    "space": Words(
        "From dry to reverberant",
        "all your sounds are equally dry, or equally wet",
        "your sounds never die away, so that a room could not be heard",
    ),
}


def words(name: str) -> Words:
    """Of a knob, also one that a stranger's descriptor has named."""
    plain = name.replace("_", " ")
    return KNOWN.get(name) or Words(
        f"From little {plain} to much",
        f"all that can be made of your sounds has the same {plain}",
        f"the {plain} of your sounds cannot be told",
    )


def outdone(name: str) -> str:
    """Why a knob is inert that moves its measure, but by little for this corpus."""
    return f"your sounds differ far more in {name.replace('_', ' ')} than it could change them"


def doubted(name: str) -> str:
    """Why a knob is inert that moves its measure, but not another of the same quality."""
    return f"only one of two ways to measure {name.replace('_', ' ')} hears what it changes here"


def unsteady(name: str) -> str:
    """Why a knob is inert that moves its measure to and fro."""
    return f"turning it changes the {name.replace('_', ' ')} of these sounds in no steady way"
