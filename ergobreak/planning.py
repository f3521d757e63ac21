"""From settings to a plan: the only bridge between what strangers write and what the core is told.

``python -m ergobreak.planning`` is a short process. It reads and checks all settings, works out the plan, writes the
snapshot, says what was wrong on standard error, and ends: pydantic costs a tenth of a second and some 20 MiB, which no
resident process should carry.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak.core.plan import (
    BreakPlan,
    Budget,
    DailyPlan,
    EyeMode,
    HoldPlan,
    HoldReason,
    Plan,
    Presence,
    PromptKind,
    WorkingHours,
)
from ergobreak.paths import config_file, snapshot_file, write_private
from ergobreak.settings import KEYS, LayerName, Loaded, PolicySource, Profile, Settings, load, policy_source
from ergobreak.settings.fields import minutes
from ergobreak.settings.policies import as_snapshot
from ergobreak.settings.profiles import FILE as PROFILES_FILE
from ergobreak.snapshot import Snapshot, environment_of, file_state, plan_as_dict, read
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALWAYS = ((0, 24 * 60),)
_CHECK_IN_S = 60.0  # how long the offer of a check-in stays before it closes by itself
_UNSWITCHED = frozenset({HoldReason.LOCKED, HoldReason.ASLEEP, HoldReason.PAUSED})
_LOOK = (
    "theme", "text_scale", "reduced_motion", "readable_font", "single_keys", "full_screen", "dim_others", "clock",
    "corner", "language", "voice",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Since:
    """How long the profile has been the person's choice."""

    day: str
    first_weeks_over: bool
    until: str


def to_plan(settings: Settings, profile: Profile) -> Plan:
    """What the core is told. All numbers are the settings'; the profile only gives its name."""
    return Plan(
        profile=profile.name,
        breaks=tuple(_breaks(settings)),
        dailies=tuple(_dailies(settings)),
        eye_mode=settings.eye_mode,
        budget=Budget(
            max_prompts_h=settings.max_prompts_per_hour,
            min_gap_s=60.0 * min(settings.min_gap_min, _fastest_min(settings)),
            prelude_s=float(settings.prelude_s),
            defer_max_s=60.0 * settings.defer_max_min,
        ),
        hours=_hours(settings),
        presence=Presence(idle_after_s=float(settings.idle_after_s)),
        holds=_holds(settings),
        style=settings.style,
    )


def _fastest_min(settings: Settings) -> int:
    """The shortest interval that opens a window: the gap between prompts never thins out what the person chose."""
    shift = [settings.weight_shift_every_min] if settings.weight_shift else []
    return min(settings.micro_every_min, settings.movement_every_min, *shift)


def _breaks(settings: Settings) -> list[BreakPlan]:
    snooze_s = tuple(60.0 * each for each in settings.snooze_min)
    found = [
        BreakPlan(
            kind=PromptKind.MOVEMENT,
            limit_s=60.0 * settings.movement_every_min,
            duration_s=60.0 * settings.movement_length_min,
            clears_after_s=float(settings.movement_credit_s),
            snooze_s=snooze_s,
        ),
        BreakPlan(
            kind=PromptKind.MICRO,
            limit_s=60.0 * settings.micro_every_min,
            duration_s=float(settings.micro_length_s),
            clears_after_s=float(settings.micro_length_s),
            snooze_s=snooze_s,
        ),
    ]
    if settings.weight_shift:
        shift = BreakPlan(
            kind=PromptKind.WEIGHT_SHIFT,
            limit_s=60.0 * settings.weight_shift_every_min,
            duration_s=float(settings.weight_shift_length_s),
            clears_after_s=float(settings.weight_shift_length_s),
            snooze_s=snooze_s,
            own_reset=True,
        )
        found.append(shift)
    if settings.eye_mode is EyeMode.PASSIVE:  # in the other modes the micro-break carries it, or nobody wants it
        cue = BreakPlan(
            kind=PromptKind.EYE_CUE,
            limit_s=60.0 * settings.eye_every_min,
            duration_s=float(settings.eye_length_s),
            clears_after_s=float(settings.eye_length_s),
            snooze_s=(),
            silent=True,
        )
        found.append(cue)
    return found


def _dailies(settings: Settings) -> list[DailyPlan]:
    found = []
    if settings.posture_per_day > 0:
        found.append(DailyPlan(kind=PromptKind.POSTURE, per_day=settings.posture_per_day))
    if settings.check_in_per_day > 0 and settings.check_in_mode == "guided":  # the others ask nothing
        found.append(DailyPlan(kind=PromptKind.CHECK_IN, per_day=settings.check_in_per_day, duration_s=_CHECK_IN_S))
    return found


def _hours(settings: Settings) -> WorkingHours:
    ranges = tuple(tuple(map(minutes, getattr(settings, f"hours_{day}"))) for day in _DAYS)
    return WorkingHours(
        ranges=() if all(day == _ALWAYS for day in ranges) else ranges,
        lunch=minutes(settings.lunch) if settings.lunch else None,
        wind_down_s=60.0 * settings.wind_down_min,
    )


def _holds(settings: Settings) -> HoldPlan:
    switched = {each for each in HoldReason if each not in _UNSWITCHED and getattr(settings, f"hold_{each.value}")}
    return HoldPlan(enabled=frozenset(switched | _UNSWITCHED), ceiling_s=60.0 * settings.hold_ceiling_min)


def compile_snapshot(
    *,
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    policy: PolicySource = policy_source,
    previous: Snapshot | None = None,
) -> Snapshot:
    """All settings, checked, as a snapshot. The files are read again if one changes meanwhile.

    Args:
        previous: the last snapshot, for the last good values and the day the profile was chosen.
    """
    path = path or config_file()
    environ = os.environ if environ is None else environ
    own = previous.own if previous else {}
    watch = [str(path), str(PROFILES_FILE)]
    for _attempt in range(3):
        before = {each: file_state(each) for each in watch}
        loaded = load(path=path, environ=environ, policy=policy, last_good=own)
        watch = list(dict.fromkeys([*watch, *(each for voice in loaded.voices for each in voice.layer.watch)]))
        inputs = {each: file_state(each) for each in watch}
        if inputs == before:
            break
    return snapshot_of(
        loaded, inputs=inputs, environment=environment_of(dict.fromkeys(KEYS), environ), previous=previous
    )


def snapshot_of(
    loaded: Loaded,
    *,
    inputs: dict[str, list[int] | None],
    environment: dict[str, str],
    previous: Snapshot | None = None,
) -> Snapshot:
    """What was loaded, as a snapshot of this moment."""
    since = _since(loaded.profile, previous.profile if previous else {})
    settings = loaded.values
    later = loaded.profile.check_in_per_day_later
    if later and since.first_weeks_over and loaded.layer["check_in_per_day"] is LayerName.PROFILE:
        settings = settings.model_copy(update={"check_in_per_day": later})
    values = loaded.plain() | {"check_in_per_day": settings.check_in_per_day}
    return Snapshot(
        made_at=time.time(),
        until=since.until,
        inputs=inputs,
        environment=environment,
        plan=plan_as_dict(to_plan(settings, loaded.profile)),
        look={key: values[key] for key in _LOOK},
        values=values,
        layers={key: name.value for key, name in loaded.layer.items()},
        locked=sorted(loaded.locked),
        own=dict(loaded.own),
        profile=_profile(loaded.profile, since),
        problems=[each.as_dict() for each in loaded.problems],
        policy=as_snapshot(loaded),
    )


def _since(profile: Profile, previous: Mapping[str, Any]) -> _Since:
    today = date.fromisoformat(time.strftime("%Y-%m-%d"))
    day = today
    if previous.get("name") == profile.name:
        try:
            day = min(today, date.fromisoformat(str(previous.get("since"))))
        except ValueError:
            day = today
    end = day + timedelta(weeks=profile.first_weeks)
    over = today >= end
    return _Since(day=day.isoformat(), first_weeks_over=over, until="" if over else end.isoformat())


def _profile(profile: Profile, since: _Since) -> dict[str, Any]:
    """The profile's own part, with the tags of the first weeks added while they last."""
    values = profile.as_dict() | {"since": since.day}
    at_first = [] if since.first_weeks_over else list(profile.avoid_at_first)
    return values | {"avoid": [*profile.avoid, *at_first]}


def main(policy: PolicySource = policy_source) -> int:
    """Write the snapshot: 0 also when a setting was wrong, 1 when the snapshot cannot be written."""
    out = snapshot_file()
    found = compile_snapshot(policy=policy, previous=read(out))
    for each in found.problems:
        place = f"{each['file']}:{each['line']}" if each["line"] else each["file"]
        sys.stderr.write(": ".join(filter(None, (place, each["key"], each["message"]))) + "\n")
    try:
        write_private(out, found.to_json())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        sys.stderr.write(_("{path} cannot be written: {reason}.").format(path=out, reason=reason) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
