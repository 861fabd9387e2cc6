"""Models and presets that a page hands in are taken in, and do not stay in the cache."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from timbrel_web.app import build
from timbrel_web.given import STALE, given
from timbrel_web.uploads import UPLOADS

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel

BATCH = "given-0123456789"


def hand(client: TestClient, name: str, body: bytes) -> str:
    answer = client.post(UPLOADS, params={"batch": BATCH, "path": name}, content=body).json()
    return f"{answer['folder']}/{answer['path']}"


def test_a_preset_and_a_model_that_are_handed_in_can_be_taken_in(trained: Kernel) -> None:
    with TestClient(build(trained)) as client:
        client.post("/api/presets_save", json={"name": "soft", "model": "bell"})
        for what, name in (("presets", "soft"), ("models", "bell")):
            told = client.post(f"/api/{what}_export", json={"name": name}).json()
            file = client.get(told["links"][told["path"]] + "?download=true").content
            place = hand(client, told["path"].rpartition("/")[2], file)
            wish = {"file": place, "name": f"{name} two"}
            taken = client.post(f"/api/{what}_import", json=wish)
            assert taken.status_code == 200, taken.text
    assert {card.name for card in trained.registry.cards()} == {"bell", "bell two"}


def test_what_was_handed_in_lies_in_the_cache_beside_no_recording(trained: Kernel) -> None:
    with TestClient(build(trained)) as client:
        place = hand(client, "a.json", b"{}")
    assert place.startswith(str(trained.places.cache))
    assert not (trained.places.home / "uploads" / BATCH).exists()


def test_what_was_handed_in_long_ago_is_removed(tmp_path: Path) -> None:
    old, new = (given(tmp_path) / name for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "a.json").write_text("{}")
    long_ago = old.stat().st_mtime - STALE - 1
    os.utime(old, (long_ago, long_ago))
    given(tmp_path)
    assert new.exists() and not old.exists()
