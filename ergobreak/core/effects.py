"""Everything that can be asked for. Five kinds; a sixth must argue for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ergobreak.core.plan import HoldReason, PromptKind


class TrayState(StrEnum):
    """What the tray shows, by shape."""

    RUNNING = "running"
    PRELUDE = "prelude"
    HELD = "held"
    PAUSED = "paused"
    BREAK = "break"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something the daemon is asked to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(Effect):
    """A quiet cue. For a prompt it also means: get the screen ready.

    Args:
        prompt_id: 0 for a cue that has no screen (eye cue, a hold reported once).
        seconds: how long the cue may stand.
        reason: set when this reports a reason that has held for longer than its ceiling.
        held: how many breaks that reason has held.
    """

    prompt_id: int
    kind: PromptKind | None
    seconds: float
    reason: HoldReason | None = None
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenScreen(Effect):
    """Show the prompt now.

    Args:
        sat_s: the honest total of sitting time.
        snooze_s: postponements that are still in the budget.
        also: shorter layers that this one carries.
        may_skip: false for a firm style whose skips are used up.
        running: the break was asked for and starts without an offer.
        ask: this is the one question after three skips of ``kind``.
    """

    prompt_id: int
    kind: PromptKind
    duration_s: float
    sat_s: float
    snooze_s: tuple[float, ...] = ()
    also: tuple[PromptKind, ...] = ()
    may_skip: bool = True
    running: bool = False
    ask: bool = False
    routine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseScreen(Effect):
    """Take the cue or screen of that prompt away."""

    prompt_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus(Effect):
    """What the tray shows has changed.

    Args:
        typing: during a running break, the person is at the keys: the countdown waits.
    """

    tray: TrayState
    typing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Effect):
    """One fact for the journal.

    Args:
        fact: a stable word (see ``ledger.Fact``).
        values: plain numbers and words.
    """

    at: datetime
    fact: str
    kind: PromptKind | None = None
    values: Mapping[str, str | float] = field(default_factory=dict)
