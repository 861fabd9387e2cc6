"""What was chosen of a format: checked, and as libsndfile is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_export.form import KBITS, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Take
    from timbrel_export.form import Form

WHOLE = 4 * 2**30 - 2**24  # bytes of sound that leave room for the other chunks of a WAV


@dataclass(frozen=True, slots=True)
class Choice:
    """A rate in Hz, bits (0 if lossy), channels, and ``settings`` of the encoder."""

    form: Form
    rate: int
    bits: int
    channels: int
    frames: int
    settings: Mapping[str, Any]

    @property
    def opening(self) -> dict[str, Any]:
        """The keywords of soundfile.SoundFile."""
        return {
            "samplerate": self.rate,
            "channels": self.channels,
            "subtype": self.form.subtypes[self.bits],
            "format": self._container(),
            **self.settings,
        }

    def _container(self) -> str:
        """WAV counts its bytes in 32 bits, RF64 in 64 (EBU Tech 3306)."""
        large = self.form.container == "WAV" and self.size >= WHOLE
        return "RF64" if large else self.form.container

    @property
    def size(self) -> int:
        """Bytes of sound, if it is not compressed."""
        return self.frames * self.channels * self.bits // 8


def chosen(form: Form, take: Take, values: Mapping[str, float]) -> Choice:
    """The choice that these values are for a take; a Problem where the format has no such."""
    rate = _one(form, "sample rate", values["rate"], form.rates)
    bits = _one(form, "depth in bits", values["bits"], form.bits) if form.bits else 0
    channels = int(values.get("channels", 0)) or take.channels
    frames = round(take.frames * rate / take.rate)
    if take.frames < 1 or frames < 1:
        raise Problem("There is no sound in this take.", "Make it longer.")
    if channels > form.most or (channels == 2 and take.channels > 2):
        mend = f"It holds {form.most}; choose mono, with channels 1."
        raise Problem(f"{form.title} cannot hold {take.channels} channels as {channels}.", mend)
    made = Choice(form, rate, bits, channels, frames, _settings(form, values, channels))
    if made.size >= form.room:
        full = f"{form.title} cannot be larger than {form.room / 2**30:g} GiB."
        raise Problem(full, "Write it as WAV or FLAC.")
    return made


def _settings(form: Form, values: Mapping[str, float], channels: int) -> dict[str, Any]:
    """All encoders have one scale in libsndfile: from 0, large and good, to 1."""
    kbits, quality = values.get("bitrate", 0), values.get("quality", 0)
    if form.name == "ogg":
        return {"compression_level": 1 - quality / 10}
    if form.name == "opus":  # from 6 to 256 kbit/s a channel
        return {"compression_level": 1 - (kbits / channels - 6) / 250}
    if form.name == "mp3" and kbits:
        step = _one(form, "bit rate", kbits, KBITS)
        return {"bitrate_mode": "CONSTANT", "compression_level": (320 - step) / 288}
    if form.name == "mp3":
        # LAME's own scale ends just before 10
        return {"bitrate_mode": "VARIABLE", "compression_level": 0.999 * (1 - quality / 10)}
    return {}


def _one(form: Form, what: str, value: float, choices: tuple[int, ...]) -> int:
    if value not in choices:
        raise Problem(
            f"{form.title} cannot have a {what} of {value:g}.", f"Give {listed(choices)}."
        )
    return int(value)
