"""A routine as the player runs it: get ready, each step with its time, what is said when, the end. Pure but for words.

The script is a plain value, made once when the player opens, so that the screen only counts and shows. A routine drawn
for the right side can be begun on the left: then the words "left" and "right" change places, and the side with them.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ergobreak.routines.model import Routine, Side, Step
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from datetime import date

READY_S = 5.0
HALF_WAY_FROM_S = 20.0  # shorter steps need no half-way mark
_SIDES = re.compile(r"\b(left|right|Left|Right)\b")
_OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
_SWAPPED = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH, Side.ALTERNATE: Side.ALTERNATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stretch of the script.

    Args:
        kind: ``ready``, ``step`` or ``done``.
        number: which step, from 1; 0 for the others.
        mirrored: whether the figure is drawn the other way round; when ``alternate``, every second repetition is.
        repetitions: how often, each ``each_s`` long; 1 for what is not repeated.
        spoken: what the voice says at its beginning; ``half_way`` at its middle, empty when it is short.
        next: the step that follows, in words.
    """

    kind: str
    seconds: float
    say: str
    number: int = 0
    cue: str = ""
    side: str = Side.BOTH.value
    side_words: str = ""
    mirrored: bool = False
    alternate: bool = False
    repetitions: int = 1
    each_s: float = 0.0
    show: tuple[str, ...] = ()
    spoken: str = ""
    half_way: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything the player needs."""

    id: str
    title: str
    level: int
    seconds: float
    lines: tuple[Line, ...]

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        plain = asdict(self)
        plain["lines"] = [line | {"show": list(line["show"])} for line in plain["lines"]]
        return plain


def script(
    routine: Routine,
    *,
    level: int = 1,
    half_range: bool = False,
    left_first: bool = False,
    breaks_today: int = 0,
) -> Script:
    """The script of a routine at a level.

    Args:
        half_range: only half the range: said with the first step.
        left_first: begin on the left.
        breaks_today: breaks already taken, for the last line.
    """
    steps = [swap_sides(each) if left_first else each for each in routine.steps]
    lines = [_ready(routine, half_range=half_range, first=steps[0])]
    for number, each in enumerate(steps, 1):
        following = steps[number].say if number < len(steps) else ""
        lines.append(_line(number, each, level, following))
    lines.append(_done(breaks_today + 1))
    return Script(
        id=routine.id, title=routine.title, level=level, seconds=sum(each.seconds for each in lines), lines=tuple(lines)
    )


def swap_sides(step: Step) -> Step:
    """The step for the other side, in words and picture."""
    return replace(step, say=_swap(step.say), cue=_swap(step.cue), side=_SWAPPED[step.side])


def begins_left(routine: Routine, day: date) -> bool:
    """Whether to begin on the left today: every second day, for what has a left and a right."""
    sided = {Side.LEFT, Side.RIGHT} <= {step.side for step in routine.steps}
    return sided and day.toordinal() % 2 == 1


def _swap(text: str) -> str:
    return _SIDES.sub(lambda found: _OTHER[found.group()], text)


def _ready(routine: Routine, *, half_range: bool, first: Step) -> Line:
    spoken = _("{title}. Get ready.").format(title=_(routine.title))
    cue = _("Only half the range today.") if half_range else ""
    return Line(
        kind="ready",
        seconds=READY_S,
        say=_("Get ready"),
        cue=cue,
        show=first.show[:1],
        mirrored=first.side is Side.LEFT,
        spoken=f"{spoken} {cue}".strip(),
        next=_(first.say),
    )


def _line(number: int, step: Step, level: int, following: str) -> Line:
    seconds = step.seconds(level)
    say, cue = _(step.say), _(step.cue) if step.cue else ""
    spoken = [say]
    if step.reps is not None:
        count = step.repetitions(level)
        spoken.append(ngettext("{n} time.", "{n} times.", count).format(n=count))
    if cue:
        spoken.append(cue)
    return Line(
        kind="step",
        number=number,
        seconds=seconds,
        say=say,
        cue=cue,
        side=step.side.value,
        side_words=_side_words(step.side),
        mirrored=step.side is Side.LEFT,
        alternate=step.side is Side.ALTERNATE,
        repetitions=step.repetitions(level),
        each_s=step.rs or seconds,
        show=step.show,
        spoken=" ".join(spoken),
        half_way=_("Half way.") if seconds >= HALF_WAY_FROM_S else "",
        next=_(following) if following else "",
    )


def _side_words(side: Side) -> str:
    return {Side.LEFT: _("Left side"), Side.RIGHT: _("Right side"), Side.ALTERNATE: _("Both sides in turn")}.get(
        side, ""
    )


def _done(breaks: int) -> Line:
    said = ngettext("{n} break today.", "{n} breaks today.", breaks).format(n=breaks)
    return Line(kind="done", seconds=0.0, say=said, spoken=_("Done. {breaks}").format(breaks=said))
