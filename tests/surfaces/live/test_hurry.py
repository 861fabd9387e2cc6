"""The right of way while sound is played, and that it ends."""

from __future__ import annotations

import gc
import sys

from timbrel_live.hurry import SWITCH, hurried


def test_nothing_holds_threads_up_while_sound_is_played_and_afterwards_all_is_as_before() -> None:
    before, frozen = sys.getswitchinterval(), gc.get_freeze_count()
    with hurried():
        assert sys.getswitchinterval() < 2 * SWITCH < before
        assert gc.get_freeze_count() > frozen
        mine = [[number] for number in range(1000)]
        frozen = gc.get_freeze_count()
        gc.collect()
        assert gc.get_freeze_count() >= frozen + len(mine)
    assert sys.getswitchinterval() == before
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert gc.get_freeze_count() == 0
