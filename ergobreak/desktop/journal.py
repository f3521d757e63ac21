"""The store: the state as it was at the last step, and one row a fact. SQLite, on this machine, for its owner only.

Health answers have no place here: there is no column that could hold them. A damaged file is put aside and reported,
and a full disk costs nothing but the rows that did not fit; neither stops the clock.
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

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

KEPT_DAYS = 400  # a year, and the same weeks of the year before to compare with
WAITING_ROWS = 2000  # kept in memory while the disk is full
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
        self.problem = ""
        self._waiting: list[Entry] = []
        self._db: sqlite3.Connection | None = None
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as error:
            self._db = self._start_afresh(error)
        except OSError as error:
            self.problem = f"{path}: {error.strerror or error}"
            log.warning("the journal cannot be opened: %s", self.problem)

    def _start_afresh(self, error: sqlite3.DatabaseError) -> sqlite3.Connection | None:
        """Put the damaged file aside, whole, and begin a new one."""
        if "full" in str(error) or "readonly" in str(error) or "unable to open" in str(error):
            self.problem = f"{self.path}: {error}"
            return None
        aside = self.path.with_name(f"{self.path.name}.damaged-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
        try:
            os.replace(self.path, aside)  # noqa: PTH105 - one atomic step
            for suffix in ("-wal", "-shm"):
                with suppress(OSError):
                    self.path.with_name(self.path.name + suffix).unlink()
            self.problem = f"{self.path}: {error}; the damaged file was put aside as {aside.name}"
            log.warning("%s", self.problem)
            return _open(self.path)
        except (OSError, sqlite3.DatabaseError) as second:
            self.problem = f"{self.path}: {second}"
            log.warning("%s", self.problem)
            return None

    def load_state(self) -> dict[str, Any] | None:
        """The state that was saved last, or ``None``."""
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT body FROM state").fetchone()
            return None if row is None else json.loads(row[0])
        except (sqlite3.DatabaseError, ValueError) as error:
            self.problem = f"{self.path}: the saved state cannot be read ({error})"
            log.warning("%s", self.problem)
            return None

    def save(self, at: datetime, state: Mapping[str, Any], entries: list[Entry]) -> None:
        """Write the facts of one step and the state after it, in one transaction."""
        self._waiting = [*self._waiting, *entries][-WAITING_ROWS:]
        if self._db is None:
            return
        body = json.dumps(state, separators=(",", ":"))
        try:
            with self._db:
                self._db.executemany(
                    "INSERT INTO entry (at, fact, kind, details) VALUES (?, ?, ?, ?)",
                    [(e.at, e.fact, e.kind, json.dumps(e.details, ensure_ascii=False)) for e in self._waiting],
                )
                self._db.execute("INSERT OR REPLACE INTO state VALUES (1, ?, ?)", (at.isoformat(), body))
        except sqlite3.DatabaseError as error:
            if not self.problem:
                log.warning("the journal cannot be written: %s", error)
            self.problem = f"{self.path}: {error}"
            return
        self._waiting = []
        if "damaged" not in self.problem:
            self.problem = ""

    def entries(self, since: datetime | None = None) -> list[Entry]:
        """The facts since then, oldest first."""
        if self._db is None:
            return list(self._waiting)
        return [*_read(self._db, since), *self._waiting]

    def prune(self, now: datetime) -> None:
        """Forget what is older than ``KEPT_DAYS``."""
        if self._db is not None:
            with suppress(sqlite3.DatabaseError), self._db:
                self._db.execute("DELETE FROM entry WHERE at < ?", ((now - timedelta(days=KEPT_DAYS)).isoformat(),))

    def forget(self) -> int:
        """Delete every fact and the saved state, for good; returns how many facts there were."""
        self._waiting = []
        return 0 if self._db is None else _forget(self._db)

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
    if not path.exists():
        return 0
    try:
        with closing(_open(path)) as db:
            return _forget(db)
    except sqlite3.DatabaseError as error:
        raise OSError(None, str(error), str(path)) from error


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
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
