"""From what was measured along a control to a knob whose equal turns are equal steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.stats import rankdata
from sklearn.isotonic import IsotonicRegression

TILT = 0.02  # share of the whole travel that is laid over a plateau, so that it has an inverse


@dataclass(frozen=True, slots=True)
class Way:
    """A knob's way: at ``knots`` (P,) of the knob the setting is ``inner``, the measure ``fit``.

    ``pieces`` (P - 1, 4) are the cubics from knob to setting, highest power first.
    """

    knots: np.ndarray
    pieces: np.ndarray
    fit: np.ndarray


def settings(low: float, rest: float, high: float, count: int) -> np.ndarray:
    """``count`` settings, half of them on each side of rest where there is room."""
    if not low < rest < high:
        return np.linspace(low, high, count)
    half = count // 2 + 1
    return np.concatenate([np.linspace(low, rest, half), np.linspace(rest, high, half)[1:]])


def rising(inner: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """The monotone curve (P,) next to measures (seeds, P), rising or falling as they do.

    Isotonic regression: Barlow et al. 1972, by pool-adjacent-violators.
    """
    told = np.isfinite(measured)
    places = np.broadcast_to(inner, measured.shape)[told]
    values = measured[told]
    if not values.size:
        return np.full(len(inner), np.nan)
    up = bool(np.dot(places - places.mean(), values) >= 0)
    return IsotonicRegression(increasing=up).fit(places, values).predict(inner)


def travel(inner: np.ndarray, measured: np.ndarray) -> float:
    """How far a measure goes along a control: from end to end of its monotone curve."""
    fit = rising(inner, measured)
    return float(fit[-1] - fit[0])


def correlations(inner: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Spearman's rank correlation of each seed's measures with the settings; 0 where untold."""
    found = []
    for row in measured:
        told = np.isfinite(row)
        ranks = rankdata(inner[told]), rankdata(row[told])
        still = told.sum() < 3 or np.ptp(ranks[1]) == 0
        found.append(0.0 if still else float(np.corrcoef(*ranks)[0, 1]))
    return np.array(found)


def even(inner: np.ndarray, measured: np.ndarray, rest: float) -> Way:
    """A knob of -1..1 that is at rest at 0 and has the least measure at -1.

    ``rest`` is one of the settings ``inner``; where it is the first or last there is no half
    on that side. On each side of 0 equal turns are equal steps of the measure: monotone cubics
    (PCHIP, Fritsch and Carlson 1980) through the inverse of the monotone curve.
    """
    fit = rising(inner, measured)
    if fit[-1] < fit[0]:
        inner, fit = inner[::-1], fit[::-1]
    along = np.abs(inner - inner[0]) / abs(inner[-1] - inner[0])
    tilt = TILT * (fit[-1] - fit[0]) or 1.0
    steep = fit + tilt * along
    middle = float(steep[np.argmin(np.abs(inner - rest))])
    knots = _halves(steep, middle)
    return Way(knots, _pieces(knots, inner), fit)


def _pieces(knots: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Cubics of each side by itself: the two meet at an angle where one goes further."""
    middle = int(np.argmin(np.abs(knots)))
    sides = (slice(None, middle + 1), slice(middle, None))
    known = [(knots[side], inner[side]) for side in sides if len(knots[side]) > 1]
    return np.concatenate([PchipInterpolator(*side).c.T for side in known])


def straight(low: float, rest: float, high: float) -> Way:
    """A knob that turns its control evenly: for one that nothing was measured of."""
    points = [(k, v) for k, v in ((-1.0, low), (0.0, rest), (1.0, high)) if k == 0 or v != rest]
    knots, inner = (np.array(each) for each in zip(*points, strict=True))
    slopes = np.diff(inner) / np.diff(knots)
    pieces = [[0.0, 0.0, slope, start] for slope, start in zip(slopes, inner, strict=False)]
    return Way(knots, np.array(pieces), np.full(len(knots), np.nan))


def _halves(steep: np.ndarray, middle: float) -> np.ndarray:
    """Measures as positions of the knob: the least at -1, the middle at 0, the most at 1."""
    down, up = middle - steep[0], steep[-1] - middle
    away = steep - middle
    return np.where(away < 0, away / (down or 1.0), away / (up or 1.0))
