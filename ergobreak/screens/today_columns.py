"""Columns that become one: things side by side while there is room, under each other at large text or on small windows.

Also the small words of placing: a line that is not broken, a widget at the end or half-way down its room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QStyle, QWidget

from ergobreak.screens.text_label import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


class Columns(QLayout):
    """Things side by side, all of one height; under each other as soon as one of them would be squeezed.

    Args:
        gap: between them, both ways.
        shares: how the width is divided; equal if left out.
        fixed: the first or the last one (0 or -1) takes the width it wants, the others the rest.
    """

    def __init__(self, gap: int, shares: Sequence[float] = (), *, fixed: int | None = None) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._shares, self._fixed = gap, tuple(shares), fixed
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Add one at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """One column is higher than three."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place them."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """All side by side."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest alone."""
        least = QSize(0, 0)
        for item in self._shown():
            least = least.expandedTo(QSize(item.minimumSize().width(), 0))
        return least

    def is_one(self, width: int) -> bool:
        """Whether they stand under each other at that width."""
        return any(
            item.minimumSize().width() > room for item, room in zip(self._shown(), self._widths(width), strict=True)
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _widths(self, width: int) -> list[int]:
        items = self._shown()
        room = width - self._gap * max(0, len(items) - 1)
        if self._fixed is not None and len(items) > 1:
            wanted = items[self._fixed].sizeHint().width()
            widths = [(room - wanted) // (len(items) - 1)] * len(items)
            widths[self._fixed] = wanted
            return widths
        shares = self._shares if len(self._shares) == len(items) else (1.0,) * len(items)
        return [int(room * share / sum(shares)) for share in shares]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        items = self._shown()
        if not items:
            return 0
        places: list[QRect] = []
        if self.is_one(rect.width()):
            down = 0
            for item in items:
                high = _height(item, rect.width())
                places.append(QRect(0, down, rect.width(), high))
                down += high + self._gap
            total = down - self._gap
        else:
            widths = self._widths(rect.width())
            total = max(_height(item, width) for item, width in zip(items, widths, strict=True))
            across = 0
            for width in widths:
                places.append(QRect(across, 0, width, total))
                across += width + self._gap
        if move:
            parent = self.parentWidget()
            direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
            for item, place in zip(items, places, strict=True):
                item.setGeometry(QStyle.visualRect(direction, rect, place.translated(rect.topLeft())))
        return total


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class ColumnsRow(QWidget):
    """A widget that holds ``Columns``."""

    def __init__(self, gap: int, *widgets: QWidget, shares: Sequence[float] = (), fixed: int | None = None) -> None:
        super().__init__()
        self.columns = Columns(gap, shares, fixed=fixed)
        self.setLayout(self.columns)
        for widget in widgets:
            self.columns.addWidget(widget)


class OneLine(TextLabel):
    """Words that are not broken as long as anything else can give way, such as a title or a large number."""

    def minimumSizeHint(self) -> QSize:
        """The whole line, up to a readable width."""
        least = super().minimumSizeHint()
        ceiling = self._theme.of("break_page", "figure_max")
        return QSize(max(least.width(), min(self.line_width() + 1, ceiling)), least.height())


def at_the_end(widget: QWidget) -> QWidget:
    """The widget at the end edge of whatever room it gets."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return holder


def in_the_middle(widget: QWidget) -> QWidget:
    """The widget half-way down whatever height it gets."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1, Qt.AlignmentFlag.AlignVCenter)
    return holder
