"""A lock is held by one, and free as soon as that one is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from timbrel_train.lock import Lock

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_taken_once_and_says_by_whom(tmp_path: Path) -> None:
    one, other = Lock(tmp_path / "new" / "a.lock"), Lock(tmp_path / "new" / "a.lock")
    assert other.holder() == 0
    assert one.take() and not other.take()
    assert other.holder() == os.getpid()
    one.free()
    assert other.holder() == 0 and other.take()


def test_it_is_free_once_its_process_is_killed(tmp_path: Path) -> None:
    code = "import sys\nfrom pathlib import Path\nfrom timbrel_train.lock import Lock\n"
    code += "lock = Lock(Path(sys.argv[1]))\nprint(lock.take(), flush=True)\nsys.stdin.read()"
    command = [sys.executable, "-c", code, str(tmp_path / "a.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        lock = Lock(tmp_path / "a.lock")
        assert not lock.take() and lock.holder() == other.pid
        other.kill()
        other.wait()
        assert lock.take()


def test_a_text_that_is_no_number_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.lock").write_text("")
    lock = Lock(tmp_path / "a.lock")
    assert lock.holder() == 0 and lock.take()
