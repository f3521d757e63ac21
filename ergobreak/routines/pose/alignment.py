"""Bring the key frames of one routine to one place: one floor, chair, desk, wall, and contacts that stay.

Theory. The first frame of a view is the reference. Every later frame is first moved sideways, so that the joint
both share (a planted foot, a knee, the nape, else the base pose's anchor) is where the reference has it. Then
each contact that lies close to the reference's own is put exactly there. Furniture is placed by the first frame
that shows it; hands are then put on it. Walking has no fixed point but the pelvis.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import asin, cos, degrees, radians
from typing import TYPE_CHECKING

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.grammar import AnyPose, Pose, Rests, View
from ergobreak.routines.pose.plane import Point, arc_between
from ergobreak.routines.pose.skeleton import Skeleton, build, sole
from ergobreak.routines.pose.stance import Stance, plant, reach, stand, toe_down

if TYPE_CHECKING:
    from collections.abc import Mapping

STRIDE = 20.0  # degrees both thighs turn, one forward and one back, when walking
DESK_DEPTH = 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands still while the body moves. ``None``: not in this routine."""

    chair: Point | None = None  # the hip joint of who sits on it
    desk: tuple[float, float] | None = None  # front edge, top
    wall: float | None = None
    door: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A key frame brought to its place."""

    stance: Stance
    raw: Pose
    furniture: Furniture

    @property
    def scenery(self) -> tuple[View, bool]:
        """Frames of the same scenery move into each other; others are cut."""
        return self.raw.view, self.raw.from_above


def strides(one: Pose, other: Pose) -> bool:
    """Whether two poses are the two halves of a walk."""
    if one.view is not View.SIDE or one.rests is not Rests.FEET or other.rests is not Rests.FEET:
        return False
    near = arc_between(one.legs[0].turns[0], other.legs[0].turns[0])
    far = arc_between(one.legs[1].turns[0], other.legs[1].turns[0])
    return near * far < 0.0 and min(abs(near), abs(far)) >= STRIDE


def place_all(poses: Mapping[str, AnyPose]) -> dict[str, Placed]:
    """Every body among the key frames, in its place."""
    bodies = {name: pose for name, pose in poses.items() if isinstance(pose, Pose)}
    placed: dict[str, Placed] = {}
    for scenery in dict.fromkeys((pose.view, pose.from_above) for pose in bodies.values()):
        group = {name: pose for name, pose in bodies.items() if (pose.view, pose.from_above) == scenery}
        stances: dict[str, Stance] = {}
        furniture = Furniture()
        for name, pose in group.items():
            stance = stand(pose, lap=_has_lap(list(stances.values())))
            if stances:
                stance = _beside(stance, list(stances.values()))
            furniture = _furnish(furniture, stance, pose)
            stances[name] = _hands_on(stance, pose, furniture, list(stances.values()))
        placed |= {name: Placed(stance=stances[name], raw=pose, furniture=furniture) for name, pose in group.items()}
    return placed


def _has_lap(earlier: list[Stance]) -> bool:
    """Hands that the first seated frame holds in the air stay in the air."""
    seated = [each for each in earlier if "seat" in each.contacts]
    return not seated or "hand0" in seated[0].contacts


def _beside(stance: Stance, earlier: list[Stance]) -> Stance:
    first = earlier[0]
    pose = stance.body.pose
    if any(strides(each.body.pose, pose) for each in earlier):
        return _moved(stance, first.body.pelvis[0] - stance.body.pelvis[0])
    if "doorframe" in pose.props:
        return _moved(stance, first.body.arms[0][1][0] - stance.body.arms[0][1][0])
    shared = first.contacts & stance.contacts
    for contact in ("neck", "seat", "knee0", "knee1", "foot0", "foot1"):
        if contact in shared and (pose.view is View.SIDE or contact == "seat"):
            if contact.startswith("foot"):
                shift = _foot_mark(first, contact) - _foot_mark(stance, contact)
            else:
                shift = first.place(contact)[0] - stance.place(contact)[0]
            return _settled(_moved(stance, shift), first)
    if pose.view is View.FRONT:
        middle = [sum(leg[1][0] for leg in each.body.legs) / 2.0 for each in (first, stance)]
        return _settled(_moved(stance, middle[0] - middle[1]), first)
    return _settled(_moved(stance, first.body.legs[0][1][0] - stance.body.legs[0][1][0]), first)


def _foot_mark(stance: Stance, contact: str) -> float:
    """Where the toes of a foot are, or would be were it flat: heels rise, toes stay."""
    side = int(contact[-1])
    _, ankle, toe = stance.body.legs[side]
    if stance.body.pose.view is View.FRONT:
        return ankle[0]
    return toe[0] if toe_down(stance.body.pose, side) else ankle[0] + shape.LEG_SIDE[2]


def _moved(stance: Stance, dx: float) -> Stance:
    body = stance.body
    return Stance(body=build(body.pose, (body.pelvis[0] + dx, body.pelvis[1])), contacts=stance.contacts)


def _settled(stance: Stance, first: Stance) -> Stance:
    """Contacts close to the reference's own are put exactly there."""
    body = stance.body
    for contact in sorted(first.contacts & stance.contacts):
        side = int(contact[-1]) if contact[-1].isdigit() else -1
        if side < 0 or contact.startswith("knee"):
            continue
        if contact.startswith("hand"):
            there, here = first.place(contact), stance.place(contact)
            if abs(there[0] - here[0]) <= shape.SAME_PLACE:
                body = reach(body, side, there, first.body.pose.arms[side].turns[2])
            continue
        shift = _foot_mark(first, contact) - _foot_mark(Stance(body=body, contacts=stance.contacts), contact)
        if 0.0 < abs(shift) <= shape.SAME_PLACE:
            ankle = body.legs[side][1]
            body = plant(body, side, (ankle[0] + shift, ankle[1]))
            low = sole(body, side)
            body = plant(body, side, (ankle[0] + shift, body.legs[side][1][1] - low))
    return Stance(body=body, contacts=stance.contacts)


def _furnish(furniture: Furniture, stance: Stance, pose: Pose) -> Furniture:
    chair, desk, wall, door = furniture.chair, furniture.desk, furniture.wall, furniture.door
    _, wrist, tip = stance.body.arms[0]
    if chair is None and pose.rests is Rests.SEAT:
        chair = stance.body.pelvis
    if pose.view is View.SIDE:
        if desk is None and "desk" in pose.props:
            desk = (min(wrist[0] - 3.0, tip[0] - 7.0), min(wrist[1], tip[1]) - shape.WRIST_R)
        if wall is None and "wall" in pose.props:
            wall = max(wrist[0], tip[0]) + shape.WRIST_R
        if door is None and "doorframe" in pose.props:
            door = wrist[0]
    return Furniture(chair=chair, desk=desk, wall=wall, door=door)


def _hands_on(stance: Stance, pose: Pose, furniture: Furniture, earlier: list[Stance]) -> Stance:
    body, contacts = stance.body, set(stance.contacts)
    if furniture.desk is not None and "desk" in pose.props:
        edge, top = furniture.desk
        head = body.head
        over = edge - shape.HEAD_R < head[0] and head[1] - shape.HEAD_R < top + 2.0
        if over:  # the forehead rests on the arms, not inside the table
            body = _head_clear(body.pose, body.pelvis, top + shape.HEAD_R + 2.4)
        for side in (0, 1):
            wrist = body.arms[side][1]
            if wrist[0] < edge + 1.0 or abs(wrist[1] - top) > 3.0 * shape.PIN_REACH:
                continue
            target = (wrist[0], top + shape.WRIST_R)
            before = [each.place(f"hand{side}") for each in earlier if f"hand{side}" in each.contacts]
            target = next((each for each in before if abs(each[0] - target[0]) <= shape.SAME_PLACE), target)
            stance = Stance(body=reach(body, side, target, 0.0), contacts=frozenset(contacts))
            body, contacts = stance.body, contacts | {f"hand{side}"}
    if furniture.wall is not None and "wall" in pose.props:
        for side in (0, 1):
            if abs(cos(radians(body.pose.arms[side].turns[2]))) > 0.5:  # noqa: PLR2004 - a flat hand stands upright
                continue
            before = [each.place(f"hand{side}") for each in earlier if f"hand{side}" in each.contacts]
            target = before[0] if before else (furniture.wall - shape.WRIST_R, body.arms[side][1][1])
            body = reach(body, side, target, 86.0)
            contacts.add(f"hand{side}")
    return Stance(body=body, contacts=frozenset(contacts))


def _head_clear(pose: Pose, pelvis: Point, height: float) -> Skeleton:
    """The same body with the neck turned up until the middle of the head is this high."""
    neck = build(pose, pelvis).neck
    rise = min(1.0, max(-1.0, (height - neck[1]) / shape.NECK))
    return build(replace(pose, nk=degrees(asin(rise)) % 360.0), pelvis)
