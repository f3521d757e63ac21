"""From a pose and a place to joints, and what of them is lowest.

A chain starts at the pelvis (spine, legs) or at a shoulder (arms). The skeleton knows thickness only through
``lowest`` and ``sole``: the floor carries outlines, not joints.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.grammar import Limb, Pose, View
from ergobreak.routines.pose.plane import Point, arc_between, minus, plus, towards, two_bones, walk

Chain = tuple[Point, Point, Point]  # elbow, wrist, finger tip; or knee, ankle, toe

NEARLY_STRAIGHT = 4.0  # degrees: too little to say on which side a joint bends


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """Joints of one body in figure units, floor at 0."""

    pose: Pose
    pelvis: Point
    mid: Point
    neck: Point
    head: Point
    shoulders: tuple[Point, Point]
    arms: tuple[Chain, Chain]
    hips: tuple[Point, Point]
    legs: tuple[Chain, Chain]


def build(pose: Pose, pelvis: Point) -> Skeleton:
    """The joints of a pose whose pelvis stands at this point."""
    mid = walk(pelvis, pose.lo, shape.LOWER_SPINE * pose.los)
    neck = walk(mid, pose.hi, shape.UPPER_SPINE)
    head = plus(walk(neck, pose.nk, shape.NECK), pose.head)
    base = plus(walk(neck, pose.hi + 180.0, shape.SHOULDER_DROP), pose.shoulder)
    shoulders, hips, leg = (base, base), (pelvis, pelvis), shape.LEG_SIDE
    if pose.view is View.FRONT:
        out = towards(pose.hi - 90.0, shape.HALF_SHOULDERS * cos(radians(pose.trunk_turn)))
        shoulders = (plus(base, out), minus(base, out))
        hips = ((pelvis[0] + shape.HALF_HIPS, pelvis[1]), (pelvis[0] - shape.HALF_HIPS, pelvis[1]))
        leg = shape.LEG_FRONT
    elif pose.trunk_turn:
        shift = towards(pose.hi - 90.0, 3.0 if pose.trunk_turn > 0 else -3.0)
        shoulders = (plus(base, shift), minus(base, shift))
    return Skeleton(
        pose=pose,
        pelvis=pelvis,
        mid=mid,
        neck=neck,
        head=head,
        shoulders=shoulders,
        arms=(chain(shoulders[0], pose.arms[0], shape.ARM), chain(shoulders[1], pose.arms[1], shape.ARM)),
        hips=hips,
        legs=(chain(hips[0], pose.legs[0], leg), chain(hips[1], pose.legs[1], leg)),
    )


def chain(root: Point, limb: Limb, lengths: tuple[float, float, float]) -> Chain:
    """The three joints beyond ``root``."""
    first = walk(root, limb.turns[0], lengths[0] * limb.seen[0])
    second = walk(first, limb.turns[1], lengths[1] * limb.seen[1])
    return first, second, walk(second, limb.turns[2], lengths[2] * limb.seen[2])


def leg_lengths(pose: Pose) -> tuple[float, float, float]:
    """Thigh, shin and foot as long as this view shows them."""
    return shape.LEG_FRONT if pose.view is View.FRONT else shape.LEG_SIDE


def foot_circles(ankle: Point, toe: Point, pose: Pose, turn: float) -> tuple[tuple[Point, float], tuple[Point, float]]:
    """Heel and toe as they are drawn: the toe is thinner, so it is dropped until the sole is one flat line."""
    if pose.view is View.FRONT:
        return (ankle, shape.HEEL_R), (toe, shape.TOE_R)
    sole = turn - 90.0 if cos(radians(turn)) >= 0.0 else turn + 90.0
    return (
        (walk(ankle, turn + 180.0, 1.0), shape.HEEL_R),
        (walk(toe, sole, shape.HEEL_R - shape.TOE_R), shape.TOE_R),
    )


def sole(skeleton: Skeleton, side: int) -> float:
    """The height of the lowest point of a foot."""
    _, ankle, toe = skeleton.legs[side]
    heel, tip = foot_circles(ankle, toe, skeleton.pose, skeleton.pose.legs[side].turns[2])
    return min(heel[0][1] - heel[1], tip[0][1] - tip[1])


def lowest(skeleton: Skeleton) -> float:
    """The height of the lowest outline of the whole body."""
    circles = [
        (skeleton.pelvis, shape.TRUNK_SIDE[0][1]),
        (skeleton.mid, shape.TRUNK_SIDE[2][1]),
        (skeleton.neck, shape.NECK_R),
        (skeleton.head, shape.HEAD_R),
    ]
    for arm in skeleton.arms:
        circles += zip(arm, (shape.ELBOW_R, shape.WRIST_R, shape.HAND_R), strict=True)
    for knee, _, _ in skeleton.legs:
        circles.append((knee, shape.KNEE_R))
    return min(*(point[1] - radius for point, radius in circles), sole(skeleton, 0), sole(skeleton, 1))


def with_arm(pose: Pose, side: int, turns: tuple[float, float, float]) -> Pose:
    """The pose with one arm in another direction."""
    arm = replace(pose.arms[side], turns=turns)
    return replace(pose, arms=(arm, pose.arms[1]) if side == 0 else (pose.arms[0], arm))


def with_leg(pose: Pose, side: int, turns: tuple[float, float, float]) -> Pose:
    """The pose with one leg in another direction."""
    leg = replace(pose.legs[side], turns=turns)
    return replace(pose, legs=(leg, pose.legs[1]) if side == 0 else (pose.legs[0], leg))


def bend_of(pose: Pose, limb: Limb, side: int, *, arm: bool) -> int:
    """On which side a joint bends: where the frame has it, or where it bends by nature when nearly straight."""
    turn = arc_between(limb.turns[0], limb.turns[1])
    if abs(turn) > NEARLY_STRAIGHT:
        return 1 if turn > 0 else -1
    if pose.view is View.SIDE:
        return 1 if arm else -1
    return -1 if side == 0 else 1


def put_ankle(skeleton: Skeleton, side: int, target: Point) -> Skeleton:
    """The same body with one ankle moved to ``target`` as far as the leg reaches."""
    pose = skeleton.pose
    leg, lengths = pose.legs[side], leg_lengths(pose)
    thigh, shin = two_bones(
        skeleton.hips[side],
        target,
        lengths[0] * leg.seen[0],
        lengths[1] * leg.seen[1],
        bend=bend_of(pose, leg, side, arm=False),
    )
    return build(with_leg(pose, side, (thigh, shin, leg.turns[2])), skeleton.pelvis)


def put_wrist(skeleton: Skeleton, side: int, target: Point, hand: float, *, bend: int = 0) -> Skeleton:
    """The same body with one wrist moved to ``target`` as far as the arm reaches, the hand pointing to ``hand``."""
    pose = skeleton.pose
    arm = pose.arms[side]
    upper, fore = two_bones(
        skeleton.shoulders[side],
        target,
        shape.ARM[0] * arm.seen[0],
        shape.ARM[1] * arm.seen[1],
        bend=bend or bend_of(pose, arm, side, arm=True),
    )
    return build(with_arm(pose, side, (upper, fore, hand)), skeleton.pelvis)
