"""When to look again: the earliest moment at which time alone could change anything.

The daemon sleeps until then; sensors that can tell by themselves wake it earlier. A tick that comes much later than
this promise means that nobody was there to hear it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import due
from ergobreak.core.holds import NO_CEILING
from ergobreak.core.hours import next_change, seconds_to_day
from ergobreak.core.plan import Plan, PromptKind
from ergobreak.core.presence import idle_after
from ergobreak.core.state import Mode, Phase, State
from ergobreak.core.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER = float("inf")
A_MOMENT_S = 0.5
RUNNING_POLL_S = 1.0  # during a break the countdown waits for whoever types, and goes on soon after
SOONEST_S = 0.25  # never busier than this, whatever a rule says


def next_wake(state: State, plan: Plan) -> float | None:
    """Monotonic seconds of the next look, or ``None`` when only an event can change anything."""
    return wake_of(Turn(state, plan, state.seen))


def wake_of(turn: Turn) -> float | None:
    """The same for a state that is still on the workbench."""
    soonest = min(_moments(turn), default=NEVER)
    return None if soonest == NEVER else max(turn.now + SOONEST_S, soonest)


def idle_threshold(state: State, plan: Plan) -> float:
    """Which idle time an event-driven sensor is asked to report next, in seconds."""
    prompt = state.prompt
    if prompt is not None and prompt.phase in {Phase.WAITING, Phase.RUNNING}:
        return plan.budget.lull_s
    return idle_after(state, plan)


def _moments(turn: Turn) -> Iterator[float]:
    state, plan, now = turn.state, turn.plan, turn.now
    yield from _pause_ends(turn)
    yield from _sensing(turn)
    prompt = state.prompt
    if prompt is not None:
        if prompt.until is not None and not (due.away(turn) and prompt.phase is not Phase.RUNNING):
            yield max(prompt.until, _back(turn), _budget(turn) if prompt.phase is Phase.SETTLING else now)
        yield from _credit(turn)
        yield from _ceilings(turn)
        if prompt.phase is not Phase.RUNNING and (seconds := next_change(plan.hours, state.seen.wall)) is not None:
            yield now + seconds
        if prompt.phase is Phase.WAITING and not due.away(turn):
            yield max(_lull(turn), _back(turn))
    elif not due.away(turn):
        yield from _next_due(turn)
        if state.mode is not Mode.PAUSED:
            yield from _eye(turn)


def _eye(turn: Turn) -> Iterator[float]:
    for layer in turn.plan.breaks:
        if layer.silent and layer.kind is PromptKind.EYE_CUE:
            left = due.remaining(turn, layer)
            if left > 0:
                yield turn.now + left
            elif not due.holding(turn.state):
                yield turn.now + SOONEST_S


def _pause_ends(turn: Turn) -> Iterator[float]:
    pause = turn.state.pause
    if pause is None:
        return
    if pause.mono is not None:
        yield pause.mono
    if pause.wall is not None:
        yield turn.now + max(0.0, (pause.wall - turn.at.wall.replace(tzinfo=None)).total_seconds())


def _sensing(turn: Turn) -> Iterator[float]:
    """A sensor that must be asked is asked when the next threshold can fall, and now and then for the return."""
    presence, here = turn.plan.presence, turn.state.here
    if here.idle_s is None or here.absent:
        return
    rests_at = here.there_at + idle_after(turn.state, turn.plan)
    if presence.event_driven:
        prompt = turn.state.prompt
        watches_the_lull = prompt is not None and prompt.phase is Phase.WAITING
        there_without_input = turn.now - here.idle_s < here.there_at - A_MOMENT_S  # a call has just ended, say
        if (watches_the_lull or there_without_input) and here.rest_from is None and not here.passive:
            yield max(rests_at, turn.now)  # what the sensor reports is not what counts now
    elif turn.state.prompt is not None and turn.state.prompt.phase is Phase.RUNNING:
        yield turn.now + RUNNING_POLL_S
    elif here.rest_from is not None:
        yield turn.now + presence.return_poll_s
    else:
        yield max(rests_at, turn.now + 1.0)


def _lull(turn: Turn) -> float:
    """Where the sensor does not say so by itself, ask when the hands could have been still for long enough."""
    here = turn.state.here
    if here.idle_s is None:
        return turn.now
    if turn.plan.presence.event_driven:
        return NEVER
    settled = here.there_at + turn.plan.budget.lull_s
    return settled if settled > turn.now else turn.now + turn.plan.budget.lull_s


def _credit(turn: Turn) -> Iterator[float]:
    prompt, here = turn.state.prompt, turn.state.here
    if prompt is None or here.rest_from is None or prompt.phase is Phase.RUNNING or prompt.asked_for:
        return
    layer = turn.plan.layer(prompt.kind)
    if layer is not None:
        yield here.rest_from + layer.clears_after_s


def _ceilings(turn: Turn) -> Iterator[float]:
    for hold in turn.state.holds:
        if not hold.reported and not hold.ignored and hold.reason not in NO_CEILING:
            yield hold.since + turn.plan.holds.ceiling_s


def _next_due(turn: Turn) -> Iterator[float]:
    """When the next layer can speak: due, and nothing in its way."""
    if turn.state.mode is Mode.PAUSED:
        return
    layers = due.loud(turn)
    for layer in layers:
        moment = turn.now + due.remaining(turn, layer)
        if moment <= turn.now + due.EPSILON_S:
            moment = max(_back(turn), due.gap_ends(turn, layer.kind), due.cap_frees(turn))
        yield moment
    for timer in turn.state.timers:
        if timer.rests_until is not None and timer.rests_until > turn.now:
            yield timer.rests_until
    if not due.holding(turn.state):
        for daily in turn.plan.dailies:
            if turn.state.day.date < daily.not_before:
                yield turn.now + seconds_to_day(turn.at.wall, daily.not_before, turn.plan.presence.day_starts_min)
                continue
            left = due.daily_remaining(turn, daily)
            free = due.slot_free_at(turn, daily, layers)
            yield max(turn.now + left, free, _back(turn))


def _back(turn: Turn) -> float:
    returned = turn.state.here.returned_at
    return turn.now if returned is None else max(turn.now, returned + turn.plan.budget.after_return_s)


def _budget(turn: Turn) -> float:
    prompt = turn.state.prompt
    if prompt is None or prompt.counted:
        return turn.now
    return max(turn.now, due.gap_ends(turn, prompt.kind), due.cap_frees(turn))
