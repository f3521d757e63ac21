"""``start``, ``step``, ``next_wake``: everything the core can do.

**Theory of operation.** ``step(state, event, plan)`` returns the next state and what is asked for. It is a function of
its arguments alone. Every step does the same things in the same order:

1. the new day, if one has begun;
2. presence: a ``Ticked`` is turned into counted time (``presence.py``);
3. holds: what the sensors say, and what the clock says (``holds.py``);
4. the event itself: an answer, a pause, a wish;
5. the prompt's life (``prompts.py``), which asks ``due.py`` what comes next;
6. what the tray shows;
7. the promise: when to look again (``wake.py``).

An event that makes no sense (an answer to a prompt that is gone, a second answer) changes nothing but the time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.core import holds, prompts
from ergobreak.core.answers import answer, ask_for_break, click, complain, skip, snooze
from ergobreak.core.effects import Effect, ShowStatus, TrayState
from ergobreak.core.ending import DAILY
from ergobreak.core.events import (
    Answered,
    BreakAsked,
    Complained,
    CueClicked,
    Event,
    HoldIgnored,
    PausedBy,
    PlanChanged,
    Resumed,
    SkipAsked,
    SnoozeAsked,
    Stopping,
    Ticked,
)
from ergobreak.core.instant import Instant
from ergobreak.core.presence import settle, settle_tail
from ergobreak.core.state import Here, Mode, Pause, Phase, State, Timer
from ergobreak.core.turn import Turn
from ergobreak.core.wake import idle_threshold, next_wake, wake_of

if TYPE_CHECKING:
    from ergobreak.core.plan import Plan

__all__ = ["idle_threshold", "next_wake", "start", "step"]

SAME_BOOT_S = 90.0
TYPING_WITHIN_S = 2.0


def start(plan: Plan, at: Instant, saved: State | None = None) -> State:
    """A state to begin with: fresh, or the saved one brought to this moment.

    A restart is not a fresh day. If the monotonic clock has gone on with the wall clock since the state was saved, the
    gap is an ordinary one and the next tick's idle time tells what it was. After a reboot the gap is absence.
    """
    if saved is None:
        timers = tuple(Timer(kind=each.kind) for each in plan.breaks)
        fresh = State(seen=at, here=Here(there_at=at.mono), timers=timers)
        turn = Turn(fresh, plan, at)
        holds.new_day(turn)
        turn.put(wake_by=wake_of(turn))
        return turn.frozen()
    gap = max(0.0, (at.wall - saved.seen.wall).total_seconds())
    shift = at.mono - (saved.seen.mono + gap)
    same_boot = abs(shift) < SAME_BOOT_S and at.mono >= saved.seen.mono
    state = saved if same_boot else _shifted(saved, shift)
    kept = {each.kind: each for each in state.timers}
    timers = tuple(kept.get(each.kind, Timer(kind=each.kind)) for each in plan.breaks)
    prompt = state.prompt
    if prompt is not None and prompt.phase not in {Phase.HELD, Phase.POSTPONED, Phase.SETTLING}:
        prompt = None  # its screen ended with the process; what was due is still due
    here = state.here
    if state.prompt is not None and state.prompt.phase is Phase.RUNNING:
        here = replace(here, rest_from=state.prompt.phase_at, there_at=state.prompt.phase_at)
    wake_by = state.wake_by if same_boot else state.seen.mono
    return replace(state, timers=timers, prompt=prompt, here=here, wake_by=wake_by, blocked="", typing=False)


def step(state: State, event: Event, plan: Plan) -> tuple[State, tuple[Effect, ...]]:
    """What becomes of the state, and what is asked for. Deterministic; raises nothing."""
    at = event.at if event.at.mono >= state.seen.mono else replace(event.at, mono=state.seen.mono)
    turn = Turn(state, plan, at)
    holds.new_day(turn)
    if isinstance(event, Ticked):
        settle(turn, replace(event, at=at))
        holds.seen_now(turn, event.reasons)
    turn.put(seen=at)
    holds.by_the_clock(turn)
    _heed(turn, event)
    holds.by_the_clock(turn)
    before = turn.state.prompt
    prompts.advance(turn)
    after = turn.state.prompt
    if after is not None and after.kind in DAILY and after.phase is Phase.OPEN and after != before:
        holds.offered(turn, after.kind)
    _show(turn)
    turn.put(wake_by=wake_of(turn))
    return turn.frozen(), tuple(turn.effects)


def _heed(turn: Turn, event: Event) -> None:  # noqa: C901, PLR0912 - one line for each event there is
    match event:
        case Answered():
            answer(turn, event)
        case PausedBy():
            if turn.state.mode is Mode.NORMAL and turn.state.here.rest_from is None and not _running(turn):
                settle_tail(turn)
            holds.pause(turn, event)
        case Resumed():
            _resume(turn)
        case BreakAsked():
            ask_for_break(turn, event)
        case SkipAsked():
            skip(turn)
        case SnoozeAsked():
            snooze(turn, event)
        case CueClicked():
            click(turn)
        case HoldIgnored():
            holds.ignore(turn, event.reason)
        case Complained():
            complain(turn, event)
        case PlanChanged():
            _replan(turn)
        case Stopping():
            if turn.state.here.rest_from is None and not _running(turn):
                settle_tail(turn)
            turn.record("stopped")
        case _:
            pass


def _resume(turn: Turn) -> None:
    if turn.state.mode is Mode.PAUSED and turn.state.here.rest_from is None:
        turn.put(here=replace(turn.state.here, there_at=turn.now))
    holds.resume(turn)


def _running(turn: Turn) -> bool:
    return turn.state.prompt is not None and turn.state.prompt.phase is Phase.RUNNING


def _replan(turn: Turn) -> None:
    """New layers get counters, gone ones lose theirs; nobody's counted time is lost."""
    kept = {each.kind: each for each in turn.state.timers}
    sat = turn.state.sat_s
    timers = tuple(
        kept.get(each.kind, Timer(kind=each.kind, counted_s=min(sat, each.limit_s * 0.5))) for each in turn.plan.breaks
    )
    turn.put(timers=timers)
    turn.decide("replanned", None, profile=turn.plan.profile)
    turn.record("replanned", None, profile=turn.plan.profile)


def _show(turn: Turn) -> None:
    state, prompt = turn.state, turn.state.prompt
    tray = TrayState.RUNNING
    if prompt is not None and prompt.phase in {Phase.RUNNING, Phase.OPEN}:
        tray = TrayState.BREAK
    elif state.mode is not Mode.NORMAL:
        tray = TrayState.PAUSED
    elif prompt is not None and prompt.phase is Phase.HELD:
        tray = TrayState.HELD
    elif prompt is not None and prompt.phase in {Phase.PRELUDE, Phase.WAITING, Phase.SETTLING}:
        tray = TrayState.PRELUDE
    idle = state.here.idle_s
    typing = _running(turn) and idle is not None and idle < TYPING_WITHIN_S
    if tray is not state.tray or typing != state.typing:
        turn.put(tray=tray, typing=typing)
        turn.ask(ShowStatus(tray=tray, typing=typing))


def _shifted(state: State, by: float) -> State:
    """The same state on a monotonic clock whose zero has moved."""

    def move(value: float | None) -> float | None:
        return None if value is None else value + by

    prompt, pause = state.prompt, state.pause
    if prompt is not None:
        prompt = replace(prompt, due_at=prompt.due_at + by, phase_at=prompt.phase_at + by, until=move(prompt.until))
    if pause is not None:
        pause = Pause(mono=move(pause.mono), wall=pause.wall, call=pause.call)
    here = replace(
        state.here,
        there_at=state.here.there_at + by,
        rest_from=move(state.here.rest_from),
        returned_at=move(state.here.returned_at),
    )
    return replace(
        state,
        seen=Instant(wall=state.seen.wall, mono=state.seen.mono + by),
        here=here,
        timers=tuple(replace(each, rests_until=move(each.rests_until)) for each in state.timers),
        wake_by=move(state.wake_by),
        prompt=prompt,
        pause=pause,
        holds=tuple(replace(each, since=each.since + by) for each in state.holds),
        shown=tuple(each + by for each in state.shown),
        ended_at=move(state.ended_at),
    )
