"""A lock that one process holds, and that is free as soon as that one is gone, however it went."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

if TYPE_CHECKING:
    from pathlib import Path

TRIES, PAUSE = 4, 0.03  # somebody may be looking whether it is held
FAR = 2**30  # a byte beyond the text: Windows lets nobody read what is locked


class Lock:
    """A file that is locked. It tells which process holds it, and is never removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether it is held now, by this process."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        for _ in range(TRIES):
            if _locked(handle):
                os.ftruncate(handle, 0)
                os.write(handle, str(os.getpid()).encode())
                self._handle = handle
                return True
            time.sleep(PAUSE)
        os.close(handle)
        return False

    def free(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def holder(self) -> int:
        """The process that holds it, 0 if none does."""
        try:
            handle = os.open(self.path, os.O_RDWR)
        except OSError:
            return 0
        try:
            return 0 if _locked(handle) else int(os.read(handle, 20) or b"0")
        finally:
            os.close(handle)

    @property
    def handle(self) -> int | None:
        """The file descriptor: a child that inherits it holds the lock too."""
        return self._handle


def _locked(handle: int) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(handle, FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    finally:
        os.lseek(handle, 0, os.SEEK_SET)
    return True
