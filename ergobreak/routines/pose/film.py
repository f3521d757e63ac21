"""A routine's key frames as scenes: one box for all, contacts held, any moment between two frames.

The one door to the figure: give it a routine's frames and the base poses, ask it for scenes.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.accent import accented, arrows, changes
from ergobreak.routines.pose.alignment import Placed, place_all, strides
from ergobreak.routines.pose.body import body_items
from ergobreak.routines.pose.closeup import (
    face_accents,
    face_items,
    hand_accents,
    hand_items,
    mix_faces,
    mix_hands,
)
from ergobreak.routines.pose.grammar import AnyPose, FacePose, HandPose, Pose, resolve
from ergobreak.routines.pose.motion import between, effort
from ergobreak.routines.pose.plane import Point, ease, mix_points
from ergobreak.routines.pose.props import Setting, behind, box_place, ground, in_front, wants_mat
from ergobreak.routines.pose.scene import Box, Item, Role, Scene, bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.routines.pose.skeleton import Skeleton

FULL_EFFORT = 110.0  # degrees of turn from which a move takes the longest time
MOVE_S = (0.6, 1.0)


class Film:
    """The figure of one routine.

    Args:
        frames: the routine's frames, by name, as in its file.
        bases: the base poses, by name.

    Raises:
        ValueError: a frame cannot be drawn.
    """

    def __init__(self, frames: Mapping[str, Mapping[str, Any]], bases: Mapping[str, Mapping[str, Any]]) -> None:
        self.poses: dict[str, AnyPose] = {name: resolve(frame, bases) for name, frame in frames.items()}
        self.placed: dict[str, Placed] = place_all(self.poses)
        self._settings = self._find_settings()
        self.box = self._find_box()

    def scene(self, name: str, *, before: str | None = None, arrow: bool = False, shadow: bool = True) -> Scene:
        """A still picture of a frame; what moved since ``before`` takes the accent, and an arrow if asked for."""
        pose = self.poses[name]
        last = self.poses.get(before) if before is not None else None
        if isinstance(pose, HandPose):
            parts = hand_accents(last if isinstance(last, HandPose) else None, pose)
            return Scene(items=tuple(hand_items(pose, parts)), box=self.box)
        if isinstance(pose, FacePose):
            parts = face_accents(last if isinstance(last, FacePose) else None, pose)
            return Scene(items=tuple(face_items(pose, parts)), box=self.box)
        here = self.placed[name]
        there = self.placed.get(before) if before is not None else None
        parts = self.accents(before, name)
        items = self._body_scene(here.stance.body, here, parts, shadow=shadow)
        if arrow and there is not None and there.scenery == here.scenery:
            start = there
            ways = arrows(parts, here.stance.contacts, lambda share: between(start, here, share).body)
            items += [Item(role=Role.MOVE, outline=way, width=shape.ARROW, part="arrow") for way in ways]
        return Scene(items=tuple(items), box=self.box)

    def moment(self, start: str, end: str, share: float, *, shadow: bool = True) -> Scene:
        """The move from one frame to another at ``share`` (0 to 1) of its time."""
        share = ease(share)
        one, other = self.poses[start], self.poses[end]
        if isinstance(one, HandPose) and isinstance(other, HandPose):
            items = hand_items(mix_hands(one, other, share), hand_accents(one, other))
            return Scene(items=tuple(items), box=self.box)
        if isinstance(one, FacePose) and isinstance(other, FacePose):
            both = face_accents(one, other) | face_accents(other, one)
            return Scene(items=tuple(face_items(mix_faces(one, other, share), both)), box=self.box)
        if start not in self.placed or end not in self.placed or not self.joins(start, end):
            return self.scene(end, before=start, shadow=shadow)
        here, there = self.placed[start], self.placed[end]
        body = between(here, there, share).body
        box = None
        if "box" in self._settings[there.scenery].props:
            box = mix_points(box_place(here.stance.body), box_place(there.stance.body), share)
        items = self._body_scene(body, there, self.accents(start, end), shadow=shadow, box=box)
        return Scene(items=tuple(items), box=self.box)

    def joins(self, start: str, end: str) -> bool:
        """Whether one frame moves into the other; frames seen from different sides are cut."""
        if start in self.placed and end in self.placed:
            return self.placed[start].scenery == self.placed[end].scenery
        return type(self.poses[start]) is type(self.poses[end])

    def walks(self, start: str, end: str) -> bool:
        """Whether two frames are the two halves of a walk."""
        one, other = self.poses[start], self.poses[end]
        return isinstance(one, Pose) and isinstance(other, Pose) and strides(one, other)

    def accents(self, start: str | None, end: str) -> frozenset[str]:
        """The parts that move from one frame to the other."""
        one, other = self.poses.get(start or ""), self.poses[end]
        if isinstance(other, HandPose):
            return hand_accents(one if isinstance(one, HandPose) else None, other)
        if isinstance(other, FacePose):
            return face_accents(one if isinstance(one, FacePose) else None, other)
        return accented(one if isinstance(one, Pose) else None, other)

    def move_s(self, start: str, end: str) -> float:
        """How long the move from one frame to the other takes: long ones are slower."""
        if not self.joins(start, end):
            return 0.0
        if start in self.placed and end in self.placed:
            share = min(1.0, effort(self.placed[start], self.placed[end]) / FULL_EFFORT)
        else:
            share = 0.3
        return MOVE_S[0] + (MOVE_S[1] - MOVE_S[0]) * share

    def still(self, start: str, end: str) -> bool:
        """Whether nothing a person could see differs between two frames."""
        one, other = self.poses[start], self.poses[end]
        if isinstance(one, Pose) and isinstance(other, Pose) and one.view is other.view:
            return max(changes(one, other).values()) < 0.5 and one.rests is other.rests  # noqa: PLR2004 - half a degree
        return one == other

    def _body_scene(
        self, body: Skeleton, placed: Placed, parts: frozenset[str], *, shadow: bool, box: Point | None = None
    ) -> list[Item]:
        setting = self._settings[placed.scenery]
        if box is None and "box" in setting.props:
            box = box_place(body)
        shown = Setting(
            furniture=setting.furniture,
            props=setting.props | frozenset(placed.raw.props),
            mat=setting.mat,
            left=setting.left,
            right=setting.right,
            box=box,
        )
        items = ground(body, shown, shadow=shadow) + behind(body, shown)
        items += body_items(body, parts, len(items))
        return items + in_front(body, shown)

    def _find_settings(self) -> dict[Any, Setting]:
        settings: dict[Any, Setting] = {}
        for scenery in dict.fromkeys(placed.scenery for placed in self.placed.values()):
            group = [placed for placed in self.placed.values() if placed.scenery == scenery]
            furniture = group[-1].furniture
            bare = Setting(furniture=furniture, props=_lasting(group), mat=False, left=0.0, right=0.0)
            mat = any(wants_mat(placed.stance.body) for placed in group)
            box: Box | None = None
            for placed in group:
                body = placed.stance.body
                items = behind(body, bare) + body_items(body, frozenset(), 0)
                own = bounds(items)
                box = own if box is None else box.around(own)
            assert box is not None  # noqa: S101 - a scenery has at least one frame
            reach = 4.0
            settings[scenery] = Setting(
                furniture=furniture, props=bare.props, mat=mat, left=box.left - reach, right=box.right + reach
            )
        return settings

    def _find_box(self) -> Box:
        boxes: list[Box] = []
        for name, pose in self.poses.items():
            if isinstance(pose, HandPose):
                boxes.append(bounds(hand_items(pose, frozenset())))
            elif isinstance(pose, FacePose):
                boxes.append(bounds(face_items(pose, frozenset())))
            else:
                placed = self.placed[name]
                boxes.append(bounds(self._body_scene(placed.stance.body, placed, frozenset(), shadow=False)))
        boxes += [self._between_box(names) for names in self._neighbours()]
        return _around(boxes).grown(shape.MARGIN)

    def _neighbours(self) -> Iterable[tuple[str, str]]:
        names = list(self.placed)
        return [pair for pair in itertools.pairwise(names) if self.joins(*pair)]

    def _between_box(self, names: tuple[str, str]) -> Box:
        one, other = (self.placed[name] for name in names)
        return _around([bounds(body_items(between(one, other, share).body, frozenset(), 0)) for share in (0.3, 0.6)])


def _lasting(group: Sequence[Placed]) -> frozenset[str]:
    """Props that stay in every frame of a view once any frame has them; pillows belong to their own frame."""
    return frozenset(prop for placed in group for prop in placed.raw.props if not prop.startswith("pillow"))


def _around(boxes: Sequence[Box]) -> Box:
    box = boxes[0]
    for other in boxes[1:]:
        box = box.around(other)
    return box
