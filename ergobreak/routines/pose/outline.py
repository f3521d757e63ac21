"""Outlines as moves, lines and cubic curves: capsules, discs, ribbons. Here y turns to point down, as on paper.

Closed outlines all run the same way round, so that overlapping ones may be united by the non-zero rule.
"""

from __future__ import annotations

import itertools
from math import acos, degrees, radians, tan
from typing import TYPE_CHECKING

from ergobreak.routines.pose.plane import Point, apart, heading, mix, mix_points, plus, towards, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

Step = tuple[str, tuple[float, ...]]  # M x y, L x y, C x1 y1 x2 y2 x y, Z
Outline = tuple[Step, ...]


class Pen:
    """Collects the steps of an outline from points with y up."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def move(self, to: Point) -> None:
        """Lift the pen and put it down here."""
        self._steps.append(("M", (to[0], -to[1])))

    def line(self, to: Point) -> None:
        """A straight line."""
        self._steps.append(("L", (to[0], -to[1])))

    def curve(self, first: Point, second: Point, to: Point) -> None:
        """A cubic curve with two handles."""
        self._steps.append(("C", (first[0], -first[1], second[0], -second[1], to[0], -to[1])))

    def arc(self, middle: Point, radius: float, start: float, end: float) -> None:
        """Part of a circle, in quarter turns or less; the pen already stands at its start."""
        parts = max(1, round(abs(end - start) / 90.0 + 0.49))
        sweep = (end - start) / parts
        handle = 4.0 / 3.0 * tan(radians(sweep) / 4.0) * radius
        for part in range(parts):
            here, there = start + part * sweep, start + (part + 1) * sweep
            one, other = walk(middle, here, radius), walk(middle, there, radius)
            self.curve(plus(one, towards(here + 90.0, handle)), plus(other, towards(there - 90.0, handle)), other)

    def smooth(self, points: Sequence[Point]) -> None:
        """A Catmull-Rom curve on through these points; the pen stands at the first."""
        for index in range(len(points) - 1):
            before, here = points[max(0, index - 1)], points[index]
            there, after = points[index + 1], points[min(len(points) - 1, index + 2)]
            first = (here[0] + (there[0] - before[0]) / 6.0, here[1] + (there[1] - before[1]) / 6.0)
            second = (there[0] - (after[0] - here[0]) / 6.0, there[1] - (after[1] - here[1]) / 6.0)
            self.curve(first, second, there)

    def close(self) -> None:
        """Back to where the pen was put down."""
        self._steps.append(("Z", ()))

    def done(self) -> Outline:
        """What was drawn."""
        return tuple(self._steps)


def disc(middle: Point, radius: float) -> Outline:
    """A circle."""
    return ellipse(middle, radius, radius)


def ellipse(middle: Point, across: float, high: float) -> Outline:
    """An upright ellipse."""
    pen = Pen()
    k = 0.5523
    x, y = middle
    pen.move((x + across, y))
    pen.curve((x + across, y - k * high), (x + k * across, y - high), (x, y - high))
    pen.curve((x - k * across, y - high), (x - across, y - k * high), (x - across, y))
    pen.curve((x - across, y + k * high), (x - k * across, y + high), (x, y + high))
    pen.curve((x + k * across, y + high), (x + across, y + k * high), (x + across, y))
    pen.close()
    return pen.done()


def capsule(start: Point, start_r: float, end: Point, end_r: float) -> Outline:
    """The convex hull of two discs."""
    length = apart(start, end)
    if length <= abs(start_r - end_r) + 1e-6:
        return disc(start, start_r) if start_r >= end_r else disc(end, end_r)
    base = heading(start, end)
    lean = degrees(acos((start_r - end_r) / length))
    pen = Pen()
    pen.move(walk(start, base + lean, start_r))
    pen.line(walk(end, base + lean, end_r))
    pen.arc(end, end_r, base + lean, base - lean)
    pen.line(walk(start, base - lean, start_r))
    pen.arc(start, start_r, base - lean, base + lean - 360.0)
    pen.close()
    return pen.done()


def chain_of(*discs: tuple[Point, float], grow: float = 0.0) -> Outline:
    """Capsules from disc to disc, as one outline; ``grow`` thickens it all round."""
    steps: list[Step] = []
    for (start, start_r), (end, end_r) in itertools.pairwise(discs):
        steps += capsule(start, start_r + grow, end, end_r + grow)
    return tuple(steps)


def polygon(*corners: Point) -> Outline:
    """Straight edges, closed."""
    pen = Pen()
    pen.move(corners[0])
    for corner in corners[1:]:
        pen.line(corner)
    pen.close()
    return pen.done()


def line(*points: Point) -> Outline:
    """Straight lines, open."""
    pen = Pen()
    pen.move(points[0])
    for point in points[1:]:
        pen.line(point)
    return pen.done()


def curve_through(points: Sequence[Point]) -> Outline:
    """A smooth open line."""
    pen = Pen()
    pen.move(points[0])
    pen.smooth(points)
    return pen.done()


def rounded(left: float, bottom: float, right: float, top: float, radius: float) -> Outline:
    """A rectangle with round corners."""
    radius = min(radius, (right - left) / 2.0, (top - bottom) / 2.0)
    pen = Pen()
    pen.move((left + radius, top))
    pen.line((right - radius, top))
    pen.arc((right - radius, top - radius), radius, 90.0, 0.0)
    pen.line((right, bottom + radius))
    pen.arc((right - radius, bottom + radius), radius, 0.0, -90.0)
    pen.line((left + radius, bottom))
    pen.arc((left + radius, bottom + radius), radius, -90.0, -180.0)
    pen.line((left, top - radius))
    pen.arc((left + radius, top - radius), radius, 180.0, 90.0)
    pen.close()
    return pen.done()


def thickness(table: Sequence[tuple[float, float]], share: float) -> float:
    """A value from a table of (share, value), smooth between its rows."""
    for (low, here), (high, there) in itertools.pairwise(table):
        if share <= high:
            part = (share - low) / (high - low)
            part = min(1.0, max(0.0, part))
            return mix(here, there, part * part * (3.0 - 2.0 * part))
    return table[-1][1]


def ribbon(
    spine: Sequence[Point], table: Sequence[tuple[float, float]], *, widen: float = 1.0, grow: float = 0.0
) -> Outline:
    """A band along a smooth curve through three points, with round ends."""
    first, second, third = spine
    samples = 12
    points: list[Point] = []
    lengths = (apart(first, second), apart(second, third))
    total = sum(lengths) or 1.0
    lead, follow = mix_points(second, first, 2.0), mix_points(second, third, 2.0)
    for index in range(samples + 1):
        share = index / samples
        split = lengths[0] / total
        if share <= split and split > 0.0:
            points.append(_catmull(lead, first, second, third, share / split))
        else:
            points.append(_catmull(first, second, third, follow, (share - split) / max(1e-9, 1.0 - split)))
    left: list[Point] = []
    right: list[Point] = []
    headings: list[float] = []
    for index, point in enumerate(points):
        turn = heading(points[max(0, index - 1)], points[min(samples, index + 1)])
        half = thickness(table, index / samples) * widen + grow
        headings.append(turn)
        left.append(walk(point, turn + 90.0, half))
        right.append(walk(point, turn - 90.0, half))
    pen = Pen()
    pen.move(left[0])
    pen.smooth(left)
    pen.arc(points[-1], table[-1][1] * widen + grow, headings[-1] + 90.0, headings[-1] - 90.0)
    pen.smooth(right[::-1])
    pen.arc(points[0], table[0][1] * widen + grow, headings[0] - 90.0, headings[0] - 270.0)
    pen.close()
    return pen.done()


def _catmull(before: Point, here: Point, there: Point, after: Point, share: float) -> Point:
    square, cube = share * share, share * share * share

    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * share + (2 * a - 5 * b + 4 * c - d) * square + (3 * b - a - 3 * c + d) * cube)

    return along(before[0], here[0], there[0], after[0]), along(before[1], here[1], there[1], after[1])
