"""The log of this machine: what no person wants on the terminal, kept for whoever mends it."""

from __future__ import annotations

import contextlib
import logging
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST = 2_000_000


class Diary(logging.Handler):
    """Appends warnings and tracebacks to a file that is made with the first of them.

    A full or forbidden disk is passed over: it must not hide what the log was to say. Beyond
    ``MOST`` bytes the file begins anew.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self.path = path
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._write(self.format(record))

    def keep(self, error: BaseException) -> bool:
        """Write an error with its traceback; False if that could not be done."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self._write(f"{now}\n{''.join(traceback.format_exception(error))}")

    def _write(self, text: str) -> bool:
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            full = self.path.exists() and self.path.stat().st_size > MOST
            with self.path.open("w" if full else "a", errors="backslashreplace") as file:
                file.write(f"{text}\n")
            return True
        return False
