from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.plugins.library.killed import act, kernel

from timbrel_library import store

EACH = 400


def test_two_processes_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.plugins.library.two", str(tmp_path)]
    root = Path(__file__).parents[3]
    both = [
        subprocess.Popen([*words, who, str(EACH)], cwd=root, stderr=subprocess.PIPE, text=True)
        for who in "ab"
    ]
    said = [one.communicate(timeout=300)[1] for one in both]
    assert said == ["", ""] and [one.returncode for one in both] == [0, 0]
    with store.opened(kernel(tmp_path).places, reads=True) as db:
        names = {row["name"] for row in db.execute("select name from history")}
    assert names == {f"{who}-{n}" for who in "ab" for n in range(EACH)}
    assert not act(kernel(tmp_path), "library_check")["index"]
