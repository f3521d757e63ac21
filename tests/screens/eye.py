"""What a careful eye sees in a window: words that are cut, things that overlap, targets too small for a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from ergobreak.screens.ring import Ring
from ergobreak.screens.theme import tokens
from ergobreak.screens.widgets import KeyCap, TextLabel
from tests.screens.stage import FakeFigure

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAVES = (TextLabel, QAbstractButton, Ring, KeyCap, FakeFigure)


def faults(window: QWidget) -> list[str]:
    """Everything that is wrong, in words."""
    inside: list[QWidget] = window.findChildren(QWidget)
    seen = [each for each in inside if _is_seen(each, window)]
    return [*_cut(window, seen), *_overlapping(window, seen), *_too_small(seen), *_sideways(window)]


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    return isinstance(widget, LEAVES) and widget.isVisibleTo(window)


def place(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget is, in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return f"{type(widget).__name__} {text() if callable(text) else ''!r}"


def _cut(window: QWidget, seen: list[QWidget]) -> Iterator[str]:
    for widget in seen:
        home = _page(widget) or window
        if not home.rect().contains(place(widget, home)):
            yield f"{_name(widget)} at {place(widget, home)} leaves {home.rect()}"
        if isinstance(widget, TextLabel):
            if widget.height() < widget.heightForWidth(widget.width()):
                yield f"{_name(widget)} is too low: {widget.size()}"
            if widget.width() < widget.minimumSizeHint().width():
                yield f"{_name(widget)} cuts a word: {widget.width()} < {widget.minimumSizeHint().width()}"
        elif isinstance(widget, QAbstractButton):
            needed = widget.minimumSizeHint()
            if widget.hasHeightForWidth():
                needed.setHeight(widget.heightForWidth(widget.width()))
            if widget.width() < needed.width() or widget.height() < needed.height():
                yield f"{_name(widget)} is cut: {widget.size()} < {needed}"


def _page(widget: QWidget) -> QWidget | None:
    holder = widget.parentWidget()
    while holder is not None:
        viewport = holder.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea) and area.widget() is holder:
            return holder
        holder = viewport
    return None


def _overlapping(window: QWidget, seen: list[QWidget]) -> Iterator[str]:
    for number, one in enumerate(seen):
        for other in seen[number + 1 :]:
            if _page(one) is _page(other) and place(one, window).intersects(place(other, window)):
                yield f"{_name(one)} lies over {_name(other)}"


def _too_small(seen: list[QWidget]) -> Iterator[str]:
    least = tokens()["target"]["min"]
    for widget in seen:
        if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < least:
            yield f"{_name(widget)} is smaller than {least}: {widget.size()}"


def _sideways(window: QWidget) -> Iterator[str]:
    for area in window.findChildren(QScrollArea):
        page = area.widget()
        if page is not None and page.width() > area.width():
            yield f"the page is wider than its window: {page.width()} > {area.width()}"
