"""The tables of the library, as numbered steps that each take it from one version to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_library import seal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

# In the file's head (sqlite.org/pragma.html#pragma_application_id): "TMBR".
MARK = 0x544D4252

HISTORY = """
create table history (
    id integer primary key autoincrement,  -- the order in which things were made: clocks jump
    place blob not null,          -- the file's path as the system has it, from the home if below it
    name text not null,           -- its name as it can be shown
    made text not null,           -- ISO 8601, UTC
    model text not null,
    seed text not null,           -- a seed may be larger than 64 bits
    seconds real not null,
    rate integer not null,        -- Hz
    channels integer not null,
    format text not null,
    novelty real,
    loudness real,                -- integrated, LUFS
    size integer not null,        -- bytes
    sha256 text not null,
    picture blob,                 -- 256 pairs of least and most, int8, or null
    words text not null,          -- knobs and sources, to be searched
    recipe blob not null,         -- zlib of JSON: its checksum tells damage
    star integer not null default 0,
    note text not null default '',
    over integer,                 -- the item whose file has taken the place of this one's
    gone integer                  -- the item of the trash that holds it
);
create index history_place on history (place);
create index history_model on history (model, id);
create index history_star on history (id) where star = 1;
"""
PRESETS = """
create table presets (
    id integer primary key autoincrement,
    name text not null,
    made text not null,
    model text not null,
    facts blob not null,          -- zlib of JSON
    gone integer
);
create unique index presets_name on presets (name) where gone is null;
"""
MODELS = """
create table models (             -- what the cards say, to be searched; made anew from them
    name text primary key,
    version text not null,
    made text not null,
    family text not null,
    dataset text not null default '',
    sounds integer not null,
    seconds real not null,
    size integer not null,        -- bytes on disk
    tags text not null,
    notes text not null,
    stamp text not null,          -- of the card.json that this was read from
    text text not null,           -- all of it in words
    facts text not null           -- JSON
);
"""
TRASH = """
create table trash (
    id integer primary key autoincrement,
    kind text not null,           -- 'history', 'preset' or 'model'
    key text not null,            -- id of the history or preset; name of the model
    label text not null,          -- as it can be shown
    made text not null,
    facts text not null           -- JSON: what is needed to have it back
);
"""
# Without a copy of the text: the words are read from the history, and three triggers keep step.
FOUND = """
create virtual table found using fts5 (
    name, model, note, words, content='history', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
create trigger found_new after insert on history begin
    insert into found (rowid, name, model, note, words)
    values (new.id, new.name, new.model, new.note, new.words);
end;
create trigger found_old after delete on history begin
    insert into found (found, rowid, name, model, note, words)
    values ('delete', old.id, old.name, old.model, old.note, old.words);
end;
create trigger found_else after update of name, model, note, words on history begin
    insert into found (found, rowid, name, model, note, words)
    values ('delete', old.id, old.name, old.model, old.note, old.words);
    insert into found (rowid, name, model, note, words)
    values (new.id, new.name, new.model, new.note, new.words);
end;
"""


def _first(db: sqlite3.Connection) -> None:
    for tables in (HISTORY, PRESETS, MODELS, TRASH):
        each(db, tables)
    if searching(db):
        each(db, FOUND)


def searching(db: sqlite3.Connection) -> bool:
    """Whether this SQLite knows full-text search."""
    return any(row[0] == "ENABLE_FTS5" for row in db.execute("pragma compile_options"))


def each(db: sqlite3.Connection, script: str) -> None:
    """Run a script within the transaction that is open: executescript would end that first."""
    import sqlite3

    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def _sealed(db: sqlite3.Connection) -> None:
    """A checksum for each row."""
    import sqlite3

    db.row_factory = sqlite3.Row
    for table in seal.SEALED:
        db.execute(f"alter table {table} add column seal integer")
        for row in db.execute(f"select * from {table}").fetchall():
            told = (seal.checksum(row), row["id"])
            db.execute(f"update {table} set seal = ? where id = ?", told)


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first, _sealed)


def ours(db: sqlite3.Connection) -> bool:
    """Whether it is a library of Timbrel's, and no other program's file."""
    return bool(db.execute("pragma application_id").fetchone()[0] == MARK)


def fits(db: sqlite3.Connection) -> bool:
    """Whether the tables of a library of this version are all as its steps make them."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, STEPS)
        return _tables(fresh, db) == _tables(db, db)


def _tables(one: sqlite3.Connection, like: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Name and words of all tables; those of the index only where ``like`` has one."""
    words = "found%"
    has = like.execute("select 1 from sqlite_master where name = 'found'").fetchone()
    every = "select type, name, tbl_name, sql from sqlite_master"
    query = every if has else f"{every} where name not like '{words}'"
    return {tuple(map(str, row)) for row in one.execute(query)}


def version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])


def migrate(
    db: sqlite3.Connection, steps: tuple[Callable[[sqlite3.Connection], None], ...]
) -> None:
    """Take the library through the steps it has not had, all of them or none."""
    db.execute("begin exclusive")
    try:
        for step in steps[version(db) :]:
            step(db)
        db.execute(f"pragma application_id = {MARK}")
        db.execute(f"pragma user_version = {len(steps)}")
        db.execute("commit")
    except BaseException:
        db.execute("rollback")
        raise
