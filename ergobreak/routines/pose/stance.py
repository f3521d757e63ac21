"""From a pose to a stance: where the body stands, and which of its parts carry it.

Theory. Angles alone leave a body floating: they come from a stick without thickness. So a stance is found in four
steps. The body is let down until what carries it touches the floor (a seat has its own fixed height). Feet and
hands within reach of the floor are put on it by two-bone inverse kinematics, bending where the frame bends; a
shin on the floor is laid flat. Hands that hover over a thigh, or behind a head, are put there. What then touches
something is a *contact*: two key frames that share a contact keep it in the same place, and the move between them
never lets it slide (see ``film``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import asin, cos, degrees, radians

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.grammar import Pose, Rests, View
from ergobreak.routines.pose.plane import (
    Point,
    apart,
    arc_between,
    heading,
    minus,
    mix,
    mix_points,
    plus,
    towards,
    walk,
)
from ergobreak.routines.pose.skeleton import Skeleton, build, lowest, put_ankle, put_wrist, sole, with_leg

FLAT_SHIN = 25.0  # degrees from level at which a shin near the floor lies on it
UPRIGHT = 90.0  # degrees
FLAT_SOLE = 20.0  # degrees a standing heel may rise before its foot counts as pushed off
GIRDLE = 3.0  # how far a loaded shoulder gives way towards its hand
BOWED = 60.0  # degrees of the lower spine under which a seated trunk leans on its arms
LEANS = 75.0  # degrees of the lower spine under which a seated hand hangs down to its leg
BENT = 15.0  # degrees from which a knee is bent
OVER_THIGH = 7.0  # a hand this far above a seated thigh rests on it
BY_HEAD = 10.0  # a wrist this near the middle of the head holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A body somewhere, and the names of its contacts (``foot0``, ``knee1``, ``hand0``, ``neck``, ``seat``)."""

    body: Skeleton
    contacts: frozenset[str]

    def place(self, contact: str) -> Point:
        """Where a contact is."""
        if contact in {"seat", "pelvis"}:
            return self.body.pelvis
        if contact == "neck":
            return self.body.neck
        side = int(contact[-1])
        if contact.startswith("hand"):
            return self.body.arms[side][1]
        return self.body.legs[side][0 if contact.startswith("knee") else 1]


def stand(pose: Pose, *, lap: bool = True) -> Stance:
    """The stance of a pose, its pelvis at 0 sideways; with ``lap`` false, hovering hands are not put on a thigh."""
    body = build(pose, (0.0, 0.0))
    stick = min(point[1] for limb in (*body.arms, *body.legs) for point in limb)
    near_floor = {
        f"hand{side}" for side in (0, 1) if body.arms[side][1][1] - stick <= _reach(pose) and pose.rests in _LOW
    }
    body = build(pose, (0.0, _height(body)))
    if pose.from_above:
        return Stance(body=body, contacts=frozenset())
    contacts: set[str] = set()
    for side in (0, 1):
        body, touched = _put_leg_down(body, side)
        contacts |= touched
    if pose.rests is Rests.SEAT:
        contacts.add("seat")
    if pose.rests is Rests.FLOOR:
        contacts.add("neck" if pose.anchor == "neck" else "seat")
    for side in (0, 1):
        touch = pose.arms[side].touch
        if f"hand{side}" in near_floor and touch in {"", "floor"}:
            body = reach(body, side, (body.arms[side][1][0], shape.WRIST_R), _level(pose.arms[side].turns[2]))
            contacts.add(f"hand{side}")
        elif touch != "none":
            body, held = _hold(body, side, touch, lap=lap)
            contacts |= {f"hand{side}"} if held else set()
    return Stance(body=body, contacts=frozenset(contacts))


_LOW = {Rests.KNEES, Rests.FLOOR}


def _reach(pose: Pose) -> float:
    if pose.rests is not Rests.FLOOR:
        return shape.PIN_REACH
    return shape.PIN_REACH_LYING if pose.anchor == "neck" else shape.PIN_REACH_SITTING


def _level(turn: float) -> float:
    return 0.0 if cos(radians(turn)) >= 0.0 else 180.0


def _height(body: Skeleton) -> float:
    pose = body.pose
    if pose.rests is Rests.SEAT:
        return shape.SEATED_FRONT if pose.view is View.FRONT else shape.SEATED_SIDE
    if pose.rests is Rests.KNEES:
        return shape.KNEE_R - min(knee[1] for knee, _, _ in body.legs)
    if pose.rests is Rests.FEET:
        return -min(sole(body, 0), sole(body, 1))
    return -lowest(body)


def _put_leg_down(body: Skeleton, side: int) -> tuple[Skeleton, set[str]]:
    pose = body.pose
    knee, ankle, _ = body.legs[side]
    thigh, shin, _foot = pose.legs[side].turns
    kneels = pose.rests is Rests.KNEES and knee[1] <= shape.KNEE_R + shape.PIN_REACH
    if kneels and abs(arc_between(180.0, shin)) <= FLAT_SHIN:
        flat = 180.0 + degrees(asin((shape.KNEE_R - shape.ANKLE_R) / shape.LEG_SIDE[1]))
        return build(with_leg(pose, side, (thigh, flat, 180.0)), body.pelvis), {f"knee{side}"}
    low = sole(body, side)
    under_seat = pose.rests is Rests.SEAT and low < 0.0
    if abs(low) > _foot_reach(pose) and not under_seat:
        return body, set()
    return plant(body, side, (ankle[0], ankle[1] - low)), {f"foot{side}"}


def _foot_reach(pose: Pose) -> float:
    return shape.PIN_REACH_LYING if pose.anchor == "neck" else shape.PIN_REACH


def plant(body: Skeleton, side: int, ankle: Point) -> Skeleton:
    """Put a foot on the floor at ``ankle``; where the leg is too short, the heel rises until the toes are down."""
    body = put_ankle(body, side, ankle)
    thigh, shin, foot = body.pose.legs[side].turns
    for _ in range(3):
        low = sole(body, side)
        if low <= 0.02 or body.pose.view is View.FRONT:  # noqa: PLR2004 - a fiftieth of a unit is not seen
            break
        foot -= degrees(asin(min(0.5, low / shape.LEG_SIDE[2])))
        body = build(with_leg(body.pose, side, (thigh, shin, foot)), body.pelvis)
    return body


def reach(body: Skeleton, side: int, target: Point, hand: float, *, bend: int = 0) -> Skeleton:
    """Put a wrist at ``target``; a shoulder gives way a little where the arm is too short."""
    gap = apart(body.shoulders[side], target) - 0.999 * (shape.ARM[0] + shape.ARM[1])
    if gap > 0.0:
        give = towards(heading(body.shoulders[side], target), min(GIRDLE, gap))
        body = build(replace(body.pose, shoulder=plus(body.pose.shoulder, give)), body.pelvis)
    return put_wrist(body, side, target, hand, bend=bend)


def _hold(body: Skeleton, side: int, touch: str, *, lap: bool) -> tuple[Skeleton, bool]:
    """Put a hand that hovers on what it is meant to hold; true when it then stays there through a move."""
    if touch in {"belly", "chest"}:
        return _on_trunk(body, side, touch), False
    if body.pose.view is View.FRONT:
        return _hold_front(body, side), False
    pose = body.pose
    _, wrist, tip = body.arms[side]
    if "box" in pose.props and pose.lo < LEANS + 5.0:
        down = (tip[0] + 1.0, shape.BOX_HALF * 2.0 - 1.0)
        line = heading(body.shoulders[side], down)
        return put_wrist(body, side, walk(down, line + 180.0, shape.ARM[2]), line), False
    by_head = apart(wrist, body.head) <= BY_HEAD and wrist[1] > body.neck[1] and pose.rests not in _LOW
    if touch == "head" or by_head:
        nape = walk(body.head, pose.nk + 122.0, shape.HEAD_R - 0.4)
        return put_wrist(body, side, nape, (pose.nk + 8.0) % 360.0), False
    sits = pose.rests is Rests.SEAT or (pose.rests is Rests.FLOOR and pose.anchor == "pelvis")
    if touch == "thigh" or (sits and lap and "desk" not in pose.props):
        return _on_leg(body, side, touch)
    return body, False


def _hold_front(body: Skeleton, side: int) -> Skeleton:
    pose = body.pose
    tip = body.arms[side][2]
    out = 1.0 if side == 0 else -1.0
    if "box" in pose.props:
        by_box = (body.pelvis[0] + out * 9.0, body.pelvis[1] + 5.0)
        return put_wrist(body, side, by_box, 270.0 - out * 40.0, bend=-1 if side == 0 else 1)
    across = (tip[0] - body.pelvis[0]) * out < -shape.HALF_HIPS
    if pose.rests is Rests.SEAT and pose.trunk_turn and across:
        target = mix_points(body.hips[1 - side], body.legs[1 - side][0], 0.6)
        return put_wrist(body, side, target, heading(body.shoulders[side], target))
    return body


def _on_leg(body: Skeleton, side: int, touch: str) -> tuple[Skeleton, bool]:
    """A hand over a thigh, or over a straight shin, is laid on it; a low trunk props its forearms on the thighs."""
    wrist = body.arms[side][1]
    hip = body.hips[side]
    knee, ankle, _ = max(body.legs, key=lambda leg: leg[0][1] if leg[0][1] < hip[1] + shape.KNEE_R else -1.0)
    along = minus(knee, hip)
    if along[0] <= 1.0 or abs(along[1]) > along[0]:
        return body, False
    bowed = (
        body.pose.lo < BOWED
        and wrist[0] > knee[0]
        and abs(arc_between(heading(hip, knee), heading(knee, ankle))) > BENT
    )
    if bowed:
        return reach(body, side, (knee[0] + 1.5, knee[1] + shape.KNEE_R + shape.WRIST_R), 330.0), True
    start, slack = (hip, shape.HIP_R), (knee, shape.KNEE_R)
    if wrist[0] > knee[0] + 3.0 and abs(arc_between(heading(hip, knee), heading(knee, ankle))) <= BENT:
        start, slack = (knee, shape.KNEE_R), (ankle, shape.ANKLE_R)
    span = slack[0][0] - start[0][0]
    share = (wrist[0] - start[0][0]) / span
    above = wrist[1] - _leg_top(start, slack, share) - shape.WRIST_R
    leans = body.pose.lo < LEANS and body.pose.arms[side].turns[1] > 270.0 and wrist[0] > hip[0]  # noqa: PLR2004 - hand below elbow
    if leans and above > OVER_THIGH:
        knee, _, _ = body.legs[side]
        start, slack, share = (hip, shape.HIP_R), (knee, shape.KNEE_R), 1.0
        span = knee[0] - hip[0]
    wanted = touch == "thigh" or leans or (0.05 <= share <= 1.05 and -2.0 <= above <= OVER_THIGH)  # noqa: PLR2004 - a lap
    if not wanted:
        return body, False
    share = min(max(share, 0.25), 0.8)
    top = (start[0][0] + span * share, _leg_top(start, slack, share))
    slope = heading(top, (slack[0][0], _leg_top(start, slack, 1.0)))
    return reach(body, side, (top[0], top[1] + shape.WRIST_R - 0.5), slope), True


def _leg_top(start: tuple[Point, float], end: tuple[Point, float], share: float) -> float:
    share = min(1.0, max(0.0, share))
    return mix(start[0][1], end[0][1], share) + mix(start[1], end[1], share)


def _on_trunk(body: Skeleton, side: int, touch: str) -> Skeleton:
    start, turn, share, half = (
        (body.pelvis, body.pose.lo, 0.55, 6.0) if touch == "belly" else (body.mid, body.pose.hi, 0.55, 6.3)
    )
    inner = walk(start, turn, shape.LOWER_SPINE * share)
    front = walk(inner, turn - 90.0, half + 0.6)
    hand = (turn + 95.0 if touch == "belly" else turn + 75.0) % 360.0
    wrist = plus(front, towards(hand + 180.0, 4.2))
    return put_wrist(body, side, wrist, hand)


def toe_down(pose: Pose, side: int) -> bool:
    """Whether a foot stands on its toes."""
    turn = arc_between(0.0, pose.legs[side].turns[2])
    return -UPRIGHT < turn < -FLAT_SOLE
