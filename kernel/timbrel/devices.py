"""Where the numbers are crunched. The only kernel module that ever touches torch, and late."""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel.host import Host


@dataclass(frozen=True, slots=True)
class Device:
    """A place to compute, by the name torch gives it. ``memory`` is in bytes, 0 if unknown."""

    name: str
    kind: str = "cpu"
    memory: int = 0


CPU = Device("cpu")


class Devices:
    """The machine's devices: chosen by purpose, lent to one job at a time."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._locks: dict[str, RLock] = {}

    @cached_property
    def all(self) -> tuple[Device, ...]:
        return (*_accelerators(), CPU)

    def choose(self, purpose: str, wish: str = "auto") -> Device:
        """The device for 'train' or 'render': the wished-for one, a plugin's choice, the best."""
        if wish != "auto":
            return self._wished(wish)
        answer: Device | None = self._host.ask("choose_device", devices=self.all, purpose=purpose)
        return answer or self.all[0]

    def _wished(self, wish: str) -> Device:
        for device in self.all:
            if wish in (device.name, device.kind):
                return device
        there = ", ".join(device.name for device in self.all)
        raise Problem(f"This machine has no '{wish}'.", f"There is: {there}.", "unavailable")

    @contextmanager
    def lend(self, device: Device) -> Iterator[Device]:
        with self._locks.setdefault(device.name, RLock()):
            yield device


def _accelerators() -> Iterator[Device]:
    if importlib.util.find_spec("torch") is None:
        return
    import torch

    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            memory = torch.cuda.get_device_properties(index).total_memory
            yield Device(f"cuda:{index}", "cuda", memory)
    if torch.backends.mps.is_available():
        yield Device("mps", "mps")
