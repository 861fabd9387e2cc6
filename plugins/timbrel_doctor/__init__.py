"""Say what this machine has, and how to mend what is wrong."""

from __future__ import annotations

from timbrel import hookimpl, offers
from timbrel_doctor.action import doctor


@hookimpl
def actions() -> list[offers.Action]:
    return [offers.Action(doctor, reads=True)]
