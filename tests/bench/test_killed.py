"""kill -9 during export and import leaves whole files and whole models."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.bench.folders import ROOT

if TYPE_CHECKING:
    from timbrel import Kernel


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Only Unix can fork")
def test_twenty_kills_leave_nothing_half_done(trained: Kernel) -> None:
    command = [sys.executable, "-m", "tests.bench.killed", str(trained.places.home), "bell"]
    done = subprocess.run(
        [*command, "--kills", "20", "--longest", "0.15"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(r"20 kills, (\d+) exports and (\d+) imports told of", done.stdout)
    assert told and int(told[1]) > 10 and int(told[2]) > 10
