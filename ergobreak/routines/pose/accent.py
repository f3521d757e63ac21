"""Which parts move between two frames, and so take the accent; and the arrow that shows the way in a still picture."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.alignment import strides
from ergobreak.routines.pose.grammar import Pose, View
from ergobreak.routines.pose.outline import Outline, Pen
from ergobreak.routines.pose.plane import Point, apart, arc_between, heading, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.routines.pose.skeleton import Skeleton

SHIFT_DEGREES = 4.0  # a unit a shoulder or head slides weighs as much as this turn
BARELY = 1.5  # degrees: the least that counts when nothing reaches the ordinary least

PARTS = ("trunk", "head", "arm0", "arm1", "leg0", "leg1")


def changes(one: Pose, other: Pose) -> dict[str, float]:
    """The largest turn of each part between two frames, in degrees."""
    if one.view is not other.view:
        return dict.fromkeys(PARTS, 0.0)

    def turn(*keys: str) -> float:
        return max(abs(arc_between(getattr(one, key), getattr(other, key))) for key in keys)

    slide = apart(one.shoulder, other.shoulder) * SHIFT_DEGREES
    found = {
        "trunk": max(turn("lo", "hi"), abs(one.trunk_turn - other.trunk_turn), abs(one.los - other.los) * 90.0),
        "head": max(turn("nk"), abs(one.head_turn - other.head_turn), apart(one.head, other.head) * SHIFT_DEGREES),
    }
    for name, here, there in (("arm", one.arms, other.arms), ("leg", one.legs, other.legs)):
        for side in (0, 1):
            turns = zip(here[side].turns, there[side].turns, strict=True)
            seen = zip(here[side].seen, there[side].seen, strict=True)
            found[f"{name}{side}"] = max(
                *(abs(arc_between(a, b)) for a, b in turns),
                *(abs(a - b) * 90.0 for a, b in seen),
                slide if name == "arm" else 0.0,
            )
    return found


def accented(one: Pose | None, other: Pose) -> frozenset[str]:
    """The parts that take the accent when the body comes from ``one`` to ``other``."""
    if other.accent is not None:
        return frozenset(part for part in PARTS if part in other.accent or part.rstrip("01") in other.accent)
    if one is None or strides(one, other):  # in a walk everything moves: nothing stands out
        return frozenset()
    found = changes(one, other)
    least = shape.ACCENT_MIN if max(found.values()) >= shape.ACCENT_MIN else BARELY
    weighed = {
        part: change * shape.ACCENT_WEIGHT[part.rstrip("01")] for part, change in found.items() if change >= least
    }
    top = max(weighed.values(), default=0.0)
    return frozenset(part for part, weight in weighed.items() if weight >= top * shape.ACCENT_SHARE)


def arrows(parts: frozenset[str], held: frozenset[str], body_at: Callable[[float], Skeleton]) -> list[Outline]:
    """The paths of accented hands and ankles, with an open head.

    None when the trunk moves, for a limb that is ``held`` by what it touches, or when the way is short.
    """
    if "trunk" in parts:
        return []
    found: list[Outline] = []
    shares = [shape.ARROW_FROM + (shape.ARROW_TO - shape.ARROW_FROM) * step / 10.0 for step in range(11)]
    bodies = [body_at(share) for share in shares]
    same_arms = _same(bodies[-1], arm=True)
    same_legs = _same(bodies[-1], arm=False)
    for part in sorted(parts - {"head"}):
        side, arm = int(part[-1]), part.startswith("arm")
        if f"{'hand' if arm else 'foot'}{side}" in held:
            continue
        if side == 1 and (f"{part[:-1]}0" in parts) and (same_arms if arm else same_legs):
            continue
        way = [(body.arms if arm else body.legs)[side][2 if arm else 1] for body in bodies]
        if sum(apart(a, b) for a, b in itertools.pairwise(way)) >= shape.ARROW_MIN:
            found.append(_arrow(way))
    return found


def _same(body: Skeleton, *, arm: bool) -> bool:
    limbs = body.arms if arm else body.legs
    return body.pose.view is View.SIDE and all(apart(a, b) < 1.0 for a, b in zip(*limbs, strict=True))


def _arrow(way: list[Point]) -> Outline:
    pen = Pen()
    pen.move(way[0])
    pen.smooth(way)
    back = heading(way[-1], way[-3])
    pen.move(walk(way[-1], back + 32.0, 3.6))
    pen.line(way[-1])
    pen.line(walk(way[-1], back - 32.0, 3.6))
    return pen.done()
