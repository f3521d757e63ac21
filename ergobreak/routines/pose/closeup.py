"""The two poses that are not a body: a hand in profile and a pair of eyes."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.grammar import FacePose, HandPose
from ergobreak.routines.pose.outline import Pen, chain_of, curve_through, disc
from ergobreak.routines.pose.plane import Point, mix, walk
from ergobreak.routines.pose.scene import Item, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOREARM, PALM = 46.0, 24.0
FINGER = (14.0, 10.0, 8.0)
FINGER_R = (3.7, 3.2, 2.9, 2.6)
FAR_SPREAD = 5.0  # degrees the farther fingers lag behind, so that one sees that there are four

GROW = shape.GAP  # close-ups are larger: so are their gaps
FACE_R = 46.0
EYE_HALF = 13.5


def mix_hands(one: HandPose, other: HandPose, share: float) -> HandPose:
    """A hand between two hands."""
    return HandPose(
        wrist=mix(one.wrist, other.wrist, share),
        mcp=mix(one.mcp, other.mcp, share),
        pip=mix(one.pip, other.pip, share),
        dip=mix(one.dip, other.dip, share),
        across=mix(one.across, other.across, share),
    )


def mix_faces(one: FacePose, other: FacePose, share: float) -> FacePose:
    """Eyes between two looks."""
    return FacePose(
        gaze=(mix(one.gaze[0], other.gaze[0], share), mix(one.gaze[1], other.gaze[1], share)),
        lids=mix(one.lids, other.lids, share),
        squeeze=mix(one.squeeze, other.squeeze, share),
        near=mix(one.near, other.near, share),
    )


def hand_accents(one: HandPose | None, other: HandPose) -> frozenset[str]:
    """What of a hand moves."""
    if one is None:
        return frozenset()
    bends = max(abs(getattr(one, key) - getattr(other, key)) for key in ("mcp", "pip", "dip"))
    found = {"fingers"} if bends >= 5.0 else set()  # noqa: PLR2004 - the least accent, as for a body
    return frozenset(found | ({"thumb"} if abs(one.across - other.across) > 0.3 else set()))  # noqa: PLR2004 - a third of the way


def hand_items(pose: HandPose, accents: frozenset[str]) -> list[Item]:
    """Forearm and palm, four fingers as one chain with the farther ones behind, the thumb in front, a nail."""
    wrist: Point = (0.0, 0.0)
    knuckle = walk(wrist, pose.wrist, PALM)
    palm = (
        ((-FOREARM, 0.0), 8.2),
        ((-8.0, 0.2), 6.2),
        (wrist, 5.9),
        (walk(wrist, pose.wrist, 10.0), 6.6),
        (walk(wrist, pose.wrist, PALM - 2.0), 5.6),
    )
    moving = "fingers" in accents
    items: list[Item] = []
    for far in (2, 1):
        items.append(
            _part("fingers", _fingers(pose, knuckle, far)[0], Role.MOVE_FAR if moving else Role.FAR, range(len(items)))
        )
    items.append(_part("palm", palm, Role.BODY, (0, 1)))
    fingers, tip, turn = _fingers(pose, knuckle, 0)
    role = Role.MOVE if moving else Role.BODY
    items.append(_part("fingers", fingers, role, (0, 1, 2) if moving else (0, 1)))
    nail = chain_of(
        (walk(walk(tip, turn + 90.0, 1.5), turn, -0.6), 0.75), (walk(walk(tip, turn + 90.0, 1.2), turn, 1.4), 0.7)
    )
    items.append(Item(role=Role.FACE, outline=nail))
    root = walk(walk(wrist, pose.wrist, 6.0), pose.wrist - 90.0, 3.2)
    first = walk(root, pose.wrist + mix(-32.0, -14.0, pose.across), 11.0)
    last = walk(first, pose.wrist + mix(-10.0, 12.0, pose.across), mix(10.0, 12.0, pose.across))
    thumb = ((root, 4.2), (first, 3.5), (last, 2.7))
    role = Role.MOVE if "thumb" in accents else Role.BODY
    items.append(_part("thumb", thumb, role, range(4)))
    return items


def _part(name: str, discs: Sequence[tuple[Point, float]], role: Role, cuts: Iterable[int]) -> Item:
    halo = chain_of(*discs, grow=GROW / 2.0)
    return Item(role=role, outline=chain_of(*discs), halo=halo, cuts=tuple(cuts), part=name)


def _fingers(pose: HandPose, knuckle: Point, far: int) -> tuple[list[tuple[Point, float]], Point, float]:
    turn = pose.wrist + far * FAR_SPREAD * (0.4 if pose.mcp + pose.pip > 30.0 else 1.0)  # noqa: PLR2004 - bent fingers lie together
    at = walk(knuckle, turn + 90.0, 0.8 + 0.6 * far)
    discs = [(at, FINGER_R[0])]
    for length, bend, radius in zip(FINGER, (pose.mcp, pose.pip, pose.dip), FINGER_R[1:], strict=True):
        turn -= bend
        at = walk(at, turn, length * (1.0 - 0.03 * far))
        discs.append((at, radius))
    return discs, at, turn


def face_accents(one: FacePose | None, other: FacePose) -> frozenset[str]:
    """What of a face moves."""
    if one is None:
        return frozenset()
    found = set()
    if abs(one.lids - other.lids) > 0.3 or abs(one.squeeze - other.squeeze) > 0.3:  # noqa: PLR2004 - a third of the way
        found.add("lids")
    elif max(abs(a - b) for a, b in zip(one.gaze, other.gaze, strict=True)) > 0.1:  # noqa: PLR2004 - a look one sees
        found.add("gaze")
    if other.near > one.near + 0.3:
        found = {"thumb"}
    return frozenset(found)


def face_items(pose: FacePose, accents: frozenset[str]) -> list[Item]:
    """A disc with almond eyes, brows, a nose and a mouth; a thumb in front for looking near."""
    items = [Item(role=Role.MAT, outline=disc((0.0, 0.0), FACE_R), halo=disc((0.0, 0.0), FACE_R), part="face")]
    squeeze = pose.squeeze
    for side in (-1.0, 1.0):
        middle = (side * 19.0, 3.0)
        items += _eye(pose, middle, side, accents)
        brow = [
            (middle[0] - 12.0, 19.0 - 3.0 * squeeze),
            (middle[0], 22.5 - 5.0 * squeeze),
            (middle[0] + 12.0, 19.0 - 3.0 * squeeze),
        ]
        items.append(Item(role=Role.BODY, outline=curve_through(brow), width=2.6))
    nose = [(0.0, -4.0), (-2.6, -14.0), (-0.4, -18.4), (2.0, -18.6)]
    items.append(Item(role=Role.BODY, outline=curve_through(nose), width=2.4))
    mouth = [(-8.0, -28.6), (0.0, -31.0), (8.0, -28.6)]
    items.append(Item(role=Role.BODY, outline=curve_through(mouth), width=2.4))
    if pose.near > 0.02:  # noqa: PLR2004 - less is out of sight
        items += _thumb(pose.near, accents)
    return items


def _eye(pose: FacePose, middle: Point, side: float, accents: frozenset[str]) -> list[Item]:
    x, y = middle
    lid = Role.MOVE if "lids" in accents else Role.BODY
    iris = Role.MOVE if "gaze" in accents else Role.BODY
    open_by = max(0.0, min(1.0, pose.lids))
    if open_by < 0.12:  # noqa: PLR2004 - shut
        dip = 6.0 - 2.5 * pose.squeeze
        shut = [(x - EYE_HALF, y), (x - 6.0, y - dip * 0.8), (x, y - dip), (x + 6.0, y - dip * 0.8), (x + EYE_HALF, y)]
        items = [Item(role=lid, outline=curve_through(shut), width=2.6)]
        if pose.squeeze > 0.3:  # noqa: PLR2004 - a third of the way
            corner = x + side * (EYE_HALF + 2.0)
            for slope in (-3.4, 0.0, 3.4):
                crease = curve_through([(corner, y - 0.5 + slope * 0.3), (corner + side * 4.6, y - 0.5 + slope)])
                items.append(Item(role=lid, outline=crease, width=1.5))
        return items
    high, low = 9.6 * open_by, 7.0 * (0.5 + 0.5 * open_by)
    pen = Pen()
    pen.move((x - EYE_HALF, y))
    pen.curve((x - 7.0, y + high * 1.25), (x + 7.0, y + high * 1.25), (x + EYE_HALF, y))
    pen.curve((x + 7.0, y - low * 1.2), (x - 7.0, y - low * 1.2), (x - EYE_HALF, y))
    pen.close()
    items = [Item(role=Role.PAPER, outline=pen.done(), part="white")]
    look = (x + 5.2 * pose.gaze[0], y + 0.4 + 4.0 * pose.gaze[1] - (1.0 - open_by) * 1.5)
    radius = min(5.2, (high + low) * 0.40)
    items.append(Item(role=iris, outline=disc(look, radius)))
    glint = (look[0] + radius * 0.35, look[1] + radius * 0.35)
    items.append(Item(role=Role.PAPER, outline=disc(glint, radius * 0.24)))
    upper = Pen()
    upper.move((x - EYE_HALF, y))
    upper.curve((x - 7.0, y + high * 1.25), (x + 7.0, y + high * 1.25), (x + EYE_HALF, y))
    items.append(Item(role=lid, outline=upper.done(), width=2.6))
    return items


def _thumb(near: float, accents: frozenset[str]) -> list[Item]:
    drop = -52.0 + 36.0 * near
    role = Role.MOVE if "thumb" in accents else Role.BODY
    lean = radians(8.0)
    shift = 9.0
    tip = (shift - sin(lean) * 12.0, drop - 12.0 + cos(lean) * 14.0)
    root = (shift + 3.0, drop - 36.0)
    discs = ((root, 9.0), ((shift + 1.0, drop - 14.0), 7.4), (tip, 6.0))
    nail = chain_of((walk(tip, 98.0, 0.8), 3.1), (walk(tip, 98.0, -4.2), 3.4))
    return [
        _part("thumb", discs, role, (0,)),
        Item(role=Role.FACE, outline=nail),
    ]
