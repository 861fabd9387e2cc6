"""A model at play keeps its recordings, whatever becomes of their files."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain.dsp_page import Reader, page
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a file that is open")
@pytest.mark.parametrize("fate", ["renamed", "deleted"])
def test_a_model_plays_on_though_its_folder_is_gone(
    trained_folder: Path, tmp_path: Path, fate: str, model: Any, play: Callable[..., np.ndarray]
) -> None:
    folder = shutil.copytree(trained_folder, tmp_path / "here")
    other = Grain().load(folder)
    if fate == "renamed":
        folder.rename(tmp_path / "there")
    else:
        shutil.rmtree(folder)
    assert np.array_equal(play(other), play(model))


@settings(deadline=None)  # it writes files
@given(st.binary(min_size=1, max_size=300), st.data())
def test_it_reads_as_a_file_does(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("page") / "file"
    path.write_bytes(content)
    ours = Reader(page(path))
    with path.open("rb") as theirs:
        for _ in range(8):
            place = data.draw(st.integers(-400, 400)), data.draw(st.sampled_from([0, 1, 2]))
            try:
                moved = theirs.seek(*place)
            except OSError:  # before the beginning
                continue
            assert ours.seek(*place) == moved
            count = data.draw(st.integers(0, 400))
            assert ours.read(count) == theirs.read(count)
            assert ours.tell() == theirs.tell()
