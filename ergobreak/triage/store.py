"""Earlier check-ins, on this computer only: tier, date, places, pain number, cleared. Nothing else has a column.

Its own database file, written by the check-in process alone, readable by its owner alone, overwritten when deleted
(``secure_delete``). What is older than 90 days is deleted each time the file is opened. "Remember nothing" means that
nobody opens this.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ergobreak.paths import make_folder
from ergobreak.triage.history import KEEP_DAYS, Past
from ergobreak.triage.model import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 0.3  # a result never waits longer than this for a file that somebody else has locked
_SCHEMA = """
CREATE TABLE IF NOT EXISTS check_in (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    tier INTEGER NOT NULL CHECK (tier BETWEEN 0 AND 4),
    places TEXT NOT NULL DEFAULT '',
    pain INTEGER CHECK (pain BETWEEN 0 AND 10),
    cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1))
) STRICT
"""


class CheckInStore:
    """The file of earlier check-ins.

    Args:
        path: made on the first write, together with its folder; reading a file that is not there gives an empty past.
        keep_places: whether the places named may be kept.
    """

    def __init__(self, path: Path, *, keep_places: bool = True) -> None:
        self._path = path
        self._keep_places = keep_places

    def past(self, today: date) -> tuple[Past, ...]:
        """What is remembered, oldest first; older than 90 days is deleted on the way.

        Raises:
            sqlite3.Error: the file is broken or cannot be opened.
        """
        if not self._path.exists():
            return ()
        with self._open() as database:
            database.execute("DELETE FROM check_in WHERE day < ?", (_day(today - timedelta(days=KEEP_DAYS)),))
            rows = database.execute("SELECT day, tier, places, pain, cleared FROM check_in ORDER BY day, id").fetchall()
        return tuple(
            Past(
                on=date.fromisoformat(day),
                tier=Tier(tier),
                places=frozenset(places.split()),
                pain=pain,
                cleared=bool(cleared),
            )
            for day, tier, places, pain, cleared in rows
        )

    def remember(self, one: Past) -> None:
        """Keep one check-in."""
        places = " ".join(sorted(one.places)) if self._keep_places else ""
        with self._open() as database:
            database.execute(
                "INSERT INTO check_in (day, tier, places, pain, cleared) VALUES (?, ?, ?, ?, ?)",
                (_day(one.on), int(one.tier), places, one.pain, int(one.cleared)),
            )
            database.execute("DELETE FROM check_in WHERE day < ?", (_day(one.on - timedelta(days=KEEP_DAYS)),))

    def clear(self) -> None:
        """A health professional has checked it and says moves are fine: no earlier advice stands any more."""
        if self._path.exists():
            with self._open() as database:
                database.execute("UPDATE check_in SET cleared = 1")

    def forget(self) -> None:
        """Delete everything: the rows are overwritten, then the file goes."""
        if not self._path.exists():
            return
        try:
            with self._open() as database:
                database.execute("DELETE FROM check_in")
        except sqlite3.Error:
            # A file that SQLite cannot read any more still has to go, so it is overwritten by hand.
            self._path.write_bytes(b"\0" * self._path.stat().st_size)
        for each in (self._path, self._path.with_name(self._path.name + "-journal")):
            each.unlink(missing_ok=True)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        make_folder(self._path.parent)
        # Made by hand first: SQLite would make it with the wider rights of the process.
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        if os.name == "posix":
            self._path.chmod(0o600)
        database = sqlite3.connect(self._path, timeout=PATIENCE_S, isolation_level=None)
        try:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA journal_mode = DELETE")  # one file, nothing left beside it
            database.execute("BEGIN IMMEDIATE")
            database.execute(_SCHEMA)
            yield database
            database.execute("COMMIT")
        finally:
            database.close()  # without COMMIT this rolls back


def _day(when: date) -> str:
    return when.isoformat()
