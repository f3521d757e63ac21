"""The store: the state as it was at the last step, and one row a fact. SQLite, on this machine, for its owner only.

Health answers have no place here: there is no column that could hold them. A damaged file is put aside and reported; a
full disk, a locked file or a folder that cannot be written costs time but no row, as they are kept and tried again.
Nothing here stops the clock.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak.desktop.clock import monotonic
from ergobreak.paths import make_folder

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

KEPT_DAYS = 400  # a year, and the same weeks of the year before to compare with
WAITING_ROWS = 2000  # kept in memory while the disk is full
TRY_AGAIN_S = 60.0  # between two attempts to open the file; each may wait for a lock
OVER = ("taken", "shortened", "skipped", "ignored", "credited", "postponed")  # how a prompt can end, or be put off
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
MIGRATIONS = (
    """
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        fact TEXT NOT NULL,
        kind TEXT,
        details TEXT NOT NULL DEFAULT '{}'
    );
    CREATE INDEX entry_at ON entry (at);
    CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), at TEXT NOT NULL, body TEXT NOT NULL);
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact.

    Args:
        at: ISO wall time with its offset.
        fact: a stable word, such as ``taken`` or ``natural_break``.
        kind: a ``PromptKind`` value, or empty.
        details: plain numbers and words.
    """

    at: str
    fact: str
    kind: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class Journal:
    """The open store. One thread at a time; the daemon's loop owns it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._aside = self._trouble = ""
        self._waiting: list[Entry] = []
        self._db: sqlite3.Connection | None = None
        self._tried_at = 0.0
        self._connect()

    @property
    def problem(self) -> str:
        """What is wrong, in one line; empty when all is well."""
        return "; ".join(each for each in (self._aside, self._trouble) if each)

    def _connect(self) -> None:
        self._tried_at = monotonic()
        try:
            self._db = _open(self.path)
        except sqlite3.DatabaseError as error:
            if _code(error) in {*_DAMAGED, sqlite3.SQLITE_ERROR}:  # no database, or not one of ours
                self._start_afresh(error)
            else:
                self._report(error)
        except OSError as error:
            self._report(error.strerror or error)

    def _report(self, what: object) -> None:
        if not self._trouble:
            log.warning("the journal cannot be used: %s: %s", self.path, what)
        self._trouble = f"{self.path}: {what}"

    def _start_afresh(self, error: sqlite3.DatabaseError) -> None:
        """Put the damaged file aside, whole, and begin a new one."""
        self.close()
        aside = self.path.with_name(f"{self.path.name}.damaged-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
        try:
            os.replace(self.path, aside)  # noqa: PTH105 - one atomic step
            for suffix in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    os.replace(f"{self.path}{suffix}", f"{aside}{suffix}")  # noqa: PTH105 - the same
            self._aside = f"{self.path}: {error}; the damaged file was put aside as {aside.name}"
            log.warning("%s", self._aside)
            self._db = _open(self.path)
        except (OSError, sqlite3.DatabaseError) as second:
            self._report(second)

    def load_state(self) -> dict[str, Any] | None:
        """The state that was saved last, or ``None``."""
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT body FROM state").fetchone()
            return None if row is None else json.loads(row[0])
        except (sqlite3.DatabaseError, ValueError) as error:
            self._report(f"the saved state cannot be read ({error})")
            return None

    def save(self, at: datetime, state: Mapping[str, Any], entries: list[Entry]) -> None:
        """Write the facts of one step and the state after it, in one transaction."""
        self._waiting = [*self._waiting, *entries][-WAITING_ROWS:]
        if self._db is None and monotonic() >= self._tried_at + TRY_AGAIN_S:
            self._connect()
        body = json.dumps(state, separators=(",", ":"))
        try:
            self._write(at.isoformat(), body)
        except sqlite3.DatabaseError as error:
            self._report(error)
            if _code(error) in _DAMAGED:
                self._start_afresh(error)
                with suppress(sqlite3.DatabaseError):
                    self._write(at.isoformat(), body)

    def _write(self, at: str, body: str) -> None:
        if self._db is None:
            return
        with self._db:
            self._db.executemany(
                "INSERT INTO entry (at, fact, kind, details) VALUES (?, ?, ?, ?)",
                [(e.at, e.fact, e.kind, json.dumps(e.details, ensure_ascii=False)) for e in self._waiting],
            )
            self._db.execute("INSERT OR REPLACE INTO state VALUES (1, ?, ?)", (at, body))
        self._waiting, self._trouble = [], ""

    def entries(self, since: datetime | None = None) -> list[Entry]:
        """The facts since then, oldest first; what cannot be read is left out and reported."""
        found: list[Entry] = []
        try:
            if self._db is not None:
                found += _read(self._db, since)
        except (sqlite3.DatabaseError, ValueError) as error:
            self._report(error)
        return [*found, *self._waiting]

    def about_routines(self) -> list[Entry]:
        """The facts that name a routine, oldest first."""
        return self._found("SELECT at, fact, kind, details FROM entry WHERE details LIKE '%\"routine\"%' ORDER BY id")

    def prompts_over(self, kind: str) -> int:
        """How often a prompt of that kind has come to its end, or was put off."""
        marks = ", ".join("?" * len(OVER))
        query = f"SELECT count(*) FROM entry WHERE kind = ? AND fact IN ({marks})"  # noqa: S608 - question marks alone
        try:
            kept = 0 if self._db is None else int(self._db.execute(query, (kind, *OVER)).fetchone()[0])
        except sqlite3.DatabaseError as error:
            self._report(error)
            kept = 0
        return kept + sum(each.kind == kind and each.fact in OVER for each in self._waiting)

    def _found(self, query: str) -> list[Entry]:
        found: list[Entry] = []
        try:
            if self._db is not None:
                for at, fact, kind, details in self._db.execute(query):
                    found.append(Entry(at=at, fact=fact, kind=kind or "", details=json.loads(details)))
        except (sqlite3.DatabaseError, ValueError) as error:
            self._report(error)
        return [each for each in (*found, *self._waiting) if each.details.get("routine")]

    def prune(self, now: datetime) -> None:
        """Forget what is older than ``KEPT_DAYS``."""
        if self._db is not None:
            with suppress(sqlite3.DatabaseError), self._db:
                self._db.execute("DELETE FROM entry WHERE at < ?", ((now - timedelta(days=KEPT_DAYS)).isoformat(),))

    def forget(self) -> int:
        """Delete every fact and the saved state, for good; returns how many facts there were.

        Raises:
            OSError: the file cannot be written.
        """
        forget_aside(self.path)
        if self._db is None:
            self._connect()
        if self._db is None:
            raise OSError(None, self._trouble, str(self.path))
        try:
            gone = _forget(self._db)
        except sqlite3.DatabaseError as error:
            raise OSError(None, str(error), str(self.path)) from error
        gone, self._waiting = gone + len(self._waiting), []
        return gone

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        if self._db is not None:
            with suppress(sqlite3.DatabaseError):
                self._db.close()
            self._db = None


def read_entries(path: Path, since: datetime | None = None) -> list[Entry]:
    """The facts of a store that nobody else has open, or that the daemon has.

    Raises:
        OSError: there is no such file, or it cannot be read.
    """
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2.0)) as db:
            return list(_read(db, since))
    except sqlite3.DatabaseError as error:
        raise OSError(None, str(error), str(path)) from error


def forget(path: Path) -> int:
    """Delete every fact of a store whose daemon is not running; returns how many there were.

    Raises:
        OSError: the file cannot be written.
    """
    forget_aside(path)
    if not path.exists():
        return 0
    try:
        with closing(_open(path)) as db:
            return _forget(db)
    except sqlite3.DatabaseError as error:
        raise OSError(None, str(error), str(path)) from error


def forget_aside(path: Path) -> None:
    """Delete the damaged files that were put aside: they hold facts too.

    Raises:
        OSError: one cannot be deleted.
    """
    if path.parent.is_dir():
        for each in path.parent.glob(f"{path.name}.damaged-*"):
            each.unlink()


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's plain result code; 0 where the error is not SQLite's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _forget(db: sqlite3.Connection) -> int:
    with db:
        gone = db.execute("SELECT count(*) FROM entry").fetchone()[0]
        db.execute("DELETE FROM entry")
        db.execute("DELETE FROM state")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return int(gone)


def _read(db: sqlite3.Connection, since: datetime | None) -> Iterator[Entry]:
    query, values = "SELECT at, fact, kind, details FROM entry", ()
    rows = db.execute(f"{query} ORDER BY id", values)
    for at, fact, kind, details in rows:
        if since is None or datetime.fromisoformat(at) >= since:
            yield Entry(at=at, fact=fact, kind=kind or "", details=json.loads(details))


def _open(path: Path) -> sqlite3.Connection:
    make_folder(path.parent)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    db = sqlite3.connect(path, check_same_thread=False, timeout=2.0)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA secure_delete=ON")
        db.execute("PRAGMA cache_size=-128")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            db.executescript(f"BEGIN; {script} PRAGMA user_version={number}; COMMIT;")
        db.execute("SELECT count(*) FROM entry, state").fetchone()
    except sqlite3.DatabaseError:
        db.close()
        raise
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).chmod(0o600)
    return db
