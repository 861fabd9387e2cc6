"""The mapper that leaves a model's controls as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Card, Control, offers
from timbrel_controls.direct import Direct

if TYPE_CHECKING:
    from timbrel import Kernel


class Plain(offers.Model):
    rate, channels = 48000, 1
    controls = (Control("depth"), Control("width", -1, 1, 0))


def test_a_models_own_controls_stand_in_front() -> None:
    assert list(Direct().front(Plain(), Card("a", "tone"))) == list(Plain.controls)


def test_values_go_through_unchanged() -> None:
    values = {"depth": 0.3, "width": -0.5}
    assert Direct().resolve(values, Plain()) == values


def test_a_session_has_them_if_they_are_asked_for(trained: Kernel) -> None:
    trained.session.load("bell", mapper="direct")
    assert set(trained.session.controls) == {"pitch", "level"}
    assert isinstance(trained.host.find(offers.Mapper, "direct"), Direct)
