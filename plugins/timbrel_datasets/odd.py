"""Which sounds of a dataset are unlike the rest, and in what."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import offers
    from timbrel_datasets.portrait import Portrait

SOME = 5  # sounds from which on there is something usual
LENGTH = 12.0  # times longer or shorter than the middle one
SOFTER = 30.0  # dB under the middle one
STILL = 0.6  # share of a sound of a second or more
APART = 2.5  # times the distance that the sounds usually keep from their nearest
USUAL = 0.8  # share of the files that makes a sample rate the usual one


def oddities(clips: Mapping[str, offers.Clip], portraits: Mapping[str, Portrait]) -> dict[str, str]:
    """What is odd, by the names of the files in which it is."""
    odd: dict[str, list[str]] = {}
    for name, word in (*_still(portraits), *_unusual(clips, portraits)):
        odd.setdefault(name, []).append(word)
    return {name: "; ".join(odd[name]) for name in clips if name in odd}


def _still(portraits: Mapping[str, Portrait]) -> Iterator[tuple[str, str]]:
    for name, portrait in portraits.items():
        if portrait.seconds >= 1 and portrait.still > STILL:
            yield name, f"{100 * portrait.still:.0f} % of it is silence"


def _unusual(
    clips: Mapping[str, offers.Clip], portraits: Mapping[str, Portrait]
) -> Iterator[tuple[str, str]]:
    if len(portraits) < SOME:
        return
    length = median(portrait.seconds for portrait in portraits.values())
    loudness = median(portrait.loudness for portrait in portraits.values())
    for name, portrait in portraits.items():
        if portrait.seconds > LENGTH * length:
            yield name, f"{portrait.seconds / length:.0f} times longer than most"
        if portrait.seconds < length / LENGTH:
            yield name, f"{length / portrait.seconds:.0f} times shorter than most"
        if portrait.loudness < loudness - SOFTER:
            yield name, f"{loudness - portrait.loudness:.0f} dB softer than most"
    yield from _sampled(clips)
    yield from _alone(portraits)


def _sampled(clips: Mapping[str, offers.Clip]) -> Iterator[tuple[str, str]]:
    rates = {name: clip.facts["rate"] for name, clip in clips.items() if "rate" in clip.facts}
    if not rates:
        return
    usual, count = Counter(rates.values()).most_common(1)[0]
    if count >= USUAL * len(rates):
        for name, rate in rates.items():
            if rate != usual:
                yield name, f"sampled at {rate} Hz, most of the others at {usual}"


def _alone(portraits: Mapping[str, Portrait]) -> Iterator[tuple[str, str]]:
    import numpy as np

    from timbrel_datasets.dsp_near import distances

    nearest = distances([p.shape for p in portraits.values()]).min(axis=1)
    usual = max(float(np.median(nearest)), 0.2)
    for name, distance in zip(portraits, nearest, strict=True):
        if distance > APART * usual:
            yield name, "unlike all the others"
