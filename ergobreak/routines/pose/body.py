"""A body as items: trunk, head, limbs, each cut free of what lies behind it.

Side view: far leg, far arm, trunk, neck, near leg, head, near arm; an arm that would cover the head goes under
it. Front view: legs, trunk, neck, arms, head; seated legs come towards the viewer, so they go over the trunk and
have larger knees.
"""

from __future__ import annotations

import itertools
from math import cos, radians, sin
from typing import TYPE_CHECKING

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.grammar import Rests, View
from ergobreak.routines.pose.outline import Outline, Pen, chain_of, curve_through, disc, ribbon
from ergobreak.routines.pose.plane import Point, distance_to_segment, mix_points, plus, towards, walk
from ergobreak.routines.pose.scene import Item, Role
from ergobreak.routines.pose.skeleton import Skeleton, foot_circles

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE_TURN = 25.0  # degrees of a head turn from which a nose is seen in the front view


class Painter:
    """Collects items and knows which of them a new part must be cut free of."""

    def __init__(self, accents: frozenset[str], start: int) -> None:
        self.items: list[Item] = []
        self._accents = accents
        self._start = start
        self._solid: list[int] = []

    def role(self, part: str, *, far: bool = False) -> Role:
        """The colour of a part."""
        if part in self._accents:
            return Role.MOVE_FAR if far else Role.MOVE
        return Role.FAR if far else Role.BODY

    def part(self, name: str, outline: Callable[[float], Outline], role: Role, *, welded: tuple[str, ...] = ()) -> None:
        """A part of the body; ``welded`` parts of the same colour show no gap."""
        cuts = tuple(
            self._start + index
            for index in self._solid
            if not (self.items[index].part in welded and self.items[index].role is role)
        )
        self._solid.append(len(self.items))
        self.items.append(Item(role=role, outline=outline(0.0), halo=outline(shape.GAP / 2.0), cuts=cuts, part=name))

    def mark(self, outline: Outline, role: Role, width: float | None = None) -> None:
        """Something drawn on a part: an eye, a line."""
        self.items.append(Item(role=role, outline=outline, width=width))


def body_items(body: Skeleton, accents: frozenset[str], start: int) -> list[Item]:
    """The items of a body; ``start`` is the index the first of them gets in its scene."""
    painter = Painter(accents, start)
    if body.pose.view is View.FRONT:
        _front(painter, body)
    else:
        _side(painter, body)
    return painter.items


def _side(painter: Painter, body: Skeleton) -> None:
    painter.part("leg1", _leg(body, 1), painter.role("leg1", far=True))
    turned = bool(body.pose.trunk_turn)  # a turned trunk brings the far arm over the near leg
    if not turned:
        painter.part("arm1", _arm(body, 1), painter.role("arm1", far=True))
    elif body.pose.trunk_turn < 0.0:
        painter.part("arm0", _arm(body, 0), painter.role("arm0"))
    _trunk(painter, body)
    painter.part("leg0", _leg(body, 0), painter.role("leg0"))
    if turned:
        painter.part("arm1", _arm(body, 1), painter.role("arm1"))
        _side_head(painter, body)
        if body.pose.trunk_turn > 0.0:
            painter.part("arm0", _arm(body, 0), painter.role("arm0"))
        return
    if _covers_head(body):
        painter.part("arm0", _arm(body, 0), painter.role("arm0"))
        _side_head(painter, body)
    else:
        _side_head(painter, body)
        painter.part("arm0", _arm(body, 0), painter.role("arm0"))


def _front(painter: Painter, body: Skeleton) -> None:
    seated = body.pose.rests is Rests.SEAT
    knee = shape.KNEE_TOWARDS_VIEWER_R if seated else shape.KNEE_R
    crossed = body.legs[0][1][0] < body.pelvis[0] + 2.0  # a leg laid over the other goes on top
    legs = (1, 0) if crossed else (0, 1)
    if not seated:
        for side in legs:
            painter.part(f"leg{side}", _leg(body, side), painter.role(f"leg{side}"))
    _trunk(painter, body)
    if seated:
        for side in legs:
            painter.part(f"leg{side}", _leg(body, side, knee), painter.role(f"leg{side}"))
    for side in (0, 1):
        painter.part(f"arm{side}", _arm(body, side), painter.role(f"arm{side}"))
    _front_head(painter, body)


def _trunk(painter: Painter, body: Skeleton) -> None:
    front = body.pose.view is View.FRONT
    turn = abs(body.pose.trunk_turn)
    table = shape.TRUNK_FRONT if front else shape.TRUNK_SIDE
    widen = max(0.55, cos(radians(turn))) if front else 1.0
    spine = (body.pelvis, body.mid, body.neck)
    role = painter.role("trunk")
    neck = ((body.neck, shape.NECK_R + 0.3), (body.head, shape.NECK_R))
    painter.part("neck", lambda grow: chain_of(*neck, grow=grow), painter.role("head"))
    legs = ("leg0", "leg1") if front else ()
    painter.part("trunk", lambda grow: ribbon(spine, table, widen=widen, grow=grow), role, welded=("neck", *legs))
    if turn:
        painter.mark(_chest_line(body), Role.FACE, 0.7)


def _chest_line(body: Skeleton) -> Outline:
    """A thin centre line on a turned trunk, moved the way it turns."""
    turn = body.pose.trunk_turn
    if body.pose.view is View.FRONT:
        shift = sin(radians(turn)) * 0.62 * shape.TRUNK_FRONT[3][1]
    else:
        shift = 3.4 - abs(turn) * 0.06
    ends = [mix_points(body.pelvis, body.mid, 0.5), body.mid, mix_points(body.mid, body.neck, 0.8)]
    return curve_through([plus(end, towards(body.pose.hi - 90.0, shift)) for end in ends])


def _leg(body: Skeleton, side: int, knee_r: float = shape.KNEE_R) -> Callable[[float], Outline]:
    knee, ankle, toe = body.legs[side]
    hip_r = shape.HIP_R
    heel, tip = foot_circles(ankle, toe, body.pose, body.pose.legs[side].turns[2])
    return lambda grow: (
        *chain_of((body.hips[side], hip_r), (knee, knee_r), (ankle, shape.ANKLE_R), grow=grow),
        *chain_of(heel, tip, grow=grow),
    )


def _arm(body: Skeleton, side: int) -> Callable[[float], Outline]:
    elbow, wrist, tip = body.arms[side]
    discs = (
        (body.shoulders[side], shape.SHOULDER_R),
        (elbow, shape.ELBOW_R),
        (wrist, shape.WRIST_R),
        (tip, shape.HAND_R),
    )
    return lambda grow: chain_of(*discs, grow=grow)


def _covers_head(body: Skeleton) -> bool:
    points = (body.shoulders[0], *body.arms[0])
    return (
        any(
            distance_to_segment(body.head, one, other) < shape.HEAD_R * 0.9 for one, other in itertools.pairwise(points)
        )
        or distance_to_segment(body.head, points[0], points[1]) < shape.HEAD_R * 0.9
    )


def _side_head(painter: Painter, body: Skeleton) -> None:
    face = body.pose.nk - 90.0
    middle, radius = body.head, shape.HEAD_R
    turned = abs(body.pose.head_turn)
    painter.part(
        "head",
        lambda grow: (*disc(middle, radius + grow), *_nose(middle, face - 4.0, grow)),
        painter.role("head"),
        welded=("neck", "trunk"),
    )
    forward = 3.1 if turned < WIDE_TURN else 1.6
    eye = plus(middle, plus(towards(face, forward), towards(face + 90.0, 0.7)))
    painter.mark(disc(eye, shape.EYE_R), Role.FACE)


def _nose(middle: Point, way: float, grow: float) -> Outline:
    pen = Pen()
    radius, length = shape.HEAD_R + grow, shape.NOSE
    pen.move(walk(middle, way + 16.0, radius - 0.1))
    tip = walk(middle, way - 6.0, radius + length)
    low = walk(middle, way - 13.0, radius + length * 0.75)
    pen.curve(walk(middle, way + 8.0, radius + 0.3), walk(middle, way - 1.0, radius + length), tip)
    pen.curve(walk(middle, way - 9.0, radius + length), walk(middle, way - 12.0, radius + length), low)
    pen.line(walk(middle, way - 24.0, radius - 0.1))
    pen.line(middle)
    pen.close()
    return pen.done()


def _front_head(painter: Painter, body: Skeleton) -> None:
    turn = body.pose.head_turn
    middle, radius = body.head, shape.HEAD_R
    tilt = body.pose.nk - 90.0

    def outline(grow: float) -> Outline:
        nose: Outline = ()
        if turn > WIDE_TURN:
            nose = _nose(middle, tilt - 4.0, grow)
        elif turn < -WIDE_TURN:
            nose = _left_nose(middle, tilt, grow)
        return (*disc(middle, radius + grow), *nose)

    painter.part("head", outline, painter.role("head"), welded=("neck", "trunk"))
    shift = sin(radians(turn)) * 0.62 * radius
    for side in (-1.0, 1.0):
        apart_by = 2.1 * max(0.45, cos(radians(turn)))
        at = plus(middle, plus(towards(tilt, shift + side * apart_by), towards(tilt + 90.0, 0.7)))
        painter.mark(disc(at, shape.EYE_R * 0.9), Role.FACE)


def _left_nose(middle: Point, tilt: float, grow: float) -> Outline:
    right = _nose((0.0, 0.0), -4.0, grow)
    lean = radians(tilt)
    pen_steps = []
    for kind, values in reversed_way(right):
        moved: list[float] = []
        for index in range(0, len(values), 2):
            x, y = -values[index], values[index + 1]
            moved += [
                middle[0] + x * cos(lean) + y * sin(lean),
                -middle[1] - x * sin(lean) + y * cos(lean),
            ]
        pen_steps.append((kind, tuple(moved)))
    return tuple(pen_steps)


def reversed_way(outline: Outline) -> Outline:
    """The same closed outline run the other way round, so that a mirrored piece still unites with its neighbours."""
    points: list[tuple[str, tuple[float, ...]]] = []
    steps = [step for step in outline if step[0] != "Z"]
    points.append(("M", steps[-1][1][-2:]))
    for index in range(len(steps) - 1, 0, -1):
        kind, values = steps[index]
        before = steps[index - 1][1][-2:]
        points.append((kind, (*values[2:4], *values[0:2], *before) if kind == "C" else before))
    points.append(("Z", ()))
    return tuple(points)
