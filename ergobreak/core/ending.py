"""How a prompt ends: one of a closed set of outcomes, and what each does to the counters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.core.plan import PromptKind
from ergobreak.core.presence import take

if TYPE_CHECKING:
    from ergobreak.core.state import Prompt
    from ergobreak.core.turn import Turn

DAILY = frozenset({PromptKind.POSTURE, PromptKind.CHECK_IN})


def finish(turn: Turn, outcome: str, elapsed_s: float, **values: str | float) -> None:
    """The prompt is over. ``outcome`` is one of the closed set: taken, shortened, skipped, ignored, credited."""
    prompt = turn.state.prompt
    if prompt is None:
        return
    layer = turn.plan.layer(prompt.kind)
    if layer is not None and not prompt.ask:
        _reset(turn, prompt, outcome, elapsed_s, layer.clears_after_s)
    done = outcome in {"taken", "shortened", "credited"} and prompt.kind not in DAILY and not prompt.ask
    day = replace(turn.state.day, breaks=turn.state.day.breaks + 1) if done else turn.state.day
    turn.put(
        prompt=None,
        ended_at=turn.now,
        held_breaks=0,
        blocked="",
        day=day,
        skips_in_row=turn.state.skips_in_row + 1 if outcome == "skipped" else 0,
    )
    _count_skips(turn, prompt, outcome)
    turn.decide(outcome, prompt.kind, seconds=round(elapsed_s))
    turn.record(outcome, prompt.kind, seconds=round(elapsed_s), **values)


def _reset(turn: Turn, prompt: Prompt, outcome: str, elapsed_s: float, clears_after_s: float) -> None:
    if outcome == "credited":
        layer = turn.plan.layer(prompt.kind)
        if layer is not None and layer.own_reset:  # every other counter is set by the rest itself, when it ends
            timers = (replace(each, counted_s=0.0) if each.kind is prompt.kind else each for each in turn.state.timers)
            turn.put(timers=tuple(timers))
    elif outcome == "taken":
        take(turn, prompt.kind, elapsed_s, {prompt.kind, *prompt.also})
    elif outcome == "shortened":
        take(turn, prompt.kind, elapsed_s, prompt.also, share=min(1.0, max(0.5, elapsed_s / clears_after_s)))
    else:
        gone, left = {prompt.kind, *prompt.also}, tail_of(turn)
        resting = turn.state.here.rest_from is not None
        zero = 0.0 if resting else -left
        timers = (replace(each, counted_s=zero) if each.kind in gone else each for each in turn.state.timers)
        turn.put(timers=tuple(timers))


def _count_skips(turn: Turn, prompt: Prompt, outcome: str) -> None:
    budget, timers = turn.plan.budget, []
    for timer in turn.state.timers:
        if timer.kind is not prompt.kind or prompt.ask:
            timers.append(timer)
        elif outcome != "skipped":
            timers.append(replace(timer, skips=0))
        elif timer.skips + 1 >= budget.skips_to_rest:
            turn.decide("rests", prompt.kind, minutes=round(budget.rest_s / 60))
            turn.record("rests", prompt.kind, seconds=round(budget.rest_s))
            timers.append(replace(timer, skips=0, rests_until=turn.now + budget.rest_s, asks=True))
        else:
            timers.append(replace(timer, skips=timer.skips + 1))
    turn.put(timers=tuple(timers))


def tail_of(turn: Turn) -> float:
    """Time since the last sign of life, in seconds."""
    return max(0.0, turn.now - turn.state.here.there_at)
