r"""One prompt's life.

    due -> PRELUDE (a quiet cue) -> WAITING (for a lull) -> OPEN (the screen) -> RUNNING -> over
             \\________ a reason to hold: HELD -> it ends: SETTLING ________/
                        "in 3 min": POSTPONED -> PRELUDE again

Only one prompt lives at a time. A layer that falls due meanwhile is merged into it or waits. A rest that is long enough
credits the prompt in every phase before RUNNING, and no window comes. Nothing is shown to somebody who is away,
within ``after_return_s`` of their return, or while a reason to hold stands. Held prompts are never lost: they come back
once, ``settle_s`` after the reason ended, with the honest total.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.core import due
from ergobreak.core.effects import CloseScreen, Nudge, OpenScreen
from ergobreak.core.ending import DAILY, finish, tail_of
from ergobreak.core.plan import DailyPlan, EyeMode, PromptKind, Style
from ergobreak.core.presence import counted, settle_tail
from ergobreak.core.state import Phase, Prompt

if TYPE_CHECKING:
    from ergobreak.core.turn import Turn

DAILY_PATIENCE = 5.0  # times its length: a small window closes by itself, but not while somebody reads


def advance(turn: Turn) -> None:
    """Let time do what it does to the prompt, until nothing more happens at this moment."""
    for _round in range(6):  # due -> held -> settling -> open is the longest chain there is
        before = turn.state.prompt
        if before is None:
            _next_prompt(turn)
        else:
            _age(turn, before)
        if turn.state.prompt == before:
            return


# -- a new prompt ----------------------------------------------------------------------------------------------------


def _next_prompt(turn: Turn) -> None:
    found = due.find(turn)
    if found.kind is None or found.blocked:
        _eye_cue(turn)
    if found.kind is None:
        turn.put(blocked=found.blocked)
        return
    if found.blocked:
        if found.blocked != turn.state.blocked and found.blocked not in {"away", "returned"}:
            turn.decide("waits", found.kind, reason=found.blocked)
        turn.put(blocked=found.blocked)
        return
    turn.put(blocked="")
    prompt = Prompt(
        id=turn.state.next_id,
        kind=found.kind,
        phase=Phase.HELD,
        due_at=turn.now,
        phase_at=turn.now,
        also=found.also,
        ask=found.ask,
    )
    turn.put(next_id=prompt.id + 1)
    reasons = due.holding(turn.state)
    if reasons:
        turn.put(prompt=prompt, held_breaks=turn.state.held_breaks + 1)
        turn.decide("held", prompt.kind, reasons=" ".join(reasons))
        turn.record("held", prompt.kind, reasons=" ".join(reasons))
    elif found.kind in DAILY or found.ask:
        _wait_for_lull(turn, prompt)
    else:
        turn.decide("due", prompt.kind, minutes=round(_counted(turn, prompt) / 60))
        _prelude(turn, prompt)


def _eye_cue(turn: Turn) -> None:
    """The silent layer: tray only, no prompt, no budget."""
    layer = turn.plan.layer(PromptKind.EYE_CUE)
    if layer is None or not layer.silent or due.holding(turn.state) or due.away(turn):
        return
    if counted(turn.state, turn.plan, layer, turn.now) < layer.limit_s:
        return
    timers = tuple(
        replace(each, counted_s=0.0 - tail_of(turn)) if each.kind is PromptKind.EYE_CUE else each
        for each in turn.state.timers
    )
    turn.put(timers=timers)
    turn.ask(Nudge(prompt_id=0, kind=PromptKind.EYE_CUE, seconds=layer.duration_s))
    turn.record("cue", PromptKind.EYE_CUE)


def _prelude(turn: Turn, prompt: Prompt) -> None:
    seconds = turn.plan.budget.prelude_s
    if seconds <= 0:
        _wait_for_lull(turn, prompt)
        return
    prompt = _count(turn, replace(prompt, phase=Phase.PRELUDE, phase_at=turn.now, until=turn.now + seconds))
    turn.put(prompt=replace(prompt, nudged=True))
    turn.ask(Nudge(prompt_id=prompt.id, kind=prompt.kind, seconds=seconds))
    turn.record("cue", prompt.kind)


def _wait_for_lull(turn: Turn, prompt: Prompt) -> None:
    until = turn.now + turn.plan.budget.defer_max_s
    turn.put(prompt=replace(prompt, phase=Phase.WAITING, phase_at=turn.now, until=until))


def _count(turn: Turn, prompt: Prompt) -> Prompt:
    """Put the prompt on the hour's bill, once."""
    if not prompt.counted:
        turn.put(shown=(*due.shown_last_hour(turn.state, turn.now), turn.now))
    return replace(prompt, counted=True)


# -- growing older ---------------------------------------------------------------------------------------------------


def _age(turn: Turn, prompt: Prompt) -> None:
    if prompt.phase is Phase.RUNNING:
        if prompt.until is not None and turn.now >= prompt.until:
            elapsed = turn.now - prompt.phase_at
            turn.ask(CloseScreen(prompt_id=prompt.id))
            finish(turn, "taken", elapsed)
        return
    if _credit(turn, prompt):
        return
    reasons = () if prompt.asked_for else due.holding(turn.state)
    if reasons and prompt.phase is not Phase.HELD:
        _hold(turn, prompt, reasons)
        return
    if prompt.phase is Phase.HELD:
        if not reasons:
            until = turn.now + turn.plan.budget.settle_s
            turn.put(prompt=replace(prompt, phase=Phase.SETTLING, phase_at=turn.now, until=until))
            turn.decide("released", prompt.kind)
    elif prompt.phase is Phase.OPEN:
        if prompt.until is not None and turn.now >= prompt.until and not due.away(turn):
            turn.ask(CloseScreen(prompt_id=prompt.id))
            finish(turn, "ignored", 0.0)
    elif prompt.until is not None and turn.now >= prompt.until:
        _time_is_up(turn, prompt)
    elif prompt.phase is Phase.WAITING and due.lull(turn) and not due.just_back(turn):
        open_now(turn, prompt)


def _time_is_up(turn: Turn, prompt: Prompt) -> None:
    if due.away(turn):
        return
    if prompt.phase is Phase.PRELUDE:
        _wait_for_lull(turn, prompt)
    elif prompt.phase is Phase.POSTPONED:
        _prelude(turn, replace(prompt, id=_fresh_id(turn)))
    elif not due.just_back(turn) and (prompt.counted or not due.over_budget(turn, prompt.kind)):
        open_now(turn, prompt)


def _fresh_id(turn: Turn) -> int:
    fresh = turn.state.next_id
    turn.put(next_id=fresh + 1)
    return fresh


def _hold(turn: Turn, prompt: Prompt, reasons: tuple[str, ...]) -> None:
    if prompt.nudged:
        turn.ask(CloseScreen(prompt_id=prompt.id))
    held = replace(prompt, id=_fresh_id(turn), phase=Phase.HELD, phase_at=turn.now, until=None, nudged=False)
    turn.put(prompt=held, held_breaks=turn.state.held_breaks + 1)
    turn.decide("held", prompt.kind, reasons=" ".join(reasons))
    turn.record("held", prompt.kind, reasons=" ".join(reasons))


def _credit(turn: Turn, prompt: Prompt) -> bool:
    """Rest that goes on and is long enough serves the prompt."""
    here, layer = turn.state.here, turn.plan.layer(prompt.kind)
    if here.rest_from is None:
        return False
    rest_s = turn.now - here.rest_from
    if layer is None:
        gone = prompt.kind in DAILY and rest_s >= turn.plan.presence.idle_after_s and prompt.phase is Phase.OPEN
        if gone:
            turn.ask(CloseScreen(prompt_id=prompt.id))
            finish(turn, "ignored", 0.0)
        return gone
    if rest_s < layer.clears_after_s or prompt.asked_for:
        return False
    if prompt.nudged:
        turn.ask(CloseScreen(prompt_id=prompt.id))
    credited = here.credited | {prompt.kind, *prompt.also}
    served = prompt.kind if prompt.phase is not Phase.HELD else None
    turn.put(here=replace(here, spent_by=served, credited=credited))
    finish(turn, "credited", rest_s)
    return True


# -- the screen ------------------------------------------------------------------------------------------------------


def open_now(turn: Turn, prompt: Prompt, *, running: bool = False) -> None:
    """Show the screen: one prompt for all that has fallen due meanwhile."""
    prompt = _grown(turn, prompt)
    layer = turn.plan.layer(prompt.kind)
    daily = next((each for each in turn.plan.dailies if each.kind is prompt.kind), None)
    length = _length(turn, prompt)
    prompt = replace(_count(turn, prompt), also=_merged(turn, prompt), nudged=True)
    waits = DAILY_PATIENCE if isinstance(daily, DailyPlan) else turn.plan.budget.ignored_after
    until = turn.now + max(length * waits, 30.0)
    prompt = replace(prompt, phase=Phase.OPEN, phase_at=turn.now, until=until, length_s=length)
    turn.put(prompt=prompt)
    budget = 0.0 if layer is None else layer.limit_s * turn.plan.budget.snooze_share - prompt.postponed_s
    options = () if layer is None else tuple(each for each in layer.snooze_s if each <= budget)
    firm = turn.plan.style is Style.FIRM
    also = prompt.also
    if prompt.kind is PromptKind.MICRO and turn.plan.eye_mode in {EyeMode.WITH_MICRO, EyeMode.ACTIVE}:
        also = (*also, PromptKind.EYE_CUE)
    turn.ask(
        OpenScreen(
            prompt_id=prompt.id,
            kind=prompt.kind,
            duration_s=length,
            sat_s=sat(turn),
            snooze_s=options,
            also=also,
            may_skip=not firm or turn.state.skips_in_row < turn.plan.budget.max_skips_firm,
            running=running,
            ask=prompt.ask,
            routine=prompt.routine,
        )
    )
    turn.decide("shown", prompt.kind, minutes=round(_counted(turn, prompt) / 60), sat=round(sat(turn) / 60))
    turn.record("shown", prompt.kind, sat_s=round(sat(turn)))
    if prompt.ask:
        timers = (replace(each, asks=False) if each.kind is prompt.kind else each for each in turn.state.timers)
        turn.put(timers=tuple(timers))
    if running:
        start_running(turn, prompt, length, short=False)


def sat(turn: Turn) -> float:
    """How long the person has sat, in seconds: the honest total."""
    resting = turn.state.here.rest_from is not None
    return turn.state.sat_s + (0.0 if resting else tail_of(turn))


def start_running(turn: Turn, prompt: Prompt, length_s: float, *, short: bool) -> None:
    """The break begins: from now on time is rest until the screen says otherwise."""
    settle_tail(turn)
    limit = turn.now + length_s * 2 + 60.0
    turn.put(
        prompt=replace(
            prompt, phase=Phase.RUNNING, phase_at=turn.now, until=limit, length_s=length_s, short=short, asked_for=True
        )
    )
    turn.record("begun", prompt.kind, seconds=round(length_s))


def _grown(turn: Turn, prompt: Prompt) -> Prompt:
    """A prompt that waited long may have been overtaken by a longer layer: then that is shown, and this rides along."""
    mine = turn.plan.layer(prompt.kind)
    if mine is None or prompt.asked_for or prompt.ask:
        return prompt
    longest = due.longer(turn, mine)
    if longest is None:
        return prompt
    return replace(prompt, kind=longest.kind, also=(*prompt.also, prompt.kind))


def _merged(turn: Turn, prompt: Prompt) -> tuple[PromptKind, ...]:
    """Shorter layers that fall due within the merge window ride along."""
    if prompt.kind in DAILY:
        return ()
    mine = turn.plan.layer(prompt.kind)
    found = set(prompt.also)
    for layer in turn.plan.breaks:
        if mine is None or layer.kind is prompt.kind or layer.own_reset or layer.silent:
            continue
        left = layer.limit_s - counted(turn.state, turn.plan, layer, turn.now)
        if layer.duration_s <= mine.duration_s and left <= turn.plan.budget.merge_within_s:
            found.add(layer.kind)
    return tuple(sorted(found))


def _length(turn: Turn, prompt: Prompt) -> float:
    layer = turn.plan.layer(prompt.kind)
    if layer is not None:
        return layer.duration_s
    return next((each.duration_s for each in turn.plan.dailies if each.kind is prompt.kind), 40.0)


def _counted(turn: Turn, prompt: Prompt) -> float:
    layer = turn.plan.layer(prompt.kind)
    return 0.0 if layer is None else counted(turn.state, turn.plan, layer, turn.now)
