"""The OSC server of any kernel: with serving(kernel) as osc."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests import serving as surfaces

from timbrel_osc.server import Osc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel


@contextmanager
def serving(kernel: Kernel, port: int = 0) -> Iterator[Osc]:
    with surfaces.serving(kernel, osc := Osc(), osc_port=port):
        yield osc
