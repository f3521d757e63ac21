"""What a person says, turned into the prompt's next phase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.core import due
from ergobreak.core.effects import CloseScreen
from ergobreak.core.ending import DAILY, finish
from ergobreak.core.events import Answer, Answered, BreakAsked, Complained, SnoozeAsked
from ergobreak.core.prompts import open_now, start_running
from ergobreak.core.state import Phase, Prompt

if TYPE_CHECKING:
    from ergobreak.core.plan import PromptKind
    from ergobreak.core.turn import Turn

BEGINS = frozenset({Answer.START, Answer.JUST_PAUSE, Answer.SHORTER})
TAKEN_SHARE = 0.8  # of the offered length; "I am back" a little early is still the break
CUES = frozenset({Phase.PRELUDE, Phase.WAITING})


def answer(turn: Turn, event: Answered) -> None:
    """A screen replied. Only the prompt that stands listens."""
    prompt = turn.state.prompt
    if prompt is None or prompt.id != event.prompt_id:
        return
    if event.rating:
        turn.record("rated", prompt.kind, routine=event.routine, rating=event.rating)
    if prompt.phase is Phase.RUNNING:
        if event.answer not in BEGINS:
            _end_running(turn, prompt, event)
    elif prompt.phase is Phase.OPEN:
        _offered(turn, prompt, event)
    elif prompt.phase in CUES:
        _cue(turn, prompt, event)


def _offered(turn: Turn, prompt: Prompt, event: Answered) -> None:
    said = event.answer
    if prompt.kind in DAILY or prompt.ask:
        done = said in BEGINS | {Answer.FINE, Answer.DONE, Answer.HURT}
        finish(turn, "taken" if done else "ignored" if said is Answer.DIED else "skipped", 0.0)
    elif said in BEGINS:
        short = said is Answer.SHORTER
        length = min(turn.plan.budget.shorter_s, prompt.length_s) if short else prompt.length_s
        start_running(turn, replace(prompt, routine=event.routine or prompt.routine), length, short=short)
    elif said is Answer.POSTPONE:
        _postpone(turn, prompt, event.seconds)
    elif said is Answer.DIED:
        finish(turn, "ignored", 0.0)
    elif said in {Answer.SKIP, Answer.CLOSED}:
        finish(turn, "skipped", 0.0, routine=event.routine)
    else:
        elapsed = turn.now - prompt.phase_at
        finish(turn, "shortened", elapsed, routine=event.routine)


def _cue(turn: Turn, prompt: Prompt, event: Answered) -> None:
    """While only the cue stands: it may be postponed or skipped there; a screen that died is made anew when needed."""
    if event.answer is Answer.POSTPONE:
        _postpone(turn, prompt, event.seconds)
    elif event.answer is Answer.SKIP:
        turn.ask(CloseScreen(prompt_id=prompt.id))
        finish(turn, "skipped", 0.0)
    elif event.answer in {Answer.DIED, Answer.CLOSED}:
        turn.put(prompt=replace(prompt, nudged=False))


def _end_running(turn: Turn, prompt: Prompt, event: Answered) -> None:
    elapsed = max(0.0, turn.now - prompt.phase_at)
    layer = turn.plan.layer(prompt.kind)
    enough = elapsed >= prompt.length_s * TAKEN_SHARE or (layer is not None and elapsed >= layer.clears_after_s)
    long_enough = layer is not None and elapsed >= layer.clears_after_s
    whole = event.answer is Answer.DONE or (enough and event.answer is not Answer.HURT)
    taken = whole and (not prompt.short or long_enough)
    if event.answer is Answer.HURT:
        turn.record("hurt", prompt.kind, routine=event.routine or prompt.routine)
    finish(turn, "taken" if taken else "shortened", elapsed, routine=event.routine or prompt.routine)


def _postpone(turn: Turn, prompt: Prompt, seconds: float) -> None:
    layer = turn.plan.layer(prompt.kind)
    if layer is None:
        return
    left = layer.limit_s * turn.plan.budget.snooze_share - prompt.postponed_s
    wanted = seconds if seconds > 0 else min(layer.snooze_s, default=left)
    granted = min(wanted, left)
    if granted < 1.0:
        if prompt.nudged:
            turn.ask(CloseScreen(prompt_id=prompt.id))
        finish(turn, "skipped", 0.0)
        return
    if prompt.nudged:
        turn.ask(CloseScreen(prompt_id=prompt.id))
    fresh = turn.state.next_id
    turn.put(
        next_id=fresh + 1,
        prompt=replace(
            prompt,
            id=fresh,
            phase=Phase.POSTPONED,
            phase_at=turn.now,
            until=turn.now + granted,
            postponed_s=prompt.postponed_s + granted,
            nudged=False,
            asked_for=False,
        ),
    )
    turn.decide("postponed", prompt.kind, seconds=round(granted))
    turn.record("postponed", prompt.kind, seconds=round(granted))


def ask_for_break(turn: Turn, event: BreakAsked) -> None:
    """The person wants a break now: at any hour, whatever holds."""
    if turn.plan.layer(event.kind) is None and event.kind not in DAILY:
        return
    prompt = turn.state.prompt
    if prompt is not None and prompt.phase is Phase.RUNNING:
        return
    if prompt is not None and prompt.nudged:
        turn.ask(CloseScreen(prompt_id=prompt.id))
    fresh = turn.state.next_id
    turn.put(next_id=fresh + 1, blocked="")
    turn.decide("asked_for", event.kind)
    asked = Prompt(
        id=fresh,
        kind=event.kind,
        phase=Phase.OPEN,
        due_at=turn.now,
        phase_at=turn.now,
        asked_for=True,
        routine=event.routine,
    )
    open_now(turn, asked, running=event.running)


def click(turn: Turn) -> None:
    """The cue was clicked: no need to wait for a lull."""
    prompt = turn.state.prompt
    if prompt is not None and prompt.phase in CUES:
        open_now(turn, replace(prompt, asked_for=True))


def skip(turn: Turn) -> None:
    """Skip what stands, or the layer that would come next; end a break that runs."""
    prompt = turn.state.prompt
    if prompt is not None:
        if prompt.nudged:
            turn.ask(CloseScreen(prompt_id=prompt.id))
        if prompt.phase is Phase.RUNNING:
            finish(turn, "shortened", turn.now - prompt.phase_at)
        else:
            finish(turn, "skipped", 0.0)
        return
    layers = due.loud(turn)
    if not layers:
        return
    nearest = min(layers, key=lambda each: due.remaining(turn, each))
    _take_off(turn, nearest.kind, float("inf"))
    turn.decide("skipped", nearest.kind, seconds=0)
    turn.record("skipped", nearest.kind, seconds=0)


def snooze(turn: Turn, event: SnoozeAsked) -> None:
    """Postpone what stands; with nothing standing, move the next one, by no more than half its interval."""
    prompt = turn.state.prompt
    if prompt is not None:
        if prompt.phase in CUES | {Phase.OPEN, Phase.POSTPONED, Phase.SETTLING}:
            _postpone(turn, prompt, event.seconds)
        return
    layers = due.loud(turn)
    if not layers:
        return
    nearest = min(layers, key=lambda each: due.remaining(turn, each))
    seconds = event.seconds if event.seconds > 0 else min(nearest.snooze_s, default=180.0)
    seconds = min(seconds, nearest.limit_s * turn.plan.budget.snooze_share)
    _take_off(turn, nearest.kind, seconds)
    turn.decide("postponed", nearest.kind, seconds=round(seconds))
    turn.record("postponed", nearest.kind, seconds=round(seconds))


def _take_off(turn: Turn, kind: PromptKind, seconds: float) -> None:
    zero = 0.0 if turn.state.here.rest_from is not None else -(turn.now - turn.state.here.there_at)
    timers = (
        replace(each, counted_s=max(zero, each.counted_s - seconds)) if each.kind is kind else each
        for each in turn.state.timers
    )
    turn.put(timers=tuple(timers))


def complain(turn: Turn, event: Complained) -> None:
    """The one question was answered; what it changes is the settings' business."""
    prompt = turn.state.prompt
    turn.record("complaint", event.kind, complaint=event.complaint.value)
    turn.decide("complaint", event.kind, complaint=event.complaint.value)
    if prompt is not None and prompt.ask and prompt.phase is Phase.OPEN:
        finish(turn, "taken", 0.0)
