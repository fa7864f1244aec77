"""What became of every file of a drop folder: seen, claimed, reported, filed.

A SQLite file beside the reports. Every step is written down before or after the one step on the
disk that it stands for, so that whoever starts after a crash knows where to go on. Names are kept
as the bytes that the file system has, since not every name is text.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kpireport.deliver.inbox import Seen
from kpireport.model.errors import OutputError

State = Literal["seen", "claimed", "reported", "filed"]
Outcome = Literal["reported", "problems", "duplicate"]

_VERSION = 1
_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE drops (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL DEFAULT '',
    conditions TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    wanted TEXT NOT NULL DEFAULT '',
    facts TEXT NOT NULL DEFAULT '{}',
    place TEXT NOT NULL DEFAULT ''
);
CREATE INDEX drops_by_content ON drops (sha256, state);
CREATE INDEX drops_unfinished ON drops (id) WHERE state <> 'filed';
CREATE TABLE remaining (
    name BLOB PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL
);
"""
_COLUMNS = (
    "id, name, size, mtime_ns, inode, seen_at, state, attempts, sha256,"
    " outcome, wanted, facts, place"
)


JournalError = sqlite3.Error
"""What the journal raises where its file can't be read or written."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One file that came in, and how far it got.

    ``wanted`` is the folder that it is to be filed in, below the output folder, and ``place`` the
    one that it went to, since names may be taken; ``facts`` is what is to be said of it. They are
    empty until it is reported, and ``sha256`` until it is read.
    """

    id: int
    seen: Seen
    seen_at: str
    state: State
    attempts: int
    sha256: str
    outcome: Outcome | Literal[""]
    wanted: str
    facts: dict[str, str | int]
    place: str

    @property
    def name(self) -> str:
        return self.seen.name


@dataclass(frozen=True, slots=True)
class Ready:
    """What came of a file: where it is to be filed, and what is to be said of it.

    ``final`` is whether the same file would come to the same another time; where it would not, the
    next of its kind is no duplicate.
    """

    outcome: Outcome
    wanted: str
    facts: dict[str, str | int] = field(default_factory=dict)
    final: bool = True


class Journal:
    """The open journal. Every method that writes has it on the disk when it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def close(self) -> None:
        self._db.close()

    def about(self, key: str, value: str) -> str:
        """The value written down first under ``key``; ``value`` where there is none yet."""
        self._db.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (key, value))
        (kept,) = self._db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return str(kept)

    def begin(self, seen: Seen, at: str) -> Drop:
        """A file is about to be claimed."""
        made = self._db.execute(
            "INSERT INTO drops (name, size, mtime_ns, inode, seen_at, state)"
            " VALUES (?, ?, ?, ?, ?, 'seen')",
            (os.fsencode(seen.name), *seen.identity, at),
        )
        assert made.lastrowid is not None
        return self.drop(made.lastrowid)

    def forget(self, drop: Drop) -> None:
        """Nothing came of it: the file was gone, or is back in its place."""
        self._db.execute("DELETE FROM drops WHERE id = ?", (drop.id,))

    def claimed(self, drop: Drop, *, remains: bool) -> Drop:
        """The file, or where it ``remains`` in the inbox its copy, is ours."""
        self._db.execute("BEGIN IMMEDIATE")
        with self._db:
            self._db.execute("UPDATE drops SET state = 'claimed' WHERE id = ?", (drop.id,))
            if remains:
                self._db.execute(
                    "INSERT OR REPLACE INTO remaining VALUES (?, ?, ?, ?)",
                    (os.fsencode(drop.name), *drop.seen.identity),
                )
        return self.drop(drop.id)

    def attempt(self, drop: Drop, sha256: str) -> Drop:
        """What the file's content is, and that another attempt begins: maybe one that ends all."""
        self._db.execute(
            "UPDATE drops SET sha256 = ?, attempts = attempts + 1 WHERE id = ?", (sha256, drop.id)
        )
        return self.drop(drop.id)

    def attempt_over(self, drop: Drop) -> None:
        """The attempt ended without a result, and not with the program."""
        self._db.execute("UPDATE drops SET attempts = attempts - 1 WHERE id = ?", (drop.id,))

    def reported(self, drop: Drop, ready: Ready, conditions: str) -> Drop:
        """Everything that is to be filed lies ready."""
        self._db.execute(
            "UPDATE drops SET state = 'reported', outcome = ?, wanted = ?, place = ?,"
            " facts = ?, conditions = ? WHERE id = ?",
            (
                ready.outcome,
                ready.wanted,
                ready.wanted,
                json.dumps(ready.facts),
                conditions,
                drop.id,
            ),
        )
        return self.drop(drop.id)

    def going_to(self, drop: Drop, place: str) -> None:
        """It is about to be filed there."""
        self._db.execute("UPDATE drops SET place = ? WHERE id = ?", (place, drop.id))

    def filed(self, drop: Drop) -> Drop:
        """It lies where it is kept."""
        self._db.execute("UPDATE drops SET state = 'filed' WHERE id = ?", (drop.id,))
        return self.drop(drop.id)

    def drop(self, number: int) -> Drop:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM drops WHERE id = ?", (number,)).fetchone()
        return _drop(row)

    def unfinished(self) -> tuple[Drop, ...]:
        """What is under way, the oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM drops WHERE state <> 'filed' ORDER BY id"
        ).fetchall()
        return tuple(map(_drop, rows))

    def same_file(self, drop: Drop, conditions: str) -> Drop | None:
        """The file of this name and content that was dealt with before in the same way."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM drops WHERE sha256 = ? AND state = 'filed' AND name = ?"
            " AND conditions = ? AND id <> ? ORDER BY id LIMIT 1",
            (drop.sha256, os.fsencode(drop.name), conditions, drop.id),
        ).fetchone()
        return None if row is None else _drop(row)

    def same_content(self, drop: Drop) -> Drop | None:
        """A file of another name with the same content that was reported before."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM drops WHERE sha256 = ? AND state = 'filed' AND name <> ?"
            " AND outcome = 'reported' ORDER BY id LIMIT 1",
            (drop.sha256, os.fsencode(drop.name)),
        ).fetchone()
        return None if row is None else _drop(row)

    def remains(self, seen: Seen) -> bool:
        """Whether this very file was dealt with, but could not be taken out of the inbox."""
        row = self._db.execute(
            "SELECT size, mtime_ns, inode FROM remaining WHERE name = ?", (os.fsencode(seen.name),)
        ).fetchone()
        return bool(row == seen.identity)


def open_journal(path: Path) -> Journal:
    """The journal at ``path``, made where it is missing.

    Raises ``OutputError`` (``watch_journal``) for a file that is no journal or can't be written.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise OutputError("watch_journal", {"path": str(path), "cause": str(error)}) from error
    return Journal(connection)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # One writer, and one wait for the disk a step; without the shared memory that shares lack.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    with closing(connection.execute("PRAGMA user_version")) as found:
        (version,) = found.fetchone()
    if version > _VERSION:
        raise OutputError("watch_journal_newer", {"path": str(path)})
    if version == 0:
        connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {_VERSION};COMMIT;")
    # What can't be read or written is to be known now, not in the middle of a workbook.
    for columns, table in ((_COLUMNS, "drops"), ("name, size, mtime_ns, inode", "remaining")):
        connection.execute(f"SELECT {columns} FROM {table} LIMIT 0").close()
    connection.execute("INSERT OR REPLACE INTO about VALUES ('opened', '')")


def _drop(row: tuple[Any, ...]) -> Drop:
    number, name, size, mtime_ns, inode, seen_at, state, attempts, sha256, *result = row
    outcome, wanted, facts, place = result
    seen = Seen(os.fsdecode(name), size, mtime_ns, inode)
    told = json.loads(facts)
    return Drop(number, seen, seen_at, state, attempts, sha256, outcome, wanted, told, place)
