from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from timbrel_cli.herald import Herald
from timbrel_cli.voice import Voice

if TYPE_CHECKING:
    import pytest


def test_a_warning_for_a_person_is_said_once_and_others_are_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logging.Logger("here")
    log.addHandler(Herald(Voice()))
    for _ in range(2):
        log.warning("%s is not kept", "a.wav", extra={"said": True})
    log.warning("for whoever mends it")
    said = capsys.readouterr()
    assert said.err == "a.wav is not kept\n" and said.out == ""
