"""What makes a routine sound beyond the kind of each key: known words, honest steps, frames that exist.

Held against every packaged file by the tests, and against a file of one's own before it may reach a screen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ergobreak.routines.bases import base_poses
from ergobreak.routines.model import Group, Routine, Step
from ergobreak.routines.pose.grammar import resolve
from ergobreak.routines.reading import BadKeyError
from ergobreak.routines.tables import vocabulary
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOST_WORDS = 20
_ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def problems(routine: Routine, *, twins: Collection[str] = ()) -> Iterator[BadKeyError]:
    """Everything wrong with a routine whose keys are of the right kind.

    Args:
        twins: ids a seated twin may have.
    """
    if not _ID.fullmatch(routine.id):
        yield BadKeyError(("id",), _("small letters, digits and underscores are expected, such as my_stretch"))
    for key in ("title", "purpose", "status"):
        if not getattr(routine, key).strip():
            yield BadKeyError((key,), _("this text is empty"))
    for key in ("regions", "place", "steps", "frames"):
        if not getattr(routine, key):
            yield BadKeyError((key,), _("at least one is expected"))
    yield from _words(routine)
    yield from _twin(routine, twins)
    for number, time in enumerate(routine.times):
        if not _TIME.fullmatch(time):
            yield BadKeyError(("times", number), _("a time such as 14:30 is expected"))
    if routine.set is Group.PRESCRIBED and not routine.prescribed_by.strip():
        yield BadKeyError(("prescribed_by",), _("a prescribed routine names who prescribed it"))
    if not routine.easier_steps:
        yield BadKeyError(("steps",), _("the easier form leaves out every step"))
    for number, step in enumerate(routine.steps):
        yield from _step(("steps", number), step, routine.frames.keys())
    yield from _frames(routine)


def _words(routine: Routine) -> Iterator[BadKeyError]:
    known = vocabulary()
    for key, words in (("tags", known.tags), ("not_if", known.conditions), ("regions", known.regions)):
        for number, word in enumerate(getattr(routine, key)):
            if word not in words:
                yield BadKeyError((key, number), _("“{word}” is not a known word here").format(word=word))


def _twin(routine: Routine, twins: Collection[str]) -> Iterator[BadKeyError]:
    seated = routine.seated
    if seated == "self":
        if not routine.on_chair:
            yield BadKeyError(("seated",), _("“self” is for what can be done on a chair"))
    elif " " not in seated and seated not in twins:
        yield BadKeyError(("seated",), _("“self”, the id of a routine, or words are expected"))


def _step(where: tuple[str | int, ...], step: Step, frames: Collection[str]) -> Iterator[BadKeyError]:
    if not step.say.strip():
        yield BadKeyError((*where, "say"), _("this text is empty"))
    if len(step.say.split()) > MOST_WORDS:
        yield BadKeyError((*where, "say"), _("more than {most} words").format(most=MOST_WORDS))
    forms = [form for form in ("s", "hold", "reps") if getattr(step, form) is not None]
    if len(forms) != 1:
        yield BadKeyError(where, _("exactly one of s, hold and reps is expected"))
    for most, base in (("max_hold", step.hold), ("max_reps", step.reps)):
        value = getattr(step, most)
        if value is not None and (base is None or value < base):
            yield BadKeyError((*where, most), _("there is nothing this could grow from"))
    if (step.reps is None) != (step.rs is None):
        yield BadKeyError((*where, "rs"), _("reps and rs, the seconds of one repetition, go together"))
    if not step.show:
        yield BadKeyError((*where, "show"), _("at least one is expected"))
    for number, name in enumerate(step.show):
        if name not in frames:
            yield BadKeyError((*where, "show", number), _("there is no frame “{name}”").format(name=name))
    yield from _easier((*where, "easier"), step, frames)


def _easier(where: tuple[str | int, ...], step: Step, frames: Collection[str]) -> Iterator[BadKeyError]:
    small = step.easier
    if small is None:
        return
    if small.s is not None and small.reps is not None:
        yield BadKeyError(where, _("either s or reps is expected, not both"))
    if small.reps is not None and not (small.rs or step.rs):
        yield BadKeyError((*where, "reps"), _("reps and rs, the seconds of one repetition, go together"))
    for number, name in enumerate(small.show):
        if name not in frames:
            yield BadKeyError((*where, "show", number), _("there is no frame “{name}”").format(name=name))


def _frames(routine: Routine) -> Iterator[BadKeyError]:
    shown = {name for step in routine.steps for name in step.show}
    for name, frame in routine.frames.items():
        if name not in shown:
            yield BadKeyError(("frames", name), _("no step shows this frame"))
        for key in frame:
            if key not in _FRAME_KEYS:
                yield BadKeyError(("frames", name, key), _("this key is not known"))
        try:
            resolve(frame, base_poses())
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            yield BadKeyError(("frames", name), _("this cannot be drawn: {error}").format(error=error))


_FRAME_KEYS = frozenset(
    [
        "base",
        "view",
        "rests",
        "anchor",
        "seat",
        "seen_from",
        "lo",
        "hi",
        "nk",
        "los",
        "an",
        "af",
        "ln",
        "lf",
        "aR",
        "aL",
        "lR",
        "lL",
        "ans",
        "afs",
        "lns",
        "lfs",
        "aRs",
        "aLs",
        "lRs",
        "lLs",
        "sh",
        "hd",
        "turn",
        "props",
        "touch",
        "accent",
        "wrist",
        "mcp",
        "pip",
        "dip",
        "thumb",
        "gaze",
        "lids",
        "squeeze",
        "near",
    ]
)
