"""The process that encodes: an encoder that breaks breaks this, and not the program.

It reads one line of JSON, {"path", "frames", "opening"}, then the samples as float32. It answers
with one line: {"done"}, {"full"} (an error of the disk) or {"failed"}. What ends early is removed.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

BLOCK = 65536  # frames; libvorbis has all that it is handed at once on its stack


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)  # libraries that print, print into nothing
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    task = json.loads(sys.stdin.buffer.readline())
    try:
        whole = encoded(task, sys.stdin.buffer)
        answer: dict[str, Any] = {"done": whole}
    except OSError as error:
        answer = {"full": error.errno or errno.EIO, "why": error.strerror or str(error)}
        whole = False
    except RuntimeError as error:  # of soundfile: 2 is an error of the system
        why = getattr(error, "error_string", str(error))
        failed = {"full": errno.EIO, "why": f"it could not be written whole ({why})"}
        answer = failed if getattr(error, "code", 0) == 2 else {"failed": why}
        whole = False
    except Exception as error:  # whatever an encoder stumbles over is told to who asked
        answer, whole = {"failed": str(error)}, False
    if not whole:  # nobody may be left to do so
        Path(task["path"]).unlink(missing_ok=True)
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def encoded(task: Mapping[str, Any], samples: BinaryIO) -> bool:
    """Whether all frames came that were promised: who sends them may have been killed."""
    import numpy as np
    import soundfile

    opening, left = task["opening"], task["frames"]
    width = 4 * opening["channels"]
    with soundfile.SoundFile(task["path"], "w", **opening) as file:
        while left:
            data = samples.read(min(BLOCK, left) * width)
            block = np.frombuffer(data[: len(data) // width * width], "<f4")
            if not len(block):
                return False
            file.write(block.reshape(-1, opening["channels"]))
            left -= len(block) // opening["channels"]
    return True


if __name__ == "__main__":
    main()
