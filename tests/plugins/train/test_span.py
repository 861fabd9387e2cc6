"""Lengths of time are said as a person says them."""

from __future__ import annotations

import pytest

from timbrel_train.span import span


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (150, "2 min 30 s"),
        (3600, "1 h"),
        (3905, "1 h 5 min"),
    ],
)
def test_a_time_is_said_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words
