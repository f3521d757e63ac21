"""What is going on, as plain values: the one schema behind ``status --json``, the tooltip and the tray's menu.

The keys are documented in ``docs/commands.md`` and do not change without a new ``version``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak import __version__
from ergobreak.core import due
from ergobreak.core.hours import outside
from ergobreak.core.presence import counted, tail
from ergobreak.core.turn import Turn

if TYPE_CHECKING:
    from ergobreak.core.instant import Instant
    from ergobreak.core.plan import Plan
    from ergobreak.core.state import State

VERSION = 1


def status(state: State, plan: Plan, at: Instant) -> dict[str, Any]:
    """The state of things at ``at``. Seconds are numbers, never negative; times are ISO with an offset."""
    turn = Turn(state, plan, at)
    prompt = state.prompt
    return {
        "version": VERSION,
        "app_version": __version__,
        "now": at.wall.isoformat(timespec="seconds"),
        "state": state.tray.value,
        "mode": state.mode.value,
        "present": state.here.rest_from is None and not state.here.absent,
        "away_s": 0 if state.here.rest_from is None else round(max(0.0, at.mono - state.here.rest_from)),
        "outside_hours": outside(plan.hours, at.wall),
        "profile": plan.profile,
        "pause": _pause(state, at),
        "prompt": None
        if prompt is None
        else {
            "id": prompt.id,
            "kind": prompt.kind.value,
            "phase": prompt.phase.value,
            "seconds": round(at.mono - prompt.phase_at),
            "seconds_left": None if prompt.until is None else max(0, round(prompt.until - at.mono)),
            "length_s": round(prompt.length_s),
        },
        "next": coming(turn),
        "holds": [
            {"reason": each.reason.value, "seconds": round(at.mono - each.since), "ignored": each.ignored}
            for each in state.holds
        ],
        "counters": {
            "hands_s": round(state.hands_s),
            "sitting_s": round(sat_s(state, at)),
            "day_active_s": round(state.day.active_s),
            "day_sitting_s": round(state.day.sitting_s + tail(state, at.mono)),
            "layers": {
                each.kind.value: {
                    "counted_s": max(0, round(counted(state, plan, each, at.mono))),
                    "limit_s": round(each.limit_s),
                }
                for each in plan.breaks
            },
        },
        "breaks_today": state.day.breaks,
    }


def sat_s(state: State, at: Instant) -> float:
    """How long the person has sat, in seconds."""
    return state.sat_s + tail(state, at.mono)


def coming(turn: Turn) -> list[dict[str, Any]]:
    """The layers in the order in which they fall due, if the person goes on."""
    rows = []
    for layer in turn.plan.breaks:
        timer = turn.state.timer(layer.kind)
        rests = None if timer is None else timer.rests_until
        seconds = max(0.0, due.remaining(turn, layer), 0.0 if rests is None else rests - turn.now)
        prompt = turn.state.prompt
        if prompt is not None and prompt.kind is layer.kind:
            seconds = 0.0
        rows.append(
            {
                "kind": layer.kind.value,
                "seconds": round(seconds),
                "at": turn.at.wall_at(turn.now + seconds).isoformat(timespec="seconds"),
                "silent": layer.silent,
            }
        )
    return sorted(rows, key=lambda each: float(each["seconds"]))


def _pause(state: State, at: Instant) -> dict[str, Any] | None:
    if state.pause is None:
        return None
    left: float | None = None
    if state.pause.mono is not None:
        left = state.pause.mono - at.mono
    elif state.pause.wall is not None:
        left = (state.pause.wall - at.wall.replace(tzinfo=None)).total_seconds()
    return {"seconds_left": None if left is None else max(0, round(left)), "until_call_ends": state.pause.call}
