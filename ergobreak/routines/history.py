"""What somebody has done, skipped, liked and been hurt by: a pure fold over the facts of the last weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

WEEK = timedelta(days=7)
RECENT_OFFERS = 3
ONE_PROMPT = timedelta(minutes=5)  # offers this close to each other, with no end between them, are one walk through


class What(StrEnum):
    """What happened with a routine."""

    OFFERED = "offered"
    DONE = "done"
    SKIPPED = "skipped"
    LIKED = "liked"  # nice: more like this
    EASY = "easy"
    FINE = "fine"
    MEH = "meh"
    HURT = "hurt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened."""

    at: datetime
    routine: str
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Everything known of one routine, oldest first."""

    done: tuple[datetime, ...] = ()
    offered: tuple[datetime, ...] = ()
    skips: int = 0  # in its last three offers
    rating: What | None = None
    ratings: tuple[tuple[datetime, What], ...] = ()
    hurt: datetime | None = None

    @property
    def last_done(self) -> datetime | None:
        """When it was last done to the end."""
        return self.done[-1] if self.done else None

    @property
    def liked(self) -> bool:
        """Whether the last word on it was "nice"."""
        return self.rating is What.LIKED

    def done_since(self, since: datetime) -> int:
        """How often it was done since then."""
        return sum(each >= since for each in self.done)


NOTHING = Past()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of all routines, and what was offered last.

    Args:
        last_first: what the last prompt came with, before "Another" led to ``last_offered``.
    """

    by_id: Mapping[str, Past] = field(default_factory=dict)
    last_offered: str = ""
    last_first: str = ""

    def of(self, routine: str) -> Past:
        """What is known of that routine."""
        return self.by_id.get(routine, NOTHING)

    def offers_on(self, day: date) -> int:
        """How many offers there were on that day."""
        return sum(at.date() == day for past in self.by_id.values() for at in past.offered)

    def first_offers_since(self, since: datetime) -> int:
        """How many routines were offered for the first time since then."""
        return sum(bool(past.offered) and past.offered[0] >= since for past in self.by_id.values())

    def last_done(self) -> datetime | None:
        """When anything was last done to the end."""
        return max((past.done[-1] for past in self.by_id.values() if past.done), default=None)


def history(facts: Iterable[Fact]) -> History:
    """The fold; the order in which the facts come does not matter."""
    ordered = sorted(facts, key=lambda each: (each.at, each.routine, _ORDER[each.what]))
    by_id: dict[str, list[Fact]] = {}
    last_offered = last_first = ""
    walking: datetime | None = None  # when "Another" may have been pressed last
    for each in ordered:
        by_id.setdefault(each.routine, []).append(each)
        if each.what is What.OFFERED:
            if walking is None or each.at - walking > ONE_PROMPT:
                last_first = each.routine
            last_offered, walking = each.routine, each.at
        elif each.what in {What.DONE, What.SKIPPED}:
            last_offered, walking = each.routine, None
    pasts = {name: _past(each) for name, each in by_id.items()}
    return History(by_id=pasts, last_offered=last_offered, last_first=last_first)


_ORDER = {what: place for place, what in enumerate(What)}  # within one instant, an offer comes before its end


def _past(facts: list[Fact]) -> Past:
    rated = tuple((each.at, each.what) for each in facts if each.what in _RATINGS)
    outcomes = _outcomes(facts)
    return Past(
        done=tuple(each.at for each in facts if each.what is What.DONE),
        offered=tuple(each.at for each in facts if each.what is What.OFFERED),
        skips=sum(outcome is What.SKIPPED for outcome in outcomes[-RECENT_OFFERS:]),
        rating=rated[-1][1] if rated else None,
        ratings=rated,
        hurt=max((each.at for each in facts if each.what is What.HURT), default=None),
    )


_RATINGS = frozenset({What.LIKED, What.EASY, What.FINE, What.MEH, What.HURT})


def _outcomes(facts: list[Fact]) -> list[What]:
    """How each offer ended; one with no end yet counts as an offer."""
    outcomes: list[What] = []
    for each in facts:
        if each.what is What.OFFERED:
            outcomes.append(What.OFFERED)
        elif each.what in {What.DONE, What.SKIPPED}:
            if outcomes and outcomes[-1] is What.OFFERED:
                outcomes[-1] = each.what
            else:
                outcomes.append(each.what)
    return outcomes


# -- a whole year, in small --------------------------------------------------------------------------------------------

MINUTES_FROM = datetime(2020, 1, 1)  # noqa: DTZ001 - what the person's own clock showed; only differences matter
MINUTE = timedelta(minutes=1)
TO_THE_END = frozenset({"taken", "done"})  # the journal's words; a shortened one is done, but is no reason for more
HARD = frozenset({"meh", "hurt"})


def lived(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[int]]]:
    """All that a growing dose depends on, small enough for a card: by routine, minutes on the person's own clock.

    Args:
        rows: the journal's facts as ``at``, ``fact``, ``routine``, ``rating``.
    """
    found: dict[str, dict[str, list[int]]] = {"done": {}, "hard": {}}
    for each in rows:
        fact = str(each.get("fact", ""))
        hard = fact == "hurt" or (fact == "rated" and each.get("rating") in HARD)
        if not hard and fact not in TO_THE_END:
            continue
        try:
            at = datetime.fromisoformat(str(each["at"])).replace(tzinfo=None)
        except (KeyError, ValueError):
            continue
        found["hard" if hard else "done"].setdefault(str(each["routine"]), []).append((at - MINUTES_FROM) // MINUTE)
    return found


def relived(raw: object) -> list[Fact]:
    """The same as facts again, oldest first; what cannot be read is left out."""
    tables = raw if isinstance(raw, dict) else {}
    facts: list[Fact] = []
    for key, what in (("done", What.DONE), ("hard", What.MEH)):
        table = tables.get(key)
        for name, minutes in table.items() if isinstance(table, dict) else ():
            whole = (each for each in minutes if isinstance(each, int)) if isinstance(minutes, list) else ()
            facts += [Fact(at=MINUTES_FROM + each * MINUTE, routine=str(name), what=what) for each in whole]
    return sorted(facts, key=lambda each: (each.at, each.routine, each.what))
