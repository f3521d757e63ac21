"""Everything the core remembers: one frozen value with one owner, written as plain JSON and read back equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from ergobreak.core.effects import TrayState
from ergobreak.core.instant import Instant
from ergobreak.core.plan import HoldReason, PromptKind

VERSION = 1


class Mode(StrEnum):
    """normal: prompt. quiet: count but do not prompt. paused: do not count."""

    NORMAL = "normal"
    QUIET = "quiet"
    PAUSED = "paused"


class Phase(StrEnum):
    """Where one prompt is in its life; ``prompts.py`` tells the story."""

    PRELUDE = "prelude"
    WAITING = "waiting"
    HELD = "held"
    SETTLING = "settling"
    POSTPONED = "postponed"
    OPEN = "open"
    RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One layer's counter.

    Args:
        counted_s: settled counted time; the tail since the last sign of life is not in it.
        skips: in a row.
        rests_until: monotonic time until which the layer is left alone after three skips.
        asks: the one question is due when the layer has rested.
    """

    kind: PromptKind
    counted_s: float = 0.0
    skips: int = 0
    rests_until: float | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The one prompt that lives.

    Args:
        id: changes whenever a cue or screen is taken back, so that a late answer finds nobody.
        due_at: when its counter reached the limit.
        phase_at: when this phase began.
        until: when this phase ends by itself.
        postponed_s: how much of the snooze budget is used.
        also: layers merged into it.
        counted: it stands in the hour's budget already.
        asked_for: the person asked for it; nothing holds it.
        nudged: a cue or a screen stands that must be closed.
    """

    id: int
    kind: PromptKind
    phase: Phase
    due_at: float
    phase_at: float
    until: float | None = None
    postponed_s: float = 0.0
    also: tuple[PromptKind, ...] = ()
    counted: bool = False
    asked_for: bool = False
    nudged: bool = False
    ask: bool = False
    length_s: float = 0.0
    routine: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A reason that stands."""

    reason: HoldReason
    since: float
    reported: bool = False
    ignored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """When peace ends: by elapsed time, by the clock, or with the call; none of them means by hand."""

    mono: float | None = None
    wall: datetime | None = None
    call: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where the person is, as far as is known.

    Args:
        there_at: last moment the person was surely there (input, or passive presence).
        rest_from: start of the rest that goes on; ``None`` while working.
        returned_at: when the last rest ended.
        spent_by: the layer this rest already served.
        credited: layers this rest was already credited to.
    """

    there_at: float
    idle_s: float | None = None
    passive: bool = False
    absent: bool = False
    rest_from: float | None = None
    returned_at: float | None = None
    spent_by: PromptKind | None = None
    credited: frozenset[PromptKind] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing that was decided, as values; ``reasons.py`` names the codes."""

    at: datetime
    code: str
    kind: PromptKind | None = None
    values: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """What has been counted since the day began (04:00 local by default)."""

    date: str = ""
    active_s: float = 0.0
    sitting_s: float = 0.0
    breaks: int = 0
    offered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything.

    Args:
        seen: the last instant that was handled.
        wake_by: what ``next_wake`` promised then; a tick much later than this means nobody was there.
        hands_s: active time since the last rest that clears a micro-break.
        sat_s: sitting time since the last rest that clears a movement break: the honest total.
        shown: when the prompts of the last hour were shown.
        ended_at: when the last prompt ended.
    """

    seen: Instant
    here: Here
    timers: tuple[Timer, ...] = ()
    wake_by: float | None = None
    mode: Mode = Mode.NORMAL
    pause: Pause | None = None
    prompt: Prompt | None = None
    holds: tuple[Hold, ...] = ()
    hands_s: float = 0.0
    sat_s: float = 0.0
    day: DayCount = field(default_factory=DayCount)
    shown: tuple[float, ...] = ()
    ended_at: float | None = None
    skips_in_row: int = 0
    next_id: int = 1
    blocked: str = ""
    held_breaks: int = 0
    tray: TrayState = TrayState.RUNNING
    typing: bool = False
    decisions: tuple[Decision, ...] = ()

    def timer(self, kind: PromptKind) -> Timer | None:
        """The counter of that layer."""
        return next((each for each in self.timers if each.kind is kind), None)


# -- plain JSON ------------------------------------------------------------------------------------------------------


def dump(state: State) -> dict[str, Any]:
    """The state as plain JSON values."""
    return {
        "version": VERSION,
        "seen": {"wall": state.seen.wall.isoformat(), "mono": state.seen.mono},
        "here": {
            **_flat(state.here),
            "spent_by": state.here.spent_by,
            "credited": sorted(state.here.credited),
        },
        "timers": [_flat(each) for each in state.timers],
        "wake_by": state.wake_by,
        "mode": state.mode.value,
        "pause": None
        if state.pause is None
        else {**_flat(state.pause), "wall": None if state.pause.wall is None else state.pause.wall.isoformat()},
        "prompt": None if state.prompt is None else {**_flat(state.prompt), "also": list(state.prompt.also)},
        "holds": [_flat(each) for each in state.holds],
        "hands_s": state.hands_s,
        "sat_s": state.sat_s,
        "day": {**_flat(state.day), "offered": dict(state.day.offered)},
        "shown": list(state.shown),
        "ended_at": state.ended_at,
        "skips_in_row": state.skips_in_row,
        "next_id": state.next_id,
        "blocked": state.blocked,
        "held_breaks": state.held_breaks,
        "tray": state.tray.value,
        "typing": state.typing,
        "decisions": [
            {"at": each.at.isoformat(), "code": each.code, "kind": each.kind, "values": dict(each.values)}
            for each in state.decisions
        ],
    }


def load(raw: Mapping[str, Any]) -> State:
    """The state back from its JSON values.

    Raises:
        KeyError, TypeError, ValueError: the values were not written by ``dump`` of this version.
    """
    if raw["version"] != VERSION:
        msg = f"state of version {raw['version']!r}, not {VERSION}"
        raise ValueError(msg)
    here, pause, prompt = raw["here"], raw["pause"], raw["prompt"]
    return State(
        seen=Instant(wall=datetime.fromisoformat(raw["seen"]["wall"]), mono=raw["seen"]["mono"]),
        here=Here(
            **{
                **here,
                "spent_by": _kind(here["spent_by"]),
                "credited": frozenset(PromptKind(each) for each in here["credited"]),
            }
        ),
        timers=tuple(Timer(**{**each, "kind": PromptKind(each["kind"])}) for each in raw["timers"]),
        wake_by=raw["wake_by"],
        mode=Mode(raw["mode"]),
        pause=None
        if pause is None
        else Pause(**{**pause, "wall": None if pause["wall"] is None else datetime.fromisoformat(pause["wall"])}),
        prompt=None
        if prompt is None
        else Prompt(
            **{
                **prompt,
                "kind": PromptKind(prompt["kind"]),
                "phase": Phase(prompt["phase"]),
                "also": tuple(PromptKind(each) for each in prompt["also"]),
            }
        ),
        holds=tuple(Hold(**{**each, "reason": HoldReason(each["reason"])}) for each in raw["holds"]),
        hands_s=raw["hands_s"],
        sat_s=raw["sat_s"],
        day=DayCount(**raw["day"]),
        shown=tuple(raw["shown"]),
        ended_at=raw["ended_at"],
        skips_in_row=raw["skips_in_row"],
        next_id=raw["next_id"],
        blocked=raw["blocked"],
        held_breaks=raw["held_breaks"],
        tray=TrayState(raw["tray"]),
        typing=raw["typing"],
        decisions=tuple(
            Decision(
                at=datetime.fromisoformat(each["at"]),
                code=each["code"],
                kind=_kind(each["kind"]),
                values=each["values"],
            )
            for each in raw["decisions"]
        ),
    )


def _kind(value: str | None) -> PromptKind | None:
    return None if value is None else PromptKind(value)


def _flat(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the slotted dataclasses above
    return {name: getattr(value, name) for name in value.__slots__}
