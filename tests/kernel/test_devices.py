"""Where the numbers are crunched."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from timbrel import Device, Kernel, Problem, hookimpl

if TYPE_CHECKING:
    from collections.abc import Sequence

GPU = Device("cuda:0", "cuda", 8_000_000_000)
CPU = Device("cpu")


def test_the_cpu_is_always_there(bare: Kernel) -> None:
    assert bare.devices.all[-1] == CPU
    assert bare.devices.choose("train", "cpu") == CPU
    assert bare.devices.choose("train") == bare.devices.all[0]


def test_a_device_that_is_not_there_is_a_sentence(bare: Kernel) -> None:
    with pytest.raises(Problem, match="This machine has no 'abacus'. There is: .*cpu") as absent:
        bare.devices.choose("train", "abacus")
    assert absent.value.kind == "unavailable"


def test_a_plugin_may_choose_but_a_wish_wins(bare: Kernel) -> None:
    class Chooser:
        @hookimpl
        def choose_device(self, devices: Sequence[Device], purpose: str) -> Device | None:
            return GPU if purpose == "train" else None

    bare.host.add(Chooser(), "chooser")
    assert bare.devices.choose("train") == GPU
    assert bare.devices.choose("render") == bare.devices.all[0]
    assert bare.devices.choose("train", "cpu") == CPU


def test_a_device_is_lent_to_one_job_at_a_time(bare: Kernel) -> None:
    order: list[str] = []

    def second() -> None:
        with bare.devices.lend(CPU):
            order.append("second")

    with bare.devices.lend(CPU):
        other = Thread(target=second)
        other.start()
        order.append("first")
    other.join(10)
    assert order == ["first", "second"]
