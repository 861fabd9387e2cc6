"""Loops by the sample or the bin, compiled to machine code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """A function of arrays and numbers, compiled when it is first called and kept on disk.

    In the order that it is written in and on one thread, so that each machine adds up alike.
    """
    way = {"nogil": True, "error_model": "numpy"}
    try:
        return njit(cache=True, **way)(loop)
    except RuntimeError:  # nowhere to keep it: compiled anew in each process
        return njit(**way)(loop)
