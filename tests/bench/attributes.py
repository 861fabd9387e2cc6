"""A second measure for each knob, of other code and other theory than the calibration's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import librosa
import numpy as np
from scipy import signal
from tests.bench.distance import RATE

if TYPE_CHECKING:
    from collections.abc import Callable

HOP = 480  # 10 ms
# Huron 1994: how consonant interval classes are heard to be, unison left out.
CONSONANCE = (0.0, -1.428, -0.582, 0.594, 0.386, 1.240, -0.453)
OCTAVES = (250, 500, 1000, 2000, 4000, 8000)  # Hz


@dataclass(frozen=True, slots=True)
class Attribute:
    """``of`` measures mono samples at 48 kHz; by ``least`` a corpus is taken to vary at least."""

    of: Callable[[np.ndarray], float]
    least: float
    unit: str


def brightness(mono: np.ndarray) -> float:
    """Spectral centroid in octaves over 1 kHz, frames weighted by their magnitude."""
    magnitude = np.abs(librosa.stft(mono))
    centroid = librosa.feature.spectral_centroid(S=magnitude, sr=RATE)[0]
    return float(np.log2(np.average(centroid, weights=magnitude.sum(axis=0)) / 1000))


def warmth(mono: np.ndarray) -> float:
    """A-weighted energy of 80-400 Hz over that of 400-2000 Hz, in dB."""
    hertz, power = signal.welch(mono, RATE, nperseg=4096)
    with np.errstate(divide="ignore"):
        heard = power * 10 ** (librosa.A_weighting(np.maximum(hertz, 1)) / 10)
    low, high = (heard[(hertz >= a) & (hertz < b)].sum() for a, b in ((80, 400), (400, 2000)))
    return float(10 * np.log10(low / high))


def roughness(mono: np.ndarray) -> float:
    """Depth of modulation at 30-150 Hz of the Hilbert envelopes of octave bands, in dB.

    Of each band's mean, and then weighted by the band's share of the energy.
    """
    depths, weights = [], []
    for middle in OCTAVES:
        band = signal.butter(2, (middle / 2**0.5, middle * 2**0.5), "band", fs=RATE, output="sos")
        envelope = signal.resample_poly(
            np.abs(signal.hilbert(signal.sosfilt(band, mono))), 1, RATE // 1000
        )
        moving = signal.butter(2, (30, 150), "band", fs=1000, output="sos")
        depths.append(np.std(signal.sosfilt(moving, envelope)) / (np.mean(envelope) + 1e-12))
        weights.append(np.mean(envelope**2))
    return float(20 * np.log10(np.average(depths, weights=weights) + 1e-4))


def texture(mono: np.ndarray) -> float:
    """Share of the energy that no steady partial has: what is left by harmonic separation.

    Fitzgerald 2010; Driedger et al. 2014 for the margin.
    """
    spectrum = np.abs(librosa.stft(mono, n_fft=4096, hop_length=1024))
    steady, _ = librosa.decompose.hpss(spectrum, kernel_size=(17, 31), margin=(2.0, 1.0))
    return float(1 - (steady**2).sum() / (spectrum**2).sum())


def tension(mono: np.ndarray) -> float:
    """Dissonance of the pairs of pitch classes that sound together (Huron 1994)."""
    chroma = librosa.feature.chroma_stft(y=mono, sr=RATE, n_fft=32768, hop_length=8192, norm=None)
    shares = chroma / (chroma.sum(axis=0, keepdims=True) + 1e-12)
    steps = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    consonance = np.array(CONSONANCE)[np.minimum(steps, 12 - steps)]
    each = -np.einsum("it,ij,jt->t", shares, consonance, shares)
    return float(np.average(each, weights=chroma.sum(axis=0) + 1e-12))


def density(mono: np.ndarray) -> float:
    """Onsets per second that librosa finds, as log2 of them and a half."""
    found = librosa.onset.onset_detect(y=mono, sr=RATE, hop_length=HOP, units="time")
    return float(np.log2(0.5 + len(found) / (len(mono) / RATE)))


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
    """How fast the level rises at its fastest: 99th percentile of the rise in 20 ms, in dB."""
    level = _level(mono)
    return float(np.percentile(level[2:] - level[:-2], 99))


def space(mono: np.ndarray) -> float:
    """How shallow the gaps are: level of each band's quietest quarter under its mean, in dB.

    A room fills the gaps of the envelope (Houtgast and Steeneken 1985); the mean is over mel bands.
    """
    mel = librosa.feature.melspectrogram(y=mono, sr=RATE, hop_length=HOP, n_mels=32, fmin=100)
    quiet, mean = np.percentile(mel, 25, axis=1), mel.mean(axis=1)
    gaps = 10 * np.log10((quiet + 1e-6 * mel.max()) / (mean + 1e-6 * mel.max()))
    return float(gaps.mean())


def _level(mono: np.ndarray) -> np.ndarray:
    """The level (T,) in dB each 10 ms, at most 50 under the highest."""
    power = np.array([np.mean(part**2) for part in np.array_split(mono, len(mono) // HOP)])
    return 10 * np.log10(power / power.max() + 1e-5)


ATTRIBUTES = {
    "brightness": Attribute(brightness, 0.15, "octaves"),
    "warmth": Attribute(warmth, 1.0, "dB"),
    "roughness": Attribute(roughness, 1.0, "dB"),
    "texture": Attribute(texture, 0.03, ""),
    "tension": Attribute(tension, 0.03, ""),
    "density": Attribute(density, 0.4, "log2 1/s"),
    "pulse": Attribute(pulse, 0.03, ""),
    "rhythm": Attribute(rhythm, 1.0, "dB"),
    "space": Attribute(space, 1.0, "dB"),
}
