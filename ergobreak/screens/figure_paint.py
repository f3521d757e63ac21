"""Painting a figure's scene with QPainter. It knows colours and gaps, not bodies.

The gap between parts is the new part's halo in paper colour, painted only where older parts already are.
Clipping to a path is slow in software rendering, so the parts go to a transparent layer first: there, "only
where something is" is a composition mode. Parts that show no gap to the new one (a neck to its head) are
painted again over the halo.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from ergobreak.routines.pose.scene import Item, Role, Scene, bounds

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
    first = next((index for index, item in enumerate(scene.items) if item.halo is not None), len(scene.items))
    for item in scene.items[:first]:
        _paint_item(painter, item, _path(item.outline), colors, paper)
    if first < len(scene.items):
        _paint_parts(painter, scene.items, first, colors, paper)
    painter.restore()


def _paint_parts(painter: QPainter, items: tuple[Item, ...], first: int, colors: Colours, paper: str) -> None:
    transform = painter.combinedTransform()
    area = _area(painter, items[first:])
    if area.isEmpty():
        return
    layer = QImage(area.size(), QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(Qt.GlobalColor.transparent)
    brush = QPainter(layer)
    brush.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush.setTransform(transform * QTransform.fromTranslate(-area.x(), -area.y()))
    for index in range(first, len(items)):
        item = items[index]
        if item.halo is not None and item.cuts:
            _cut(brush, items, index, first, colors, paper)
        _paint_item(brush, item, _path(item.outline), colors, paper)
    brush.end()
    painter.save()
    painter.resetTransform()
    inverse, possible = painter.combinedTransform().inverted()
    if possible:
        painter.setTransform(inverse)  # device pixels, whatever the device's ratio
        painter.drawImage(area.topLeft(), layer)
    painter.restore()


def _area(painter: QPainter, items: tuple[Item, ...]) -> QRect:
    """The device pixels the parts need, within the device."""
    box = bounds(items)
    seen = QRectF(box.left, box.top, box.width, box.height)
    area = painter.combinedTransform().mapRect(seen).toAlignedRect().adjusted(-2, -2, 2, 2)
    device = painter.device()
    ratio = device.devicePixelRatioF()
    return area.intersected(QRect(0, 0, round(device.width() * ratio), round(device.height() * ratio)))


def _cut(brush: QPainter, items: tuple[Item, ...], index: int, first: int, colors: Colours, paper: str) -> None:
    """Paint the halo of an item on the parts before it, but not on those it is welded to."""
    item = items[index]
    assert item.halo is not None  # noqa: S101 - only called for parts
    halo = _path(item.halo)
    brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    brush.fillPath(halo, QColor(paper))
    brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    parts = [other for other in range(first, index) if items[other].halo is not None]
    welded = [other for other in parts if other not in item.cuts]
    if not welded:
        return
    over = [_path(items[other].outline) for other in item.cuts if other > min(welded)]
    brush.save()
    if any(path.controlPointRect().intersects(halo.controlPointRect()) for path in over):
        brush.setClipPath(halo)
    else:  # nothing else is there: a clip without a soft edge leaves no hairline
        brush.setClipRect(halo.controlPointRect())
    for other in welded:
        _paint_item(brush, items[other], _path(items[other].outline), colors, paper)
    brush.restore()


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
