"""The keys about routines, posture checks, the check-in, and how everything looks and sounds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ergobreak.settings.contacts import office_number, only_a_contact
from ergobreak.settings.fields import ByPolicy, Effect, Group, Names, key, off, on

_R, _P, _C, _L = Group.ROUTINES, Group.POSTURE, Group.CHECK_IN, Group.LOOK
_ROUTINE, _SCREEN, _ONCE = Effect.NEXT_ROUTINE, Effect.NEXT_SCREEN, Effect.AT_ONCE
_OWN = ByPolicy.NO

Country = Annotated[str, Field(pattern=r"^(system|[A-Z]{2})$")]
Contact = Annotated[str, Field(max_length=80), AfterValidator(only_a_contact)]
OfficeNumber = Annotated[str, Field(max_length=80), AfterValidator(office_number)]
Language = Annotated[str, Field(pattern=r"^(system|[a-z]{2,3}(_[A-Z]{2})?)$")]


def _(text: str) -> str:
    return text


class RoutineKeys(BaseModel):
    """What kind of routine fits this person and this room."""

    model_config = ConfigDict(defer_build=True)

    place: Literal["chair", "standing", "floor"] = key(
        "standing", _("Place"), _("Chair keeps to seated moves; standing adds those on your feet."), _R, _ROUTINE,
        policy=_OWN,
    )  # fmt: skip
    floor_ok: bool = off(
        _("The floor is fine here"), _("Moves on the floor may be offered."), _R, _ROUTINE, policy=_OWN
    )
    privacy: Literal["open", "private"] = key(
        "open", _("Room"), _("In an open room, moves that nobody notices come first."), _R, _ROUTINE
    )
    routine_cap_s: int = key(
        120, _("Longest routine"), _("In a movement break; the rest of it is free walking time."), _R, _ROUTINE,
        unit="s", step=30, ge=30, le=600, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    strength_sets: bool = off(
        _("Strength moves"), _("A few moves that build strength, at most once a day."), _R, _ROUTINE, policy=_OWN
    )
    avoid_moves: Names = key(
        (), _("Leave out"), _("Movement tags to leave out, such as overhead or kneeling."), _R, _ROUTINE, policy=_OWN
    )
    conditions: Names = key(
        (), _("Take into account"), _("What is true for you, such as cannot_stand. Stays on this machine."), _R,
        _ROUTINE, policy=_OWN,
    )  # fmt: skip
    intention: Annotated[str, Field(max_length=120)] = key(
        "", _("After I ..., I stand up"), _("A moment of your day to tie a break to, in your own words."), _R,
        _ONCE, policy=_OWN,
    )  # fmt: skip


class CheckKeys(BaseModel):
    """Posture checks, the check-in and what is kept."""

    model_config = ConfigDict(defer_build=True)

    posture_per_day: float = key(
        3, _("Posture checks a day"), _("Only in a free slot. 0.5 is every second day, 0 none."), _P, _ONCE,
        unit=_("a day"), step=0.5, ge=0, le=8, allow_inf_nan=False, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    check_in_mode: Literal["off", "signpost", "guided"] = key(
        "guided", _("Check-in"), _("Guided asks and advises; signpost only shows where help is."), _C,
        Effect.NEXT_CHECK_IN, policy=("signpost", "guided"),
    )  # fmt: skip
    check_in_per_day: float = key(
        1, _("Check-ins a day"), _("Offered in a free slot. 0.5 is every second day, 0 none."), _C, _ONCE,
        unit=_("a day"), step=0.5, ge=0, le=3, allow_inf_nan=False, policy=_OWN,
    )  # fmt: skip
    check_in_history: bool = on(
        _("Remember check-ins"), _("Result, date, place and pain number, for 90 days, on this machine."), _C,
        Effect.NEXT_CHECK_IN, policy=(False,),
    )  # fmt: skip
    check_in_patterns: bool = off(
        _("Compare with earlier check-ins"),
        _("Two weeks in one place, a rising number or a third time can then raise the advice."), _C,
        Effect.NEXT_CHECK_IN, policy=(False,),
    )  # fmt: skip
    share_weekly_number: bool = off(
        _("Share a weekly number"), _("If your organisation asks: one randomised answer a week about breaks taken."),
        _C, _ONCE, policy=_OWN,
    )  # fmt: skip
    country: Country = key(
        "system", _("Country"), _("Two capital letters, for the emergency number; system asks this machine."), _C,
        _SCREEN, policy=_OWN,
    )  # fmt: skip
    first_aider: Contact = key(
        "", _("First aider at work"), _("A name or number to tell after the emergency call; shown last."), _C, _SCREEN
    )
    occupational_health: Contact = key(
        "", _("Occupational health"), _("Who at work can advise as well; shown last."), _C, _SCREEN
    )
    office_phone: OfficeNumber = key(
        "", _("Emergency number at the office"), _("The number with your office's prefix, such as 9 999; shown last."),
        _C, _SCREEN, policy=_OWN,
    )  # fmt: skip


class LookKeys(BaseModel):
    """How screens look and sound."""

    model_config = ConfigDict(defer_build=True)

    theme: Literal["system", "light", "dark", "contrast"] = key(
        "system", _("Theme"), _("Light, dark or strong contrast."), _L, _SCREEN, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    text_scale: float = key(
        1.0, _("Text size"), _("1 is the usual size, 2 is double."), _L, _SCREEN,
        step=0.25, ge=1, le=2, allow_inf_nan=False, policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    reduced_motion: bool = off(
        _("Less motion"), _("Figures as a strip, no fades."), _L, _SCREEN, policy=ByPolicy.RECOMMEND
    )
    readable_font: bool = off(
        _("Readable font"), _("Wider letters with more space."), _L, _SCREEN, policy=ByPolicy.RECOMMEND
    )
    single_keys: bool = on(
        _("Single-letter keys"), _("S for Shorter, K for Skip and so on."), _L, _SCREEN, policy=ByPolicy.RECOMMEND
    )
    full_screen: bool = off(
        _("Fill the screen"), _("Breaks use the whole screen."), _L, Effect.NEXT_BREAK, policy=(False,)
    )
    dim_others: bool = off(
        _("Dim other screens"), _("During a break; nothing is blocked."), _L, Effect.NEXT_BREAK, policy=(False,)
    )
    corner: Literal["top_right", "top_left", "bottom_right", "bottom_left"] = key(
        "top_right", _("Corner"), _("Where small windows float."), _L, _SCREEN
    )
    clock: Literal["system", "24", "12"] = key(
        "system", _("Clock"), _("24 or 12 hours."), _L, _SCREEN, policy=ByPolicy.RECOMMEND
    )
    language: Language = key(
        "system", _("Language"), _("A code such as de or pt_BR; system follows this machine."), _L, _SCREEN,
        policy=ByPolicy.RECOMMEND,
    )  # fmt: skip
    voice: bool = off(_("Voice"), _("Steps are read aloud."), _L, Effect.NEXT_BREAK, policy=ByPolicy.RECOMMEND)
    sounds: bool = off(_("Sounds"), _("A soft tone at start and end."), _L, Effect.NEXT_BREAK, policy=(False,))
    edge_cue: bool = off(
        _("Cue in the corner"), _("A small card before a break, in place of a notice."), _L, Effect.NEXT_BREAK
    )
    notices: bool = on(
        _("Notices"),
        _("Short messages by the system: a break is near, a hold lasts."),
        _L,
        _ONCE,
        policy=ByPolicy.RECOMMEND,
    )
    welcomed: bool = off(_("Welcomed"), _("The welcome has been shown."), _L, _ONCE, policy=_OWN)
