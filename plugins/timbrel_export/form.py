"""The formats of sound files: one table of what each can hold and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from timbrel import Control

if TYPE_CHECKING:
    from collections.abc import Mapping

RATES = (44100, 48000, 96000)
KBITS = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # the steps that MPEG-1 layer III has
PCM = {16: "PCM_16", 24: "PCM_24"}
FLOAT = {**PCM, 32: "FLOAT"}


@dataclass(frozen=True, slots=True)
class Form:
    """A format: ``container`` and ``subtypes`` (by bits, 0 for a lossy one) as libsndfile has them.

    ``most`` is how many channels it holds and ``room`` how many bytes of sound.
    """

    name: str
    title: str
    says: str
    container: str
    subtypes: Mapping[int, str]
    rates: tuple[int, ...] = RATES
    most: int = 8
    room: float = float("inf")
    levels: tuple[Control, ...] = field(default=())

    @property
    def lossy(self) -> bool:
        return 0 in self.subtypes

    @property
    def bits(self) -> tuple[int, ...]:
        return tuple(bits for bits in self.subtypes if bits)

    @property
    def controls(self) -> tuple[Control, ...]:
        """What can be set about it; a rate or a depth between the choices is a Problem later."""
        low = min(self.rates) if len(self.rates) > 1 else 8000
        says = f"Sample rate in Hz: {listed(self.rates)}"
        sides = "Channels: 1, 2, or 0 for as many as the sound has"
        return (
            Control("rate", low, max(self.rates), 48000, "Hz", says),
            *self._depth(),
            *self.levels,
            Control("channels", 0, 2, 0, "", sides),
        )

    def _depth(self) -> tuple[Control, ...]:
        if self.lossy:
            return ()
        more = ", 32 being floating point" if 32 in self.bits else ""
        says = f"Bits per sample: {listed(self.bits)}{more}"
        return (Control("bits", min(self.bits), max(self.bits), 24, "bit", says),)


def listed(choices: tuple[int, ...]) -> str:
    """Numbers in a row: 44100, 48000 or 96000."""
    *most, last = map(str, choices)
    return f"{', '.join(most)} or {last}" if most else last


def _quality(rest: float, more: str = "") -> Control:
    return Control("quality", 0, 10, rest, "", f"From small, 0, to good, 10{more}")


FORMS = (
    Form("wav", "A WAV file", "WAV, which every program reads", "WAV", FLOAT),
    Form("aiff", "An AIFF file", "AIFF, as on Apple's machines", "AIFF", FLOAT, room=2.0**31),
    Form("flac", "A FLAC file", "FLAC: half the size and nothing lost", "FLAC", PCM),
    Form(
        "mp3",
        "An MP3 file",
        "MP3, of a variable bit rate by quality or of a constant one",
        "MP3",
        {0: "MPEG_LAYER_III"},
        rates=(44100, 48000),
        most=2,
        levels=(
            _quality(8, ", where there is no bit rate"),
            Control("bitrate", 0, 320, 0, "kbit/s", f"Bit rate: {listed(KBITS)}; 0 for none"),
        ),
    ),
    Form(
        "ogg",
        "An OGG file",
        "OGG Vorbis, by quality",
        "OGG",
        {0: "VORBIS"},
        most=2,
        levels=(_quality(6),),
    ),
    Form(
        "opus",
        "An Opus file",
        "Opus, which has 48000 Hz only",
        "OGG",
        {0: "OPUS"},
        rates=(48000,),
        most=2,
        levels=(Control("bitrate", 16, 256, 160, "kbit/s", "Bit rate of all channels, 16 to 256"),),
    ),
)
