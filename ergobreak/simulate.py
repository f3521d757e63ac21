"""The same core on a fake clock, through a scripted day: what would a profile, or a policy, do to it?

The clock jumps from one ``next_wake`` (or one thing the sensors would report) to the next, so a week takes
milliseconds. ``person`` says how the simulated person takes it: ``pauses`` rests soon after the quiet cue, ``starts``
waits for the screen and presses Start, ``skips`` presses Skip, ``ignores`` does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ergobreak.core.effects import CloseScreen, Effect, Nudge, OpenScreen, Record
from ergobreak.core.ending import DAILY
from ergobreak.core.events import Answer, Answered, Event, Ticked
from ergobreak.core.instant import Instant
from ergobreak.core.life import Activity, Life, Part
from ergobreak.core.machine import idle_threshold, start, step
from ergobreak.core.plan import Plan, PromptKind
from ergobreak.core.state import State

Person = Literal["pauses", "starts", "skips", "ignores"]
PERSONS: tuple[Person, ...] = ("pauses", "starts", "skips", "ignores")
DONE = frozenset({"taken", "credited", "shortened"})
REACTION_S = 36.0  # between the cue and the pause
TO_FINISH_S = 900.0  # after the script ends nobody works on, and what was begun is finished
ANSWER_S = 3.0
A_CHANGE_S = 15.0  # away for this long is a change of position


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the timeline.

    Args:
        at: wall clock.
        seconds: since the start of the simulation.
    """

    at: datetime
    seconds: float
    what: str
    kind: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the day came to. Minutes are minutes; ``ended`` counts prompts by kind and outcome."""

    movement_breaks: int
    micro_breaks: int
    weight_shifts: int
    eye_cues: int
    posture_checks: int
    check_ins: int
    away_min: float
    busiest_hour: int
    longest_still_min: float
    sitting_min: float
    held: int
    ended: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """The timeline, the totals and how many steps it took."""

    start: datetime
    seconds: float
    spans: tuple[tuple[float, float, str], ...]
    timeline: tuple[Happening, ...]
    totals: Totals
    steps: int
    state: State


def simulate(plan: Plan, parts: list[Part], begin: datetime, person: Person = "pauses") -> Simulated:
    """Live through ``parts`` under ``plan``.

    Args:
        begin: aware wall time at which the first part starts.
        person: how prompts are taken.
    """
    run = _Run(plan, Life([*parts, Part(activity=Activity.AWAY, seconds=TO_FINISH_S)]), begin, person)
    run.go()
    totals = _totals(run)
    spans = tuple(run.spans())
    return Simulated(
        start=begin,
        seconds=run.end,
        spans=spans,
        timeline=tuple(run.timeline),
        totals=totals,
        steps=run.steps,
        state=run.state,
    )


class _Run:
    """The loop: jump, tick, act."""

    def __init__(self, plan: Plan, life: Life, begin: datetime, person: Person) -> None:
        self.plan, self.life, self.begin, self.person = plan, life, begin, person
        self.now = 0.0
        self.end = life.end - TO_FINISH_S
        self.steps = 0
        self.timeline: list[Happening] = []
        self.pending: list[tuple[float, int, Answer]] = []
        self.rests: dict[int, tuple[float, float]] = {}
        self.still: list[tuple[float, float]] = []
        self.slept_from: float | None = None
        self.state = start(plan, self.instant(0.0))

    def instant(self, at: float) -> Instant:
        utc = self.begin.timestamp() + at + self.life.clock_shift(at)
        return Instant(wall=datetime.fromtimestamp(utc, self.begin.tzinfo), mono=at)

    def go(self) -> None:
        self._tick()
        while self.now < self.life.end:
            self.now = min(self._next(), self.life.end)
            self._tick()
            due = [each for each in self.pending if each[0] <= self.now + 1e-6]
            self.pending = [each for each in self.pending if each[0] > self.now + 1e-6]
            for _at, prompt_id, said in due:
                self._answer(prompt_id, said)

    def _next(self) -> float:
        edge = self.life.next_edge(self.now, idle_threshold(self.state, self.plan))
        if self.life.activity(self.now) is Activity.ASLEEP:
            return edge
        moments = [edge, *(each[0] for each in self.pending)]
        if self.state.wake_by is not None:
            moments.append(self.state.wake_by)
        return max(self.now + 1e-3, min(moments))

    def _tick(self) -> None:
        asleep = self.life.activity(self.now) is Activity.ASLEEP and self.now < self.life.end
        slept = 0.0
        if self.slept_from is not None and not asleep:
            slept, self.slept_from = self.now - self.slept_from, None
        elif asleep and self.slept_from is None:
            self.slept_from = self.now
        pattern = self.life.pattern(self.now)
        self._step(
            Ticked(
                at=self.instant(self.now),
                idle_s=self.now - self.life.last_input(self.now),
                passive=pattern.passive,
                reasons=pattern.reasons,
                slept_s=slept,
            )
        )

    def _answer(self, prompt_id: int, said: Answer) -> None:
        length = self.state.prompt.length_s if self.state.prompt is not None else 0.0
        self._step(Answered(at=self.instant(self.now), prompt_id=prompt_id, answer=said))
        if said is Answer.START:
            self.life.rest(self.now, length)
            self.pending.append((self.now + length, prompt_id, Answer.DONE))

    def _step(self, event: Event) -> None:
        self.steps += 1
        self.state, effects = step(self.state, event, self.plan)
        for effect in effects:
            self._heed(effect)

    def _heed(self, effect: Effect) -> None:
        match effect:
            case Nudge(prompt_id=prompt_id, kind=kind) if prompt_id and kind is not None:
                layer = self.plan.layer(kind)
                if self.person == "pauses" and layer is not None:
                    begins = self.now + REACTION_S
                    self.life.rest(begins, max(layer.duration_s, layer.clears_after_s) + 1.0)
            case OpenScreen(prompt_id=prompt_id, kind=kind) if kind in DAILY:
                if self.person != "ignores":
                    self.pending.append((self.now + ANSWER_S, prompt_id, Answer.FINE))
            case OpenScreen(prompt_id=prompt_id, running=running):
                said = {"pauses": Answer.START, "starts": Answer.START, "skips": Answer.SKIP}.get(self.person)
                if said is not None and not running:
                    self.pending.append((self.now + ANSWER_S, prompt_id, said))
            case CloseScreen(prompt_id=prompt_id):
                self.pending = [each for each in self.pending if each[1] != prompt_id]
            case Record(at=at, fact=fact, kind=recorded, values=values):
                name = "" if recorded is None else recorded.value
                line = Happening(at=at, seconds=self.now, what=fact, kind=name, values=dict(values))
                self.timeline.append(line)
            case _:
                pass

    def spans(self) -> Iterator[tuple[float, float, str]]:
        """What was done when, the breaks laid over it."""
        for each in self.life._stretches:  # noqa: SLF001 - the run is the life's only other half
            if each.start < self.end:
                yield each.start, min(each.end, self.end), each.activity.value


# -- what it came to -------------------------------------------------------------------------------------------------


def _totals(run: _Run) -> Totals:
    ended: dict[str, dict[str, int]] = {}
    away = 0.0
    for each in run.timeline:
        if each.what in {"taken", "shortened", "skipped", "ignored", "credited", "postponed"}:
            by = ended.setdefault(each.kind, {})
            by[each.what] = by.get(each.what, 0) + 1
        if each.what in DONE and each.kind not in {"posture_check", "check_in"}:
            layer = run.plan.layer(PromptKind(each.kind))
            offered = 0.0 if layer is None else layer.duration_s
            away += offered if each.what == "credited" else float(each.values.get("seconds", 0.0))
    shown = [
        each.seconds
        for each in run.timeline
        if (each.what == "cue" and each.kind != "eye_cue")
        or (each.what == "shown" and not _was_cued(run.timeline, each))
    ]
    return Totals(
        movement_breaks=_done(ended, "movement_break"),
        micro_breaks=_done(ended, "micro_break"),
        weight_shifts=_done(ended, "weight_shift"),
        eye_cues=sum(1 for each in run.timeline if each.what == "cue" and each.kind == "eye_cue"),
        posture_checks=sum(1 for each in run.timeline if each.what == "shown" and each.kind == "posture_check"),
        check_ins=sum(1 for each in run.timeline if each.what == "shown" and each.kind == "check_in"),
        away_min=round(away / 60, 1),
        busiest_hour=max((sum(1 for b in shown if a <= b < a + 3600) for a in shown), default=0),
        longest_still_min=round(_longest_still(run) / 60, 1),
        sitting_min=round(run.state.day.sitting_s / 60, 1),
        held=sum(1 for each in run.timeline if each.what == "held"),
        ended=ended,
    )


def _done(ended: Mapping[str, Mapping[str, int]], kind: str) -> int:
    return sum(count for outcome, count in ended.get(kind, {}).items() if outcome in DONE)


def _was_cued(timeline: list[Happening], shown: Happening) -> bool:
    """Whether this screen followed its own cue (then it is the same prompt)."""
    for each in reversed(timeline[: timeline.index(shown)]):
        if each.kind == shown.kind and each.what == "cue":
            return True
        if each.kind == shown.kind and each.what in {*DONE, "skipped", "ignored", "held"}:
            return False
    return False


def _longest_still(run: _Run) -> float:
    """The longest stretch without a change of position, in seconds: between breaks, or time away from the desk."""
    longest = since = 0.0
    for begin, end, activity in run.spans():
        if activity in {"away", "locked", "asleep"} and end - begin >= A_CHANGE_S:
            longest = max(longest, begin - since)
            since = end
    return max(longest, run.end - since)


# -- named days ------------------------------------------------------------------------------------------------------

LIVES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "unbroken": (("typing", 480),),
    "office": (
        ("typing", 65), ("away", 4), ("reading", 40), ("call", 30), ("typing", 50), ("locked", 40),
        ("typing", 55), ("call", 55), ("reading", 35), ("away", 7), ("typing", 70), ("video", 15), ("typing", 34),
    ),
    "meetings": (
        ("typing", 25), ("call", 55), ("typing", 10), ("call", 50), ("reading", 20), ("locked", 45), ("call", 85),
        ("typing", 15), ("call", 30), ("typing", 45), ("away", 10), ("call", 25), ("typing", 35),
    ),
    "laptop": (
        ("typing", 40), ("asleep", 25), ("typing", 50), ("asleep", 90), ("reading", 70), ("locked", 20),
        ("typing", 95), ("asleep", 15), ("typing", 60),
    ),
}  # fmt: skip


def named_life(name: str) -> list[Part]:
    """The parts of a named day. Minutes in the table, seconds here.

    Raises:
        KeyError: there is no such day.
    """
    return [Part(activity=Activity(do), seconds=minutes * 60) for do, minutes in LIVES[name]]


def days(parts: list[Part], count: int) -> list[Part]:
    """The same day ``count`` times, with the lid closed from its end until it begins again."""
    length = sum(each.seconds for each in parts)
    night = Part(activity=Activity.ASLEEP, seconds=max(60.0, timedelta(days=1).total_seconds() - length))
    whole: list[Part] = []
    for day in range(count):
        whole += parts if day == 0 else [night, *parts]
    return whole
