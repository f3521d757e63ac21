"""What a routine is: the shape of one file in ``library/``, and how long it takes.

A routine is data with sources and a review date. The names here are the keys of its file, so that a reviewer who reads
the file needs no translation. Frames stay plain tables: their grammar belongs to the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

LEVELS = (1, 2, 3)


class Place(StrEnum):
    """Where it can be done."""

    CHAIR = "chair"
    STANDING = "standing"
    FLOOR = "floor"


class Group(StrEnum):
    """The part of the library a routine belongs to (``set`` in its file)."""

    HOME = "home"  # the six floor exercises
    DESK = "desk"
    STRENGTH = "strength"
    OPT_IN = "opt_in"  # only after the person switched it on
    WALK = "walk"
    SEATED_ONLY = "seated_only"
    EYES = "eyes"
    CALM = "calm"
    LESSON = "lesson"
    PRESCRIBED = "prescribed"  # a clinician's, never in the packaged library


class Side(StrEnum):
    """Which side a step is for; ``alternate`` changes with each repetition."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"
    ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do.

    Exactly one of three forms gives its time: ``s`` seconds; a ``hold`` that may grow to ``max_hold``; or ``reps``
    repetitions of ``rs`` seconds that may grow to ``max_reps``.

    Args:
        say: what to do, at most twenty words.
        cue: what is spoken or shown beside it; may be empty.
        show: names of frames, in order.
    """

    say: str
    cue: str = ""
    s: float | None = None
    hold: float | None = None
    max_hold: float | None = None
    reps: int | None = None
    max_reps: int | None = None
    rs: float | None = None
    side: Side = Side.BOTH
    show: tuple[str, ...] = ()

    def repetitions(self, level: int = 1) -> int:
        """How many repetitions at that level; 1 for a step that is not repeated."""
        return 1 if self.reps is None else int(_dose(self.reps, self.max_reps, level))

    def seconds(self, level: int = 1) -> float:
        """How long the step takes at that level."""
        if self.reps is not None:
            return self.repetitions(level) * (self.rs or 0.0)
        if self.hold is not None:
            return _dose(self.hold, self.max_hold, level)
        return self.s or 0.0


def _dose(base: float, most: float | None, level: int) -> float:
    """Level 1 is the base dose, 3 the greatest, 2 half way (rounded down: 10, 12, 15)."""
    if most is None or level <= 1:
        return base
    return most if level >= LEVELS[-1] else (base + most) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One routine or lesson.

    Args:
        purpose: why anybody would do it, one sentence.
        easier: the easier form, in words; empty for a lesson.
        seated: ``self`` when it is done on a chair anyway, the id of its twin, or words.
        tags: movements contained, held against what somebody leaves out.
        not_if: conditions that rule it out altogether.
        stop: when to stop, beside the rule that stands on every routine; may be empty.
        prescribed_by: who prescribed it; only for a routine of the person's own.
        times: clock times (``HH:MM``) a prescribed routine asks for.
    """

    id: str
    title: str
    set: Group
    purpose: str
    regions: tuple[str, ...]
    place: tuple[Place, ...]
    steps: tuple[Step, ...]
    frames: Mapping[str, Mapping[str, Any]]
    status: str
    reviewed: date
    space: str = "none"
    clothes: str = "any"
    discreet: bool = False
    dose: str = ""
    easier: str = ""
    seated: str = "self"
    tags: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    stop: str = ""
    sources: tuple[str, ...] = ()
    prescribed_by: str = ""
    times: tuple[str, ...] = field(default=())

    def seconds(self, level: int = 1) -> float:
        """How long it takes at that level, getting ready not counted."""
        return sum(step.seconds(level) for step in self.steps)

    @property
    def grows(self) -> bool:
        """Whether its dose can be raised at all."""
        return self.seconds(LEVELS[-1]) > self.seconds()

    @property
    def family(self) -> str:
        """The kind of pose it starts from: two routines of one family feel alike."""
        for step in self.steps:
            for name in step.show:
                frame = self.frames.get(name, {})
                return str(frame.get("base") or frame.get("view") or "").removesuffix("_front")
        return ""

    @property
    def on_chair(self) -> bool:
        """Whether it can be done without leaving the chair."""
        return Place.CHAIR in self.place

    def as_dict(self) -> dict[str, Any]:
        """The routine as in its file, fit for JSON: what a card carries."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        plain["set"] = self.set.value
        plain["place"] = [each.value for each in self.place]
        plain["reviewed"] = self.reviewed.isoformat()
        plain["frames"] = {name: dict(frame) for name, frame in self.frames.items()}
        plain["steps"] = [_step_as_dict(step) for step in self.steps]
        for key in ("regions", "tags", "not_if", "sources", "times"):
            plain[key] = list(plain[key])
        return plain


def _step_as_dict(step: Step) -> dict[str, Any]:
    plain = {each.name: getattr(step, each.name) for each in fields(step)}
    plain["side"] = step.side.value
    plain["show"] = list(step.show)
    return {key: value for key, value in plain.items() if value is not None}
