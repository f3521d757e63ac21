"""Plans over weeks, such as two minutes for the shoulders on five days of ten weeks. Pure.

A plan is accepted, never switched on. A missed day moves nothing and is never mentioned: the plan simply ends when its
weeks are over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ergobreak.routines.history import History, What

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan of ``plans.toml``.

    Args:
        routines: done in turn, one on each day it is due.
        harder: what to say once ``raise_after_easy`` in a row were rated easy; empty when the dose never grows.
    """

    id: str
    title: str
    purpose: str
    routines: tuple[str, ...]
    weeks: int
    days_per_week: int
    begin: str
    harder: str
    raise_after_easy: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A plan somebody took up, and when.

    Args:
        since: the first day; a pause that has ended moves it on, so that no week is lost.
        weekdays: their choice (Monday is 0); empty for any.
        paused: the day it was put to rest, while it rests.
    """

    plan: Plan
    since: date
    weekdays: frozenset[int] = frozenset()
    paused: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDay:
    """Where a plan stands today.

    Args:
        week: 1 to the plan's weeks; 0 when it has not begun or is over.
        done_days: days of this plan week on which it was done.
        due: the routine that is due today, or nothing.
        harder: whether the next step up may be offered.
        back: whether a week or more has passed since the last time.
    """

    week: int
    done_days: int
    due: str = ""
    finished: bool = False
    harder: bool = False
    back: bool = False


def week_of(accepted: Accepted, today: date) -> int:
    """The plan's week today, from 1; 0 before it begins and after it ends."""
    week = (today - accepted.since).days // DAYS + 1
    return week if 1 <= week <= accepted.plan.weeks else 0


def today_in(accepted: Accepted, history: History, today: date) -> PlanDay:
    """Where the plan stands."""
    plan = accepted.plan
    week = week_of(accepted, accepted.paused or today)
    if week == 0:
        return PlanDay(week=0, done_days=0, finished=today >= accepted.since + timedelta(weeks=plan.weeks))
    begins = accepted.since + timedelta(weeks=week - 1)
    days = sorted({at.date() for name in plan.routines for at in history.of(name).done})
    this_week = [day for day in days if begins <= day < begins + timedelta(days=DAYS)]
    wanted = not accepted.weekdays or today.weekday() in accepted.weekdays
    if accepted.paused is not None:
        return PlanDay(week=week, done_days=len(this_week))
    open_today = wanted and today not in this_week and len(this_week) < plan.days_per_week
    last = max((day for day in days if day >= accepted.since), default=accepted.since)
    return PlanDay(
        week=week,
        done_days=len(this_week),
        due=_turn(accepted, history) if open_today else "",
        harder=_easy(accepted, history),
        back=today - last >= timedelta(days=DAYS),
    )


def _turn(accepted: Accepted, history: History) -> str:
    """Whose turn it is: the one after the last that was done, so that it does not matter how far back one can look."""
    names = accepted.plan.routines
    done = [(at, number) for number, name in enumerate(names) for at in history.of(name).done]
    latest = max((each for each in done if each[0].date() >= accepted.since), default=None)
    return names[0] if latest is None else names[(latest[1] + 1) % len(names)]


def paused(accepted: Accepted, today: date) -> Accepted:
    """Put to rest from today on."""
    return accepted if accepted.paused else replace(accepted, paused=today)


def resumed(accepted: Accepted, today: date) -> Accepted:
    """Taken up again where it was left: the weeks in between do not count."""
    if accepted.paused is None:
        return accepted
    return replace(accepted, since=accepted.since + (today - accepted.paused), paused=None)


def _easy(accepted: Accepted, history: History) -> bool:
    """Whether the last few were all easy, and none of the plan's routines hurt since it began."""
    needed = accepted.plan.raise_after_easy
    if not needed:
        return False
    rated: list[tuple[datetime, What]] = sorted(
        rating
        for name in accepted.plan.routines
        for rating in history.of(name).ratings
        if rating[0].date() >= accepted.since
    )
    return len(rated) >= needed and all(what is What.EASY for _at, what in rated[-needed:])


def due_today(accepted: Sequence[Accepted], history: History, today: date) -> frozenset[str]:
    """Every routine some plan makes due today."""
    return frozenset(due for each in accepted if (due := today_in(each, history, today).due))


def may_accept(plan: Plan, taken: Collection[str], blocked: Collection[str]) -> bool:
    """Whether a plan can be taken up: not taken already, and none of its routines is left out now."""
    return plan.id not in taken and not set(plan.routines) & set(blocked)
