"""What is done to one event, once it is shaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_chord import chorded
from timbrel_grain.dsp_dry import dried
from timbrel_grain.dsp_hold import held
from timbrel_grain.dsp_keep import kept
from timbrel_grain.dsp_shape import faded
from timbrel_grain.dsp_smooth import smoothed
from timbrel_grain.dsp_span import ATTACK
from timbrel_grain.dsp_swell import swelled
from timbrel_grain.dsp_texture import textured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_grain.dsp_rest import Rest
    from timbrel_grain.dsp_walk import Step

TEXTURE, SWELL = 1, 2  # which of a step's own draws are whose
LEAN = 0.3  # how far beating is evened out at warmth's lean end, which bares what grates


def treated(
    sound: np.ndarray,
    rise: int,
    fall: int,
    step: Step,
    values: Mapping[str, float],
    rest: Rest | None = None,
    frames: np.ndarray | None = None,
    pad: bool = False,
) -> np.ndarray:
    """A shaped sound (channels, samples) as an event, with ends of ``rise`` and ``fall`` samples.

    Tones and noise, other pitches and shorter tails in its spectra; then its beating; then how
    it begins and ends. What stands at 0 is passed over, and what comes out is as
    loud and as bright as the event was. Of one that is soon over, ``sound`` may be the beginning
    and ``rest`` what came after it; ``frames`` are its spectra, if they are there already.
    """
    own = faded(sound, rise, 0 if rest else fall)
    space, roughness, rhythm = (values.get(name, 0.0) for name in ("space", "roughness", "rhythm"))
    changed = _coloured(sound, step, values, frames)
    if space < 0:
        changed = dried(changed, -space, pad)
    even = max(-roughness, 0.0) + LEAN * max(-values.get("warmth", 0.0), 0.0)
    if even:
        changed = smoothed(changed, min(even, 1.0))
    if rhythm:
        changed = swelled(changed, rise, fall, rhythm, step.draws(SWELL), rest)
    elif changed is not sound:
        changed = faded(changed, rise, fall)
    if changed is sound:
        return own
    # A filter that turns no phase rings before a sudden sound too: no step where that is cut off.
    return faded(held(changed, own, rest), ATTACK, ATTACK)


def _coloured(
    sound: np.ndarray, step: Step, values: Mapping[str, float], frames: np.ndarray | None
) -> np.ndarray:
    """Its tones and noise, and other pitches, by its spectra; the very same where both are at 0."""
    texture, tension = (values.get(name, 0.0) for name in ("texture", "tension"))
    if not (texture or tension):
        return sound
    if frames is None:
        frames = spectrum.spectra(sound, spectrum.centres(sound.shape[1]))
    frames = textured(frames, texture, step.draws(TEXTURE)) if texture else frames
    parts = chorded(frames, tension) if tension else [frames]
    own, *copies = [spectrum.sounded(part, sound.shape[1]) for part in parts]
    changed = kept(own, sound) if texture else own
    # Each copy moves as the event did; that they beat together is theirs.
    return sum((kept(copy, sound * _ratio(copy, sound)) for copy in copies), start=changed)


def _ratio(sound: np.ndarray, own: np.ndarray) -> np.float32:
    """How many times louder than ``own`` a sound is, in amplitude."""
    return np.float32((np.vdot(sound, sound) / max(np.vdot(own, own), 1e-12)) ** 0.5)
