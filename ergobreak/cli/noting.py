"""What a routine's window says where no daemon listens: read from its standard output, and noted in the journal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.desktop.journal import Entry, Journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

FACTS = {"routine_done": "done", "routine_hurt": "hurt", "posture_seen": ""}  # of a check there is only the answer


def entries_of(said: Iterable[str], at: datetime) -> list[Entry]:
    """The facts in what a window said; anything else is left out."""
    return [entry for line in said for entry in _entries(line, at.isoformat())]


def _entries(line: str, at: str) -> Iterator[Entry]:
    try:
        message = json.loads(line)
    except ValueError:
        return
    fact = FACTS.get(str(message.get("do"))) if isinstance(message, dict) else None
    routine = "" if fact is None else str(message.get("routine", ""))
    if not routine:
        return
    seconds, rating = message.get("seconds", 0), str(message.get("rating", ""))
    seconds = round(seconds) if isinstance(seconds, int | float) else 0
    if fact:
        yield Entry(at=at, fact=fact, details={"routine": routine, "seconds": seconds})
    if rating:
        yield Entry(at=at, fact="rated", details={"routine": routine, "rating": rating})


def write_down(entries: list[Entry], at: datetime) -> None:
    """Put them into the journal beside the state that stands there; one that cannot be written is no reason to fail."""
    store = Journal(paths.journal_file())
    try:
        store.save(at, store.load_state() or {}, entries)
    finally:
        store.close()
