"""A scene: what to paint, in order, in paper coordinates (y down). QPainter and SVG paint the same scene.

An item is filled when ``width`` is ``None``, else stroked with round ends. A part of a body has a ``halo``, its
own outline grown a little. ``cuts`` names the earlier parts (by index) on which the halo is painted in paper
colour before the part itself: a thin gap, so that parts read apart while ground and props stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ergobreak.routines.pose.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Iterable


class Role(StrEnum):
    """What an item is, which is what colours it. The values are the keys of a theme's figure colours."""

    BODY = "body"
    FAR = "far"
    MOVE = "move"
    MOVE_FAR = "move_far"
    FACE = "face"
    PROP = "prop"
    PROP_FILL = "prop_fill"
    MAT = "mat"
    GROUND = "ground"
    SHADOW = "shadow"
    PAPER = "paper"  # no colour of its own: what the figure stands on


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One filled or stroked outline."""

    role: Role
    outline: Outline
    width: float | None = None
    cuts: tuple[int, ...] = ()
    halo: Outline | None = None
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the paper."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def around(self, other: Box) -> Box:
        """The smallest box holding both."""
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )

    def grown(self, by: float) -> Box:
        """The box with a margin."""
        return Box(left=self.left - by, top=self.top - by, right=self.right + by, bottom=self.bottom + by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Items in painting order, and the part of the paper they are seen in."""

    items: tuple[Item, ...]
    box: Box


def mirrored(scene: Scene) -> Scene:
    """The same scene for the other side. Twice is the same scene again."""
    return Scene(
        items=tuple(
            replace(item, outline=_flipped(item.outline), halo=_flipped(item.halo) if item.halo else None)
            for item in scene.items
        ),
        box=Box(left=-scene.box.right, top=scene.box.top, right=-scene.box.left, bottom=scene.box.bottom),
    )


def _flipped(outline: Outline) -> Outline:
    return tuple(
        (kind, tuple(-value if index % 2 == 0 else value for index, value in enumerate(values)))
        for kind, values in outline
    )


def bounds(items: Iterable[Item]) -> Box:
    """The box of everything painted but shadow and ground, strokes with their width."""
    left = top = float("inf")
    right = bottom = float("-inf")
    for item in items:
        if item.role in {Role.SHADOW, Role.GROUND}:
            continue
        half = (item.width or 0.0) / 2.0
        for _, values in item.outline:
            for index in range(0, len(values), 2):
                left, right = min(left, values[index] - half), max(right, values[index] + half)
                top, bottom = min(top, values[index + 1] - half), max(bottom, values[index + 1] + half)
    return Box(left=left, top=top, right=right, bottom=bottom)
