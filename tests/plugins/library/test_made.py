from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from timbrel_library import made, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from timbrel import Kernel

    Act = Callable[..., dict[str, Any]]
    Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    made.missed.clear()
    yield
    made.missed.clear()


def test_a_take_that_cannot_be_noted_is_safe_is_told_and_is_noted_with_the_next(
    shelf: Kernel, act: Act, take: Make, caplog: pytest.LogCaptureFixture
) -> None:
    take("a.wav")
    file = store.path(shelf.places)
    whole = file.read_bytes()
    file.write_bytes(b"")
    path = take("b.wav")
    assert path.is_file() and path.with_name("b.wav.json").is_file()
    (told,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "b.wav is not in the history yet" in told.getMessage()
    assert "timbrel library repair" in told.getMessage() and told.said  # type: ignore[attr-defined]
    file.write_bytes(whole)
    take("c.wav")
    assert [i["name"] for i in act("history_list")["items"]] == ["c.wav", "b.wav", "a.wav"]


def test_the_list_notes_what_waits_or_says_that_it_does(
    shelf: Kernel, act: Act, take: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    take("a.wav")
    row = dict(_row(shelf))
    made.missed.append((shelf.places.home, {**row, "place": b"renders/b.wav", "name": "b.wav"}))
    monkeypatch.setattr(store, "WAIT", 0.05)
    with closing(sqlite3.connect(store.path(shelf.places), isolation_level=None)) as other:
        other.execute("begin immediate")
        answer = act("history_list")
    assert "1 of the takes" in answer["says"] and len(answer["items"]) == 1
    assert [i["name"] for i in act("history_list")["items"]] == ["b.wav", "a.wav"]
    assert act("history_list")["notes"] == []


def _row(shelf: Kernel) -> dict[str, Any]:
    with store.opened(shelf.places, reads=True) as db:
        row = dict(db.execute("select * from history").fetchone())
    return {name: fact for name, fact in row.items() if name not in ("id", "seal")}


def test_a_file_that_is_gone_before_it_is_noted_is_told(
    shelf: Kernel, take: Make, caplog: pytest.LogCaptureFixture
) -> None:
    path = take("a.wav")
    shelf.session.load("bell")
    missing = path.with_name("none.wav")
    made.noted(shelf.session, shelf.session.make(0.1), missing)
    assert "none.wav is not in the history yet" in caplog.text


def test_a_day_of_takes_costs_one_backup(shelf: Kernel, take: Make) -> None:
    for n in range(3):
        take(f"{n}.wav")
    assert len(store.backups(store.path(shelf.places))) == 1
