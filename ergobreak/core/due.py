"""What is due, and what stands in its way.

Layers never stack: of several that fall due within ``merge_within_s`` the longest wins, resets the shorter ones, and
comes when the first of them is due. So every prompt carries at least one layer that has reached its limit. The hour's
budget and the gap between prompts bound everything; a posture check or check-in only takes a slot that is free and that
delays no break.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ergobreak.core.plan import BreakPlan, DailyPlan, PromptKind
from ergobreak.core.presence import counted, tail

if TYPE_CHECKING:
    from ergobreak.core.state import State
    from ergobreak.core.turn import Turn

HOUR_S = 3600.0
EPSILON_S = 0.05  # clocks are read a little early now and then; a twentieth of a second is nobody's break
WORKING_DAY_S = 8 * HOUR_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate for the next prompt, and the reason it must wait (empty when nothing does)."""

    kind: PromptKind | None = None
    also: tuple[PromptKind, ...] = ()
    blocked: str = ""
    ask: bool = False


def find(turn: Turn) -> Found:
    """The prompt that is due now."""
    state, now = turn.state, turn.now
    layers = loud(turn)
    ready = [each for each in layers if remaining(turn, each) <= EPSILON_S]
    if not ready:
        return _daily(turn, layers)
    wanted = max(ready, key=lambda each: each.duration_s)
    wanted = longer(turn, wanted) or wanted
    timer = state.timer(wanted.kind)
    also = tuple(each.kind for each in ready if each is not wanted and not each.own_reset)
    found = Found(kind=wanted.kind, also=also, ask=timer is not None and timer.asks)
    if holding(state):
        return found
    return Found(kind=found.kind, also=also, ask=found.ask, blocked=_blocked(turn, wanted, now))


def _blocked(turn: Turn, wanted: BreakPlan, now: float) -> str:
    if away(turn):
        return "away"
    if just_back(turn):
        return "returned"
    if gap_ends(turn, wanted.kind) > now + EPSILON_S:
        return "gap"
    if cap_frees(turn) > now + EPSILON_S:
        return "cap"
    return ""


def loud(turn: Turn) -> list[BreakPlan]:
    """The layers that may prompt now: not silent, not resting after three skips."""
    found = []
    for layer in turn.plan.breaks:
        timer = turn.state.timer(layer.kind)
        resting = timer is not None and timer.rests_until is not None and timer.rests_until > turn.now
        if not layer.silent and not resting:
            found.append(layer)
    return found


def remaining(turn: Turn, layer: BreakPlan) -> float:
    """Counted seconds until the layer is due; negative when overdue."""
    return layer.limit_s - counted(turn.state, turn.plan, layer, turn.now)


def longer(turn: Turn, wanted: BreakPlan) -> BreakPlan | None:
    """A longer layer that is due or about to be: one longer break instead of two in a row."""
    window = turn.plan.budget.merge_within_s
    near = [
        each
        for each in loud(turn)
        if each.duration_s > wanted.duration_s and not each.own_reset and remaining(turn, each) <= window
    ]
    return None if wanted.own_reset else max(near, key=lambda each: each.duration_s, default=None)


def holding(state: State) -> tuple[str, ...]:
    """The reasons to hold that stand and are not ignored."""
    return tuple(each.reason.value for each in state.holds if not each.ignored)


def away(turn: Turn) -> bool:
    """Whether the person rests or is gone."""
    return turn.state.here.rest_from is not None or turn.state.here.absent


def just_back(turn: Turn) -> bool:
    """Whether the person came back less than ``after_return_s`` ago."""
    returned = turn.state.here.returned_at
    return returned is not None and turn.now < returned + turn.plan.budget.after_return_s - EPSILON_S


def lull(turn: Turn) -> bool:
    """Whether the hands have just come to rest. Without an idle sensor every moment is as good as another.

    A pause that began before the wait did (during the cue) is the person's own: it is left alone, to be credited.
    """
    prompt, here = turn.state.prompt, turn.state.here
    if away(turn) or prompt is None:
        return False
    if here.idle_s is None:
        return True
    return here.there_at >= prompt.phase_at and turn.now - here.there_at >= turn.plan.budget.lull_s - EPSILON_S


def over_budget(turn: Turn, kind: PromptKind) -> bool:
    """Whether one more prompt now would break the gap or the hour's cap."""
    return max(gap_ends(turn, kind), cap_frees(turn)) > turn.now + EPSILON_S


def gap_ends(turn: Turn, kind: PromptKind) -> float:
    """When the gap after the last prompt ends. A layer that is faster than the gap keeps its own pace.

    Pressure relief in a wheelchair (``own_reset``) comes at the interval a clinic gave; no other prompt pushes it away.
    """
    ended = turn.state.ended_at
    if ended is None:
        return turn.now
    layer = turn.plan.layer(kind)
    gap = turn.plan.budget.min_gap_s
    if layer is not None:
        gap = min(gap, layer.duration_s if layer.own_reset else layer.limit_s)
    return ended + gap


def cap_frees(turn: Turn) -> float:
    """When the rolling hour has room for one more."""
    shown = shown_last_hour(turn.state, turn.now)
    cap = turn.plan.budget.max_prompts_h
    return turn.now if len(shown) < cap else shown[-cap] + HOUR_S


def shown_last_hour(state: State, now: float) -> tuple[float, ...]:
    """When prompts were shown in the last hour."""
    return tuple(each for each in state.shown if now - each < HOUR_S - EPSILON_S)


# -- a few times a day -----------------------------------------------------------------------------------------------


def _daily(turn: Turn, layers: list[BreakPlan]) -> Found:
    if holding(turn.state) or away(turn) or just_back(turn):
        return Found()
    for daily in turn.plan.dailies:
        if daily_remaining(turn, daily) <= EPSILON_S and slot_free_at(turn, daily, layers) <= turn.now + EPSILON_S:
            return Found(kind=daily.kind)
    return Found()


def daily_remaining(turn: Turn, daily: DailyPlan) -> float:
    """Sitting time of the day until this one may come; infinite when today's are used up, or its day has not come."""
    if turn.state.day.date < daily.not_before:
        return float("inf")
    offered = turn.state.day.offered.get(daily.kind.value, 0)
    if offered >= _today(daily, turn.state.day.date):
        return float("inf")
    spacing = WORKING_DAY_S / max(1.0, daily.per_day)
    passed = turn.state.day.sitting_s + tail(turn.state, turn.now)
    return daily.first_after_s + offered * spacing - passed


def _today(daily: DailyPlan, day: str) -> int:
    if daily.per_day >= 1:
        return int(daily.per_day)
    if daily.per_day <= 0 or not day:
        return 0
    return int(date.fromisoformat(day).toordinal() % round(1 / daily.per_day) == 0)


def slot_free_at(turn: Turn, daily: DailyPlan, layers: list[BreakPlan]) -> float:
    """When a slot is free: the gap and the cap allow it, and the next break is far enough not to be delayed."""
    soonest = min((remaining(turn, each) for each in layers), default=float("inf"))
    if soonest <= turn.plan.budget.min_gap_s + turn.plan.budget.prelude_s:
        return float("inf")
    coming = sorted(turn.now + remaining(turn, each) for each in layers)
    shown = shown_last_hour(turn.state, turn.now)
    for place, moment in enumerate(coming, start=1):
        in_the_hour = [each for each in shown if moment - each < HOUR_S]
        if moment - turn.now < HOUR_S and len(in_the_hour) + 1 + place > turn.plan.budget.max_prompts_h:
            return float("inf")
    return max(gap_ends(turn, daily.kind), cap_frees(turn))
