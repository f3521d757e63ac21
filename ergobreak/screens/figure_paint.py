"""Painting a figure's scene with QPainter. It knows colours and gaps, not bodies.

The gap between parts is a stroke in paper colour, clipped to the parts it is cut from, so ground and props stay whole.
Outlines all run the same way round, which is what lets the non-zero rule unite the clip without computing a union.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ergobreak.routines.pose import shape
from ergobreak.routines.pose.scene import Item, Role, Scene

if TYPE_CHECKING:
    from ergobreak.routines.pose.outline import Outline

Colours = Mapping[str, str | float]

ARROW_OPACITY = 0.8


def paint_scene(painter: QPainter, scene: Scene, rect: QRectF, colors: Colours, paper: str) -> None:
    """Paint a scene into ``rect``, as large as fits, its floor at the same place whatever the frame.

    Args:
        painter: where to paint; its state is the same afterwards.
        scene: what to paint.
        rect: where, in the painter's coordinates.
        colors: a theme's figure colours, by role, and ``shadow_opacity``.
        paper: the colour the figure stands on, which is the colour of the gaps.
    """
    box = scene.box
    if rect.width() <= 0.0 or rect.height() <= 0.0 or box.width <= 0.0 or box.height <= 0.0:
        return
    scale = min(rect.width() / box.width, rect.height() / box.height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(
        rect.x() + (rect.width() - box.width * scale) / 2.0, rect.y() + (rect.height() - box.height * scale) / 2.0
    )
    painter.scale(scale, scale)
    painter.translate(-box.left, -box.top)
    paths = [_path(item.outline) for item in scene.items]
    for item, path in zip(scene.items, paths, strict=True):
        if item.cuts:
            _cut(painter, path, [paths[index] for index in item.cuts], paper)
        _paint_item(painter, item, path, colors, paper)
    painter.restore()


def _paint_item(painter: QPainter, item: Item, path: QPainterPath, colors: Colours, paper: str) -> None:
    colour = QColor(paper if item.role is Role.PAPER else str(colors[item.role.value]))
    if item.role is Role.SHADOW:
        opacity = float(colors.get("shadow_opacity", 0.1))
        if opacity <= 0.0:
            return
        colour.setAlphaF(opacity * 0.6)  # two ellipses lie over each other
    if item.part == "arrow" and float(colors.get("shadow_opacity", 0.1)) > 0.0:
        colour.setAlphaF(ARROW_OPACITY)
    if item.width is None:
        painter.fillPath(path, colour)
    else:
        painter.strokePath(path, _pen(colour, item.width))


def _cut(painter: QPainter, path: QPainterPath, behind: list[QPainterPath], paper: str) -> None:
    union = QPainterPath()
    union.setFillRule(Qt.FillRule.WindingFill)
    for part in behind:
        union.addPath(part)
    painter.save()
    painter.setClipPath(union, Qt.ClipOperation.IntersectClip)
    painter.strokePath(path, _pen(QColor(paper), shape.GAP))
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


@lru_cache(maxsize=256)
def _path(outline: Outline) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for kind, values in outline:
        if kind == "M":
            path.moveTo(*values)
        elif kind == "L":
            path.lineTo(*values)
        elif kind == "C":
            path.cubicTo(*values)
        else:
            path.closeSubpath()
    return path
