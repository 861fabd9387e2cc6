"""Recursive filters, a sample at a time: sections of second order, and how they are made.

The Butterworth filters of first and second order by the bilinear transform (Zoelzer 2011), so
that a render need not wait for a library of all filters to be loaded.
"""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_spectrum import RATE


def section(*zeros: float, poles: tuple[float, float, float]) -> np.ndarray:
    """One section (1, 6) as SciPy has them: coefficients of the zeros, then of the poles."""
    return np.array([[*zeros, *poles]]) / poles[0]


def lowpass(hertz: float, order: int) -> np.ndarray:
    """A Butterworth low-pass of first or second order: (1, 6)."""
    k = np.tan(np.pi * hertz / RATE)
    if order == 1:
        return section(k, k, 0, poles=(1 + k, k - 1, 0))
    return section(k**2, 2 * k**2, k**2, poles=_poles(k))


def highpass(hertz: float, order: int, rate: int = RATE) -> np.ndarray:
    """A Butterworth high-pass of first or second order: (1, 6)."""
    k = np.tan(np.pi * hertz / rate)
    if order == 1:
        return section(1, -1, 0, poles=(1 + k, k - 1, 0))
    return section(1, -2, 1, poles=_poles(k))


def bandpass(low: float, high: float) -> np.ndarray:
    """A band of first order on either side: (1, 6)."""
    below, above = np.tan(np.pi * np.array([low, high]) / RATE)
    width, middle = above - below, above * below
    return section(
        width, 0, -width, poles=(1 + width + middle, 2 * (middle - 1), 1 - width + middle)
    )


def _poles(k: float) -> tuple[float, float, float]:
    turn = 2**0.5 * k
    return 1 + turn + k**2, 2 * (k**2 - 1), 1 - turn + k**2


def filtered(sound: np.ndarray, sections: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """A sound (channels, n) through sections (S, 6), which go on from ``memory`` (S, channels, 2).

    As ``scipy.signal.sosfilt`` along the last axis, but that the memory is changed in place.
    """
    return _filtered(np.ascontiguousarray(sound), sections, memory)


@compiled
def _filtered(sound: np.ndarray, sections: np.ndarray, memory: np.ndarray) -> np.ndarray:
    out = np.empty(sound.shape, np.float64)
    for c in range(sound.shape[0]):
        if len(sections) == 1:
            _once(sound[c], out[c], sections[0], memory[0, c])
            continue
        for i in range(sound.shape[1]):
            value = float(sound[c, i])
            for s in range(len(sections)):
                value = stepped(value, sections[s], memory[s, c])
            out[c, i] = value
    return out


@compiled
def _once(sound: np.ndarray, out: np.ndarray, section: np.ndarray, memory: np.ndarray) -> None:
    """A row (n,) through one section (6,): what it remembers stays in registers on the way."""
    own, m0, m1 = coefficients(section), memory[0], memory[1]
    for i in range(len(sound)):
        out[i], m0, m1 = passed(float(sound[i]), own, m0, m1)
    memory[0], memory[1] = m0, m1


@compiled
def energy(sound: np.ndarray, sections: np.ndarray, memory: np.ndarray) -> float:
    """The sum of squares of what ``filtered`` gives, for two sections."""
    first, second = coefficients(sections[0]), coefficients(sections[1])
    total = 0.0
    for c in range(sound.shape[0]):
        m0, m1, n0, n1 = memory[0, c, 0], memory[0, c, 1], memory[1, c, 0], memory[1, c, 1]
        for i in range(sound.shape[1]):
            value = float(sound[c, i])
            between, m0, m1 = passed(value, first, m0, m1)
            found, n0, n1 = passed(between, second, n0, n1)
            total += found * found
        memory[0, c, 0], memory[0, c, 1], memory[1, c, 0], memory[1, c, 1] = m0, m1, n0, n1
    return total


@compiled
def stepped(value: float, section: np.ndarray, memory: np.ndarray) -> float:
    """One sample through a section (6,), which goes on from its ``memory`` (2,)."""
    out, memory[0], memory[1] = passed(value, coefficients(section), memory[0], memory[1])
    return out


@compiled
def coefficients(section: np.ndarray) -> tuple[float, float, float, float, float]:
    """Those of a section (6,) that are not 1, where a loop keeps them at hand."""
    return section[0], section[1], section[2], section[4], section[5]


@compiled
def passed(
    value: float, own: tuple[float, float, float, float, float], m0: float, m1: float
) -> tuple[float, float, float]:
    """One sample through ``coefficients``, and what is remembered of it: all as numbers."""
    b0, b1, b2, a1, a2 = own
    out = b0 * value + m0
    return out, b1 * value - a1 * out + m1, b2 * value - a2 * out
