"""A command is measured by itself, not by the one who measures."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from tests.bench.child import Broken, run

MEGABYTE = 2**20


def test_the_memory_of_the_one_who_measures_does_not_count() -> None:
    held = np.ones(40 * MEGABYTE)  # 320 MB
    assert run([sys.executable, "-c", "pass"]).peak < 100 * MEGABYTE
    assert held.any()


def test_the_memory_that_a_command_needs_at_its_peak_counts() -> None:
    ended = run([sys.executable, "-c", "x = b'x' * 2**28; del x"])
    assert 256 * MEGABYTE < ended.peak < 340 * MEGABYTE


def test_a_command_answers_on_stdout() -> None:
    assert run([sys.executable, "-c", "print(6 * 7)"]).answer == "42\n"


def test_a_command_is_given_its_surroundings() -> None:
    program = "import os; print(os.environ['TIMBREL_HOME'])"
    assert run([sys.executable, "-c", program], {"TIMBREL_HOME": "here"}).answer == "here\n"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("raise SystemExit('no sound')", "exit 1: no sound"),
        ("print('{\"error\": 1}'); raise SystemExit(3)", r'exit 3: {"error": 1}'),
        ("import os; os.abort()", "exit 6: "),
    ],
)
def test_a_command_that_fails_is_named_with_its_last_words(program: str, words: str) -> None:
    with pytest.raises(Broken) as caught:
        run([sys.executable, "-c", program])
    assert words in str(caught.value)
