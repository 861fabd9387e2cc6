"""What the log has for a person too, said at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timbrel_cli.voice import Voice


class Herald(logging.Handler):
    """Says the warnings that are marked as 'said' (``extra={"said": True}``), each once.

    They tell of what a listener could not do, while the work that it listened to went well.
    """

    def __init__(self, voice: Voice) -> None:
        super().__init__(logging.WARNING)
        self._voice = voice
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if getattr(record, "said", False) and text not in self._told:
            self._told.add(text)
            self._voice.aside(text)
