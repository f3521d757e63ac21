"""What the person (and their organisation) asked for, as plain values: the only thing the core knows of settings.

Three numbers describe a layer: *limit* (counted time until due), *duration* (what is offered) and *clears_after* (rest
that resets the counter). All lengths are seconds. The figures of the eight profiles live in ``profiles.toml``; nothing
here is a clinical figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PromptKind(StrEnum):
    """Everything that may ask for attention."""

    EYE_CUE = "eye_cue"
    MICRO = "micro_break"
    MOVEMENT = "movement_break"
    WEIGHT_SHIFT = "weight_shift"
    POSTURE = "posture_check"
    CHECK_IN = "check_in"


class HoldReason(StrEnum):
    """Why a prompt is held back. Closed set; each can be switched off and each but the last four has a ceiling."""

    DO_NOT_DISTURB = "do_not_disturb"
    FULL_SCREEN = "full_screen"
    MICROPHONE = "microphone"
    CAMERA = "camera"
    SHARING = "sharing"
    APP = "app"
    BATTERY = "battery"
    LOCKED = "locked"
    ASLEEP = "asleep"
    OUTSIDE_HOURS = "outside_hours"
    PAUSED = "paused"


class Basis(StrEnum):
    """Which time a layer counts."""

    HANDS = "hands"  # active only
    SITTING = "sitting"  # active and passive


class Style(StrEnum):
    """How insistent the break screen is. ``FIRM`` only by the person's own choice, never by policy."""

    GENTLE = "gentle"
    FIRM = "firm"


class EyeMode(StrEnum):
    """How the eye cue speaks."""

    PASSIVE = "passive"  # tray only
    WITH_MICRO = "with_micro"  # the micro-break carries it
    ACTIVE = "active"  # every micro-break is an eye break
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakPlan:
    """One layer.

    Args:
        limit_s: counted time until due, > 0.
        duration_s: length offered, > 0.
        clears_after_s: rest that resets the counter, > 0.
        snooze_s: the postponements offered, shortest first; may be empty.
        basis: which time is counted.
        own_reset: only a break of this very kind resets it (pressure relief of a seated person).
        silent: never opens a screen; a cue in the tray and nothing else.
    """

    kind: PromptKind
    limit_s: float
    duration_s: float
    clears_after_s: float
    snooze_s: tuple[float, ...] = (180.0, 600.0)
    basis: Basis = Basis.SITTING
    own_reset: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyPlan:
    """Something offered a few times a day, in a free slot only (posture check, check-in).

    Args:
        per_day: 0 to 8; 0.5 means every second day.
        first_after_s: counted time of the day before the first one.
        duration_s: how long the prompt stays before it closes by itself.
        not_before: the day on which it may first come, as an ISO date; empty means any.
    """

    kind: PromptKind
    per_day: float
    first_after_s: float = 2700.0
    duration_s: float = 40.0
    not_before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much may be asked of a person."""

    max_prompts_h: int = 3
    min_gap_s: float = 480.0
    merge_within_s: float = 300.0
    after_return_s: float = 60.0
    settle_s: float = 15.0  # between the end of a reason to hold and the prompt
    prelude_s: float = 60.0
    lull_s: float = 4.0
    defer_max_s: float = 900.0
    snooze_share: float = 0.5  # of the interval, per prompt
    skips_to_rest: int = 3
    rest_s: float = 3600.0
    ignored_after: float = 2.0  # times the duration
    shorter_s: float = 30.0
    max_skips_firm: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When prompts may come at all. Minutes since local midnight; Monday is day 0.

    ``ranges`` empty means always. A range may not cross midnight (write two).
    """

    ranges: tuple[tuple[tuple[int, int], ...], ...] = ()
    lunch: tuple[int, int] | None = None
    wind_down_s: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How presence is told from the time since the last input.

    Args:
        idle_after_s: a gap without input this long is rest from its first second; a shorter one is work.
        event_driven: the idle sensor reports crossings by itself, so nobody need ask.
        return_poll_s: how often to ask whether the person is back where the sensor cannot tell by itself.
        late_s: a tick this much later than promised means nobody was there.
        day_starts_min: local minutes after midnight at which a new day begins.
    """

    idle_after_s: float = 30.0
    event_driven: bool = False
    return_poll_s: float = 30.0
    late_s: float = 30.0
    day_starts_min: int = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlan:
    """Which reasons hold a prompt back, and for how long before that is reported once."""

    enabled: frozenset[HoldReason] = frozenset(HoldReason) - {HoldReason.BATTERY}
    ceiling_s: float = 7200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything the core is told."""

    profile: str = "balanced"
    breaks: tuple[BreakPlan, ...] = ()
    dailies: tuple[DailyPlan, ...] = ()
    eye_mode: EyeMode = EyeMode.PASSIVE
    budget: Budget = field(default_factory=Budget)
    hours: WorkingHours = field(default_factory=WorkingHours)
    presence: Presence = field(default_factory=Presence)
    holds: HoldPlan = field(default_factory=HoldPlan)
    style: Style = Style.GENTLE

    def layer(self, kind: PromptKind) -> BreakPlan | None:
        """The layer of that kind, if the profile has it."""
        return next((each for each in self.breaks if each.kind is kind), None)
