"""Routines a clinician prescribed: when they are due, and the log to take along to the next visit.

The log is made only when somebody asks for it, from facts on this computer, and goes nowhere by itself. It shows what
was done, and a dot for every other day: never the word for what was not.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING

from ergobreak.routines.model import Group
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ergobreak.routines.history import History
    from ergobreak.routines.model import Routine

LOG_DAYS = 28  # how far back the log goes
NOTHING_YET = "·"


def due(routines: Iterable[Routine], history: History, now: datetime) -> tuple[Routine, ...]:
    """The prescribed routines whose latest time today has come and that were not done since then."""
    found = []
    for each in routines:
        if each.set is not Group.PRESCRIBED:
            continue
        come = [at for at in _times(each, now) if at <= now]
        if come and not any(done >= max(come) for done in history.of(each.id).done):
            found.append(each)
    return tuple(found)


def next_due(routine: Routine, now: datetime) -> datetime | None:
    """When the routine asks for its next turn; nothing when it has no times of its own."""
    later = [at for at in (*_times(routine, now), *_times(routine, now + timedelta(days=1))) if at > now]
    return min(later, default=None)


def _times(routine: Routine, day: datetime) -> tuple[datetime, ...]:
    return tuple(datetime.combine(day.date(), time.fromisoformat(each), day.tzinfo) for each in routine.times)


def times_words(routine: Routine, now: datetime, clock: Callable[[datetime], str]) -> str:
    """Its own times and the next of them, one sentence; empty when it has none."""
    following = next_due(routine, now)
    if following is None:
        return ""
    times = ", ".join(clock(at) for at in sorted(_times(routine, now)))
    text = _("Its times: {times}. It comes with the first break after each, next after {next}.")
    return text.format(times=times, next=clock(following))


def log_as_text(routine: Routine, history: History, first: date, last: date) -> str:
    """The log as plain text: a line for each day, with the times it was done."""
    title, by, total = _head(routine, history, first, last)
    lines = [title, "=" * len(title), *([by] if by else []), total, ""]
    lines += [f"{day.isoformat()}  {said}" for day, said in _days(routine, history, first, last)]
    return "\n".join(lines) + "\n"


def log_as_html(routine: Routine, history: History, first: date, last: date) -> str:
    """The log as one page for print, without anything from elsewhere."""
    title, by, total = (escape(each) for each in _head(routine, history, first, last))
    lead = f"<p>{by}</p>\n" if by else ""
    rows = "\n".join(
        f"<tr><td>{day.isoformat()}</td><td>{escape(said)}</td></tr>"
        for day, said in _days(routine, history, first, last)
    )
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n<h1>{title}</h1>\n{lead}<p>{total}</p>\n<table>\n{rows}\n</table>\n</body>\n</html>\n"
    )


def _head(routine: Routine, history: History, first: date, last: date) -> tuple[str, str, str]:
    count = sum(first <= at.date() <= last for at in history.of(routine.id).done)
    title = _("{title}: {first} to {last}").format(
        title=_(routine.title), first=first.isoformat(), last=last.isoformat()
    )
    by = _("Prescribed by {name}.").format(name=routine.prescribed_by) if routine.prescribed_by else ""
    return title, by, ngettext("Done {n} time.", "Done {n} times.", count).format(n=count)


def _days(routine: Routine, history: History, first: date, last: date) -> list[tuple[date, str]]:
    done = history.of(routine.id).done
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return [(day, ", ".join(f"{at:%H:%M}" for at in done if at.date() == day) or NOTHING_YET) for day in days]


_STYLE = "body{font:12pt/1.5 sans-serif;max-width:40em;margin:2em auto}td{padding:.2em 1em .2em 0}"
