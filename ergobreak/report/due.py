"""When the weekly number goes, as the daemon knows it: asked at moments when it is awake anyway.

Nothing here sleeps, polls or has a thread. ``look`` compares two times; at the drawn minute, or at the first moment
somebody is at the computer after it, it starts the process that sends. A minute that was missed by more than a little
is drawn again from what is left of the week, or a whole fleet would call on the first morning after a holiday.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ergobreak.report import memory as memories
from ergobreak.report import week as weeks
from ergobreak.report.randomised import system_chance
from ergobreak.report.terms import reasons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ergobreak.core.plan import WorkingHours
    from ergobreak.report.randomised import Chance
    from ergobreak.snapshot import Snapshot

log = logging.getLogger(__name__)
MISSED = timedelta(minutes=30)


class Weekly:
    """The daemon's side of the weekly number.

    Args:
        send: starts the process; must return at once.
        path: of the memory file.
    """

    def __init__(self, send: Callable[[], None], path: Path, chance: Chance | None = None) -> None:
        self._send, self._path, self._chance = send, path, chance
        self._hours: WorkingHours | None = None
        self._next: datetime | None = None
        self.on = False

    def settle(self, snapshot: Snapshot, hours: WorkingHours, now: datetime) -> None:
        """The settings are new: is it on, and when does it go?"""
        self.on, self._hours = not reasons(snapshot), hours
        self._next = self._decided(now) if self.on else None

    def look(self, now: datetime) -> None:
        """Somebody is awake: is it time?"""
        if self._next is None or now < self._next:
            return
        memory = memories.read(self._path)
        moment = memory.moment()
        due = moment is not None and moment <= now < moment + MISSED
        if due and memory.week == memories.week_of(now) != memory.done:
            self._next = _next_monday(now)
            self._send()
        else:
            self._next = self._decided(now)

    def _decided(self, now: datetime) -> datetime:
        """This week's minute, drawn once and kept; or the Monday on which there is something to decide again."""
        this_week = memories.week_of(now)
        memory = memories.read(self._path)
        if memory.done == this_week:
            return _next_monday(now)
        moment = memory.moment()
        if memory.week == this_week and moment is not None and now < moment + MISSED:
            return moment
        drawn = None if self._hours is None else weeks.choose_minute(self._hours, now, self._chance or system_chance())
        try:
            memories.write(self._path, replace(memory, week=this_week, at="" if drawn is None else drawn.isoformat()))
        except OSError as error:
            log.warning("%s: %s", self._path, error)
            return _next_monday(now)
        return drawn or _next_monday(now)


def _next_monday(now: datetime) -> datetime:
    monday = weeks.monday_of(now.date()) + timedelta(days=weeks.DAYS)
    return datetime.combine(monday, datetime.min.time(), tzinfo=now.tzinfo)
