"""What a day came to: folds over the journal's facts. Only what was done is counted; nothing here knows of "missed".

Three kinds of fact carry the whole picture. *back* says that somebody returned after so many seconds away; *taken*,
*shortened*, *credited* and *natural_break* say which break ended just now and how long it was; *hold_ended* says that a
call (or another reason to hold) is over. Presence is what lies between: it begins with a return or with the program,
and ends where the next absence began. A journal that stops in the middle (a crash) proves presence up to its last sign
of life.

A day begins at ``DAY_STARTS_H`` in the morning, in the local time of each fact, as it does for the counters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Protocol

from ergobreak.core.plan import PromptKind

DAY_STARTS_H = 4
AWAY_S = 120.0  # a shorter absence is not drawn and not called away
CALLS = frozenset({"microphone", "camera", "sharing"})
DONE = frozenset({"taken", "shortened", "credited"})
NOT_A_BREAK = frozenset({PromptKind.POSTURE.value, PromptKind.CHECK_IN.value})
OUT_OF_THE_CHAIR = PromptKind.MOVEMENT.value
NATURAL = "natural_break"
AT_THE_KEYS = frozenset({"shown", "begun", "postponed", "skipped", "rated", "complaint", "paused"})
DAYS_OF_WEEK = 7


class Entry(Protocol):
    """A fact of the journal."""

    @property
    def at(self) -> str:
        """ISO wall time with its offset."""

    @property
    def fact(self) -> str:
        """A stable word."""

    @property
    def kind(self) -> str:
        """A ``PromptKind`` value, or empty."""

    @property
    def details(self) -> Mapping[str, Any]:
        """Plain numbers and words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one moment to another; ``reason`` names a hold."""

    begin: datetime
    end: datetime
    reason: str = ""

    @property
    def seconds(self) -> float:
        """Its length, never negative."""
        return max(0.0, (self.end - self.begin).total_seconds())

    def meets(self, other: Span) -> bool:
        """Whether the two have more than an instant in common."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One break that was done.

    Args:
        kind: a ``PromptKind`` value, or ``natural_break``.
        outcome: ``taken``, ``shortened``, ``credited`` or ``natural_break``.
        routine: what was shown, if anything.
    """

    begin: datetime
    end: datetime
    kind: str
    outcome: str
    routine: str = ""

    @property
    def span(self) -> Span:
        """When it was."""
        return Span(begin=self.begin, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day.

    Args:
        at_screen: when somebody was there, in order.
        breaks: what was done, in order; natural breaks among them.
        holds: calls and other reasons that held prompts back.
        away_s: time away between the first and the last sign of life.
        still: the longest stretch without any break.
        still_in_call: a call was part of it.
    """

    date: date
    at_screen: tuple[Span, ...] = ()
    breaks: tuple[Break, ...] = ()
    holds: tuple[Span, ...] = ()
    away_s: float = 0.0
    still: Span | None = None
    still_in_call: bool = False

    @property
    def done(self) -> Mapping[str, int]:
        """Breaks by kind, natural ones left out: what was offered and done."""
        return Counter(each.kind for each in self.breaks if each.kind != NATURAL)

    @property
    def screen_s(self) -> float:
        """Time at the screen."""
        return sum(each.seconds for each in self.at_screen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """This week from Monday on.

    Args:
        days: seven of them; those to come are empty.
        today: which one is today.
        routines: how often each routine was done this week.
        last_before: the last sign of life before today, ``None`` if there is none.
    """

    days: tuple[Day, ...]
    today: Day
    routines: Mapping[str, int]
    last_before: datetime | None = None


@dataclass(slots=True, kw_only=True)
class _Walk:
    """What is known while the facts go by, oldest first."""

    since: datetime | None = None
    last: datetime | None = None
    present: list[Span] = field(default_factory=list)
    away: list[Span] = field(default_factory=list)

    def seen(self, at: datetime, since: datetime) -> None:
        """Somebody is there, and has sat since then; what is known already goes before that."""
        if self.since is None:
            self.since = max(since, self.present[-1].end) if self.present else since
        self.last = at

    def leave(self, at: datetime) -> None:
        """Nobody is there from ``at`` on."""
        if self.since is not None and at > self.since:
            self.present.append(Span(begin=self.since, end=at))
        self.since = None

    def absent(self, span: Span) -> None:
        """Nobody was there during ``span``; somebody is there at its end."""
        self.leave(span.begin)
        self.since = self.last = span.end
        self.away.append(span)


def day_of(at: datetime) -> date:
    """The day that a moment belongs to."""
    return (at.replace(tzinfo=None) - timedelta(hours=DAY_STARTS_H)).date()


def week(
    entries: Iterable[Entry],
    now: datetime,
    *,
    running: bool,
    away_s: float = 0.0,
    standing: Sequence[tuple[str, float]] = (),
) -> Week:
    """The fold.

    Args:
        now: local wall time, aware.
        running: the program counts at this moment; without it presence ends with the last fact.
        away_s: how long nobody has been there now, 0 when somebody is.
        standing: reasons that hold at this moment, each with its age in seconds.
    """
    facts = sorted(entries, key=lambda each: datetime.fromisoformat(each.at))
    present, away = _presence(facts, now, away_s if running else None)
    breaks = _breaks(facts)
    holds = _holds(facts, now, standing if running else ())
    today = day_of(now)
    monday = today - timedelta(days=today.weekday())
    days = tuple(_day(monday + timedelta(days=number), present, away, breaks, holds) for number in range(DAYS_OF_WEEK))
    this_week = [each for each in breaks if monday <= day_of(each.begin) <= today]
    return Week(
        days=days,
        today=days[today.weekday()],
        routines=Counter(each.routine for each in this_week if each.routine),
        last_before=max((each.end for each in present if day_of(each.begin) < today), default=None),
    )


def _presence(
    facts: Sequence[Entry], now: datetime, away_now_s: float | None
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    walk = _Walk()
    for each in facts:
        at = datetime.fromisoformat(each.at)
        if (absence := _absence(each, at)) is not None:
            walk.absent(absence)
        elif each.fact == "started":
            if walk.since is not None:
                walk.leave(max(walk.since, walk.last or walk.since))
            walk.since = walk.last = at
        elif each.fact == "stopped":
            walk.leave(at)
        elif each.fact in AT_THE_KEYS or each.fact in DONE:
            walk.seen(at, at - timedelta(seconds=_number(each, "sat_s")))
    if walk.since is not None:
        last = walk.last or walk.since
        walk.leave(last if away_now_s is None else max(walk.since, now - timedelta(seconds=away_now_s)))
    return _by_day(walk.present), tuple(walk.away)


def _absence(entry: Entry, at: datetime) -> Span | None:
    """The time away that this fact ends, if it ends any."""
    seconds = _number(entry, "seconds")
    walked = entry.fact in {"taken", "shortened"} and entry.kind == OUT_OF_THE_CHAIR
    rested = entry.fact in {"back", NATURAL, "credited"} and seconds >= AWAY_S
    return Span(begin=at - timedelta(seconds=seconds), end=at) if rested or (walked and seconds > 0) else None


def _breaks(facts: Sequence[Entry]) -> tuple[Break, ...]:
    found: list[Break] = []
    for each in facts:
        seconds = _number(each, "seconds")
        if seconds <= 0 or each.kind in NOT_A_BREAK or each.fact not in DONE | {NATURAL}:
            continue
        end = datetime.fromisoformat(each.at)
        one = Break(
            begin=end - timedelta(seconds=seconds),
            end=end,
            kind=NATURAL if each.fact == NATURAL else each.kind,
            outcome=each.fact,
            routine=str(each.details.get("routine", "")),
        )
        overnight = day_of(one.begin) != day_of(one.end)
        counted = any(one.span.meets(other.span) for other in found[-2:])
        if one.kind != NATURAL or not (overnight or counted):
            found.append(one)
    return tuple(sorted(found, key=lambda each: each.begin))


def _holds(facts: Sequence[Entry], now: datetime, standing: Sequence[tuple[str, float]]) -> tuple[Span, ...]:
    ended = [
        (str(each.details.get("reason", "")), _number(each, "seconds"), datetime.fromisoformat(each.at))
        for each in facts
        if each.fact == "hold_ended"
    ]
    return _by_day(
        Span(begin=end - timedelta(seconds=seconds), end=end, reason=reason)
        for reason, seconds, end in [*ended, *((reason, seconds, now) for reason, seconds in standing)]
        if seconds >= AWAY_S
    )


def _by_day(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same spans, cut where a day begins."""
    found: list[Span] = []
    for each in spans:
        begin = each.begin
        while day_of(begin) != day_of(each.end):
            morning = begin.replace(hour=DAY_STARTS_H, minute=0, second=0, microsecond=0)
            cut = morning if begin < morning else morning + timedelta(days=1)
            if cut >= each.end:
                break
            found.append(Span(begin=begin, end=cut, reason=each.reason))
            begin = cut
        found.append(Span(begin=begin, end=each.end, reason=each.reason))
    return tuple(found)


def _day(
    when: date, present: Sequence[Span], away: Sequence[Span], breaks: Sequence[Break], holds: Sequence[Span]
) -> Day:
    there = tuple(each for each in present if day_of(each.begin) == when)
    done = tuple(each for each in breaks if day_of(each.begin) == when)
    held = tuple(each for each in holds if day_of(each.begin) == when)
    gone = 0.0
    for one, two in pairwise(there):
        gap = Span(begin=one.end, end=two.begin)
        gone += gap.seconds if any(gap.meets(each) for each in away) else 0.0
    still = _still(there, done)
    in_call = still is not None and any(still.meets(each) for each in held if each.reason in CALLS)
    return Day(date=when, at_screen=there, breaks=done, holds=held, away_s=gone, still=still, still_in_call=in_call)


def _still(there: Sequence[Span], breaks: Sequence[Break]) -> Span | None:
    """The longest stretch at the screen with no break in it."""
    pieces: list[Span] = []
    for span in there:
        begin = span.begin
        for each in breaks:
            if each.span.meets(span) and each.end > begin:
                pieces.append(Span(begin=begin, end=max(begin, each.begin)))
                begin = each.end
        if begin < span.end:
            pieces.append(Span(begin=begin, end=span.end))
    return max(pieces, key=lambda each: each.seconds, default=None)


def _number(entry: Entry, key: str) -> float:
    value = entry.details.get(key, 0.0)
    return float(value) if isinstance(value, (int, float)) else 0.0
