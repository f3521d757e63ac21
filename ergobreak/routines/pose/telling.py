"""What a screen reader is told about a step's picture, as plain values; the sentences are made where words are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ergobreak.routines.pose.grammar import FacePose, HandPose, Pose, Rests, View
from ergobreak.routines.pose.plane import arc_between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.routines.pose.film import Film

BENT = 12.0  # degrees between lower and upper spine from which a back is rounded or arched
LEANING = 15.0  # degrees from upright
NODDING = 15.0  # degrees between upper spine and neck
FINGERS_BENT = 45.0  # degrees in the knuckles, or in the middle joints, that are seen as bent
TIPS_BENT = 30.0  # degrees in the last joints: a fist, not a flat one


class Seen(StrEnum):
    """The kind of picture."""

    SIDE = "side"
    FRONT = "front"
    ABOVE = "above"
    HAND = "hand"
    EYES = "eyes"


class Place(StrEnum):
    """Where the body is."""

    CHAIR = "chair"
    STANDING = "standing"
    KNEELING = "kneeling"
    LYING = "lying"
    FLOOR = "floor"
    NOWHERE = ""


class State(StrEnum):
    """What the last frame looks like."""

    BACK_ROUNDED = "back_rounded"
    BACK_ARCHED = "back_arched"
    LEANING_FORWARD = "leaning_forward"
    LEANING_BACK = "leaning_back"
    LEANING_ASIDE = "leaning_aside"
    TURNED = "turned"
    HEAD_DOWN = "head_down"
    HEAD_UP = "head_up"
    HEAD_TIPPED = "head_tipped"
    HEAD_TURNED = "head_turned"
    EYES_CLOSED = "eyes_closed"
    HOOK = "hook"
    FIST = "fist"
    TABLE_TOP = "table_top"
    FLAT_FIST = "flat_fist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One picture in values: from where, where, how it ends, what moves (``back``, ``arms``, ``leg``, ...)."""

    seen: Seen
    place: Place
    states: tuple[State, ...]
    moving: tuple[str, ...]
    mirrored: bool = False


def tell(film: Film, step: Mapping[str, Any], *, mirrored: bool = False) -> Told:
    """What a step's picture shows when its last frame is reached."""
    shown = [name for name in step.get("show", ()) if name in film.poses] or [next(iter(film.poses))]
    last = shown[-1]
    before = next((name for name in reversed(shown[:-1]) if name != last), None)
    parts = film.accents(before, last) if before is not None else frozenset()
    return describe(film, last, parts, mirrored=mirrored)


def describe(film: Film, name: str, parts: frozenset[str], *, mirrored: bool = False) -> Told:
    """What one frame shows, with these parts moving."""
    pose = film.poses[name]
    moving = _moving(parts)
    if isinstance(pose, HandPose):
        return Told(seen=Seen.HAND, place=Place.NOWHERE, states=_hand(pose), moving=moving, mirrored=mirrored)
    if isinstance(pose, FacePose):
        shut = (State.EYES_CLOSED,) if pose.lids < 0.2 else ()  # noqa: PLR2004 - as good as shut
        return Told(seen=Seen.EYES, place=Place.NOWHERE, states=shut, moving=moving, mirrored=mirrored)
    seen = Seen.ABOVE if pose.from_above else Seen(pose.view.value)
    return Told(seen=seen, place=_place(pose), states=tuple(_states(pose)), moving=moving, mirrored=mirrored)


def _hand(pose: HandPose) -> tuple[State, ...]:
    """The shape of bent fingers: a hand at rest has none."""
    if pose.mcp + pose.pip <= FINGERS_BENT:
        return ()
    if pose.pip < FINGERS_BENT:
        return (State.TABLE_TOP,)
    if pose.mcp < FINGERS_BENT:
        return (State.HOOK,)
    return (State.FIST if pose.dip >= TIPS_BENT else State.FLAT_FIST,)


def _place(pose: Pose) -> Place:
    if pose.rests is Rests.FLOOR:
        return Place.FLOOR if abs(arc_between(90.0, pose.lo)) < 45.0 else Place.LYING  # noqa: PLR2004 - half upright
    return {Rests.SEAT: Place.CHAIR, Rests.FEET: Place.STANDING, Rests.KNEES: Place.KNEELING}[pose.rests]


def _states(pose: Pose) -> list[State]:
    states: list[State] = []
    bend = arc_between(pose.lo, pose.hi)
    lean = arc_between(90.0, pose.hi)
    upright = pose.rests in {Rests.SEAT, Rests.FEET}
    if pose.view is View.SIDE:
        if abs(bend) >= BENT:
            states.append(State.BACK_ROUNDED if bend < 0.0 else State.BACK_ARCHED)
        elif upright and abs(lean) >= LEANING:
            states.append(State.LEANING_FORWARD if lean < 0.0 else State.LEANING_BACK)
        nod = arc_between(pose.hi, pose.nk)
        if abs(nod) >= NODDING:
            states.append(State.HEAD_DOWN if nod < 0.0 else State.HEAD_UP)
    else:
        if abs(lean) >= LEANING - 3.0:
            states.append(State.LEANING_ASIDE)
        if abs(arc_between(pose.hi, pose.nk)) >= NODDING:
            states.append(State.HEAD_TIPPED)
    if abs(pose.trunk_turn) >= LEANING:
        states.append(State.TURNED)
    elif abs(pose.head_turn) >= LEANING:
        states.append(State.HEAD_TURNED)
    return states


def _moving(parts: frozenset[str]) -> tuple[str, ...]:
    names: list[str] = ["back"] if "trunk" in parts else []
    names += [name for name in ("head", "fingers", "thumb", "lids", "gaze") if name in parts]
    for limb in ("arm", "leg"):
        count = len(parts & {f"{limb}0", f"{limb}1"})
        names += [limb if count == 1 else f"{limb}s"] if count else []
    return tuple(names)
