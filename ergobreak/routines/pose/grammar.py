"""From a key frame as it stands in a routine file to a pose: every number present, the base pose filled in.

Theory. A frame names a base pose and says what differs. Angles are absolute directions, so a pose is the same
wherever the body stands; where it stands is found later (see ``stance``). If a frame gives only the near limb,
the far limb copies it. Three views cannot be drawn as a body: a hand in profile and a pair of eyes are poses of
their own.

``touch`` names what a hand holds where the angles alone cannot say so: ``touch = {an = "belly", af = "chest"}``;
``"none"`` leaves the hand in the air.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class View(StrEnum):
    """From where the body is seen."""

    SIDE = "side"
    FRONT = "front"


class Rests(StrEnum):
    """What carries the body."""

    FEET = "feet"
    KNEES = "knees"
    SEAT = "seat"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limb:
    """Three directions from the trunk outwards, and how much of each segment's length is seen."""

    turns: tuple[float, float, float]
    seen: tuple[float, float, float] = (1.0, 1.0, 1.0)
    touch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A whole body's directions. ``arms`` and ``legs``: near then far (side view), picture-right then -left (front)."""

    view: View
    rests: Rests
    anchor: str
    lo: float
    hi: float
    nk: float
    los: float
    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]
    shoulder: tuple[float, float] = (0.0, 0.0)
    head: tuple[float, float] = (0.0, 0.0)
    trunk_turn: float = 0.0
    head_turn: float = 0.0
    from_above: bool = False
    props: tuple[str, ...] = ()
    accent: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPose:
    """A hand in profile, palm down; bends in degrees, ``across`` 0 (thumb out) to 1."""

    wrist: float = 0.0
    mcp: float = 0.0
    pip: float = 0.0
    dip: float = 0.0
    across: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FacePose:
    """A pair of eyes: where they look, how far they are open, and a thumb held near."""

    gaze: tuple[float, float] = (0.0, 0.0)
    lids: float = 1.0
    squeeze: float = 0.0
    near: float = 0.0


AnyPose = Pose | HandPose | FacePose


def resolve(frame: Mapping[str, Any], bases: Mapping[str, Mapping[str, Any]]) -> AnyPose:
    """The pose a frame stands for.

    Raises:
        ValueError: the base is unknown or a limb has not three directions.
    """
    view = frame.get("view")
    if view == "hand":
        numbers = {key: float(frame.get(key, 0.0)) for key in ("wrist", "mcp", "pip", "dip")}
        return HandPose(**numbers, across=1.0 if frame.get("thumb", "out") == "across" else 0.0)
    if view == "face":
        return FacePose(
            gaze=_pair(frame.get("gaze", (0.0, 0.0))),
            lids=float(frame.get("lids", 1.0)),
            squeeze=float(frame.get("squeeze", 0.0)),
            near=float(frame.get("near", 0.0)),
        )
    name = frame.get("base", "")
    if name not in bases:
        message = f"no base pose is called {name!r}"
        raise ValueError(message)
    return _body(frame, bases[name])


def _body(frame: Mapping[str, Any], base: Mapping[str, Any]) -> Pose:
    both = {**base, **frame}
    view = View(both["view"])
    rests = Rests(both["rests"])
    anchor = str(both["anchor"])
    if rests is Rests.FLOOR:
        anchor = str(base["anchor"])  # who lies is held by the nape, whatever lifts
    if rests is Rests.SEAT and anchor == "ankle":
        rests = Rests.FEET  # on the way up: the seat no longer carries
    names = ("an", "af", "ln", "lf") if view is View.SIDE else ("aR", "aL", "lR", "lL")
    touch = both.get("touch", {})
    limbs = [_limb(name, frame, base, str(touch.get(name, ""))) for name in names]
    turn = both.get("turn", {})
    return Pose(
        view=view,
        rests=rests,
        anchor=anchor,
        lo=float(both["lo"]) % 360.0,
        hi=float(both["hi"]) % 360.0,
        nk=float(both["nk"]) % 360.0,
        los=float(both.get("los", 1.0)),
        arms=(limbs[0], limbs[1]),
        legs=(limbs[2], limbs[3]),
        shoulder=_pair(both.get("sh", (0.0, 0.0))),
        head=_pair(both.get("hd", (0.0, 0.0))),
        trunk_turn=float(turn.get("trunk", 0.0)),
        head_turn=float(turn.get("head", 0.0)),
        from_above=both.get("seen_from") == "above",
        props=tuple(both.get("props", ())),
        accent=tuple(both["accent"]) if "accent" in both else None,
    )


def _limb(name: str, frame: Mapping[str, Any], base: Mapping[str, Any], touch: str) -> Limb:
    near = {"af": "an", "lf": "ln"}.get(name, name)
    raw = frame.get(name, frame.get(near, base.get(name, base.get(near))))
    seen = frame.get(f"{name}s", base.get(f"{name}s", (1.0, 1.0, 1.0)))
    return Limb(turns=_three(name, raw), seen=_three(f"{name}s", seen, whole=False), touch=touch)


def _three(name: str, raw: Sequence[Any] | None, *, whole: bool = True) -> tuple[float, float, float]:
    if raw is None or len(raw) != 3:  # noqa: PLR2004 - a limb has three segments
        message = f"{name!r} needs three numbers"
        raise ValueError(message)
    first, second, third = (float(each) % 360.0 if whole else float(each) for each in raw)
    return first, second, third


def _pair(raw: Sequence[Any]) -> tuple[float, float]:
    return float(raw[0]), float(raw[1])
