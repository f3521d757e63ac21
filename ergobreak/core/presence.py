"""From readings of the sensors to counted time.

What counts, and the one idea behind it: **a gap without input is judged by its whole length, from its first second**.
A gap shorter than ``idle_after_s`` is work (people read, think, phone). A longer one is rest from the last input on. So
the settled counters reach only to the last sign of life (``there_at``); what came after it, the tail, is taken for work
until it has grown long enough to be rest.

- *passive* (a call, a video): sitting without typing; the tail is settled at once, hands are not counted.
- *absent* (locked, asleep, or a tick much later than promised): rest, whatever the input sensors say.
- rest as long as a layer's ``clears_after_s`` resets it; shorter rest takes time off in proportion, never below zero.
- rest at the desk that served a micro-break is still sitting for the longer layers.
- a layer with ``own_reset`` (pressure relief in a wheelchair) is not reset by absence from the keyboard.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.core.plan import Basis, BreakPlan, HoldReason, Plan, PromptKind
from ergobreak.core.state import Mode, Phase, State, Timer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.core.events import Ticked
    from ergobreak.core.turn import Turn

AT_THE_DESK = frozenset({PromptKind.EYE_CUE, PromptKind.MICRO, PromptKind.WEIGHT_SHIFT})
LONG_REST_S = 120.0  # an absence that the picture of the day shows
STAYED_AWAY = 1.5  # a desk break this many times its own length was more than that: it counts as leaving the chair
AWAY = frozenset({HoldReason.LOCKED, HoldReason.ASLEEP})


def rested(layer: BreakPlan, counted_s: float, rest_s: float, spent_by: BreakPlan | None = None) -> float:
    """What is left of a counter after ``rest_s`` of rest.

    Args:
        layer: whose counter it is.
        counted_s: the counter when the rest began.
        rest_s: length of the rest.
        spent_by: the layer whose prompt this rest served, if any.
    """
    if layer.own_reset:
        return counted_s
    at_desk = spent_by is not None and spent_by.kind in AT_THE_DESK and spent_by.duration_s < layer.duration_s
    served = spent_by.duration_s * STAYED_AWAY if spent_by is not None and at_desk else 0.0
    if rest_s >= max(layer.clears_after_s, served):
        return 0.0
    if at_desk:
        return counted_s + rest_s
    return max(0.0, counted_s - max(layer.limit_s, counted_s) * rest_s / layer.clears_after_s)


def counted(state: State, plan: Plan, layer: BreakPlan, now: float) -> float:
    """A layer's counter at ``now``, the tail included."""
    timer = state.timer(layer.kind)
    if timer is None:
        return 0.0
    here = state.here
    if here.rest_from is not None:
        spent = None if here.spent_by is None else plan.layer(here.spent_by)
        return rested(layer, timer.counted_s, max(0.0, now - here.rest_from), spent)
    return timer.counted_s + (tail(state, now) if layer.basis is Basis.SITTING or not here.passive else 0.0)


def tail(state: State, now: float) -> float:
    """Time since the last sign of life that is taken for work."""
    running = state.prompt is not None and state.prompt.phase is Phase.RUNNING
    if state.here.rest_from is not None or state.mode is Mode.PAUSED or running:
        return 0.0
    return max(0.0, now - state.here.there_at)


def idle_after(state: State, plan: Plan) -> float:
    """How long a gap must be to count as rest: while a prompt stands, a pause as long as its break is one already."""
    prompt, usual = state.prompt, plan.presence.idle_after_s
    layer = None if prompt is None else plan.layer(prompt.kind)
    return usual if layer is None else min(usual, layer.clears_after_s)


def settle(turn: Turn, tick: Ticked) -> None:
    """Count what happened since the last tick."""
    state, now = turn.state, tick.at.mono
    absent = bool(tick.reasons & AWAY)
    if state.prompt is not None and state.prompt.phase is Phase.RUNNING:
        here = replace(state.here, there_at=now, idle_s=tick.idle_s, passive=tick.passive, absent=absent)
        turn.put(here=here)
        return
    promised = state.wake_by
    late = promised is not None and now > promised + turn.plan.presence.late_s
    if tick.slept_s >= 1.0:
        before = max(state.here.there_at, now - tick.slept_s)
        if state.here.rest_from is None and not late:
            _work(turn, upto=before, hands_upto=before)
        _begin_rest(turn, turn.state.here.there_at if late else before)
    elif late or state.here.absent:
        _begin_rest(turn, state.here.there_at)
    if state.here.absent:
        if not absent:
            _end_rest(turn, now)
    else:
        _follow_input(turn, tick)
    if absent and turn.state.here.rest_from is None:
        _work(turn, upto=now, hands_upto=now)
        _begin_rest(turn, now)
    turn.put(here=replace(turn.state.here, idle_s=tick.idle_s, passive=tick.passive, absent=absent))


def _follow_input(turn: Turn, tick: Ticked) -> None:
    here, now = turn.state.here, tick.at.mono
    input_at = now if tick.idle_s is None else min(now, max(here.there_at, now - tick.idle_s))
    if here.rest_from is not None:
        if input_at > here.rest_from:
            _end_rest(turn, input_at)
        elif tick.passive:
            _end_rest(turn, now)
        else:
            return
    elif here.passive:
        _work(turn, upto=now, hands_upto=input_at)
    else:
        _work(turn, upto=input_at, hands_upto=input_at)
    there_at = turn.state.here.there_at
    if not tick.passive and now - there_at >= idle_after(turn.state, turn.plan) - 1e-3:
        _begin_rest(turn, there_at)


def settle_tail(turn: Turn) -> None:
    """Count the tail as work, or end the rest: something is about to begin at this very moment."""
    if turn.state.here.rest_from is not None:
        _end_rest(turn, turn.now)
    else:
        _work(turn, upto=turn.now, hands_upto=turn.state.here.there_at)


def take(turn: Turn, kind: PromptKind, rest_s: float, reset: Iterable[PromptKind], share: float = 1.0) -> None:
    """A break of ``kind`` lasted ``rest_s``: set the counters.

    Args:
        reset: layers that start again from zero.
        share: how much of the kind's own counter is taken off (1 resets it).
    """
    state, gone, own = turn.state, set(reset), turn.plan.layer(kind)
    timers: list[Timer] = []
    for timer in state.timers:
        layer = turn.plan.layer(timer.kind)
        left = timer.counted_s
        if timer.kind in gone:
            left = 0.0
        elif timer.kind is kind and layer is not None:
            left = max(0.0, left - max(layer.limit_s, left) * share)
        elif layer is not None and own is not None:
            left = rested(layer, left, rest_s, own)
        timers.append(replace(timer, counted_s=left))
    turn.put(timers=tuple(timers), here=replace(state.here, there_at=turn.now, rest_from=None))
    _totals_after(turn, rest_s, sitting=rest_s if kind in AT_THE_DESK else 0.0)


def _work(turn: Turn, *, upto: float, hands_upto: float) -> None:
    """Settle work up to a moment (a pause of the person's own choice counts nothing)."""
    state = turn.state
    sitting = max(0.0, upto - state.here.there_at)
    hands = min(sitting, max(0.0, hands_upto - state.here.there_at))
    here = replace(state.here, there_at=max(upto, state.here.there_at))
    if state.mode is Mode.PAUSED or sitting == 0.0:
        turn.put(here=here)
        return
    timers = []
    for timer in state.timers:
        layer = turn.plan.layer(timer.kind)
        by_hands = layer is not None and layer.basis is Basis.HANDS
        timers.append(replace(timer, counted_s=timer.counted_s + (hands if by_hands else sitting)))
    day = state.day
    turn.put(
        here=here,
        timers=tuple(timers),
        hands_s=state.hands_s + hands,
        sat_s=state.sat_s + sitting,
        day=replace(day, active_s=day.active_s + hands, sitting_s=day.sitting_s + sitting),
    )


def _begin_rest(turn: Turn, at: float) -> None:
    if turn.state.here.rest_from is None:
        here = replace(turn.state.here, rest_from=at, there_at=at, spent_by=None, credited=frozenset())
        turn.put(here=here)


def _end_rest(turn: Turn, at: float) -> None:
    state = turn.state
    here = state.here
    if here.rest_from is None:
        turn.put(here=replace(here, there_at=at))
        return
    rest_s = max(0.0, at - here.rest_from)
    if rest_s >= LONG_REST_S:
        turn.record("back", None, seconds=round(rest_s))
    spent = None if here.spent_by is None else turn.plan.layer(here.spent_by)
    cleared: list[str] = []
    timers = []
    for timer in state.timers:
        layer = turn.plan.layer(timer.kind)
        left = timer.counted_s if layer is None else rested(layer, timer.counted_s, rest_s, spent)
        if layer is not None and left == 0.0 and timer.counted_s > 0 and timer.kind not in here.credited:
            cleared.append(timer.kind.value)
        timers.append(replace(timer, counted_s=left))
    turn.put(
        timers=tuple(timers),
        here=replace(here, there_at=at, rest_from=None, returned_at=at, spent_by=None, credited=frozenset()),
    )
    served_at_desk = spent is not None and spent.kind in AT_THE_DESK
    _totals_after(turn, rest_s, sitting=rest_s if served_at_desk else 0.0)
    if cleared and spent is None:
        turn.record("natural_break", None, seconds=round(rest_s), cleared=" ".join(cleared))
        turn.decide("natural_break", None, seconds=round(rest_s), cleared=" ".join(cleared))


def _totals_after(turn: Turn, rest_s: float, sitting: float) -> None:
    """Hands and sitting totals start again after a rest that clears a micro-break or a movement break."""
    micro, move = turn.plan.layer(PromptKind.MICRO), turn.plan.layer(PromptKind.MOVEMENT)
    clears_hands = micro.clears_after_s if micro else 60.0
    clears_sitting = move.clears_after_s if move else 120.0
    state = turn.state
    up = rest_s >= clears_sitting
    turn.put(
        hands_s=0.0 if rest_s >= clears_hands else state.hands_s,
        sat_s=0.0 if up else state.sat_s + sitting,
        day=state.day if up else replace(state.day, sitting_s=state.day.sitting_s + sitting),
    )
