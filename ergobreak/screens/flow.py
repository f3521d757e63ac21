"""A layout for buttons and links: one row while it fits, then rows.

``pairs`` puts buttons two by two in equal columns once one row is too narrow, which is how buttons go at large text;
otherwise the items simply wrap. Both mirror in right-to-left languages.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


def visual_rect(direction: Qt.LayoutDirection, bounds: QRect, rect: QRect) -> QRect:
    """``rect`` where it is seen: mirrored within ``bounds`` in a right-to-left language.

    ``QStyle.visualRect`` says the same, but PySide needs longer to load ``QStyle`` than to show a window.
    """
    if direction == Qt.LayoutDirection.LeftToRight:
        return rect
    return rect.translated(bounds.left() + bounds.right() - rect.left() - rect.right(), 0)


class Flow(QLayout):
    """Items from the start edge, in reading order.

    Args:
        gap: between items, both ways.
        pairs: two equal columns instead of wrapping.
    """

    def __init__(self, gap: int, *, pairs: bool = False, row_gap: int | None = None) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._pairs = gap, pairs
        self._row_gap = gap if row_gap is None else row_gap
        self._always = False
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It grows in no direction by itself."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer columns, more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The largest item."""
        least = QSize(0, 0)
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return least

    def pair_always(self, *, on: bool) -> None:
        """Two by two even where one row would do, as long as that makes full rows: large targets at large text."""
        self._always = on

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        full = self._always and len(self._shown()) % 2 == 0
        paired = self._pairs and bool(self._shown()) and (full or self.sizeHint().width() > rect.width())
        places = self._in_pairs(rect.width()) if paired else self._wrapped(rect.width())
        if move:
            parent = self.parentWidget()
            direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
            for item, place in zip(self._shown(), places, strict=True):
                item.setGeometry(visual_rect(direction, rect, place.translated(rect.topLeft())))
        return max((place.bottom() + 1 for place in places), default=0)

    def _wrapped(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        at, tallest = QPoint(0, 0), 0
        for item in self._shown():
            size = item.sizeHint()
            if at.x() and at.x() + size.width() > width:
                at, tallest = QPoint(0, at.y() + tallest + self._row_gap), 0
            places.append(QRect(at, QSize(min(size.width(), max(width, 1)), size.height())))
            at.setX(at.x() + size.width() + self._gap)
            tallest = max(tallest, size.height())
        return places

    def _in_pairs(self, width: int) -> list[QRect]:
        items = self._shown()
        column = (width - self._gap) // 2
        if any(item.sizeHint().width() > column for item in items):
            columns, column = 1, width
        else:
            columns = 2
        height = max(item.sizeHint().height() for item in items)
        return [
            QRect(
                (number % columns) * (column + self._gap),
                (number // columns) * (height + self._row_gap),
                column,
                height,
            )
            for number in range(len(items))
        ]


class FlowRow(QWidget):
    """A widget that holds a ``Flow``."""

    def __init__(self, gap: int, *, pairs: bool = False, row_gap: int | None = None) -> None:
        super().__init__()
        self.flow = Flow(gap, pairs=pairs, row_gap=row_gap)
        self.setLayout(self.flow)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the end, in reading order."""
        for widget in widgets:
            self.flow.addWidget(widget)
