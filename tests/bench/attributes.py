"""A second measure for each knob, of other code and other theory than the calibration's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import librosa
import numpy as np
from scipy import ndimage, signal
from tests.bench.distance import RATE

if TYPE_CHECKING:
    from collections.abc import Callable

HOP = 480  # 10 ms
FALL, LEAST, FEWEST = 20, 10.0, 10  # hops of a fall, dB a second at least, and how many of them
# Huron 1994: how consonant interval classes are heard to be, unison left out.
CONSONANCE = (0.0, -1.428, -0.582, 0.594, 0.386, 1.240, -0.453)
LOUD = 0.6  # loudness is amplitude to this power (Stevens)
SMOOTH = 0.018  # half the square of the least modulation that is heard as rough
MOMENT = 32  # ms: one beat of the slowest that is heard as rough
QUICKEST = 150  # Hz: over it beats are heard as tones
BEGINS = 1.5  # times as loud as the moment before is an attack
BESIDE = 0.01  # share of a band's energy that masks its neighbour
LOUDER = 1.5  # dB by which it becomes louder at an onset
HALVES = tuple(250 * 2 ** (n / 2) for n in range(11))  # Hz: half octaves up to 8 kHz


@dataclass(frozen=True, slots=True)
class Attribute:
    """``of`` measures mono samples at 48 kHz, of ``seconds`` or more.

    By ``least`` a corpus is taken to vary at least, and by ``usual`` where it has too few sounds
    that are long enough to tell: the deviation over the recordings of all folders together.
    """

    of: Callable[[np.ndarray], float]
    least: float
    usual: float
    seconds: float
    unit: str


def brightness(mono: np.ndarray) -> float:
    """Spectral centroid in octaves over 1 kHz, frames weighted by their magnitude."""
    magnitude = np.abs(librosa.stft(mono))
    centroid = librosa.feature.spectral_centroid(S=magnitude, sr=RATE)[0]
    return float(np.log2(np.average(centroid, weights=magnitude.sum(axis=0)) / 1000))


def warmth(mono: np.ndarray) -> float:
    """A-weighted energy of 80-400 Hz over that of 400-2000 Hz, in dB.

    A hundredth of each is added to the other: what lies 20 dB and more under its neighbour is
    not heard beside it, so that much further down makes nothing leaner.
    """
    hertz, power = signal.welch(mono, RATE, nperseg=4096)
    with np.errstate(divide="ignore"):
        heard = power * 10 ** (librosa.A_weighting(np.maximum(hertz, 1)) / 10)
    low, high = (heard[(hertz >= a) & (hertz < b)].sum() for a, b in ((80, 400), (400, 2000)))
    return float(10 * np.log10((low + BESIDE * high) / (high + BESIDE * low)))


def roughness(mono: np.ndarray) -> float:
    """Depth of the modulation at 30-150 Hz that half octaves with one between them share, in dB.

    From the cross moments of their Hilbert envelopes, each over its mean and less its straight
    course, in the median over moments of 32 ms, both weighted by loudness, but for those in which
    it becomes much louder: in noise every band flutters for itself, and an attack beats once;
    neither is heard as rough. Bands side by side overlap, so that they flutter together in noise
    too. In longer moments, or after a filter that rings on, no moment is without an attack where
    strokes follow each other twelve times a second. Nor is a depth under a fifth rough: 0.07 asper
    is the threshold (Fastl and Zwicker 2007, ch. 11), and so the floor.
    """
    slow = signal.butter(2, QUICKEST, fs=1000, output="sos")
    levels, swings = [], []
    for middle in HALVES:
        band = signal.butter(3, (middle / 2**0.25, middle * 2**0.25), "band", fs=RATE, output="sos")
        envelope = np.abs(signal.hilbert(np.asarray(signal.sosfilt(band, mono), np.float32)))
        low = np.maximum(signal.resample_poly(envelope, 1, RATE // 1000), 0)
        levels.append(_moments(low).mean(axis=1))
        swings.append(signal.detrend(_moments(np.asarray(signal.sosfilt(slow, low))), axis=1))
    weights = np.sqrt(np.multiply(levels[2:], levels[:-2])) + 1e-15
    loud = weights**LOUD
    shared = np.multiply(swings[2:], swings[:-2]).mean(axis=2)
    depth = np.average(shared / (weights**2 + 1e-15), weights=loud, axis=0)
    order, heard = np.argsort(depth), loud.sum(axis=0)
    begins = heard > BEGINS * np.roll(heard, 1)
    heard = np.where(begins & ~begins.all(), 0, heard)[order].cumsum()
    middle = min(np.searchsorted(heard, heard[-1] / 2), len(order) - 1)
    return float(10 * np.log10(max(depth[order][middle], 0.0) + SMOOTH))


def _moments(envelope: np.ndarray) -> np.ndarray:
    return envelope[: len(envelope) // MOMENT * MOMENT].reshape(-1, MOMENT)


def texture(mono: np.ndarray) -> float:
    """Share of the sound that no steady partial has: what is left by harmonic separation.

    In half octaves, each by its loudness (energy to the power 0.3): of the energy alone nearly all
    is bass. Fitzgerald 2010; Driedger et al. 2014 for the margin.
    """
    spectrum = np.abs(librosa.stft(mono, n_fft=4096, hop_length=1024))
    steady, _ = librosa.decompose.hpss(spectrum, kernel_size=(17, 31), margin=(2.0, 1.0))
    corners = np.array([60.0, 120.0, 180.0, *HALVES[:-1], 12000.0])
    edges = np.round(corners / RATE * 4096).astype(int)
    kept, whole = (np.add.reduceat((s**2).sum(axis=1), edges)[:-1] for s in (steady, spectrum))
    return float(1 - np.average(kept / (whole + 1e-15), weights=whole**0.3 + 1e-15))


def tension(mono: np.ndarray) -> float:
    """Dissonance of the pitch classes that sound together (Huron 1994), from -1.2 to 1.4.

    Of spectral peaks, each in the class nearest to its interval from the loudest, so that a tone
    between two keys is not taken for two.
    """
    peaks, strengths = librosa.piptrack(
        y=mono, sr=RATE, n_fft=16384, hop_length=8192, fmin=60, fmax=3000, threshold=0.1
    )
    each, weights = [], []
    for hertz, strength in zip(peaks.T, strengths.T, strict=True):
        there = strength > 0
        if there.any():
            each.append(_dissonance(hertz[there], strength[there]))
            weights.append(strength.sum())
    return float(np.average(each, weights=weights)) if each else float("nan")


def _dissonance(hertz: np.ndarray, strength: np.ndarray) -> float:
    steps = np.round(12 * np.log2(hertz / hertz[strength.argmax()])).astype(int) % 12
    share = np.bincount(steps, strength, 12)
    share = share / share.sum()
    apart = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    return float(-(share @ np.array(CONSONANCE)[np.minimum(apart, 12 - apart)] @ share))


def density(mono: np.ndarray) -> float:
    """Onsets per second that librosa finds, as log2 of them and a half; nan of a single one.

    Those at which it becomes louder, the bass held back: librosa takes any flutter for an onset
    where little else happens. Of the square root of their strength, or else one loud stroke hides
    all soft ones.
    """
    strength = np.sqrt(librosa.onset.onset_strength(y=mono, sr=RATE, hop_length=HOP))
    found = librosa.onset.onset_detect(onset_envelope=strength, sr=RATE, hop_length=HOP)
    level = np.pad(_level(np.diff(mono, prepend=0.0)), 8, mode="edge")
    louder = [level[f + 7 : f + 12].max() - level[f + 3 : f + 8].min() for f in found]
    count = int((np.array(louder) > LOUDER).sum())
    return float(np.log2(0.5 + count / (len(mono) / RATE))) if count > 1 else float("nan")


def pulse(mono: np.ndarray) -> float:
    """Highest peak of the mean tempogram between 40 and 300 beats a minute."""
    strength = librosa.onset.onset_strength(y=mono, sr=RATE, hop_length=HOP)
    tempogram = librosa.feature.tempogram(
        onset_envelope=strength, sr=RATE, hop_length=HOP, win_length=300, norm=None
    )
    mean = tempogram.mean(axis=1)
    lags = slice(int(0.2 * RATE / HOP), int(1.5 * RATE / HOP))
    return float((mean[lags].max() - np.median(mean[lags])) / (mean[0] + 1e-12))


def rhythm(mono: np.ndarray) -> float:
    """How fast the level rises where it rises: dB in 20 ms, the highest of each half second.

    Their mean, weighted by their squares, is the same for a stroke that rings and for one that
    does not; a percentile of all moments is not.
    """
    level = _level(mono)
    rise = np.maximum(level[2:] - level[:-2], 0)
    peaks = rise[rise == ndimage.maximum_filter1d(rise, 51)] + 1e-6
    return float((peaks**3).sum() / (peaks**2).sum())


def space(mono: np.ndarray) -> float:
    """How slowly the mel bands fall where they do, as minus log2 of dB a second.

    The median of all falls over 200 ms of more than 2 dB, in the median band: a room fills what
    would fall faster (blind decay rates, Ratnam et al. 2003). Only of what is heard, down to 70 dB
    under the loudest band at its loudest: in a dark sound the highest bands are hiss from end to
    end. nan where nothing falls. Clarity (C80) was tried and tells nothing where strokes follow at
    once.
    """
    mel = librosa.feature.melspectrogram(
        y=mono, sr=RATE, hop_length=HOP, n_mels=24, fmin=150, fmax=8000
    )
    level = 10 * np.log10(mel + 1e-7 * mel.max() + 1e-15)
    falls = (level[:, :-FALL] - level[:, FALL:]) / (FALL * HOP / RATE)
    bands = [row[row > LEAST] for row in falls]
    told = [float(np.median(band)) for band in bands if len(band) > FEWEST]
    return -float(np.log2(np.median(told))) if told else float("nan")


def _level(mono: np.ndarray) -> np.ndarray:
    """The level (T,) in dB each 10 ms, at most 50 under the highest."""
    power = np.array([np.mean(part**2) for part in np.array_split(mono, len(mono) // HOP)])
    return 10 * np.log10(power / power.max() + 1e-5)


ATTRIBUTES = {
    "brightness": Attribute(brightness, 0.15, 1.4, 0.5, "octaves"),
    "warmth": Attribute(warmth, 1.0, 9.1, 0.5, "dB"),
    "roughness": Attribute(roughness, 1.0, 1.3, 0.5, "dB"),
    "texture": Attribute(texture, 0.03, 0.27, 0.5, ""),
    "tension": Attribute(tension, 0.1, 0.16, 0.5, ""),
    "density": Attribute(density, 0.4, 1.0, 2.0, "log2 1/s"),
    "pulse": Attribute(pulse, 0.08, 0.17, 4.0, ""),
    "rhythm": Attribute(rhythm, 3.0, 13.0, 1.0, "dB"),
    "space": Attribute(space, 0.3, 0.68, 1.5, "log2 s/dB"),
}
