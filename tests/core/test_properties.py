"""What holds for every life: random days with calls, locks, sleep, clocks set back and forth, any kind of person."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak.core import due
from ergobreak.core.effects import CloseScreen, Effect, Nudge, OpenScreen
from ergobreak.core.ending import DAILY
from ergobreak.core.events import (
    Answer,
    Answered,
    BreakAsked,
    CueClicked,
    Event,
    HoldIgnored,
    PausedBy,
    Resumed,
    SkipAsked,
    SnoozeAsked,
    Ticked,
)
from ergobreak.core.instant import Instant
from ergobreak.core.life import Activity, Life, Part
from ergobreak.core.machine import idle_threshold, next_wake, start, step
from ergobreak.core.plan import (
    BreakPlan,
    Budget,
    DailyPlan,
    HoldReason,
    Plan,
    Presence,
    PromptKind,
    Style,
    WorkingHours,
)
from ergobreak.core.presence import counted
from ergobreak.core.state import Mode, Phase, State, dump, load
from ergobreak.core.turn import Turn
from tests.core.oracle import counter, seconds_of

BEGIN = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
QUIET = settings(max_examples=30, deadline=None)

parts = st.lists(
    st.builds(
        Part,
        activity=st.sampled_from(Activity),
        seconds=st.integers(min_value=1, max_value=5400).map(float),
        clock_s=st.sampled_from([0.0, 0.0, 0.0, 3600.0, -3600.0, -86400.0, 7.0]),
    ),
    min_size=1,
    max_size=12,
)
whims = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=30000),
        st.sampled_from(
            ["start", "skip", "postpone", "shorter", "back", "closed", "died", "done", "hurt", "pause", "quiet",
             "resume", "break", "snooze", "skip_next", "click", "ignore", "stale"]
        ),
    ),
    max_size=25,
).map(sorted)  # fmt: skip
layers = st.tuples(
    st.integers(min_value=600, max_value=2700), st.integers(min_value=20, max_value=60),
    st.integers(min_value=1800, max_value=5400), st.integers(min_value=60, max_value=300),
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    micro, micro_s, move, move_s = draw(layers)
    breaks = [
        BreakPlan(kind=PromptKind.MICRO, limit_s=micro, duration_s=micro_s, clears_after_s=micro_s),
        BreakPlan(kind=PromptKind.MOVEMENT, limit_s=move, duration_s=move_s, clears_after_s=120),
        BreakPlan(kind=PromptKind.EYE_CUE, limit_s=1200, duration_s=20, clears_after_s=20, silent=True),
    ]
    if draw(st.booleans()):
        breaks.append(
            BreakPlan(kind=PromptKind.WEIGHT_SHIFT, limit_s=1800, duration_s=120, clears_after_s=120, own_reset=True)
        )
    return Plan(
        breaks=tuple(breaks),
        dailies=(DailyPlan(kind=PromptKind.POSTURE, per_day=3), DailyPlan(kind=PromptKind.CHECK_IN, per_day=0.5)),
        budget=Budget(
            max_prompts_h=draw(st.integers(min_value=1, max_value=6)), prelude_s=draw(st.sampled_from([0, 20, 60]))
        ),
        hours=draw(
            st.sampled_from([WorkingHours(), WorkingHours(ranges=(((480, 720), (780, 1320)),) * 7, lunch=(720, 780))])
        ),
        presence=Presence(event_driven=draw(st.booleans())),
        style=draw(st.sampled_from(Style)),
    )


@dataclass
class Watcher:
    """Lives a life and keeps notes."""

    plan: Plan
    life: Life
    whims: list[tuple[int, str]]
    now: float = 0.0
    opened: list[tuple[float, OpenScreen, State]] = field(default_factory=list)
    cued: list[tuple[float, Nudge, State]] = field(default_factory=list)
    standing: set[int] = field(default_factory=set)
    steps: int = 0

    def instant(self) -> Instant:
        utc = BEGIN.timestamp() + self.now + self.life.clock_shift(self.now)
        return Instant(wall=datetime.fromtimestamp(utc, UTC), mono=self.now)

    def live(self) -> State:
        self.state = start(self.plan, self.instant())
        self.look()
        waiting = list(self.whims)
        while self.now < self.life.end:
            edge = self.life.next_edge(self.now, idle_threshold(self.state, self.plan))
            moments = [edge, self.life.end]
            if self.state.wake_by is not None and self.life.activity(self.now) is not Activity.ASLEEP:
                assert self.state.wake_by > self.now, "a promise lies ahead"
                moments.append(self.state.wake_by)
            if waiting:
                moments.append(max(self.now, float(waiting[0][0])))
            self.now = min(moments)
            self.look()
            while waiting and waiting[0][0] <= self.now:
                self.act(waiting.pop(0)[1])
            if self.now >= self.life.end:
                break
            if self.now == min(moments) and self.now not in {edge, self.state.wake_by}:
                continue
        return self.state

    def look(self) -> None:
        asleep = self.life.activity(self.now) is Activity.ASLEEP
        slept = 0.0
        if not asleep and self.state.here.absent and HoldReason.ASLEEP in {each.reason for each in self.state.holds}:
            slept = self.now - self.state.seen.mono
        pattern = self.life.pattern(self.now)
        self.tell(
            Ticked(
                at=self.instant(),
                idle_s=self.now - self.life.last_input(self.now),
                passive=pattern.passive,
                reasons=pattern.reasons,
                slept_s=slept,
            )
        )

    def act(self, whim: str) -> None:
        at, prompt = self.instant(), self.state.prompt
        number = 0 if prompt is None else prompt.id
        events: dict[str, Event] = {
            "pause": PausedBy(at=at, seconds=900),
            "quiet": PausedBy(at=at, seconds=600, counting=True),
            "resume": Resumed(at=at),
            "break": BreakAsked(at=at, kind=PromptKind.MICRO),
            "snooze": SnoozeAsked(at=at),
            "skip_next": SkipAsked(at=at),
            "click": CueClicked(at=at),
            "ignore": HoldIgnored(at=at, reason=HoldReason.MICROPHONE),
            "stale": Answered(at=at, prompt_id=number - 1, answer=Answer.START),
        }
        event = events.get(whim) or Answered(at=at, prompt_id=number, answer=Answer(whim), seconds=300)
        self.tell(event)
        if isinstance(event, Answered) and self.state.prompt is None:
            before = self.state
            self.tell(event)
            assert self.state == before, "a second answer changes nothing"

    def tell(self, event: Event) -> None:
        self.steps += 1
        assert self.steps < 6000, "the core asks to be woken far too often"
        before = self.state
        self.state, effects = step(before, event, self.plan)
        if self.steps % 9 == 0:  # each step would be the same question asked too often
            assert (self.state, effects) == step(before, event, self.plan), "a step is deterministic"
            assert load(json.loads(json.dumps(dump(self.state)))) == self.state
        for effect in effects:
            self.note(effect, event)
        self.check()

    def note(self, effect: Effect, event: Event) -> None:
        state = self.state
        if isinstance(effect, Nudge) and effect.prompt_id:
            self.cued.append((self.now, effect, state))
            self.standing.add(effect.prompt_id)
        elif isinstance(effect, OpenScreen):
            self.opened.append((self.now, effect, state))
            self.standing = {each for each in self.standing if each == effect.prompt_id} | {effect.prompt_id}
        elif isinstance(effect, CloseScreen):
            self.standing.discard(effect.prompt_id)
        asked = isinstance(event, BreakAsked | CueClicked)
        if (isinstance(effect, OpenScreen) or (isinstance(effect, Nudge) and effect.prompt_id)) and not asked:
            assert not [each for each in state.holds if not each.ignored], "nothing is shown while something holds"
            assert state.mode is Mode.NORMAL
            assert state.here.rest_from is None or state.prompt is None or state.prompt.phase is not Phase.OPEN
            assert not state.here.absent

    def check(self) -> None:
        prompt = self.state.prompt
        if prompt is None:
            self.standing.clear()
            return
        live = prompt.phase in {Phase.OPEN, Phase.RUNNING, Phase.PRELUDE, Phase.WAITING}
        assert not live or len(self.standing) <= 1, "one screen at a time"
        layer = self.plan.layer(prompt.kind)
        if layer is not None:
            assert prompt.postponed_s <= layer.limit_s * self.plan.budget.snooze_share + 1e-6
        if prompt.phase is Phase.WAITING and prompt.until is not None and self.now > prompt.until + 1.0:
            turn = Turn(self.state, self.plan, self.state.seen)
            assert due.away(turn) or due.just_back(turn), "no later than the ceiling, unless nobody is there"


@QUIET
@given(parts, plans(), whims)
def test_a_life_keeps_every_promise(script: list[Part], plan: Plan, wishes: list[tuple[int, str]]) -> None:
    watcher = Watcher(plan, Life(script), wishes)
    watcher.live()


@QUIET
@given(parts, plans())
def test_budget_gap_and_limits_are_never_exceeded(script: list[Part], plan: Plan) -> None:
    watcher = Watcher(plan, Life(script), [])
    watcher.live()
    shown: dict[float, tuple[float, PromptKind]] = {}  # a prompt that was taken back and returned is the same prompt
    for at, _effect, state in sorted([*watcher.cued, *watcher.opened], key=lambda each: each[0]):
        assert state.prompt is not None
        shown.setdefault(state.prompt.due_at, (at, state.prompt.kind))
    times = sorted(shown.values())
    for (earlier, _first), (later, _kind) in zip(times, times[plan.budget.max_prompts_h :], strict=False):
        assert later - earlier >= 3600 - 1, "the hour's cap"
    for (earlier, _first), (later, kind) in pairwise(times):
        layer = plan.layer(kind)
        gap = plan.budget.min_gap_s if layer is None or not layer.own_reset else layer.duration_s
        assert later - earlier >= gap - 1, "the gap"


@QUIET
@given(parts, plans())
def test_no_cue_comes_before_a_limit_is_reached(script: list[Part], plan: Plan) -> None:
    watcher = Watcher(plan, Life(script), [])
    watcher.live()
    for at, nudge, state in watcher.cued:
        assert state.prompt is not None
        if nudge.kind in DAILY:
            continue
        kinds = {state.prompt.kind, *state.prompt.also}
        carried = [each for each in plan.breaks if each.kind in kinds]
        assert any(counted(state, plan, each, at) >= each.limit_s - 0.2 for each in carried)


@QUIET
@given(parts)
def test_the_counters_are_those_of_the_naive_oracle(script: list[Part]) -> None:
    plan = Plan(  # silent, so that no prompt ever meddles
        breaks=(
            BreakPlan(kind=PromptKind.MICRO, limit_s=1500, duration_s=40, clears_after_s=40, silent=True),
            BreakPlan(kind=PromptKind.MOVEMENT, limit_s=3000, duration_s=300, clears_after_s=120, silent=True),
        ),
        presence=Presence(idle_after_s=29.5, event_driven=True),
    )
    state = Watcher(plan, Life(script), []).live()
    line = seconds_of(script)
    for layer in plan.breaks:
        wanted = counter(line, layer, 30)
        got = counted(state, plan, layer, state.seen.mono)
        taken_off_s = layer.limit_s / layer.clears_after_s  # what one second of doubt about a rest can make
        assert abs(got - wanted) <= 2 + len(script) * (2 + 1.5 * taken_off_s), f"{layer.kind}: {got} against {wanted}"


@QUIET
@given(st.integers(min_value=60, max_value=1400), st.integers(min_value=130, max_value=100_000), st.booleans())
def test_sleep_never_adds_work(work_s: int, asleep_s: int, announced: bool) -> None:
    plan = Plan(
        breaks=(BreakPlan(kind=PromptKind.MICRO, limit_s=1500, duration_s=40, clears_after_s=40),),
        presence=Presence(event_driven=True),
    )
    at = Instant(wall=BEGIN, mono=0.0)
    state = start(plan, at)
    for second in range(0, work_s, 20):
        state, _effects = step(state, Ticked(at=at.later(second), idle_s=0.0), plan)
    if announced:
        tick = Ticked(at=at.later(work_s), idle_s=0.0, reasons=frozenset({HoldReason.ASLEEP}))
        state, _effects = step(state, tick, plan)
    before = state.day.sitting_s
    back = at.later(work_s + max(asleep_s, 1600))
    state, _effects = step(state, Ticked(at=back, idle_s=0.0), plan)
    assert state.day.sitting_s <= before + 1.0
    assert state.timers[0].counted_s <= 1.0


@QUIET
@given(parts, plans(), st.integers(min_value=0, max_value=20000))
def test_a_restart_at_any_moment_loses_nothing_and_invents_nothing(script: list[Part], plan: Plan, cut: int) -> None:
    state = Watcher(plan, Life(script), []).live()
    later = state.seen.later(float(cut % 20))
    again = start(plan, later, load(json.loads(json.dumps(dump(state)))))
    assert {each.kind: each.counted_s for each in again.timers} == {each.kind: each.counted_s for each in state.timers}
    assert again.day == state.day
    wake = next_wake(replace(again, seen=later), plan)
    assert wake is None or wake > later.mono


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=4) | st.none(), max_size=6))
def test_a_damaged_state_is_refused_with_a_plain_error(raw: dict[str, Any]) -> None:
    try:
        load({"version": 1, **raw})
    except (KeyError, TypeError, ValueError):
        return
    raise AssertionError
