"""What is loaded when the page is opened."""

from __future__ import annotations

from threading import Event

import pytest

from timbrel import Card, Kernel, hookimpl
from timbrel_web.newest import Newest


@pytest.fixture
def empty(stage: Kernel) -> Kernel:
    """With models older and newer than 'bell', the newest of a kind that nobody has."""
    for name, family, made in (("old", "tone", "1999"), ("new", "tone", "2998")):
        stage.registry.add(Card(name, family, made=made), stage.registry.draft())
    stage.registry.add(Card("strange", "gone", made="2999"), stage.registry.draft())
    stage.session.name = ""
    return stage


def test_the_newest_model_that_can_be_loaded_is(empty: Kernel) -> None:
    Newest(empty).load()
    assert empty.session.name == "new"


def test_what_is_loaded_stays(empty: Kernel) -> None:
    empty.session.load("old")
    Newest(empty).load()
    assert empty.session.name == "old"


def test_what_is_loaded_meanwhile_stays(empty: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = empty.registry.open

    def slowly(name: str) -> object:
        if name == "new":
            empty.session.load("old")
            empty.session.move({"pitch": 2.0})
        return opened(name)

    monkeypatch.setattr(empty.registry, "open", slowly)
    Newest(empty).load()
    assert (empty.session.name, empty.session.values["pitch"]) == ("old", 2.0)


def test_the_first_model_that_comes_is_loaded(stage: Kernel) -> None:
    loaded = Event()

    class Ear:
        @hookimpl
        def controls_moved(self) -> None:
            loaded.set()

    stage.session.name = ""
    stage.host.add(Newest(stage), "newest")
    stage.host.add(Ear(), "ear")
    stage.registry.add(Card("first", "tone", made="2999"), stage.registry.draft())
    assert loaded.wait(10)
    assert stage.session.name == "first"
