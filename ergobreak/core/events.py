"""Everything that can happen. Each event says when; only ``Ticked`` says what the sensors saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ergobreak.core.instant import Instant
from ergobreak.core.plan import HoldReason, PromptKind


class Answer(StrEnum):
    """What a person (or a dead screen) said to a prompt."""

    START = "start"  # the break begins; the screen says DONE or BACK later
    JUST_PAUSE = "just_pause"  # the same, with no routine
    SHORTER = "shorter"  # the same, for Budget.shorter_s
    DONE = "done"  # the countdown ran out
    BACK = "back"  # "I am back", before the end
    POSTPONE = "postpone"  # ``seconds`` says for how long
    SKIP = "skip"
    CLOSED = "closed"  # Esc, or the window's own cross
    FINE = "fine"  # a posture check or check-in was answered
    DIED = "died"  # the screen ended without an answer
    HURT = "hurt"  # "That hurt": ends it; what follows is the check-in's business


class Complaint(StrEnum):
    """The one question after three skips in a row."""

    TOO_OFTEN = "too_often"
    WRONG_MOMENT = "wrong_moment"
    WRONG_CONTENT = "wrong_content"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened at ``at``."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked(Event):
    """The sensors were read.

    Args:
        idle_s: seconds since the last input; ``None`` where nobody can tell (then presence is assumed).
        passive: a call, a video or a full-screen show: the person is there without typing.
        reasons: reasons to hold that stand now (the core itself adds hours and pauses).
        slept_s: seconds of suspend since the last tick, where the system's clocks can tell.
    """

    idle_s: float | None = None
    passive: bool = False
    slept_s: float = 0.0
    reasons: frozenset[HoldReason] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Event):
    """Settings or policy gave a new plan; it is handed to ``step`` with this event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Event):
    """A screen replied, or died. A second answer to the same prompt changes nothing once it is final."""

    prompt_id: int
    answer: Answer
    seconds: float = 0.0  # POSTPONE: how long
    routine: str = ""  # what was shown, for the journal
    rating: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedBy(Event):
    """The person asked for peace.

    Args:
        seconds: how long; ``None`` with no other limit means until resumed.
        until: minutes since local midnight (the next time the clock shows it); ``None`` otherwise.
        tomorrow: until the next day starts.
        until_call_ends: until microphone, camera and sharing are free.
        counting: keep counting without prompting (mode *quiet*).
    """

    seconds: float | None = None
    until: int | None = None
    tomorrow: bool = False
    until_call_ends: bool = False
    counting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """Prompts may come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakAsked(Event):
    """The person wants a break now, at any hour and whatever holds."""

    kind: PromptKind
    running: bool = False  # it starts without an offer
    routine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipAsked(Event):
    """Skip the prompt that stands, or the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeAsked(Event):
    """Postpone the prompt that stands; ``seconds`` 0 takes the layer's shortest."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CueClicked(Event):
    """The quiet cue was clicked: open the break now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldIgnored(Event):
    """Do not let this reason hold prompts until it has ended."""

    reason: HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Complained(Event):
    """The answer to the one question after three skips."""

    kind: PromptKind
    complaint: Complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping(Event):
    """The process ends: settle the counters."""
