from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Only Unix can fork")
@pytest.mark.parametrize("mode", ["save", "preset", "delete", "backup"])
def test_a_kill_at_any_moment_costs_nothing_that_was_acknowledged(
    mode: str, tmp_path: Path
) -> None:
    words = [sys.executable, "-m", "tests.plugins.library.killed", mode, str(tmp_path), str(KILLS)]
    root = Path(__file__).parents[3]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["kills"] == KILLS and told["bad"] == []
