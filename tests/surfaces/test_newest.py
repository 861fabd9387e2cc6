"""What is loaded when the page is opened."""

from __future__ import annotations

import pytest

from timbrel import Card, Kernel
from timbrel_web.newest import newest_loaded


@pytest.fixture
def empty(stage: Kernel) -> Kernel:
    """With models older and newer than 'bell', the newest of a kind that nobody has."""
    for name, family, made in (("old", "tone", "1999"), ("new", "tone", "2998")):
        stage.registry.add(Card(name, family, made=made), stage.registry.draft())
    stage.registry.add(Card("strange", "gone", made="2999"), stage.registry.draft())
    stage.session.name = ""
    return stage


def test_the_newest_model_that_can_be_loaded_is(empty: Kernel) -> None:
    newest_loaded(empty)
    assert empty.session.name == "new"


def test_what_is_loaded_stays(empty: Kernel) -> None:
    empty.session.load("old")
    newest_loaded(empty)
    assert empty.session.name == "old"
