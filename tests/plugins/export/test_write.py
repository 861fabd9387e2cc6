"""A file is looked at before it counts, and one beyond 4 GiB is another kind of WAV."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import soundfile
from tests.plugins.export.sounds import EXPORTERS, TABLE, exported, probed, sine, take

from timbrel_export import choice, dsp_write
from timbrel_export.choice import chosen

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", TABLE)
def test_a_file_that_is_not_what_was_written_is_an_error(tmp_path: Path, name: str) -> None:
    made, path = take(sine(440)), tmp_path / f"a.{name}"
    exported(made, path)
    wish = chosen(TABLE[name], made, {c.name: c.rest for c in TABLE[name].controls})
    dsp_write._verify(path, wish)
    for other in ({"frames": 47999}, {"rate": 44100}, {"channels": 2}):
        with pytest.raises(OSError, match="not what was written"):
            dsp_write._verify(path, replace(wish, **other))


@pytest.mark.parametrize("bits", [16, 24, 32])
def test_an_rf64_holds_sound_and_tags_as_a_wav_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bits: int
) -> None:
    monkeypatch.setattr(choice, "WHOLE", 1000)
    made, path = take(sine(440, 4801)), tmp_path / "a.wav"
    assert exported(made, path, bits=bits).shape == (1, 4801)
    assert soundfile.info(path).format == "RF64"
    assert EXPORTERS["wav"].recipe(path) == made.recipe
    assert probed(path)["tags"]["timbrel_model"] == "bell"
