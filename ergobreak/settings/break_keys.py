"""The keys about breaks and about when to stay quiet. Defaults are the balanced profile's numbers: tests hold it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from ergobreak.core.plan import EyeMode, Style
from ergobreak.settings.fields import ByPolicy, Effect, Group, Limit, Lunch, Names, Ranges, SnoozeMinutes, key, off

Profile = Literal[
    "balanced", "gentle", "intensive", "pregnancy", "seated_only", "eye_strain", "back_return", "hands_and_neck"
]
_TELL_NOTHING = ("balanced", "gentle", "intensive", "eye_strain")  # the others say something about the body
_B, _Q = Group.BREAKS, Group.QUIET
_COUNTING, _NEXT, _ONCE = Effect.COUNTING, Effect.NEXT_BREAK, Effect.AT_ONCE
_ALWAYS = ("00:00-24:00",)


def _(text: str) -> str:
    return text


class BreakKeys(BaseModel):
    """When a break comes, and what it offers."""

    model_config = ConfigDict(defer_build=True)

    profile: Profile = key(
        "balanced", _("Profile"), _("A set of numbers that fit together. Your own numbers go before it."), _B,
        _COUNTING, policy=ByPolicy.RECOMMEND, only=_TELL_NOTHING,
    )  # fmt: skip
    micro_every_min: int = key(
        25, _("Micro-break every"), _("Time at the screen before a short change of position."), _B, _COUNTING,
        unit="min", step=5, ge=10, le=60, policy=ByPolicy.RECOMMEND, limit=Limit.AT_MOST,
    )  # fmt: skip
    micro_length_s: int = key(
        40, _("Micro-break length"), _("How long a micro-break takes."), _B, _NEXT,
        unit="s", step=5, ge=15, le=120, policy=ByPolicy.RECOMMEND, limit=Limit.AT_LEAST,
    )  # fmt: skip
    movement_every_min: int = key(
        50, _("Movement break every"), _("Time sitting before a few minutes out of the chair."), _B, _COUNTING,
        unit="min", step=5, ge=20, le=120, policy=ByPolicy.RECOMMEND, limit=Limit.AT_MOST,
    )  # fmt: skip
    movement_length_min: int = key(
        5, _("Movement break length"), _("How long a movement break takes."), _B, _NEXT,
        unit="min", ge=1, le=20, policy=ByPolicy.RECOMMEND, limit=Limit.AT_LEAST,
    )  # fmt: skip
    movement_credit_s: int = key(
        120, _("Time away that counts"), _("A pause this long counts as a movement break."), _B, _COUNTING,
        unit="s", step=30, ge=30, le=900, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    eye_mode: EyeMode = key(
        EyeMode.PASSIVE,
        _("Eye cue"),
        _("How you are reminded to look far away."),
        _B,
        _COUNTING,
        policy=ByPolicy.RECOMMEND,
    )
    eye_every_min: int = key(
        20, _("Eye cue every"), _("Time at the screen before a quiet cue to look far away."), _B, _COUNTING,
        unit="min", step=5, ge=10, le=60, policy=ByPolicy.RECOMMEND, limit=Limit.AT_MOST,
    )  # fmt: skip
    eye_length_s: int = key(
        20, _("Eye cue length"), _("How long the quiet eye cue stays."), _B, _NEXT,
        unit="s", step=5, ge=5, le=60, policy=ByPolicy.RECOMMEND, limit=Limit.AT_LEAST,
    )  # fmt: skip
    weight_shift: bool = off(
        _("Weight shifts"), _("Pressure relief in the chair, at the interval your clinic gave you."), _B,
        _COUNTING, policy=ByPolicy.NO,
    )  # fmt: skip
    weight_shift_every_min: int = key(
        30, _("Weight shift every"), _("Time sitting before a weight shift."), _B, _COUNTING,
        unit="min", step=5, ge=15, le=60, policy=ByPolicy.NO,
    )  # fmt: skip
    weight_shift_length_s: int = key(
        120, _("Weight shift length"), _("How long a weight shift takes."), _B, _NEXT,
        unit="s", step=30, ge=30, le=600, policy=ByPolicy.NO,
    )  # fmt: skip
    max_prompts_per_hour: int = key(
        3, _("At most this many prompts an hour"), _("Everything that opens a window counts."), _B, _ONCE,
        unit=_("an hour"), ge=1, le=8, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    min_gap_min: int = key(
        8, _("Time between two prompts"), _("At least this long, unless your micro-breaks come faster."), _B, _ONCE,
        unit="min", ge=2, le=30, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    snooze_min: SnoozeMinutes = key(
        (3, 10), _("Postpone by"), _("The minutes offered on a break, up to three; an empty list offers none."), _B,
        _NEXT, unit="min", policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    defer_max_min: int = key(
        15, _("Wait for a lull"), _("How long a break may wait for a moment without typing."), _B, _ONCE,
        unit="min", step=5, ge=1, le=60, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    prelude_s: int = key(
        60, _("Quiet cue first"), _("A small cue before the window. A pause now is credited; 0 leaves it out."), _B,
        _NEXT, unit="s", step=15, ge=0, le=60, policy=ByPolicy.RECOMMEND, limit=Limit.AT_LEAST,
    )  # fmt: skip
    style: Style = key(
        Style.GENTLE, _("Style"), _("Firm: Skip appears after 3 s. Holding Esc for 3 s always leaves."), _B, _NEXT,
        policy=("gentle",),
    )  # fmt: skip
    max_still_stand_min: int = key(
        30, _("Longest standing still"), _("After this long on your feet, sitting or walking is offered."), _B,
        Effect.NEXT_ROUTINE, unit="min", step=5, ge=5, le=60, policy=ByPolicy.RECOMMEND, limit=Limit.AT_MOST,
    )  # fmt: skip


def _hours(title: str) -> Ranges:
    help_ = _("When prompts may come, such as 09:00-12:30. An empty list is a day off.")
    hours: Ranges = key(_ALWAYS, title, help_, _Q, _ONCE, policy=ByPolicy.RECOMMEND)
    return hours


def _hold(title: str, help_: str, *, on: bool = True, keep: bool = False) -> bool:
    switch: bool = key(on, title, help_, _Q, _ONCE, policy=(True,) if keep else ByPolicy.RECOMMEND)
    return switch


class QuietKeys(BaseModel):
    """When no prompt comes. A locked screen, sleep and your own pause always hold and need no key."""

    model_config = ConfigDict(defer_build=True)

    hours_monday: Ranges = _hours(_("Monday"))
    hours_tuesday: Ranges = _hours(_("Tuesday"))
    hours_wednesday: Ranges = _hours(_("Wednesday"))
    hours_thursday: Ranges = _hours(_("Thursday"))
    hours_friday: Ranges = _hours(_("Friday"))
    hours_saturday: Ranges = _hours(_("Saturday"))
    hours_sunday: Ranges = _hours(_("Sunday"))
    lunch: Lunch = key(
        "",
        _("Lunch"),
        _("A range without prompts, such as 12:30-13:15. Empty for none."),
        _Q,
        _ONCE,
        policy=ByPolicy.RECOMMEND,
    )
    wind_down_min: int = key(
        10, _("Wind-down"), _("No prompt in the last minutes of the working day."), _Q, _ONCE,
        unit="min", step=5, ge=0, le=60, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    hold_outside_hours: bool = _hold(_("Outside working hours"), _("Count, but do not prompt."))
    hold_do_not_disturb: bool = _hold(_("Do-not-disturb"), _("Wait while the system's quiet or focus mode is on."))
    hold_full_screen: bool = _hold(_("Full screen"), _("Wait while a window fills the screen."))
    hold_microphone: bool = _hold(_("Microphone"), _("Wait while the microphone is in use."), keep=True)
    hold_camera: bool = _hold(_("Camera"), _("Wait while the camera is in use."), keep=True)
    hold_sharing: bool = _hold(_("Screen sharing"), _("Wait while your screen is shared or shown."), keep=True)
    hold_app: bool = _hold(_("Listed apps"), _("Wait while one of the apps below is in front."))
    hold_apps: Names = key(
        (), _("Apps to wait for"), _("Program names, such as soffice or Blender."), _Q, _ONCE, policy=ByPolicy.RECOMMEND
    )
    hold_battery: bool = _hold(_("On battery"), _("Wait while the machine runs on battery."), on=False)
    hold_ceiling_min: int = key(
        120, _("Say so after"), _("A reason that holds breaks for this long is reported once."), _Q, _ONCE,
        unit="min", step=30, ge=15, le=720,
    )  # fmt: skip
    idle_after_s: int = key(
        30, _("Rest begins after"), _("A gap without input this long counts as rest."), _Q, _ONCE,
        unit="s", step=5, ge=10, le=300, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
