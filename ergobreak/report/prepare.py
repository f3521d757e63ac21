"""What would go now, and why not: the same for the process that sends and for ``ergobreak report --dry-run``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ergobreak import __version__
from ergobreak.inventory import organisation
from ergobreak.report import memory as memories
from ergobreak.report import week as weeks
from ergobreak.report.randomised import BUCKETS, bucket_of
from ergobreak.report.terms import Reason, endpoint, reasons

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from ergobreak.core.ledger import Entry
    from ergobreak.report.randomised import Chance
    from ergobreak.snapshot import Snapshot

SERVICE = "ergobreak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Everything that goes: this, and nothing else.

    Args:
        url: where it goes.
        monday: the first day of the week it is about.
        bucket: the randomised answer.
        group: the organisation's label; empty for none.
    """

    url: str
    monday: date
    bucket: str
    group: str = ""
    version: str = __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What would go, and what stands against it.

    Args:
        message: ``None`` where not even an example can be made.
    """

    reasons: tuple[Reason, ...]
    message: Message | None = None


def prepare(snapshot: Snapshot, entries: Iterable[Entry], now: datetime, path: Path, chance: Chance) -> Prepared:
    """This week's message, about the week before.

    A person who has not agreed yet is shown what would go if they did.

    Raises:
        OSError: the drawn answers cannot be kept.
    """
    against = list(reasons(snapshot))
    this_week = weeks.monday_of(now.date())
    memory = memories.read(path)
    if memory.done == memories.week_of(now):
        against.append(Reason.SENT)
    if not set(against) <= {Reason.NOT_AGREED, Reason.SENT}:
        return Prepared(reasons=tuple(against))
    last_week = this_week - timedelta(days=weeks.DAYS)
    taken, offered = weeks.share(entries, last_week)
    if offered < weeks.FEWEST_OFFERED:
        return Prepared(reasons=(*against, Reason.TOO_FEW))
    answer = memories.table(path, memory, chance)[bucket_of(taken, offered)]
    asked = organisation(snapshot)
    message = Message(url=endpoint(asked), monday=last_week, bucket=BUCKETS[answer], group=asked.group)
    return Prepared(reasons=tuple(against), message=message)
