"""A scripted day: what a person does when, as seen by the sensors. Used by ``simulate`` and by the tests.

A day is a list of parts. Each part has an activity with a pattern of input: ``typing`` stops for a breath now and then,
``reading`` touches the mouse a few times a minute, in a ``call`` nobody types but the microphone is in use. A break
that the person takes is laid over the day as rest.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason

if TYPE_CHECKING:
    from collections.abc import Sequence


class Activity(StrEnum):
    """What the person does."""

    TYPING = "typing"
    READING = "reading"
    CALL = "call"
    VIDEO = "video"
    AWAY = "away"
    LOCKED = "locked"
    ASLEEP = "asleep"  # the lid is closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Input comes without a gap for ``on_s`` of each ``period_s``; ``None`` means never."""

    on_s: float = 0.0
    period_s: float | None = None
    passive: bool = False
    reasons: frozenset[HoldReason] = frozenset()


PATTERNS = {
    Activity.TYPING: Pattern(on_s=174.0, period_s=180.0),
    Activity.READING: Pattern(on_s=0.5, period_s=12.0),
    Activity.CALL: Pattern(passive=True, reasons=frozenset({HoldReason.MICROPHONE})),
    Activity.VIDEO: Pattern(passive=True, reasons=frozenset({HoldReason.FULL_SCREEN})),
    Activity.AWAY: Pattern(),
    Activity.LOCKED: Pattern(reasons=frozenset({HoldReason.LOCKED})),
    Activity.ASLEEP: Pattern(reasons=frozenset({HoldReason.ASLEEP})),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch of the day.

    Args:
        seconds: how long, > 0.
        clock_s: how far somebody sets the wall clock at its start.
    """

    activity: Activity
    seconds: float
    clock_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: float
    end: float
    activity: Activity


class Life:
    """The day as it is lived: the script, with the breaks taken laid over it. Times are seconds from its start."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._stretches: list[_Stretch] = []
        self._clock: list[tuple[float, float]] = []
        at = 0.0
        for part in parts:
            if part.clock_s:
                self._clock.append((at, part.clock_s))
            self._stretches.append(_Stretch(at, at + part.seconds, part.activity))
            at += part.seconds
        self.end = at

    def rest(self, start: float, seconds: float) -> None:
        """Lay a break over the script: nobody touches anything from ``start`` on."""
        stop = min(self.end, start + seconds)
        laid: list[_Stretch] = []
        for each in self._stretches:
            if each.end <= start or each.start >= stop or each.activity in {Activity.LOCKED, Activity.ASLEEP}:
                laid.append(each)
                continue
            if each.start < start:
                laid.append(_Stretch(each.start, start, each.activity))
            laid.append(_Stretch(max(start, each.start), min(stop, each.end), Activity.AWAY))
            if each.end > stop:
                laid.append(_Stretch(stop, each.end, each.activity))
        self._stretches = laid

    def clock_shift(self, at: float) -> float:
        """How far the wall clock has been set by then, in seconds."""
        return sum(shift for when, shift in self._clock if when <= at)

    def activity(self, at: float) -> Activity:
        """What the person does at ``at``."""
        return self._at(at)[1].activity

    def pattern(self, at: float) -> Pattern:
        """The pattern of that activity."""
        return PATTERNS[self.activity(at)]

    def last_input(self, at: float) -> float:
        """When the last input came, at or before ``at``."""
        place, stretch = self._at(at)
        while True:
            found = _last_in(stretch, min(at, stretch.end))
            if found is not None or place == 0:
                return 0.0 if found is None else found
            place -= 1
            stretch = self._stretches[place]

    def next_edge(self, at: float, threshold_s: float) -> float:
        """When the sensors next have something to say: a part ends, idle time crosses the threshold, input returns."""
        _place, stretch = self._at(at)
        edges = [stretch.end]
        pattern = PATTERNS[stretch.activity]
        if pattern.period_s is None:
            edges.append(self.last_input(at) + threshold_s)
        else:
            into = (at - stretch.start) % pattern.period_s
            lap = at - into
            if pattern.period_s - pattern.on_s > threshold_s:
                edges += [lap + pattern.on_s + threshold_s, lap + pattern.period_s]
                edges.append(lap + pattern.period_s + pattern.on_s + threshold_s)
        return min((each for each in edges if each > at + 1e-6), default=self.end)

    def _at(self, at: float) -> tuple[int, _Stretch]:
        place = bisect_right(self._stretches, at, key=lambda each: each.start) - 1
        place = max(0, min(place, len(self._stretches) - 1))
        return place, self._stretches[place]


def _last_in(stretch: _Stretch, at: float) -> float | None:
    pattern = PATTERNS[stretch.activity]
    if pattern.period_s is None:
        return None
    into = (at - stretch.start) % pattern.period_s
    return at if into <= pattern.on_s else at - into + pattern.on_s
