"""What a routine is: the shape of one file in ``library/``, and how long it takes.

A routine is data with sources and a review date. The names here are the keys of its file, so that a reviewer who reads
the file needs no translation. Frames stay plain tables: their grammar belongs to the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
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
class Easier:
    """What the easier form of a step asks: whatever is given takes the place of the step's own.

    Args:
        reps: repetitions, each ``rs`` seconds long (empty: as long as usual).
        s: one stretch of time, whatever the step's own form is.
        show: other frames.
        skip: the easier form leaves the step out.
    """

    reps: int | None = None
    rs: float | None = None
    s: float | None = None
    show: tuple[str, ...] = ()
    skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do.

    Exactly one of three forms gives its time: ``s`` seconds; a ``hold`` that may grow to ``max_hold``; or ``reps``
    repetitions of ``rs`` seconds that may grow to ``max_reps``.

    Args:
        say: what to do, at most twenty words.
        cue: what is spoken or shown beside it; may be empty.
        show: names of frames, in order.
        easier: what the routine's easier form asks here; half the dose where it does not say.
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
    easier: Easier | None = None

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

    def at_level(self, level: int) -> Step:
        """The step as it is at that level, with nothing left to grow into."""
        hold = None if self.hold is None else self.seconds(level)
        reps = None if self.reps is None else self.repetitions(level)
        return replace(self, hold=hold, max_hold=None, reps=reps, max_reps=None)

    def easier_form(self) -> Step:
        """The smaller step: as the file says, else half the repetitions or half the hold; a plain stretch stays."""
        small, base = self.easier or Easier(), replace(self.at_level(LEVELS[0]), easier=None)
        base = replace(base, show=small.show or base.show)
        if small.s is not None:
            return replace(base, s=small.s, hold=None, reps=None, rs=None)
        if small.reps is not None:
            return replace(base, s=None, hold=None, reps=small.reps, rs=small.rs or base.rs)
        if base.reps is not None:
            return replace(base, reps=-(-base.reps // 2))
        return base if base.hold is None else replace(base, hold=base.hold / 2)


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

    def at_level(self, level: int) -> Routine:
        """The routine as it is at that level, with nothing left to grow into."""
        return replace(self, steps=tuple(each.at_level(level) for each in self.steps))

    @property
    def easier_steps(self) -> tuple[int, ...]:
        """The numbers, from 0, of the steps that the easier form keeps."""
        return tuple(number for number, each in enumerate(self.steps) if each.easier is None or not each.easier.skip)

    def easier_form(self) -> Routine:
        """The easier form: fewer repetitions, shorter holds, what is too much left out.

        Its words take the place of the cue beside the steps that ask for something else; beside all where none does.
        """
        pairs = [(each, each.easier_form()) for each in (self.steps[number] for number in self.easier_steps)]
        other = [each.easier is not None or each.seconds() != small.seconds() for each, small in pairs]
        told = other if any(other) else [True] * len(pairs)
        steps = (
            replace(small, cue=self.easier or small.cue) if say else small
            for (_each, small), say in zip(pairs, told, strict=True)
        )
        return replace(self, steps=tuple(steps))

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
    if step.easier is not None:
        small = {key: value for key, value in asdict(step.easier).items() if value not in {None, (), False}}
        plain["easier"] = small | ({"show": list(step.easier.show)} if step.easier.show else {})
    return {key: value for key, value in plain.items() if value is not None}
