"""When a dose may grow, and when it comes back. Pure.

Level 1 is the base dose, 2 the middle, 3 the most a routine ever asks for: a ceiling to stop at, not a record. One
routine rises in a week, over the whole library, and only when it has been easy for a while. A pause brings everything
one level down without a word.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ergobreak.routines.history import WEEK, Fact, History, What, history
from ergobreak.routines.model import LEVELS, Routine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ergobreak.routines.adaptation import Adaptation

WITHIN = timedelta(days=14)
COMPLETIONS = 6
IDLE = timedelta(days=7)


def level_now(
    routine: Routine, levels: Mapping[str, int], history: History, adaptation: Adaptation, now: datetime
) -> int:
    """The level to offer today.

    Args:
        levels: what each routine has risen to; 1 for those not in it.
    """
    if adaptation.adapted or not routine.grows:
        return LEVELS[0]
    level = levels.get(routine.id, LEVELS[0])
    last = history.of(routine.id).last_done
    if last is None or now - last >= IDLE:
        level -= 1
    return min(max(level, LEVELS[0]), LEVELS[-1])


def levels(facts: Iterable[Fact], routines: Iterable[Routine], hold_until: str = "") -> dict[str, int]:
    """What each routine has risen to: the past lived through once more, a day at a time.

    Args:
        facts: oldest first; what was done to the end, and what was hard.
        hold_until: an ISO date, as for ``rise``; empty where nothing holds.
    """
    hold = date.fromisoformat(hold_until) if hold_until else None
    growing = {each.id: each for each in routines if each.grows}
    known = [each for each in facts if each.routine in growing]
    ends = {each.at.date(): each.at for each in known if each.what is What.DONE}
    found: dict[str, int] = {}
    raised: dict[str, datetime] = {}
    first = 0
    for at in ends.values():
        while known[first].at <= at - WITHIN:
            first += 1
        if any(at - each < WEEK for each in raised.values()):
            continue
        lately = [each for each in known[first:] if each.at <= at]
        often = Counter(each.routine for each in lately if each.what is What.DONE)
        ready = [growing[name] for name, times in often.items() if times >= COMPLETIONS]
        if ready and (name := rise(ready, found, raised, history(lately), at, hold_until=hold)):
            found[name] = found.get(name, LEVELS[0]) + 1
            raised[name] = at
    return found


def fitting(routine: Routine, level: int, seconds: float) -> Routine:
    """The routine at that level, or at the highest one below it that is over in time."""
    fits = (each for each in range(level, LEVELS[0], -1) if routine.seconds(each) <= seconds)
    return routine.at_level(next(fits, LEVELS[0]))


def rise(
    routines: Iterable[Routine],
    levels: Mapping[str, int],
    raised: Mapping[str, datetime],
    history: History,
    now: datetime,
    *,
    hold_until: date | None = None,
) -> str:
    """The one routine that may go up a level now, or nothing.

    Args:
        raised: when each routine last rose.
        hold_until: the end of the fortnight after a check-in that was worse than the one before.
    """
    if any(now - at < WEEK for at in raised.values()):
        return ""
    if hold_until is not None and hold_until - WITHIN <= now.date() < hold_until:
        return ""
    ready = [
        (-_completions(each.id, raised, history, now), each.id)
        for each in routines
        if each.grows
        and levels.get(each.id, LEVELS[0]) < LEVELS[-1]
        and _completions(each.id, raised, history, now) >= COMPLETIONS
        and _untroubled(each.id, history, now)
    ]
    return min(ready)[1] if ready else ""


def _completions(routine: str, raised: Mapping[str, datetime], history: History, now: datetime) -> int:
    """Times done in the last fortnight, at the present level."""
    since = now - WITHIN
    if routine in raised:
        since = max(since, raised[routine])
    return history.of(routine).done_since(since)


def _untroubled(routine: str, history: History, now: datetime) -> bool:
    """Whether every rating of the last fortnight was easy or better, and nothing hurt."""
    past = history.of(routine)
    if past.hurt is not None and now - past.hurt < WITHIN:
        return False
    return all(what not in {What.MEH, What.HURT} for at, what in past.ratings if now - at < WITHIN)
