"""The processes that decode: what one of them dies of is one file's affair."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel_corpus.crew import COMMAND, Lost, Worker, hired
from timbrel_corpus.gate import Refused

if TYPE_CHECKING:
    from pathlib import Path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_worker_decodes_one_file_after_the_other(put: Any, tmp_path: Path) -> None:
    worker = Worker()
    try:
        for index in range(3):
            path = put(f"{index}.wav", seconds=0.1 * (index + 1))
            facts = worker.decode(path, tmp_path / "draft.npy", digest(path))
            assert facts.shape == (4800 * (index + 1), 1)
            assert np.load(tmp_path / "draft.npy").shape == facts.shape
    finally:
        worker.close()


def test_a_worker_that_dies_is_told_and_replaced(put: Any, tmp_path: Path) -> None:
    path = put("a.wav")
    with hired(1) as crew:
        assert crew.decode(path, tmp_path / "a.npy", digest(path)).seconds == 0.5
        crew._all[0]._process.kill()
        with pytest.raises(Lost, match="crashed the decoder"):
            crew.decode(path, tmp_path / "a.npy", digest(path))
        assert crew.decode(path, tmp_path / "a.npy", digest(path)).seconds == 0.5


def test_no_worker_is_left_when_the_work_is_done(put: Any, tmp_path: Path) -> None:
    path = put("a.wav")
    with hired(1) as crew:
        crew.decode(path, tmp_path / "a.npy", digest(path))
        (worker,) = crew._all
    assert worker._process.returncode is not None


def test_a_refusal_crosses_as_one(folder: Path, tmp_path: Path) -> None:
    path = folder / "a.wav"
    path.write_bytes(b"RIFF\x10\0\0\0WAVEjunk")
    with hired(1) as crew, pytest.raises(Refused, match="corrupt"):
        crew.decode(path, tmp_path / "a.npy", digest(path))


def test_a_disk_that_is_full_is_told_as_such(put: Any, tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("This system has no /dev/full")
    path = put("a.wav")
    with hired(1) as crew, pytest.raises(OSError, match="No space left"):
        crew.decode(path, type(tmp_path)("/dev/full"), digest(path))


def test_a_file_that_changed_since_it_was_looked_at_is_refused(put: Any, tmp_path: Path) -> None:
    before = digest(put("a.wav"))
    path = put("a.wav", level=0.1)
    with hired(1) as crew, pytest.raises(Refused, match="changed while it was read") as caught:
        crew.decode(path, tmp_path / "a.npy", before)
    assert not caught.value.lasting


def test_a_worker_ends_when_its_parent_is_gone() -> None:
    ended = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=60, check=False)
    assert ended.returncode == 0
    assert ended.stdout == b'{"alive": true}\n'


def test_a_file_called_numpy_beside_the_user_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('run')")
    ended = subprocess.run(
        COMMAND, input=b"", capture_output=True, timeout=60, check=False, cwd=tmp_path
    )
    assert ended.returncode == 0


def test_what_a_library_prints_never_mixes_with_the_answers() -> None:
    code = (
        "import os; from timbrel_corpus import worker; answers = worker._apart();"
        "os.write(1, b'noise'); os.write(2, b'noise'); print('noise', flush=True);"
        "worker._say(answers, {'alive': True})"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ended.stdout == b'{"alive": true}\n'
    assert ended.stderr == b""
