from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Kernel, Problem
from timbrel_library import backup, remove, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Act = Callable[..., dict[str, Any]]
    Make = Callable[..., Path]


def names(answer: dict[str, Any]) -> list[str]:
    return [one["name"] for one in answer["items"]]


def test_a_library_without_anything_in_it_is_in_order(act: Act) -> None:
    assert act("library_check")["fine"]
    assert act("library_trash")["items"] == []
    with pytest.raises(Problem, match="The trash is empty"):
        act("library_undo")


def test_undo_takes_things_back_the_last_one_first(shelf: Kernel, act: Act, take: Make) -> None:
    path = take("a.wav")
    act("presets_save", "p", model="bell")
    act("history_delete", "1")
    act("presets_delete", "p")
    act("models_delete", "bell")
    assert [one["kind"] for one in act("library_trash")["items"]] == ["model", "preset", "history"]
    assert [act("library_undo")["kind"] for _ in range(3)] == ["model", "preset", "history"]
    assert shelf.registry.open("bell").rate == 48000
    assert act("presets_show", "p") and path.is_file()
    assert act("library_check")["fine"] and act("library_trash")["items"] == []
    assert [*shelf.places.trash.iterdir()] == []


def test_undo_takes_back_a_certain_thing_by_its_number(act: Act) -> None:
    for name in "abc":
        act("presets_save", name, model="bell")
        act("presets_delete", name)
    assert act("library_undo", number=2)["where"] == "b"
    with pytest.raises(Problem, match="no number 2"):
        act("library_undo", number=2)
    with pytest.raises(Problem, match="no number"):
        act("library_undo", number=99)


def test_what_comes_back_to_a_name_that_is_taken_stands_beside_it(
    shelf: Kernel, act: Act, take: Make, tone: Callable[..., Any]
) -> None:
    take("a.wav", seed=1)
    act("history_delete", "1")
    act("models_delete", "bell")
    tone(shelf, "bell", 100.0)
    newer = take("a.wav", seed=2).read_bytes()
    assert act("library_undo")["where"] == "bell-2"
    assert act("library_undo")["where"].endswith("a-2.wav")
    assert (shelf.places.renders / "a.wav").read_bytes() == newer
    shown = act("history_show", "1")
    assert shown["name"] == "a-2.wav" and not shown["missing"]
    assert {card.name for card in shelf.registry.cards()} == {"bell", "bell-2"}
    assert act("library_check")["fine"]


def test_a_take_deleted_and_undone_again_and_again_keeps_its_name(act: Act, take: Make) -> None:
    path = take("a.wav")
    for _ in range(3):
        act("history_delete", "1")
        assert act("library_undo")["where"] == str(path)


def test_emptying_the_trash_frees_what_it_says_and_nothing_else(
    shelf: Kernel, act: Act, take: Make
) -> None:
    take("a.wav")
    kept = take("b.wav")
    act("presets_save", "p", model="bell")
    act("history_delete", "1")
    act("presets_delete", "p")
    expected = sum(p.stat().st_size for p in shelf.places.trash.rglob("*") if p.is_file())
    assert act("library_empty", dry_run=True)["bytes"] == expected
    assert len(act("library_trash")["items"]) == 2
    assert act("library_empty") | {"says": ""} == {"says": "", "bytes": expected, "count": 2}
    assert [*shelf.places.trash.iterdir()] == [] and kept.is_file()
    assert names(act("history_list")) == ["b.wav"]
    with pytest.raises(Problem, match="empty"):
        act("library_undo")
    assert act("library_check")["fine"]


def test_the_numbers_of_what_was_deleted_are_not_given_again(act: Act, take: Make) -> None:
    take("a.wav")
    act("history_delete", "1")
    act("library_empty")
    take("b.wav")
    assert act("history_list")["items"][0]["id"] == 2


def test_check_finds_what_is_missing_changed_or_not_listed(
    shelf: Kernel, act: Act, take: Make
) -> None:
    take("gone.wav").unlink()
    changed = take("changed.wav")
    changed.write_bytes(changed.read_bytes()[:-1] + b"\1")
    shorter = take("shorter.wav")
    shorter.write_bytes(shorter.read_bytes()[:-9])
    shutil.copy(take("a.wav"), shelf.places.renders / "new.wav")
    shutil.copy(shelf.places.renders / "a.wav.json", shelf.places.renders / "new.wav.json")
    (shelf.places.renders / "notes.txt").write_text("mine")
    (shelf.places.trash / "left").mkdir()
    found = act("library_check")
    assert found["missing"] == ["1: gone.wav"] and found["unnoted"] == ["left"]
    assert found["changed"] == ["2: changed.wav", "3: shorter.wav"]
    assert found["orphans"] == ["new.wav"] and not found["fine"]
    assert act("library_check", quick=True)["changed"] == ["3: shorter.wav"]


def test_repair_takes_in_what_lies_among_the_renders(shelf: Kernel, act: Act, take: Make) -> None:
    for n in range(3):
        take(f"{n}.wav", seed=n)
    (shelf.places.renders / "notes.txt").write_text("mine")
    store.path(shelf.places).unlink()
    shutil.rmtree(shelf.places.home / "backups")
    assert act("library_repair")["added"] == ["0.wav", "1.wav", "2.wav"]
    assert [one["seed"] for one in act("history_list")["items"]] == ["2", "1", "0"]
    assert act("library_check")["fine"]


def test_repair_knows_a_take_again_under_another_name(act: Act, take: Make) -> None:
    path = take("a.wav")
    act("history_star", "1")
    path.rename(path.with_name("b.wav"))
    path.with_name("a.wav.json").rename(path.with_name("b.wav.json"))
    assert act("library_repair")["renamed"] == ["b.wav"]
    (one,) = act("history_list", starred=True)["items"]
    assert one["id"] == 1 and one["name"] == "b.wav" and not one["missing"]


def test_repair_keeps_the_row_of_a_file_that_is_gone(act: Act, take: Make) -> None:
    take("a.wav").unlink()
    assert act("library_repair")["left"] == {"missing": ["1: a.wav"]}
    assert act("history_list")["items"][0]["missing"]


def test_repair_finishes_a_deletion_that_was_killed(
    shelf: Kernel, act: Act, take: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = take("a.wav")
    with monkeypatch.context() as killed:
        killed.setattr(remove, "away", lambda *_: False)
        act("history_delete", "1")
    assert act("library_check")["pending"] == ["1: a.wav"]
    assert act("library_repair")["settled"] == ["a.wav"] and not path.exists()
    act("library_undo")
    assert path.is_file() and act("library_check")["fine"]


def test_undo_and_emptying_know_a_deletion_that_was_killed(
    shelf: Kernel, act: Act, take: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = take("a.wav")
    monkeypatch.setattr(remove, "away", lambda *_: False)
    act("history_delete", "1")
    act("library_undo")
    assert path.is_file() and act("library_check")["fine"]
    act("history_delete", "1")
    monkeypatch.undo()
    assert act("library_empty")["bytes"] > 0
    assert not path.exists() and act("library_check")["fine"]


def test_repair_lists_a_model_and_a_take_that_lie_in_the_trash_unlisted(
    shelf: Kernel, act: Act, take: Make
) -> None:
    path = take("a.wav")
    act("history_delete", "1")
    shelf.registry.remove("bell")
    store.path(shelf.places).unlink()
    shutil.rmtree(shelf.places.home / "backups")
    assert sorted(act("library_repair")["noted"]) == ["a.wav", "bell"]
    act("library_undo")
    act("library_undo")
    assert path.is_file() and shelf.registry.card("bell")
    assert act("library_check")["fine"]


def test_five_backups_are_kept_the_newest(shelf: Kernel, act: Act) -> None:
    for _ in range(7):
        act("library_backup")
    names = [path.name for path in store.backups(store.path(shelf.places))]
    assert names == [f"library-{n}.db" for n in (7, 6, 5, 4, 3)]


def test_a_backup_is_made_by_itself_once_a_day(shelf: Kernel, take: Make) -> None:
    import os

    for n in range(3):
        take(f"{n}.wav")
    (first,) = store.backups(store.path(shelf.places))
    os.utime(first, (0, 0))
    backup.daily(shelf.places)
    backup.daily(shelf.places)
    assert len(store.backups(store.path(shelf.places))) == 2


def test_a_damaged_library_is_no_backup(shelf: Kernel, act: Act, take: Make) -> None:
    take()
    store.path(shelf.places).write_bytes(b"")
    with pytest.raises(Problem, match="damaged"):
        act("library_backup")
    assert len(store.backups(store.path(shelf.places))) == 1


def full(act: Act, take: Make) -> None:
    """Ten takes, three presets, marks on them, a thing in the trash, and no backup."""
    for n in range(10):
        take(f"{n}.wav", seed=n)
    act("history_star", "3")
    act("history_note", "4", "for the intro")
    for name in "abc":
        act("presets_save", name, model="bell", set_=["level=0.25"])
    act("presets_delete", "b")


def intact(act: Act) -> None:
    assert len(act("history_list")["items"]) == 10
    assert names(act("history_list", starred=True)) == ["2.wav"]
    assert names(act("history_list", "intro")) == ["3.wav"]
    assert act("presets_show", "a")["preset"]["values"]["level"] == 0.25
    act("library_undo")
    assert act("presets_show", "b")
    assert act("library_check")["fine"]


@pytest.mark.parametrize("way", ["gone", "empty", "zeroes", "short", "flipped"])
def test_the_newest_good_backup_comes_back_and_the_damaged_library_is_kept(
    shelf: Kernel, act: Act, take: Make, way: str
) -> None:
    full(act, take)
    act("library_backup")
    file = store.path(shelf.places)
    kept = file.read_bytes()
    backup.made(shelf.places).write_bytes(b"no backup")
    bytes_ = {"empty": b"", "zeroes": bytes(len(kept)), "short": kept[: len(kept) // 2]}
    bytes_ |= {"flipped": bytes(b ^ 255 if i % 97 == 0 else b for i, b in enumerate(kept))}
    if way == "gone":
        file.unlink()
    else:
        file.write_bytes(bytes_[way])
    store.forget()
    answer = act("library_repair")
    assert "library-2.db is in its place" in answer["says"]
    intact(act)
    aside = shelf.places.home / "backups" / "damaged-1" / "library.db"
    if way != "gone":
        assert aside.read_bytes() == bytes_[way]


def test_rows_newer_than_the_backup_are_read_out_of_a_damaged_library(
    shelf: Kernel, act: Act, take: Make
) -> None:
    take("0.wav", seed=0)
    act("library_backup")
    for n in range(1, 10):
        take(f"{n}.wav", seed=n)
    act("history_star", "3")
    act("history_note", "4", "for the intro")
    for name in "abc":
        act("presets_save", name, model="bell", set_=["level=0.25"])
    act("presets_delete", "b")
    file = store.path(shelf.places)
    with store.opened(shelf.places, reads=True) as db:
        page = db.execute(
            "select rootpage from sqlite_master where name = 'history_model'"
        ).fetchone()[0]
    whole = bytearray(file.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = bytes(4096)
    file.write_bytes(whole)
    store.forget()
    assert "could be read since" in act("library_repair")["says"]
    intact(act)


def test_a_recipe_that_is_damaged_is_told_and_read_back(
    shelf: Kernel, act: Act, take: Make
) -> None:
    take("a.wav", seed=3)
    take("b.wav", seed=4).with_name("b.wav.json").unlink()
    act("presets_save", "p", model="bell", set_=["level=0.25"])
    act("library_backup")
    for table, column in (("history", "recipe"), ("presets", "facts")):
        with closing(sqlite3.connect(store.path(shelf.places))) as db:
            flipped = f"substr({column}, 1, 20) || x'00' || substr({column}, 22)"
            db.execute(f"update {table} set {column} = cast({flipped} as blob)")
            db.commit()
    for verb, word in (("history_show", "1"), ("history_restore", "2"), ("presets_recall", "p")):
        with pytest.raises(Problem, match="damaged"):
            act(verb, word)
    assert len(act("library_check")["damaged"]) == 3
    assert "damaged" in act("presets_list")["says"]
    assert act("library_repair")["healed"] == ["a.wav", "b.wav", "p"]
    assert act("history_show", "2")["recipe"]["seed"] == 4
    assert act("presets_show", "p")["preset"]["values"]["level"] == 0.25


def test_an_index_that_does_not_match_is_found_and_made_anew(
    shelf: Kernel, act: Act, take: Make
) -> None:
    take("rain.wav")
    with store.opened(shelf.places) as db:
        db.execute("insert into found (found) values ('delete-all')")
    assert act("library_check")["index"]
    act("library_repair")
    assert names(act("history_list", "rain")) == ["rain.wav"]
    assert act("library_check")["fine"]


@pytest.mark.parametrize("seed", range(6))
def test_no_damage_at_random_goes_unnoticed_or_costs_a_take(
    shelf: Kernel, act: Act, take: Make, seed: int
) -> None:
    """Twenty bytes anywhere are changed: all is as it was, or it is told, and mended."""
    full(act, take)
    act("library_backup")
    before = act("history_list"), act("presets_list")["presets"]
    file, chance = store.path(shelf.places), random.Random(seed)
    whole = bytearray(file.read_bytes())
    for _ in range(20):
        whole[chance.randrange(100, len(whole))] ^= 1 << chance.randrange(8)
    file.write_bytes(whole)
    store.forget()
    act("library_repair")
    assert (act("history_list"), act("presets_list")["presets"]) == before
    intact(act)


def test_a_write_ahead_log_that_is_deleted_costs_no_take(
    shelf: Kernel, act: Act, take: Make
) -> None:
    """As after a kill and a clean-up by hand: what was only in the log is read from the renders."""
    take("0.wav")
    file = store.path(shelf.places)
    holding = sqlite3.connect(file)
    holding.execute("select * from history").fetchall()
    holding.execute("begin").execute("select * from history").fetchall()
    for n in range(1, 4):
        take(f"{n}.wav")
    wal = file.with_name("library.db-wal")
    copy = shelf.places.home.with_name("copy")
    assert wal.stat().st_size > 0
    shutil.copytree(shelf.places.home, copy)
    holding.close()
    (copy / "library.db-wal").unlink()
    (copy / "library.db-shm").unlink()
    from timbrel_library import library

    other = Kernel(shelf.host, copy)
    answer = library.repair(other).result(60)
    assert sorted(answer["added"]) == ["1.wav", "2.wav", "3.wav"]
    assert library.check(other).result(60)["fine"]


def test_a_figure_that_changed_on_the_disk_is_not_believed(act: Act, take: Make) -> None:
    path = take("a.wav", seed=3)
    act("library_backup")
    file = path.parents[1] / "library.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("update history set seconds = 7.5")
        db.commit()
    assert "a.wav (damaged)" in act("history_list")["says"]
    with pytest.raises(Problem, match="damaged"):
        act("history_show", "1")
    assert act("library_repair")["healed"] == ["a.wav"]
    assert act("history_show", "1")["seconds"] == pytest.approx(0.1)
