"""Reasons to hold, pauses, and the new day: what stands over every prompt.

A reason that lasts longer than its ceiling is reported once. Nothing here ever loses a prompt.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ergobreak.core.effects import Nudge
from ergobreak.core.hours import day_of, next_time, outside
from ergobreak.core.plan import HoldReason, PromptKind
from ergobreak.core.state import DayCount, Hold, Mode, Pause, Phase

if TYPE_CHECKING:
    from ergobreak.core.events import PausedBy
    from ergobreak.core.turn import Turn

LONG_HOLD_S = 120.0  # a reason that the picture of the day shows
CALL = frozenset({HoldReason.MICROPHONE, HoldReason.CAMERA, HoldReason.SHARING})
NO_CEILING = frozenset({HoldReason.OUTSIDE_HOURS, HoldReason.PAUSED, HoldReason.LOCKED, HoldReason.ASLEEP})
ALWAYS = frozenset({HoldReason.PAUSED, HoldReason.OUTSIDE_HOURS, HoldReason.LOCKED, HoldReason.ASLEEP})


def seen_now(turn: Turn, reasons: frozenset[HoldReason]) -> None:
    """What the sensors say holds now."""
    allowed = turn.plan.holds.enabled | ALWAYS
    kept = {each.reason: each for each in turn.state.holds}
    standing = (reasons & allowed) | {each for each in kept if each in {HoldReason.PAUSED, HoldReason.OUTSIDE_HOURS}}
    _set(turn, standing)


def by_the_clock(turn: Turn) -> None:
    """Working hours and pauses, asked at every step."""
    _end_pause(turn)
    standing = {each.reason for each in turn.state.holds} - {HoldReason.PAUSED, HoldReason.OUTSIDE_HOURS}
    if turn.state.mode is not Mode.NORMAL:
        standing.add(HoldReason.PAUSED)
    if outside(turn.plan.hours, turn.at.wall):
        standing.add(HoldReason.OUTSIDE_HOURS)
    _set(turn, standing)
    _report(turn)


def _set(turn: Turn, standing: frozenset[HoldReason] | set[HoldReason]) -> None:
    kept = {each.reason: each for each in turn.state.holds}
    if set(kept) == set(standing):
        return
    for gone in (each for reason, each in kept.items() if reason not in standing):
        if turn.now - gone.since >= LONG_HOLD_S:
            turn.record("hold_ended", None, reason=gone.reason.value, seconds=round(turn.now - gone.since))
    holds = tuple(kept.get(each, Hold(reason=each, since=turn.now)) for each in HoldReason if each in standing)
    turn.put(holds=holds)


def _report(turn: Turn) -> None:
    """Say once that a reason has held prompts for very long."""
    prompt, ceiling = turn.state.prompt, turn.plan.holds.ceiling_s
    if prompt is None or prompt.phase is not Phase.HELD:
        return
    for hold in turn.state.holds:
        old = turn.now - hold.since >= ceiling - 0.05
        if old and not hold.reported and not hold.ignored and hold.reason not in NO_CEILING:
            turn.ask(
                Nudge(prompt_id=0, kind=None, seconds=60.0, reason=hold.reason, held=max(1, turn.state.held_breaks))
            )
            turn.record("hold_reported", None, reason=hold.reason.value, seconds=round(turn.now - hold.since))
            turn.decide("hold_reported", None, reason=hold.reason.value, minutes=round((turn.now - hold.since) / 60))
            holds = (replace(each, reported=True) if each is hold else each for each in turn.state.holds)
            turn.put(holds=tuple(holds))


def ignore(turn: Turn, reason: HoldReason) -> None:
    """The person does not want this reason to hold anything until it has ended."""
    holds = tuple(replace(each, ignored=True) if each.reason is reason else each for each in turn.state.holds)
    if holds != turn.state.holds and reason not in ALWAYS:
        turn.put(holds=holds)
        turn.record("hold_ignored", None, reason=reason.value)
        turn.decide("hold_ignored", None, reason=reason.value)


def pause(turn: Turn, event: PausedBy) -> None:
    """Begin a pause, or change the one that stands."""
    wall: datetime | None = None
    local = turn.at.wall.replace(tzinfo=None)
    if event.tomorrow:
        starts = turn.plan.presence.day_starts_min
        today = datetime.fromisoformat(day_of(turn.at.wall, starts))
        wall = today + timedelta(days=1, minutes=starts)
    elif event.until is not None:
        wall = next_time(local, event.until)
    in_a_call = any(each.reason in CALL for each in turn.state.holds)
    if event.until_call_ends and not in_a_call:
        return
    mono = None if event.seconds is None else turn.now + event.seconds
    turn.put(
        mode=Mode.QUIET if event.counting else Mode.PAUSED,
        pause=Pause(mono=mono, wall=wall, call=event.until_call_ends),
    )
    turn.record("paused", None, seconds=-1 if event.seconds is None else round(event.seconds))
    turn.decide("paused", None, until="" if wall is None else wall.isoformat(), seconds=event.seconds or 0)


def resume(turn: Turn) -> None:
    """End the pause."""
    if turn.state.mode is Mode.NORMAL:
        return
    turn.put(mode=Mode.NORMAL, pause=None)
    turn.record("resumed")
    turn.decide("resumed")


def _end_pause(turn: Turn) -> None:
    stands = turn.state.pause
    if stands is None:
        return
    over_mono = stands.mono is not None and turn.now >= stands.mono - 0.05
    over_wall = stands.wall is not None and turn.at.wall.replace(tzinfo=None) >= stands.wall
    over_call = stands.call and not any(each.reason in CALL for each in turn.state.holds)
    if over_mono or over_wall or over_call:
        resume(turn)


def new_day(turn: Turn) -> None:
    """Counts of the day start again at the day's beginning; nothing else does."""
    today = day_of(turn.at.wall, turn.plan.presence.day_starts_min)
    if turn.state.day.date != today:
        turn.put(day=DayCount(date=today))


def offered(turn: Turn, kind: PromptKind) -> None:
    """Remember that one of today's posture checks or check-ins has been used."""
    day = turn.state.day
    turn.put(day=replace(day, offered={**day.offered, kind.value: day.offered.get(kind.value, 0) + 1}))
