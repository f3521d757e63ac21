"""The move from one key frame to the next: angles by the shorter arc, contacts held, nothing through the floor.

Theory. Both ends are solved stances, so only the way between is open. Angles turn by the shorter arc. The root of
the move is what both ends share: a knee on the floor, a planted foot, the nape, the seat; the pelvis follows from
it, so that bodies swing about what carries them. Other shared contacts are met by inverse kinematics. A foot that
stands in two different places takes a step: the near foot in the first half, the far foot in the second.
"""

from __future__ import annotations

from dataclasses import replace
from math import pi, sin

from ergobreak.routines.pose.alignment import Placed, strides
from ergobreak.routines.pose.grammar import Limb, Pose, Rests, View
from ergobreak.routines.pose.plane import Point, apart, arc_between, ease, minus, mix, mix_points, plus
from ergobreak.routines.pose.skeleton import Skeleton, bend_of, build, lowest, put_ankle, sole
from ergobreak.routines.pose.stance import Stance, reach, toe_down

HALF_TURN = 150.0  # beyond this the shorter arc is a matter of chance: arms go out and forward, never through the body
STEP = 4.0  # units between two stands of a foot from which it is lifted
KNEE_LIFT = 42.0  # degrees a walking knee bends more in mid-step


def between(one: Placed, other: Placed, share: float) -> Stance:
    """The stance at ``share`` (0 to 1, already eased) of the way from one frame to the other."""
    if share <= 0.0:
        return one.stance
    if share >= 1.0:
        return other.stance
    start, end = one.stance, other.stance
    walking = strides(start.body.pose, end.body.pose)
    pose = _blend(start.body.pose, end.body.pose, share, walking=walking)
    shared = start.contacts & end.contacts
    if walking:
        body = build(pose, mix_points(start.body.pelvis, end.body.pelvis, share))
        low = min(sole(body, 0), sole(body, 1))
        return Stance(body=build(pose, (body.pelvis[0], body.pelvis[1] - low)), contacts=frozenset())
    if one.furniture.door is not None and one.furniture.door == other.furniture.door:
        pose = _through_door(pose, start, end, share)
    feet = {side: _ankle_at(start, end, side, share, pose) for side in (0, 1) if f"foot{side}" in shared}
    body = build(pose, _root(pose, start, end, share, feet))
    for side, ankle in feet.items():
        body = put_ankle(body, side, ankle)
    body = _above_floor(body, feet)
    for side in (0, 1):
        if f"hand{side}" in shared:
            body = _hold_hand(body, start, end, side, share)
    return Stance(body=body, contacts=shared)


def _blend(one: Pose, other: Pose, share: float, *, walking: bool) -> Pose:
    def turned(start: float, end: float) -> float:
        return (start + arc_between(start, end) * share) % 360.0

    def limb(start: Limb, end: Limb, side: int, *, arm: bool) -> Limb:
        turns = [
            (first + _arm_arc(first, second, one.view, side) * share) % 360.0 if arm else turned(first, second)
            for first, second in zip(start.turns, end.turns, strict=True)
        ]
        if walking and not arm and arc_between(start.turns[0], end.turns[0]) > 0.0:
            lift = sin(pi * share)
            turns = [turns[0] + 14.0 * lift, turns[1] - KNEE_LIFT * lift, turns[2] - 20.0 * lift]
        seen = [mix(first, second, share) for first, second in zip(start.seen, end.seen, strict=True)]
        return replace(start, turns=(turns[0], turns[1], turns[2]), seen=(seen[0], seen[1], seen[2]))

    return replace(
        other,
        lo=turned(one.lo, other.lo),
        hi=turned(one.hi, other.hi),
        nk=turned(one.nk, other.nk),
        los=mix(one.los, other.los, share),
        arms=(limb(one.arms[0], other.arms[0], 0, arm=True), limb(one.arms[1], other.arms[1], 1, arm=True)),
        legs=(limb(one.legs[0], other.legs[0], 0, arm=False), limb(one.legs[1], other.legs[1], 1, arm=False)),
        shoulder=mix_points(one.shoulder, other.shoulder, share),
        head=mix_points(one.head, other.head, share),
        trunk_turn=mix(one.trunk_turn, other.trunk_turn, share),
        head_turn=mix(one.head_turn, other.head_turn, share),
    )


def _arm_arc(start: float, end: float, view: View, side: int) -> float:
    arc = arc_between(start, end)
    if abs(arc) < HALF_TURN:
        return arc
    outward = 180.0 if view is View.FRONT and side == 1 else 0.0
    other = arc - 360.0 if arc > 0.0 else arc + 360.0

    def passes(turn: float) -> bool:
        low, high = sorted((start, start + turn))
        return any(low <= outward + 360.0 * lap <= high for lap in (-1, 0, 1, 2))

    return arc if passes(arc) or not passes(other) else other


def _root(pose: Pose, start: Stance, end: Stance, share: float, feet: dict[int, Point]) -> Point:
    shared = start.contacts & end.contacts
    loose = build(pose, (0.0, 0.0))
    for contact in ("neck", "knee0", "knee1"):
        if contact in shared:
            held = Stance(body=loose, contacts=shared).place(contact)
            return minus(mix_points(start.place(contact), end.place(contact), share), held)
    straight = mix_points(start.body.pelvis, end.body.pelvis, share)
    if "seat" in shared or not feet:
        return straight
    steady = min(feet, key=lambda side: (_step(start, end, side), side))
    if _step(start, end, steady) > STEP:
        return straight
    return minus(feet[steady], loose.legs[steady][1])


def _step(start: Stance, end: Stance, side: int) -> float:
    return abs(start.place(f"foot{side}")[0] - end.place(f"foot{side}")[0])


def _ankle_at(start: Stance, end: Stance, side: int, share: float, pose: Pose) -> Point:
    one, other = start.body.legs[side], end.body.legs[side]
    if _step(start, end, side) > STEP and not (toe_down(start.body.pose, side) ^ toe_down(end.body.pose, side)):
        strides_out = start.body.pose.view is View.SIDE and start.body.pose.rests is Rests.FEET
        own = share * 2.0 - side if strides_out else share
        own = ease(min(1.0, max(0.0, own)))
        ankle = mix_points(one[1], other[1], own)
        return ankle[0], ankle[1] + 3.5 * sin(pi * own)
    ankle = mix_points(one[1], other[1], share)
    if toe_down(start.body.pose, side) or toe_down(end.body.pose, side):
        loose = build(pose, (0.0, 0.0)).legs[side]
        toe = mix_points(one[2], other[2], share)
        ankle = plus(toe, minus(loose[1], loose[2]))
    return ankle


def _above_floor(body: Skeleton, feet: dict[int, Point]) -> Skeleton:
    pose = body.pose
    if pose.from_above:
        return body
    for side in (0, 1):
        low = sole(body, side)
        if low < 0.0 or (side in feet and abs(low) < 1.0 and pose.view is View.SIDE):
            ankle = body.legs[side][1]
            body = put_ankle(body, side, (ankle[0], ankle[1] - low))
    low = lowest(body)
    carried = pose.rests in {Rests.FLOOR, Rests.KNEES}
    if low < 0.0 or (carried and not feet and low > 0.0):
        body = build(body.pose, (body.pelvis[0], body.pelvis[1] - low))
    return body


def _hold_hand(body: Skeleton, start: Stance, end: Stance, side: int, share: float) -> Skeleton:
    bends = [bend_of(each.body.pose, each.body.pose.arms[side], side, arm=True) for each in (start, end)]
    if bends[0] != bends[1]:
        return body
    name = f"hand{side}"
    target = mix_points(start.place(name), end.place(name), share)
    hand = body.pose.arms[side].turns[2]
    return reach(body, side, target, hand, bend=bends[0])


def _through_door(pose: Pose, start: Stance, end: Stance, share: float) -> Pose:
    """The upper arm turns towards the viewer while one steps through: it is seen shorter, its hand stays."""
    arms = []
    for side in (0, 1):
        one, other = start.body.pose.arms[side].turns, end.body.pose.arms[side].turns
        if abs(arc_between(one[0], other[0])) < HALF_TURN:
            arms.append(pose.arms[side])
            continue
        along = 1.0 - 2.0 * share
        arms.append(
            Limb(
                turns=(one[0] if along > 0.0 else other[0], pose.arms[side].turns[1], one[2]),
                seen=(max(0.02, abs(along)), 1.0, 1.0),
            )
        )
    return replace(pose, arms=(arms[0], arms[1]))


def effort(one: Placed, other: Placed) -> float:
    """The largest turn of any part, in degrees: long moves are shown more slowly."""
    first, second = one.stance.body.pose, other.stance.body.pose
    turns = [abs(arc_between(getattr(first, key), getattr(second, key))) for key in ("lo", "hi", "nk")]
    for here, there in zip((*first.arms, *first.legs), (*second.arms, *second.legs), strict=True):
        turns += [abs(arc_between(a, b)) for a, b in zip(here.turns, there.turns, strict=True)]
    turns += [abs(first.trunk_turn - second.trunk_turn), abs(first.head_turn - second.head_turn)]
    return max(turns, default=0.0) + 2.0 * apart(one.stance.body.pelvis, other.stance.body.pelvis)
