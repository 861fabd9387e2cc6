"""What the figures of a sound mean: leave it out, or use it with a word about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_corpus.gate import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel_corpus.facts import Facts

LONGEST = 7200.0  # seconds
MOST = 1_000_000_000  # samples of all channels
FEWEST = 64  # frames
LEAST = 0.03  # seconds: what a cut file must hold, and what a shorter sound is padded to
SHORT = 0.1  # seconds
RATES = (4000, 768_000)
USUAL = (16_000, 192_000)
CHANNELS = 32
BROKEN = 0.001
LOUDEST_DB = 60.0
SILENT_DB = -100.0
CLIPPED = 1e-4
SILENT = "silent: there is nothing in it to learn from"
OFFSET = 0.01


def promised(rate: int, channels: int, frames: int) -> None:
    """Refuse what the header alone shows to be no sound, or too much of it."""
    if not RATES[0] <= rate <= RATES[1]:
        raise Refused(f"a sample rate of {rate} Hz: {RATES[0]} to {RATES[1]} can be used")
    if channels > CHANNELS:
        raise Refused(f"{channels} channels: up to {CHANNELS} can be used")
    if frames > LONGEST * rate:
        raise Refused(f"longer than {LONGEST / 3600:g} hours")
    if frames * channels > MOST:
        raise Refused("too large: more than 1000 million samples")


def refusal(facts: Facts, cut: bool) -> str:
    """Why a sound is of no use, or an empty string. ``cut`` tells that a part is missing."""
    seconds = facts.frames / facts.rate
    if not facts.frames:
        return "empty: no sound in it"
    if facts.broken > BROKEN:
        return f"corrupt: {_percent(facts.broken)} of its samples are not numbers"
    if facts.peak_db > LOUDEST_DB:
        return f"not sound: it peaks {facts.peak_db:.0f} dB over full scale"
    if cut and seconds < LEAST:
        return f"corrupt: only {1000 * seconds:.1f} ms of it can be read"
    if facts.frames < FEWEST:
        return f"too short: {_counted(facts.frames, 'sample')}"
    if facts.silent:
        return SILENT
    return ""


def remarks(facts: Facts, cut: bool) -> Iterator[str]:
    """What to know about a sound that is used: its file first, then what is heard."""
    if cut:
        yield "cut short or damaged: what can be read is used"
    if facts.channels > 2:
        yield f"{facts.channels} channels, mixed down"
    if facts.rate < USUAL[0]:
        yield f"sampled at {facts.rate} Hz: nothing above {facts.rate // 2} Hz is in it"
    if facts.rate > USUAL[1]:
        yield f"sampled at {facts.rate} Hz: what lies above 24 kHz is taken out"
    if facts.frames < LEAST * facts.rate:
        yield f"only {1000 * facts.frames / facts.rate:.0f} ms long: silence makes it {LEAST:g} s"
    elif facts.frames < SHORT * facts.rate:
        yield f"only {1000 * facts.frames / facts.rate:.0f} ms long"
    yield from _heard(facts)


def _heard(facts: Facts) -> Iterator[str]:
    if facts.broken:
        yield "some samples are not numbers: they are set to zero"
    if facts.peak_db > 0:
        yield f"it peaks {facts.peak_db:.1f} dB over full scale: kept as it is"
    if facts.clipped > CLIPPED:
        yield f"clipped: {_percent(facts.clipped)} of the samples stand at full scale"
    if abs(facts.dc) > OFFSET:
        yield f"a constant offset of {facts.dc:+.2f}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
