"""What the engine knows of one recording: its envelope, its conditions and its events."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel import Problem
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_controller import STRIDE

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import offers

DEPTH = 100.0  # dB under the corpus' loudest band, where everything is silence
AUDIBLE = 75.0  # dB under a recording's own loudest band, below which nothing is asked of the model
CONDITIONS = ("loudness", "brightness")
STRETCH = 4096  # frames analysed at a time
EDITION = "envelope-5"  # changes whenever the numbers would: caches of another are not read


@dataclass(frozen=True, slots=True)
class Analysis:
    """One recording's name, digest, samples and band envelope (T, BANDS) in dB.

    ``offset`` (channels, 1) is its constant offset, which is no part of the sound.
    """

    name: str
    digest: str
    samples: int
    envelope: np.ndarray
    offset: np.ndarray = field(default_factory=lambda: np.zeros((1, 1), np.float32))


def analysed(clip: offers.Clip, cache: Path) -> Analysis:
    """The analysis of a clip, kept in ``cache`` by the digest of its file."""
    path = cache / EDITION / f"{clip.digest}.npz"
    found = _remembered(path) if path.is_file() else None
    if found is None:
        sound = clip.read().samples
        offset = spectrum.offset(sound)
        found = _envelope(sound, offset), offset
        _remember(path, *found)
    samples = round(clip.seconds * spectrum.RATE)
    return Analysis(clip.name, clip.digest, samples, *found)


def _envelope(sound: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """The band envelope of a sound, a stretch at a time: it may be an hour long."""
    middles, reach = spectrum.centres(sound.shape[1]), spectrum.SIZE // 2
    parts = []
    for start in range(0, len(middles), STRETCH):
        own = middles[start : start + STRETCH]
        first = max(int(own[0]) - reach, 0)
        heard = sound[:, first : int(own[-1]) + reach] - offset
        parts.append(spectrum.envelope(spectrum.spectra(heard, own - first)))
    return np.concatenate(parts)


def _remembered(path: Path) -> tuple[np.ndarray, np.ndarray] | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            frames, offset = kept["envelope"], kept["offset"]
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
    fits = frames.ndim == 2 and frames.shape[1] == spectrum.BANDS
    return (frames, offset) if fits else None


def _remember(path: Path, envelope: np.ndarray, offset: np.ndarray) -> None:
    draft = path.with_name(f".tmp-{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(draft, envelope=envelope, offset=offset)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)  # a cache that cannot be written costs time, nothing else


def folded(envelope: np.ndarray, floor: float) -> np.ndarray:
    """An envelope raised to the floor and lengthened with it to whole latent frames."""
    missing = -len(envelope) % STRIDE
    return np.pad(np.maximum(envelope, floor), ((0, missing), (0, 0)), constant_values=floor)


def conditions(envelope: np.ndarray) -> np.ndarray:
    """Loudness in dB and brightness in bands, (L, 2), of an envelope of whole latent frames.

    Brightness is the centroid of the bands' specific loudness, energy to the power 0.3 (Peeters
    et al. 2011, The Timbre Toolbox).
    """
    power = 10 ** (envelope / 10)
    power = power.reshape(-1, STRIDE, power.shape[1]).mean(axis=1)
    loudness = 10 * np.log10(power.sum(axis=1) + spectrum.SILENCE)
    specific = power**0.3
    brightness = specific @ np.arange(power.shape[1]) / specific.sum(axis=1)
    return np.stack([loudness, brightness], axis=1).astype(np.float32)


def onset_strength(envelope: np.ndarray, depth: float = 60.0) -> np.ndarray:
    """Mean rise in dB over the bands, (T,), against two frames before and neighbouring bands.

    The maximum over neighbours makes it deaf to vibrato: SuperFlux, Boeck and Widmer 2013.
    """
    level = np.maximum(envelope, envelope.max() - depth)
    before = np.pad(level, ((2, 0), (0, 0)), constant_values=level.min())[: len(level)]
    reference = ndimage.maximum_filter1d(before, 3, axis=1)
    return np.maximum(level - reference, 0).mean(axis=1)


def events(envelope: np.ndarray, depth: float = 50.0) -> list[tuple[int, int]]:
    """Frames (start, end) of the sounds in a recording: from each onset until it has died away."""
    strength = onset_strength(envelope)
    strength[-4:] = 0  # where a recording is cut off, every band rises
    peaks = strength == ndimage.maximum_filter1d(strength, 7)
    local = ndimage.uniform_filter1d(strength, 29)
    starts = np.flatnonzero(peaks & (strength > 2.0) & (strength > local + 1.5))
    level = 10 * np.log10((10 ** (envelope / 10)).sum(axis=1) + spectrum.SILENCE)
    sounding = level > level.max() - depth
    starts = np.maximum(starts - 1, 0)
    first = int(sounding.argmax())
    if not len(starts) or starts[0] > first + 8:
        starts = np.concatenate([[first], starts])
    spans = zip(starts, [*starts[1:], len(envelope)], strict=True)
    found = [_sounding(int(a), int(b), sounding) for a, b in spans]
    return [(a, b) for a, b in found if b - a >= 3] or [(0, len(envelope))]


def _sounding(start: int, end: int, sounding: np.ndarray) -> tuple[int, int]:
    heard = np.flatnonzero(sounding[start:end])
    return start, start + (int(heard[-1]) + 1 if len(heard) else 0)


def checked(found: list[Analysis]) -> list[Analysis]:
    """The analyses, unless nothing in them can be heard."""
    if not found or max(a.envelope.max() for a in found) < -100:
        raise Problem("There is nothing to hear in these sounds.", "Choose louder recordings.")
    return found
