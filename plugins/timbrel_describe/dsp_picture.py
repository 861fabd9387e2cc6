"""The picture of a sound: its spectrogram on the ear's scale of pitch, its level, its onsets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import soxr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from timbrel_describe import dsp_erb as erb
from timbrel_describe.dsp_course import level, onsets
from timbrel_describe.dsp_prepare import RATE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from timbrel import Audio

COLUMNS, DEPTH = 420, 80.0  # of the spectrogram; dB from white to black
MARKS = (100, 250, 500, 1000, 2000, 4000, 8000, 16000)  # Hz
COLOURS = 32  # few make a small file


def picture(audio: Audio) -> bytes:
    """A PNG of 720 by 400, some 30 kB."""
    figure = Figure(figsize=(7.2, 4), dpi=100, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
    _spectrogram(upper, audio)
    _level(lower, audio)
    canvas.draw()
    width, height = (int(side) for side in figure.canvas.get_width_height())
    whole = Image.frombytes("RGBA", (width, height), bytes(canvas.buffer_rgba()))
    small = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _spectrogram(place: Axes, audio: Audio) -> None:
    place.set_ylabel("Hz", fontsize=8)
    place.tick_params(labelsize=7)
    marks = [hertz for hertz in MARKS if hertz <= erb.HIGHEST]
    place.set_yticks(erb.cam(np.array(marks, float)), [f"{hertz:g}" for hertz in marks])
    place.set_ylim(float(erb.cam(erb.LOWEST)), float(erb.cam(erb.HIGHEST)))
    mono = np.asarray(audio.samples, np.float64).mean(axis=0)
    if not mono.any():
        return
    sound = mono if audio.rate == RATE else soxr.resample(mono, audio.rate, RATE)
    energy = erb.energies(sound, 2048, max(len(sound) // COLUMNS, 64))
    decibels = 10 * np.log10(energy + 1e-14)
    top = decibels.max()
    place.imshow(
        np.maximum(decibels, top - DEPTH).T,
        origin="lower",
        aspect="auto",
        extent=(0, audio.seconds, float(erb.cam(erb.LOWEST)), float(erb.cam(erb.HIGHEST))),
        cmap="magma",
        vmin=top - DEPTH,
        vmax=top,
        interpolation="nearest",
    )


def _level(place: Axes, audio: Audio) -> None:
    told = level(audio)
    times = (np.arange(len(told["values"])) + 0.5) * told["every"]
    place.plot(times, told["values"], color="#1d4e79", lw=1)
    for start in onsets(audio):
        place.axvline(start, color="#c0392b", lw=0.6, alpha=0.7)
    place.set_ylim(-80, 0)
    place.set_ylabel("dB", fontsize=8)
    place.set_xlabel("seconds; red where a sound begins", fontsize=8)
    place.tick_params(labelsize=7)
