"""One run of the command line: its voice and, once its options are known, its kernel."""

from __future__ import annotations

import logging
import os
import traceback
from typing import TYPE_CHECKING

from timbrel import Kernel, start
from timbrel_cli.diary import Diary
from timbrel_cli.herald import Herald

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from timbrel_cli.voice import Voice


class House:
    """What the commands of one run share."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.kernel: Kernel | None = None
        self._diary: Diary | None = None
        self._herald = Herald(voice)

    def open(self, home: Path | None, without: Iterable[str]) -> Kernel:
        """The kernel, made when it is first asked for; from then on a log is kept."""
        if self.kernel is None:
            self.kernel = start(home, without)
            self._diary = Diary(self.kernel.places.home / "logs" / "timbrel.log")
            logging.getLogger().addHandler(self._diary)
            logging.getLogger().addHandler(self._herald)
        return self.kernel

    def close(self) -> None:
        if self._diary is not None:
            logging.getLogger().removeHandler(self._diary)
            logging.getLogger().removeHandler(self._herald)

    @property
    def broken(self) -> list[str]:
        """The plugins that were set aside."""
        return sorted(self.kernel.host.broken) if self.kernel else []

    def bug(self, error: Exception) -> None:
        """Say that Timbrel itself failed, and where its traceback lies."""
        what = f"Something broke inside Timbrel ({type(error).__name__}: {error})."
        if self._diary is not None and self._diary.keep(error):
            self.voice.trouble("bug", what, f"What happened is written in {self._diary.path}.")
        else:
            self.voice.trouble("bug", what, "Run it again with TIMBREL_DEBUG=1 to see where.")
        if os.environ.get("TIMBREL_DEBUG"):
            self.voice.aside("".join(traceback.format_exception(error)))
