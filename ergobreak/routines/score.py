"""How much speaks for each routine that fits: weights, each with its reason. Pure.

The weights are design choices to be tuned by use: 3.0 for the part of the body asked for or reported, 2.0 for what
undoes the last half hour, 1.5 for what was missing this week, 1.0 each for liked, planned and suited, 0.5 for direct
evidence and for an exact fit; against it, what was done or skipped lately, done often, or feels like the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

from ergobreak.routines.adaptation import Adaptation
from ergobreak.routines.gate import Request
from ergobreak.routines.history import WEEK, History
from ergobreak.routines.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ergobreak.routines.history import Past
    from ergobreak.routines.model import Routine

GROUP_TARGET = 2
OFTEN_ENOUGH = 2
EVIDENCE = frozenset({"walk_2", "walk_5", "standing_reset", "two_minute_shoulder", "full_blinks"})
FLARE_LESSON = "lesson_flare"
EXACT_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for or against, as a code and its values."""

    code: str
    values: Mapping[str, str | float] = field(default_factory=dict)
    points: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What every routine is weighed with.

    Args:
        groups: for each region, what the weekly balance counts it as.
        gaps: for each group, how often it was done this week, and how many days ago last (-1: not known).
        last_family: the kind of pose of the previous offer.
    """

    request: Request
    history: History
    adaptation: Adaptation
    groups: Mapping[str, str]
    gaps: Mapping[str, tuple[int, float]]
    last_family: str

    def weigh(self, routine: Routine) -> tuple[Reason, ...]:
        """Everything that speaks for and against the routine."""
        past = self.history.of(routine.id)
        return (
            *self._now(routine),
            *self._balance(routine),
            *self._person(routine, past),
            *self._against(routine, past),
        )

    def _now(self, routine: Routine) -> Iterator[Reason]:
        request = self.request
        if request.region and request.region in routine.regions:
            yield Reason(code="asked", values={"region": request.region}, points=3.0)
        elif reported := sorted(self.adaptation.reported & set(routine.regions)):
            yield Reason(code="reported", values={"region": reported[0]}, points=3.0)
        share = contrast(routine, request)
        if share and request.sat_long:
            yield Reason(code="sat", values={"minutes": request.sat_min}, points=2.0 * share)
        elif share:
            yield Reason(code="stood", values={"minutes": request.stood_min}, points=2.0 * share)
        if abs(request.available_s - routine.seconds()) <= EXACT_WITHIN_S:
            yield Reason(code="fits", values={"seconds": request.available_s}, points=0.5)

    def _balance(self, routine: Routine) -> Iterator[Reason]:
        counts = sorted((self.gaps[group][0], group) for group in groups_of(routine, self.groups))
        for count, group in counts[:1]:
            if count < GROUP_TARGET:
                values: dict[str, str | float] = {"group": group, "days": self.gaps[group][1]}
                yield Reason(code="balance", values=values, points=1.5 * (GROUP_TARGET - count) / GROUP_TARGET)

    def _person(self, routine: Routine, past: Past) -> Iterator[Reason]:
        adaptation = self.adaptation
        if past.liked:
            yield Reason(code="liked", points=1.0)
        if routine.id in self.request.due:
            yield Reason(code="plan", points=1.0)
        if adaptation.likes(routine):
            yield Reason(code="suits", points=1.0)
        if adaptation.tier > 0 and routine.id == FLARE_LESSON and not past.done:
            yield Reason(code="flare", points=1.0)
        if routine.id in EVIDENCE:
            yield Reason(code="evidence", points=0.5)

    def _against(self, routine: Routine, past: Past) -> Iterator[Reason]:
        now = self.request.now
        if past.last_done is not None:
            hours = (now - past.last_done).total_seconds() / 3600
            yield Reason(code="lately", points=-2.0 * exp(-hours / 24))
        if past.skips:
            yield Reason(code="skipped", points=-1.0 * past.skips)
        over = past.done_since(now - WEEK) - OFTEN_ENOUGH
        if over >= 0 and not past.liked:
            yield Reason(code="often", points=-0.5 * (over + 1))
        if self.last_family and self.last_family == routine.family:
            yield Reason(code="alike", points=-0.5)


def scale(
    request: Request, history: History, adaptation: Adaptation, groups: Mapping[str, str], routines: Iterable[Routine]
) -> Scale:
    """The scale for one choice."""
    gaps = {group: (0, -1.0) for group in set(groups.values()) if group}
    last_family = ""
    for routine in routines:
        past = history.of(routine.id)
        if routine.id == history.last_offered:
            last_family = routine.family
        if past.last_done is None:
            continue
        days = (request.now - past.last_done).total_seconds() / 86400
        for group in groups_of(routine, groups):
            count, last = gaps[group]
            gaps[group] = (count + past.done_since(request.now - WEEK), days if last < 0 else min(days, last))
    return Scale(
        request=request, history=history, adaptation=adaptation, groups=groups, gaps=gaps, last_family=last_family
    )


def groups_of(routine: Routine, groups: Mapping[str, str]) -> set[str]:
    """What the weekly balance counts the routine as."""
    return {group for region in routine.regions if (group := groups.get(region))}


def contrast(routine: Routine, request: Request) -> float:
    """1 for what undoes the last half hour, one half for what can be done so that it does."""
    if request.sat_long:
        if "standing" in routine.tags or Place.FLOOR in routine.place:
            return 1.0
        return 0.5 if Place.STANDING in routine.place else 0.0
    return 1.0 if request.stood_min >= request.max_still_stand_min and routine.on_chair else 0.0


def total(reasons: Iterable[Reason]) -> float:
    """All points together."""
    return sum(each.points for each in reasons)
