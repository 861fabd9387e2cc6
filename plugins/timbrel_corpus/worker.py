"""The process that decodes: what a hostile file breaks is this, and not the program.

It reads one JSON object a line, {"path", "draft", "digest"}, and answers with lines of its own:
{"alive"} now and then, and at last {"facts"}, {"refused"} or {"full"} (an error of the disk).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMORY = 2 * 2**30
SECONDS = 60


def main() -> None:
    answers = _apart()
    _limit_memory()
    from timbrel_corpus import dsp_decode  # noqa: F401  (loaded before the first file waits)

    _say(answers, {"alive": True})
    for line in sys.stdin:
        _limit_seconds()
        _say(answers, _answer(json.loads(line), answers))


def _apart() -> TextIO:
    """The pipe to the parent. Libraries that print, and one does, print into nothing."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _say(answers: TextIO, what: Mapping[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def _answer(task: Mapping[str, str], answers: TextIO) -> dict[str, Any]:
    from timbrel_corpus.dsp_decode import decode
    from timbrel_corpus.gate import Refused

    def alive() -> None:
        _limit_seconds()
        _say(answers, {"alive": True})

    try:
        path, draft = Path(task["path"]), Path(task["draft"])
        return {"facts": decode(path, draft, task["digest"], alive).as_json()}
    except Refused as refused:
        return {"refused": str(refused), "lasting": refused.lasting}
    except OSError as error:
        return {"full": error.errno, "why": error.strerror}
    except MemoryError:
        return {"refused": "it needs too much memory to decode", "lasting": False}
    except Exception as error:  # whatever a file provokes is that file's own affair
        return {"refused": "corrupt: it cannot be decoded", "lasting": True, "why": repr(error)}


def _limit_memory() -> None:
    _limit("RLIMIT_AS", MEMORY)


def _limit_seconds() -> None:
    """From now on so many seconds of computing at most, until the next sign of life."""
    _limit("RLIMIT_CPU", int(time.process_time()) + SECONDS)


def _limit(what: str, amount: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock still holds
        return
    kind = getattr(resource, what)
    hard = resource.getrlimit(kind)[1]
    most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (most, hard))


if __name__ == "__main__":
    main()
