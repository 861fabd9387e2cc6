"""The search of a long history is measured on rows that are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.history import SEARCHES, filled, main

from timbrel import offers, start

if TYPE_CHECKING:
    from pathlib import Path


def test_each_search_is_timed() -> None:
    assert set(main(20)) == {"cold", *SEARCHES}


def test_each_search_but_one_finds_something(tmp_path: Path) -> None:
    kernel = start(tmp_path)
    filled(kernel, 400)
    list_ = kernel.host.find(offers.Action, "history_list").run
    found = {name: len(list_(kernel, **asked)["items"]) for name, asked in SEARCHES.items()}
    assert found.pop("a word that none has") == 0
    assert found["a word that few have"] == 2 and all(found.values())
