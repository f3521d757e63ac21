"""The small file beside the weekly number: when it goes this week, which week was dealt with, and the drawn answers.

Nothing in it says what anybody did: the table of answers is drawn for all buckets at once, and the minute by chance. It
outlives a "stop sharing", so that switching on again draws no second answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.report.randomised import Table, draw_table, is_table
from ergobreak.report.week import monday_of, name_of

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.report.randomised import Chance

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The whole file.

    Args:
        week: the week in which ``at`` lies, by its ISO name.
        at: the minute drawn for that week, ISO with an offset; empty when none was left.
        done: the last week in which the number went, or was tried: never twice.
        table: the answer to each bucket.
    """

    version: int = VERSION
    week: str = ""
    at: str = ""
    done: str = ""
    table: Table = ()

    def moment(self) -> datetime | None:
        """``at`` as a time."""
        return datetime.fromisoformat(self.at) if self.at else None


def memory_file() -> Path:
    """Where it lies."""
    return paths.state_folder() / "weekly_number.json"


def week_of(now: datetime) -> str:
    """The name of the week that a moment lies in."""
    return name_of(monday_of(now.date()))


def read(path: Path) -> Memory:
    """The file; an empty one where there is none, or where it is damaged."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(raw, dict) or raw.get("version") != VERSION:
            return Memory()
        found = Memory(
            week=str(raw.get("week", "")),
            at=str(raw.get("at", "")),
            done=str(raw.get("done", "")),
            table=tuple(raw["table"]) if is_table(raw.get("table")) else (),
        )
        moment = found.moment()
    except (OSError, ValueError):
        return Memory()
    return found if moment is None or moment.tzinfo is not None else Memory(done=found.done, table=found.table)


def write(path: Path, memory: Memory) -> None:
    """Keep it, readable by its owner only.

    Raises:
        OSError: it cannot be written.
    """
    paths.write_private(path, json.dumps(asdict(memory), indent=1) + "\n")


def table(path: Path, memory: Memory, chance: Chance) -> Table:
    """The answers of this person; drawn and kept the first time.

    Raises:
        OSError: they cannot be kept, and so must not be used.
    """
    if memory.table:
        return memory.table
    drawn = draw_table(chance)
    write(path, Memory(week=memory.week, at=memory.at, done=memory.done, table=drawn))
    return drawn
