"""Points and angles in the plane: x forward (or picture-right), y up, degrees counter-clockwise from x."""

from __future__ import annotations

from math import acos, atan2, cos, degrees, hypot, pi, radians, sin

Point = tuple[float, float]


def towards(angle: float, length: float = 1.0) -> Point:
    """The vector of this direction and length."""
    turn = radians(angle)
    return length * cos(turn), length * sin(turn)


def plus(one: Point, other: Point) -> Point:
    """The sum of two vectors."""
    return one[0] + other[0], one[1] + other[1]


def minus(one: Point, other: Point) -> Point:
    """The vector from ``other`` to ``one``."""
    return one[0] - other[0], one[1] - other[1]


def walk(start: Point, angle: float, length: float) -> Point:
    """Where one gets from ``start``."""
    return plus(start, towards(angle, length))


def apart(one: Point, other: Point) -> float:
    """The distance of two points."""
    return hypot(one[0] - other[0], one[1] - other[1])


def heading(start: Point, end: Point) -> float:
    """The direction from ``start`` to ``end``, 0 to 360."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0])) % 360.0


def mix(one: float, other: float, share: float) -> float:
    """A number between two numbers."""
    return one + (other - one) * share


def mix_points(one: Point, other: Point, share: float) -> Point:
    """A point on the line between two points."""
    return mix(one[0], other[0], share), mix(one[1], other[1], share)


def arc_between(start: float, end: float) -> float:
    """The turn from ``start`` to ``end`` by the shorter arc, -180 to 180."""
    return (end - start + 180.0) % 360.0 - 180.0


def ease(share: float) -> float:
    """In and out like half a sine wave."""
    return 0.5 - 0.5 * cos(pi * min(1.0, max(0.0, share)))


def distance_to_segment(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a segment."""
    along = minus(end, start)
    square = along[0] ** 2 + along[1] ** 2
    if square == 0.0:
        return apart(point, start)
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / square
    return apart(point, mix_points(start, end, min(1.0, max(0.0, share))))


def two_bones(root: Point, target: Point, upper: float, lower: float, *, bend: int) -> tuple[float, float]:
    """Directions of two bones from ``root`` so that the end meets ``target``, or comes as near as it can.

    Args:
        root: the fixed end.
        target: where the other end is wanted.
        upper: length of the first bone.
        lower: length of the second bone.
        bend: +1 when the second bone turns counter-clockwise from the first (an elbow seen from the right side), -1
            when it turns clockwise (a knee).
    """
    if upper <= 0.0 or lower <= 0.0:
        straight = heading(root, target)
        return straight, straight
    reach = min(max(apart(root, target), abs(upper - lower) + 1e-6), upper + lower)
    base = heading(root, target)
    at_root = degrees(acos(_cosine(upper**2 + reach**2 - lower**2, 2.0 * upper * reach)))
    at_joint = degrees(acos(_cosine(upper**2 + lower**2 - reach**2, 2.0 * upper * lower)))
    first = base - bend * at_root
    return first % 360.0, (first + bend * (180.0 - at_joint)) % 360.0


def _cosine(over: float, under: float) -> float:
    return min(1.0, max(-1.0, over / under))
