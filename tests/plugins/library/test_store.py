from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Kernel, Problem
from timbrel_library import fault, mount, schema, store
from timbrel_library.trash import trashed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def put(kernel: Kernel, key: str) -> None:
    with store.opened(kernel.places) as db:
        trashed(db, "model", key, {})


def keys(kernel: Kernel) -> list[str]:
    with store.opened(kernel.places, reads=True) as db:
        return [row["key"] for row in db.execute("select key from trash order by id")]


def test_what_a_block_wrote_is_there_for_the_next(shelf: Kernel) -> None:
    put(shelf, "a")
    put(shelf, "b")
    assert keys(shelf) == ["a", "b"]


def test_a_block_that_fails_has_written_nothing(shelf: Kernel) -> None:
    put(shelf, "a")
    with pytest.raises(ZeroDivisionError), store.opened(shelf.places) as db:
        trashed(db, "model", "b", {})
        raise ZeroDivisionError
    assert keys(shelf) == ["a"]


def test_a_block_that_reads_may_write_nothing(shelf: Kernel) -> None:
    refused = pytest.raises(Problem, match="could not be written")
    with refused, store.opened(shelf.places, reads=True) as db:
        trashed(db, "model", "a", {})
    assert keys(shelf) == []


def test_each_commit_is_synced_to_the_disk_in_a_write_ahead_log(shelf: Kernel) -> None:
    with store.opened(shelf.places) as db:
        pragmas = {
            name: db.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 10_000,
        "foreign_keys": 1,
    }


def test_nothing_is_left_beside_a_library_that_nobody_has_open(shelf: Kernel) -> None:
    put(shelf, "a")
    assert [path.name for path in shelf.places.home.glob("library.db*")] == ["library.db"]
    assert not [*shelf.places.home.glob(".tmp-*")]


def damage(file: Path, way: str) -> None:
    match way:
        case "empty":
            file.write_bytes(b"")
        case "zeroes":
            file.write_bytes(bytes(file.stat().st_size))
        case "short":
            file.write_bytes(file.read_bytes()[:5000])
        case "text":
            file.write_text("dear diary, " * 1000)
        case "another":
            file.unlink()
            with closing(sqlite3.connect(file)) as db:
                db.execute("create table t (x)")


WAYS = ["empty", "zeroes", "short", "text", "another"]


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_library_is_a_sentence_and_stays_as_it_is(shelf: Kernel, way: str) -> None:
    put(shelf, "a")
    file = store.path(shelf.places)
    damage(file, way)
    before = file.read_bytes()
    store.forget()
    with pytest.raises(Problem, match="timbrel library repair") as caught:
        put(shelf, "b")
    assert isinstance(caught.value, fault.Damaged) and caught.value.kind == "unavailable"
    assert file.read_bytes() == before


@pytest.mark.parametrize("trace", ["backups/library-1.db", "library.db-wal"])
def test_no_empty_library_takes_the_place_of_one_that_is_gone(shelf: Kernel, trace: str) -> None:
    file = shelf.places.home / trace
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    with pytest.raises(Problem, match="shows that it was there"):
        put(shelf, "a")
    assert not store.path(shelf.places).exists()


def test_a_library_that_another_holds_is_waited_for_and_then_a_sentence(
    shelf: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shelf, "a")
    monkeypatch.setattr(store, "WAIT", 0.05)
    with closing(sqlite3.connect(store.path(shelf.places), isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(Problem, match="busy"):
            put(shelf, "b")
        assert keys(shelf) == ["a"], "who reads waits for nobody"


def test_a_full_disk_is_a_sentence_and_loses_nothing(
    shelf: Kernel, full_disk: Callable[[int], Any]
) -> None:
    put(shelf, "a")
    most = store.path(shelf.places).stat().st_size + 1000
    with full_disk(most), pytest.raises(Problem, match="could not be written") as caught:
        put(shelf, "b" * 100_000)
    assert "free there" in caught.value.mend
    assert keys(shelf) == ["a"]


def test_a_bug_is_no_problem_of_the_person(shelf: Kernel) -> None:
    with pytest.raises(sqlite3.OperationalError), store.opened(shelf.places) as db:
        db.execute("select nothing")


def test_a_library_of_a_newer_version_is_left_alone(shelf: Kernel) -> None:
    put(shelf, "a")
    with closing(sqlite3.connect(store.path(shelf.places))) as db:
        db.execute("pragma user_version = 99")
    with pytest.raises(Problem, match="newer Timbrel"):
        put(shelf, "b")


def _grown(db: sqlite3.Connection) -> None:
    db.execute("create table extra (x)")


def _failing(db: sqlite3.Connection) -> None:
    db.execute("create table more (x)")
    raise sqlite3.OperationalError("no")


def test_an_older_library_is_brought_up_with_a_copy_before(
    shelf: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shelf, "a")
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, _grown))
    assert keys(shelf) == ["a"]
    (copy,) = store.backups(store.path(shelf.places))
    for file, version in ((copy, 1), (store.path(shelf.places), 2)):
        with closing(sqlite3.connect(file)) as db:
            assert schema.version(db) == version + len(schema.STEPS) - 2
            assert db.execute("select key from trash").fetchall() == [("a",)]


def test_a_step_that_fails_leaves_the_library_as_it_was(
    shelf: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shelf, "a")
    steps = schema.STEPS
    monkeypatch.setattr(schema, "STEPS", (*steps, _grown, _failing))
    with pytest.raises(sqlite3.OperationalError):
        put(shelf, "b")
    monkeypatch.setattr(schema, "STEPS", steps)
    assert keys(shelf) == ["a"]
    with store.opened(shelf.places, reads=True) as db:
        tables = {row["name"] for row in db.execute("select name from sqlite_master")}
    assert not tables & {"extra", "more"}


MOUNTS = """\
22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/stage\\040share rw - cifs //nas/share rw
31 22 0:41 / /srv rw - nfs4 nas:/x rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home/me", "ext4"), ("/mnt/stage share/x", "cifs"), ("/srv/a/b", "nfs4")],
)
def test_the_file_system_is_that_of_the_nearest_mount(
    tmp_path: Path, folder: str, kind: str
) -> None:
    from pathlib import Path as Real

    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert mount.kind_of(Real(folder), mounts) == kind


def test_on_a_network_drive_the_library_keeps_a_plain_journal_and_says_so(
    shelf: Kernel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mount, "kind_of", lambda folder: "nfs4")
    put(shelf, "a")
    with store.opened(shelf.places) as db:
        assert db.execute("pragma journal_mode").fetchone()[0] == "delete"
    assert caplog.text.count("network drive") == 1


def test_without_full_text_search_the_history_is_still_searched(
    shelf: Kernel, take: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from timbrel_library import history

    monkeypatch.setattr(schema, "searching", lambda db: False)
    take("soft rain 100%.wav")
    take("hard.wav")
    for search in ("rain", "100%", "bell sof"):
        assert [i["id"] for i in history.list_(shelf, search)["items"]] == [1]
    assert history.list_(shelf, "_")["items"] == history.list_(shelf)["items"]
