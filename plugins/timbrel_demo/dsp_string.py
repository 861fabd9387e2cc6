"""Strings as waveguides: plucked ones that are linear, bowed ones that are not."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from timbrel_demo.dsp_filter import RATE, filtered


def pluck(
    pitch: float,
    seconds: float,
    rng: np.random.Generator,
    *,
    decay: float = 3.0,
    bright: float = 0.5,
    spot: float = 0.13,
    hard: float = 0.6,
) -> np.ndarray:
    """A plucked string of ``pitch`` Hz, (frames,) float64.

    Karplus and Strong 1983 with the extensions of Jaffe and Smith 1983: tuning by an all-pass,
    the ``spot`` of the pluck as a comb, its force (``hard`` 0..1) as a low-pass on the noise, and
    ``decay`` seconds for the fundamental to fall by 60 dB. ``bright`` 0..1 is how much longer
    the overtones sound than in a dull string.
    """
    frames = int(seconds * RATE)
    loop, gain = _loop(pitch, bright), 10 ** (-3 / (pitch * decay))
    period = int(RATE / pitch)
    noise = np.zeros(frames)
    noise[:period] = rng.uniform(-1, 1, period)
    noise = filtered([hard], [1, hard - 1], noise)
    comb = max(1, round(spot * period))
    noise[comb:] -= 0.9 * noise[:-comb].copy()
    return _ringing(noise, RATE / pitch, loop, gain)


def _loop(pitch: float, bright: float) -> np.ndarray:
    """Weights of the loop's low-pass, which sum to one and delay by one sample."""
    side = 0.25 * (1 - bright) * min(1.0, 220 / pitch) ** 0.5
    return np.array([side, 1 - 2 * side, side])


def _ringing(noise: np.ndarray, period: float, loop: np.ndarray, gain: float) -> np.ndarray:
    """The noise in a closed loop, 1 / (1 - g L(z) A(z) z^-n), a trip round it at a time."""
    whole = int(period - 1 - 0.2)
    rest = period - 1 - whole  # what the all-pass A has to add, 0.2 to 1.2 samples
    tune = (1 - rest) / (1 + rest)
    back = gain * np.convolve(loop, [tune, 1.0])
    lead = whole + len(back)
    sound, state = np.zeros(lead + len(noise)), np.zeros(1)
    force = filtered([1.0, tune], [1.0], noise)
    for start in range(0, len(noise), whole):
        part = force[start : start + whole]
        now = lead + start
        old = sound[now - lead + 1 : now - whole + len(part)]
        part = part + np.convolve(old, back, "valid")[: len(part)]
        sound[now : now + len(part)], state = lfilter([1.0], [1.0, tune], part, zi=state)
    return sound[lead:]


def bow(
    pitch: np.ndarray, speed: np.ndarray, force: np.ndarray, *, spot: float = 0.12
) -> np.ndarray:
    """A bowed string's force on the bridge, (frames,) float64; all arguments are (frames,) too.

    ``pitch`` in Hz, ``speed`` of the bow and ``force`` relative to the string's impedance. The
    string is two delay lines that meet under the bow, where friction falls with the speed of
    slipping by a hyperbola: McIntyre, Schumacher and Woodhouse 1983; Smith 1986.

    What reaches the bow left it at least a trip to the bridge and back ago, so that the samples
    of one such trip are computed at once.
    """
    period = RATE / pitch
    nut, bridge = _delays(period, spot)
    step = int(bridge.min()) - 1
    lead = int(period.max()) + 4
    frames = len(pitch)
    to_nut, to_bridge = np.zeros(lead + frames), np.zeros(lead + frames)
    out, state = np.zeros(frames), np.zeros(1)
    for start in range(0, frames, step):
        part = slice(start, min(start + step, frames))
        now = lead + np.arange(part.start, part.stop)
        from_nut = -0.997 * _late(to_nut, now, nut[part])
        arrived = _late(to_bridge, now, bridge[part])
        from_bridge, state = lfilter([-0.62], [1, -0.36], arrived, zi=state)
        rest = from_nut + from_bridge
        push = _friction(speed[part] - rest, force[part])
        to_nut[now] = from_bridge + push
        to_bridge[now] = from_nut + push
        out[part] = arrived - from_bridge
    return out


def _delays(period: np.ndarray, spot: float) -> tuple[np.ndarray, np.ndarray]:
    """Samples from the bow to the nut and back, and to the bridge and back."""
    filtered = 0.36 / (1 - 0.36)  # what the bridge's own filter adds
    return (1 - spot) * period, spot * period - filtered


def _late(line: np.ndarray, now: np.ndarray, delay: np.ndarray) -> np.ndarray:
    """What the line held ``delay`` samples ago, between the samples by a straight line."""
    place = now - delay
    whole = place.astype(np.intp)
    rest = place - whole
    return (1 - rest) * line[whole] + rest * line[whole + 1]


def _friction(difference: np.ndarray, force: np.ndarray) -> np.ndarray:
    """What the bow adds to the string's speed, from the speed the string lacks to go along.

    It sticks while friction can hold it. Otherwise it slips at the speed where the hyperbola of
    friction meets the line of the string (Friedlander's construction), a root of a quadratic.
    """
    still, sliding, knee = 0.8, 0.3, 0.08
    lack = np.abs(difference)
    b = knee - lack + force * sliding
    c = knee * (force * still - lack)
    slip = 0.5 * (-b + np.sqrt(np.maximum(b * b - 4 * c, 0)))
    push = np.where(lack <= force * still, lack, lack - slip)
    return np.sign(difference) * push
