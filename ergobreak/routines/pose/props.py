"""What stands around a body: ground, mat, shadow, furniture, bed, box, band. Two tones only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.alignment import DESK_DEPTH, Furniture
from ergobreak.routines.pose.grammar import Rests, View
from ergobreak.routines.pose.outline import Outline, capsule, ellipse, line, rounded
from ergobreak.routines.pose.plane import Point, mix_points
from ergobreak.routines.pose.scene import Item, Role

if TYPE_CHECKING:
    from ergobreak.routines.pose.skeleton import Skeleton

LOW = 16.0  # what is lower than this throws a shadow


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all frames of one view share: furniture, the props any of them names, and how far the ground goes."""

    furniture: Furniture
    props: frozenset[str]
    mat: bool
    left: float
    right: float
    box: Point | None = None  # where the box is lifted to


def _fill(role: Role, outline: Outline) -> Item:
    return Item(role=role, outline=outline)


def _stroke(role: Role, width: float, *points: Point) -> Item:
    return Item(role=role, outline=line(*points), width=width)


def ground(body: Skeleton, setting: Setting, *, shadow: bool) -> list[Item]:
    """Mat or ground line, and the shadow; nothing when seen from above."""
    if body.pose.from_above:
        return []
    items: list[Item] = []
    if "bed" not in setting.props:
        if setting.mat:
            mat = rounded(setting.left, -shape.MAT_HEIGHT, setting.right, 0.0, shape.MAT_HEIGHT / 2.0)
            items.append(_fill(Role.MAT, mat))
        else:
            items.append(_stroke(Role.GROUND, shape.GROUND_LINE, (setting.left, -0.4), (setting.right, -0.4)))
    if shadow and "bed" not in setting.props:
        xs = [point[0] for limb in (*body.arms, *body.legs) for point in limb if point[1] < LOW]
        xs += [point[0] for point in (body.pelvis, body.neck, body.head) if point[1] < LOW]
        if setting.furniture.chair is not None:
            chair = setting.furniture.chair[0]
            xs += [chair - 8.0, chair + 8.0]
        middle, half = (min(xs) + max(xs)) / 2.0, (max(xs) - min(xs)) / 2.0
        drop = -2.0 - (1.0 if setting.mat else 0.0)
        items.append(_fill(Role.SHADOW, ellipse((middle, drop), half + 5.0, 1.7)))
        items.append(_fill(Role.SHADOW, ellipse((middle, drop + 0.2), half * 0.8 + 2.0, 1.1)))
    return items


def behind(body: Skeleton, setting: Setting) -> list[Item]:
    """The props a body is painted over."""
    front = body.pose.view is View.FRONT
    items: list[Item] = []
    if "wall_behind" in setting.props and front and setting.right > setting.left:
        items.append(_fill(Role.MAT, rounded(setting.left - 6.0, 0.0, setting.right + 6.0, 126.0, 2.0)))
    if setting.furniture.door is not None:
        door = setting.furniture.door
        items.append(_fill(Role.PROP_FILL, rounded(door - 2.6, 0.0, door + 2.6, 112.0, 0.8)))
        items.append(_fill(Role.PROP, rounded(door - 0.7, 0.0, door + 0.7, 112.0, 0.6)))
    if setting.furniture.wall is not None:
        wall = setting.furniture.wall
        items.append(_fill(Role.PROP_FILL, rounded(wall, 0.0, wall + 4.6, 104.0, 0.8)))
    if "bed" in setting.props:
        items += _bed(body)
    if setting.furniture.chair is not None and not body.pose.from_above:
        hip = setting.furniture.chair
        items += _chair_front(hip) if front else _chair_side(hip, high="chair_back" in setting.props)
    if setting.furniture.desk is not None and not front:
        items += _desk(setting.furniture.desk)
        items += _screen(setting)
    if setting.box is not None and not front:
        items += _box(setting.box)
    return items


def in_front(body: Skeleton, setting: Setting) -> list[Item]:
    """The props painted over a body."""
    if "band" in setting.props and body.pose.view is View.FRONT:
        return [_stroke(Role.PROP, 1.2, body.arms[side][2], _ground_of(body, side)) for side in (0, 1)]
    if setting.box is not None and body.pose.view is View.FRONT:
        return _box(setting.box)
    if "pillow_knees" in setting.props and body.pose.from_above:
        return [_pillow(mix_points(body.legs[0][0], body.legs[0][1], 0.12), 5.0, 2.4)]
    return []


def _ground_of(body: Skeleton, side: int) -> Point:
    ankle = body.legs[side][1]
    return ankle[0], ankle[1] - 3.0


def _chair_side(hip: Point, *, high: bool) -> list[Item]:
    x, y = hip
    seat = y - shape.HIP_R - 1.6
    top = y + (27.0 if high else 19.0)
    lean = -13.2 if not high else -12.6
    rail = x - 10.0
    return [
        _stroke(Role.PROP, shape.PROP_LINE, (x - 8.0, seat), (x - 11.0, 1.2)),
        _stroke(Role.PROP, shape.PROP_LINE, (x + 8.0, seat), (x + 10.5, 1.2)),
        _stroke(Role.PROP, shape.PROP_LINE, (x - 9.6, seat), (rail - 1.4, y + 8.0)),
        _fill(Role.PROP_FILL, capsule((rail - 0.9, y + 5.0), shape.PROP_PAD, (x + lean, top), shape.PROP_PAD)),
        _fill(Role.PROP_FILL, capsule((x - 9.4, seat), shape.PROP_PAD, (x + 10.5, seat), shape.PROP_PAD)),
    ]


def _chair_front(hip: Point) -> list[Item]:
    x, y = hip
    seat = y - 6.5
    return [
        _stroke(Role.PROP, shape.PROP_LINE, (x - 10.5, seat), (x - 12.0, 1.2)),
        _stroke(Role.PROP, shape.PROP_LINE, (x + 10.5, seat), (x + 12.0, 1.2)),
        _stroke(Role.PROP, shape.PROP_LINE, (x - 10.0, seat), (x - 10.0, y + 12.0)),
        _stroke(Role.PROP, shape.PROP_LINE, (x + 10.0, seat), (x + 10.0, y + 12.0)),
        _fill(Role.PROP_FILL, rounded(x - 12.0, y + 9.0, x + 12.0, y + 22.0, 3.0)),
        _fill(Role.PROP_FILL, capsule((x - 11.5, seat), shape.PROP_PAD, (x + 11.5, seat), shape.PROP_PAD)),
    ]


def _desk(desk: tuple[float, float]) -> list[Item]:
    edge, top = desk
    right = edge + DESK_DEPTH
    under = top - 1.5
    return [
        _stroke(Role.PROP, shape.PROP_LINE, (edge + 5.0, under), (edge + 5.0, 1.2)),
        _stroke(Role.PROP, shape.PROP_LINE, (right - 3.0, under), (right - 3.0, 1.2)),
        _fill(Role.PROP_FILL, rounded(edge, top - 3.0, right, top, 1.2)),
    ]


def _screen(setting: Setting) -> list[Item]:
    if setting.furniture.desk is None or not setting.props & {"screen", "screen_arm_length"}:
        return []
    edge, top = setting.furniture.desk
    foot = edge + DESK_DEPTH - 13.0
    eyes = top + 31.0
    return [
        _stroke(Role.PROP, shape.PROP_LINE, (foot, top + 0.8), (foot + 1.0, top + 12.0)),
        _fill(Role.PROP, capsule((foot - 4.0, top + 0.7), 0.8, (foot + 5.0, top + 0.7), 0.8)),
        _fill(Role.PROP, capsule((foot - 1.0, top + 9.0), 1.3, (foot + 1.2, eyes), 1.3)),
        _fill(Role.PROP_FILL, capsule((edge + 4.0, top + 0.7), 0.7, (edge + 13.0, top + 0.7), 0.7)),
    ]


def box_place(body: Skeleton) -> Point:
    """The middle of the box: in the hands when they are raised or the body bends to lift, else before the feet."""
    if body.pose.view is View.FRONT:
        return body.pelvis[0], body.pelvis[1] + 4.0
    hand = body.arms[0][2]
    raised = body.pose.arms[0].turns[1] < 90.0  # noqa: PLR2004 - the forearm points forward and up
    if raised:
        return hand[0] - 1.0, hand[1] + shape.BOX_HALF - 0.5
    if body.pose.lo < 80.0:  # noqa: PLR2004 - bent to lift
        return hand[0] + 2.0, shape.BOX_HALF
    return max(leg[2][0] for leg in body.legs) + shape.BOX_HALF + 3.0, shape.BOX_HALF


def _box(middle: Point) -> list[Item]:
    x, y = middle
    return [
        _fill(
            Role.PROP_FILL, rounded(x - shape.BOX_HALF, y - shape.BOX_HALF, x + shape.BOX_HALF, y + shape.BOX_HALF, 1.0)
        ),
        _fill(Role.PROP, rounded(x - shape.BOX_HALF, y + 2.6, x + shape.BOX_HALF, y + 4.0, 0.3)),
    ]


def _bed(body: Skeleton) -> list[Item]:
    head, left = body.head, body.head[0] - 14.0
    right = max(point[0] for leg in body.legs for point in leg) + 9.0
    if body.pose.from_above:
        tall = 30.0
        middle = body.pelvis[1]
        return [
            _fill(Role.MAT, rounded(left - 4.0, middle - tall, right + 4.0, middle + tall, 5.0)),
            _fill(Role.PROP_FILL, rounded(left - 0.5, head[1] - 17.0, left + 22.0, head[1] + 17.0, 6.0)),
        ]
    items = [
        _stroke(Role.PROP, shape.PROP_LINE, (left + 1.0, -10.0), (left + 1.0, -17.0)),
        _stroke(Role.PROP, shape.PROP_LINE, (right - 1.0, -10.0), (right - 1.0, -17.0)),
        _stroke(Role.PROP, shape.PROP_LINE + 0.6, (left - 3.0, -12.0), (left - 3.0, 12.0)),
        _fill(Role.MAT, rounded(left - 1.5, -10.0, right + 1.5, 0.0, 3.0)),
        _stroke(Role.GROUND, shape.GROUND_LINE, (left - 8.0, -18.4), (right + 8.0, -18.4)),
    ]
    items.append(_pillow((head[0] - 1.0, max(1.6, head[1] - shape.HEAD_R - 0.5)), 8.5, 2.6))
    knees = body.legs[0][0]
    if knees[1] > 9.0:  # noqa: PLR2004 - there is room for a pillow under the knees
        items.append(_pillow((knees[0] + 0.5, knees[1] * 0.38), 6.0, knees[1] * 0.36))
    return items


def _pillow(middle: Point, across: float, high: float) -> Item:
    x, y = middle
    return _fill(Role.PROP_FILL, rounded(x - across, y - high, x + across, y + high, min(across, high)))


def wants_mat(body: Skeleton) -> bool:
    """Whether a body lies or kneels on a mat."""
    return body.pose.rests in {Rests.KNEES, Rests.FLOOR}
