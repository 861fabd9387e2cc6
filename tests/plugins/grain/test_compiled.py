"""Loops that are compiled count as they are written, kept on disk or not."""

from __future__ import annotations

from typing import Any

import numpy as np

from timbrel_grain.dsp_compiled import compiled

SUM = """
def total(x):
    out = 0.0
    for n in range(len(x)):
        out += x[n]
    return out
"""


def test_a_loop_that_can_be_kept_nowhere_is_compiled_all_the_same() -> None:
    made: dict[str, Any] = {}
    exec(SUM, made)  # of no file: there is nowhere to keep it beside
    total = compiled(made["total"])
    x = np.random.default_rng(0).standard_normal(1000)
    assert total(x) == made["total"](x)
    assert getattr(total, "signatures", None)  # and it was compiled
