"""The process that trains, among others on the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOW = """
import os
from timbrel_train.child import LAST, give_way
before = os.getpriority(os.PRIO_PROCESS, 0)
give_way()
assert os.getpriority(os.PRIO_PROCESS, 0) == max(LAST, before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such priorities")
def test_a_training_gives_way_to_whoever_plays() -> None:
    subprocess.run([sys.executable, "-c", LOW], check=True, start_new_session=True)
