"""Twenty-four sounds in D dorian: what is played, how, and how loud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_demo.dsp_air import breath, brush, wind
from timbrel_demo.dsp_bars import (
    GLOCKENSPIEL,
    GONG,
    MARIMBA,
    SKIN,
    VIBRAPHONE,
    WOOD,
    strike,
)
from timbrel_demo.dsp_filter import RATE
from timbrel_demo.dsp_line import over
from timbrel_demo.dsp_room import CELLO, GUITAR, bodied, placed
from timbrel_demo.dsp_string import bow, pluck

if TYPE_CHECKING:
    from collections.abc import Callable

    Maker = Callable[[np.random.Generator], np.ndarray]

D2, A2, D3, F3, A3, C4, D4, F4, G4, A4, C5, D5, D6 = (
    440 * 2 ** ((note - 69) / 12) for note in (38, 45, 50, 53, 57, 60, 62, 65, 67, 69, 72, 74, 86)
)
BEAT = 0.6  # seconds: 100 to the minute
SWING = 0.64  # where the second half of a beat falls


def _plucked(pitch: float, seconds: float, **how: float) -> Maker:
    def make(rng: np.random.Generator) -> np.ndarray:
        two = pluck(pitch, seconds, rng, **how)
        two += 0.5 * pluck(pitch * 1.0013, seconds, rng, **how)
        return bodied(two, GUITAR)[None]

    return make


def _strummed(rng: np.random.Generator) -> np.ndarray:
    chord = np.zeros((2, int(3.6 * RATE)))
    for index, pitch in enumerate((D2, A2, D3, F3, A3, C4, F4)):
        string = bodied(pluck(pitch, 3.3, rng, decay=4.0, bright=0.7, hard=0.5), GUITAR)
        begin = int((0.028 * index + rng.uniform(0, 0.006)) * RATE)
        chord[:, begin : begin + len(string)] += placed(string, -0.5 + index / 6)
    return chord


def _bowed(pitch: float, swell: np.ndarray, vibrato: float = 0.004, spot: float = 0.145) -> Maker:
    def make(rng: np.random.Generator) -> np.ndarray:
        time = np.arange(len(swell)) / RATE
        deep = vibrato * np.clip((time - 0.35) / 0.5, 0, 1)
        waver = deep * np.sin(2 * np.pi * 5.4 * time + rng.uniform(0, 6))
        rosin = 1 + 0.06 * rng.normal(0, 1, len(swell))
        string = bow(pitch * (1 + waver), 0.3 * swell, 1.25 * rosin * swell**0.7, spot=spot)
        return bodied(string, CELLO)[None]

    return make


def _fifth(rng: np.random.Generator) -> np.ndarray:
    swell = over(4.2, (0, 0), (0.5, 0.7), (2.2, 1), (3.6, 0.5), (4.0, 0), (4.2, 0))
    low, high = _bowed(D2, swell, 0.0)(rng), _bowed(A2, swell, 0.002)(rng)
    return placed(low[0], -0.35) + placed(0.8 * high[0], 0.35)


def _trembling(seconds: float) -> np.ndarray:
    """Short strokes to and fro, as they come louder."""
    time = np.arange(int(seconds * RATE)) / RATE
    strokes = np.abs(np.sin(np.pi * 7.5 * time)) ** 0.5
    return strokes * np.interp(time, (0, 1.6, seconds - 0.2, seconds), (0.35, 1, 0.8, 0))


def _struck(pitch: float, seconds: float, modes: tuple[float, ...], **how: float) -> Maker:
    return lambda rng: strike(pitch, seconds, rng, modes, **how)[None]


def _run(rng: np.random.Generator) -> np.ndarray:
    line = np.zeros((2, int(2.2 * RATE)))
    for index, pitch in enumerate((D4, F4, G4, A4, C5, A4, D5)):
        beat, half = divmod(index, 2)
        note = 0.75 * strike(pitch, 0.8, rng, MARIMBA, decay=0.9, soft=0.35 - 0.03 * index)
        begin = int(0.34 * (beat + half * SWING) * RATE)
        line[:, begin : begin + len(note)] += placed(note, -0.4 + index / 8)
    return line


def _vibraphone(rng: np.random.Generator) -> np.ndarray:
    sound = strike(A3, 3.2, rng, VIBRAPHONE, decay=4.5, soft=0.6)
    time = np.arange(len(sound)) / RATE
    return (sound * (1 + 0.3 * np.sin(2 * np.pi * 4.6 * time)))[None]


def _gong(rng: np.random.Generator) -> np.ndarray:
    sides = [
        strike(D2, 6.0, rng, GONG, decay=9.0, soft=0.05, fade=0.42, bloom=0.35) for _ in range(2)
    ]
    return np.stack([sides[0] + 0.4 * sides[1], sides[1] + 0.4 * sides[0]])


def _groove(rng: np.random.Generator) -> np.ndarray:
    """Two swung bars: a skin drum, brush, wood and a marimba that answers."""
    bars = np.zeros((2, int(8 * BEAT * RATE)))

    def play(beat: float, sound: np.ndarray, level: float, pan: float) -> None:
        whole, half = divmod(beat, 1)
        begin = int(BEAT * (whole + (SWING if half else 0)) * RATE + rng.uniform(0, 200))
        sound = placed(level * rng.uniform(0.9, 1.1) * sound, pan)[:, : bars.shape[1] - begin]
        bars[:, begin : begin + sound.shape[1]] += sound

    for beat in (0, 2.5, 4, 5.5, 6.5):
        play(beat, strike(D2, 0.6, rng, SKIN, decay=0.9, soft=1.0), 1.4, -0.05)
    for beat in (1, 3, 5, 7, 7.5):
        play(beat, brush(rng, 0.28)[0], 0.3, 0.2)
    for beat in np.arange(0, 8, 0.5):
        play(beat, strike(D6, 0.15, rng, WOOD, decay=0.08, soft=0.2), 0.12 + 0.1 * (beat % 1), 0.5)
    for beat, pitch in ((0.5, D4), (1.5, F4), (3.5, A4), (4.5, G4), (6, C5), (7.5, A4)):
        play(beat, strike(pitch, 0.7, rng, MARIMBA, decay=0.7, soft=0.4), 0.5, -0.4)
    return bars


# Name, maker, peak in dB of full scale, share of the room.
SCORE: tuple[tuple[str, Maker, float, float], ...] = (
    ("pluck-d3", _plucked(D3, 2.6, decay=3.5, bright=0.6), -6, 0.25),
    ("pluck-a3", _plucked(A3, 2.2, decay=2.8, bright=0.7, spot=0.08, hard=0.8), -5, 0.25),
    ("pluck-f4", _plucked(F4, 1.7, decay=2.0, bright=0.5, spot=0.2), -8, 0.3),
    ("pluck-low-d2", _plucked(D2, 3.2, decay=5.0, bright=0.65, spot=0.1), -4, 0.2),
    ("pluck-muted-c4", _plucked(C4, 0.4, decay=0.22, bright=0.2), -9, 0.25),
    ("pluck-harmonic-a4", _plucked(A4, 2.0, decay=3.0, bright=0.9, spot=0.5, hard=0.9), -12, 0.35),
    ("strum", _strummed, -4, 0.2),
    (
        "bow-d3-long",
        _bowed(D3, over(4.6, (0, 0), (0.25, 0.6), (2.5, 1), (4.1, 0.6), (4.4, 0), (4.6, 0))),
        -6,
        0.3,
    ),
    (
        "bow-a3-swell",
        _bowed(A3, over(3.0, (0, 0), (2.2, 1), (2.6, 0.5), (2.8, 0), (3, 0))),
        -5,
        0.3,
    ),
    (
        "bow-f4-short",
        _bowed(F4, over(0.7, (0, 0), (0.05, 1), (0.3, 0.8), (0.4, 0), (0.7, 0)), 0),
        -7,
        0.4,
    ),
    ("bow-tremolo-c4", _bowed(C4, _trembling(2.4), 0.0, 0.16), -9, 0.35),
    ("bow-fifth", _fifth, -6, 0.25),
    ("marimba-d4", _struck(D4, 1.3, MARIMBA, decay=1.3, soft=0.5), -6, 0.3),
    ("marimba-g4-soft", _struck(G4, 1.0, MARIMBA, decay=1.0, soft=0.9), -14, 0.3),
    ("marimba-run", _run, -5, 0.25),
    ("vibraphone-a3", _vibraphone, -8, 0.3),
    ("glockenspiel-d6", _struck(D6, 1.8, GLOCKENSPIEL, decay=2.4, soft=0.25), -11, 0.4),
    ("gong", _gong, -3, 0.2),
    ("wood", _struck(D5, 0.3, WOOD, decay=0.16, soft=0.1), -7, 0.5),
    ("breath-in", breath(1.6, 700, 2400), -20, 0.3),
    ("breath-out", breath(2.2, 1500, 480), -18, 0.3),
    ("brush", brush, -15, 0.4),
    ("wind", wind, -13, 0.2),
    ("groove", _groove, -3, 0.15),
)
