"""The options that 'generate' and 'transform' have in common: how and where a take is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

SEED = Annotated[int | None, "The same seed and knobs give the same sound: 0, or the preset's"]
SET = Annotated[list[str] | None, "A knob, as brightness=0.5; may be given again"]
PRESET = Annotated[str | None, "A preset to begin from; what is said beside it holds"]
FORMAT = Annotated[str | None, "wav, aiff, flac, mp3, ogg or opus; or as --out ends, or wav"]
QUALITY = Annotated[float | None, "Of mp3 (8) and ogg (6), from small, 0, to good, 10"]
BITRATE = Annotated[int | None, "In kbit/s: mp3 64 to 320, opus 16 to 256"]
RATE = Annotated[int | None, "Sample rate in Hz: 44100, 48000 or 96000"]
BITS = Annotated[int | None, "Bits per sample: 16, 24, or 32 for floating point"]
CHANNELS = Annotated[int | None, "1 for mono, 2 for stereo, 0 as the sound is"]
SPACE = Annotated[str | None, "A way to place it: width, dual, binaural, mono; none for none"]
WHERE = Annotated[list[str] | None, "Where in that space, as azimuth=90; may be given again"]
OUT = Annotated[Path | None, "The file to write, or a folder; a new file if not given"]
