"""The calendar of the weekly number: which week it is about, what its share is, and at which minute it goes.

A week begins on Monday. The minute is drawn anew for each week from all working minutes that are left of it, so that a
large fleet never calls at once, and the moment says nothing about the person.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ergobreak.core.ledger import DONE, day_of
from ergobreak.core.plan import PromptKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.core.ledger import Entry
    from ergobreak.core.plan import WorkingHours
    from ergobreak.report.randomised import Chance

COUNTED = frozenset({PromptKind.MICRO.value, PromptKind.MOVEMENT.value})
NOT_TAKEN = frozenset({"skipped", "ignored"})
FEWEST_OFFERED = 10  # a share of fewer says too little to be worth sending
DAYS = 7
OFFICE = ((9 * 60, 17 * 60),)  # for whoever has set no hours
OFFICE_DAYS = 5


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def name_of(monday: date) -> str:
    """The week's ISO name.

    >>> name_of(date(2026, 11, 16))
    '2026-W47'
    """
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def share(entries: Iterable[Entry], monday: date) -> tuple[int, int]:
    """How many micro and movement breaks of that week were taken, and how many were offered."""
    taken = offered = 0
    for each in entries:
        if each.kind not in COUNTED or each.fact not in DONE | NOT_TAKEN:
            continue
        if monday_of(day_of(datetime.fromisoformat(each.at))) == monday:
            offered += 1
            taken += each.fact in DONE
    return taken, offered


def choose_minute(hours: WorkingHours, now: datetime, chance: Chance) -> datetime | None:
    """A minute of this week's working hours after ``now``, each as likely as the other; ``None`` if none is left."""
    start = datetime.combine(monday_of(now.date()), datetime.min.time(), tzinfo=now.tzinfo)
    first = int((now - start).total_seconds() // 60) + 1
    spans = [
        (max(first, day * 24 * 60 + begin), day * 24 * 60 + end)
        for day in range(DAYS)
        for begin, end in _ranges(hours, day)
    ]
    left = [(begin, end) for begin, end in spans if begin < end]
    if not left:
        return None
    number = chance.randrange(sum(end - begin for begin, end in left))
    for begin, end in left:
        if number < end - begin:
            return start + timedelta(minutes=begin + number)
        number -= end - begin
    return None


def _ranges(hours: WorkingHours, day: int) -> tuple[tuple[int, int], ...]:
    if any(hours.ranges):
        return hours.ranges[day]
    return OFFICE if day < OFFICE_DAYS else ()
