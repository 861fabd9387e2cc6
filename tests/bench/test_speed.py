"""The table of speeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import speed

if TYPE_CHECKING:
    from timbrel import Kernel


def test_each_knob_is_timed_at_either_end_and_all_of_them_together(trained: Kernel) -> None:
    session = trained.new_session()
    session.load("bell")
    found = speed.speeds(session, 0.1)
    assert len(found) == 1 + 2 * 9 + 2 and min(found.values()) > 0
    assert {"rest", "texture -1", "all nine at +1"} <= set(found)


def test_what_is_too_slow_is_marked() -> None:
    slow = dict.fromkeys(speed.settings(), 30.0) | {"tension +1": 17.2}
    text = speed.report({"tabla": slow})
    assert "| rest | 30 |" in text and "| tension +1 | **17.2** |" in text
