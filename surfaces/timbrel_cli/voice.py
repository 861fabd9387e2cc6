"""What the command line says: answers on stdout, everything else on stderr."""

from __future__ import annotations

import contextlib
import json
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timbrel import offers

HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # these hold emoji and some scripts together, and move nothing


class Mute(Exception):
    """The answer could not be written to stdout: its ``__cause__`` says why."""


@dataclass(frozen=True)
class Voice:
    """Speaks to a person or, ``as_json``, in exactly one JSON document to a program."""

    as_json: bool = False

    def answer(self, answer: Any) -> None:
        facts = answer if isinstance(answer, Mapping) else {"says": str(answer)}
        if self.as_json:
            self._out(json.dumps(offers.plain(facts)))
        elif facts.get("says"):
            self._out(shown(str(facts["says"])))

    def trouble(self, kind: str, what: str, mend: str = "") -> None:
        """What went wrong: a document on stdout for a program, a sentence on stderr else."""
        if self.as_json:
            self._out(json.dumps({"error": {"kind": kind, "what": what, "mend": mend}}))
        else:
            self.aside(f"{what} {mend}".strip())

    def aside(self, text: str) -> None:
        """A remark for a person beside the answer; lost where nobody can hear it."""
        with contextlib.suppress(OSError):
            print(_printable(shown(text), sys.stderr), file=sys.stderr, flush=True)

    def _out(self, text: str) -> None:
        try:
            print(_printable(text, sys.stdout), flush=True)
        except OSError as error:
            raise Mute from error


def shown(text: str) -> str:
    """Text that can do nothing to a terminal: controls, ANSI and bidi overrides as escapes.

    Line ends and tabs stay, for an answer may have several lines.
    """
    return "".join(c if _harmless(c) else c.encode("unicode_escape").decode() for c in text)


def _harmless(char: str) -> bool:
    return char in "\n\t" or char in JOINERS or unicodedata.category(char) not in HIDDEN


def _printable(text: str, stream: Any) -> str:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
