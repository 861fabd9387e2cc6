"""kill -9 in the midst of saving and encoding leaves whole files, old or new."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Only Unix forks")
def test_no_file_is_ever_half_of_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.plugins.export.killing", str(tmp_path)]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(
        [*command, "--times", "20"],
        cwd=ROOT,
        env=alone,
        capture_output=True,
        text=True,
        check=True,
    )
    count = json.loads(ran.stdout)
    assert (count["unreadable"], count["lost"]) == (0, 0)
    assert count["saved"] > 5
