"""What somebody has done, skipped, liked and been hurt by: a pure fold over the facts of the last weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
RECENT_OFFERS = 3


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
    """What is known of all routines, and what was offered last."""

    by_id: Mapping[str, Past] = field(default_factory=dict)
    last_offered: str = ""

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
    last_offered = ""
    for each in ordered:
        by_id.setdefault(each.routine, []).append(each)
        if each.what in {What.OFFERED, What.DONE, What.SKIPPED}:
            last_offered = each.routine
    return History(by_id={name: _past(each) for name, each in by_id.items()}, last_offered=last_offered)


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
