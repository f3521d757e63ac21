"""The ground of a screen that a person opens: a window with a page that scrolls, and columns that become one.

These windows come because somebody asked for them: they have no key guard, they may be any size, Esc closes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QStyle, QVBoxLayout, QWidget

from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import text_size_step
from ergobreak.screens.placement import pointer_screen, window_rect
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.theme import dress
from ergobreak.screens.widgets import ScrollPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme


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


class PageWindow(QWidget):
    """One window with one page in it.

    Put the content into ``column``. The page is as wide as the window, never wider than the content of a big screen,
    and as high as its words need.
    """

    def __init__(self, stage: Stage, name: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.stage = stage
        self.theme = stage.theme
        self._painted = self._leaving = False
        self.setWindowTitle("ergobreak")
        self.setAccessibleName(name)
        self.page = QWidget()
        self.column = QVBoxLayout(self.page)
        self.column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.body = ScrollPage(self.theme, self)
        self.body.setWidget(self.page)
        self.page.setAutoFillBackground(False)
        self.foot: QWidget | None = None
        self.ring = FocusRing(self.theme, self)
        self.page.installEventFilter(self)
        self.setMinimumWidth(self.theme.of("break_page", "figure_beside"))
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self.fit)

    def stand_below(self, widget: QWidget) -> None:
        """Keep ``widget`` in sight under the page, which scrolls without it."""
        self.foot = QWidget(self)
        row = QHBoxLayout(self.foot)
        row.addWidget(widget)
        self.foot.installEventFilter(self)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self.theme = theme

    def put_on(self, theme: Theme) -> None:
        """Change the theme of everything inside, and the places with it."""
        dress(self, theme)
        self.fit()

    def present(self, first: QWidget | None) -> None:
        """Show on the pointer's monitor, with the focus on ``first``."""
        available = pointer_screen().availableGeometry()
        rect = window_rect(available, QSize(*self.theme.of("window", "break")))
        if rect is None:
            self.setGeometry(available)
            self.showMaximized()
        else:
            self.setGeometry(rect)
            self.show()
        self.activateWindow()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ring.follow(first)
        self.fit()

    def fit(self) -> None:
        """Compute every place again."""
        width = self.width()
        room = self.height() - self._fit_foot(width)
        self.body.setGeometry(0, 0, width, room)
        height = self._height_at(width)
        if height > room:
            width -= self.theme.of("scrollbar", "width")
            height = self._height_at(width)
        self.page.resize(width, max(height, room))
        self.column.activate()

    def _fit_foot(self, width: int) -> int:
        row = None if self.foot is None else self.foot.layout()
        if self.foot is None or row is None or not self.foot.isVisibleTo(self):
            return 0
        side = self._side(width)
        row.setContentsMargins(side, self.theme.space("m"), side, self.theme.space("l"))
        row.invalidate()
        high = row.heightForWidth(width) if row.hasHeightForWidth() else row.sizeHint().height()
        self.foot.setGeometry(0, self.height() - high, width, high)
        return high

    def _side(self, width: int) -> int:
        content = min(width, int(self.theme.of("break_page", "content")))
        return (width - content) // 2 + self.theme.space("l" if self._narrow(width) else "screen_margin")

    def _height_at(self, width: int) -> int:
        side, edge = self._side(width), self.theme.space("xl")
        self.column.setContentsMargins(side, edge, side, edge)
        self.column.invalidate()
        return max(self.column.heightForWidth(width), self.column.minimumSize().height())

    def _narrow(self, width: int) -> bool:
        """Whether the words are so large, or the window so small, that the margin gives way."""
        return width < self.theme.text(self.theme.of("break_page", "text_column"))

    def refit_soon(self) -> None:
        """Places after the next turn of the loop, once for all that changed."""
        self._refit.start()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Something on the page wants another size."""
        if watched in {self.page, self.foot} and event.type() is QEvent.Type.LayoutRequest:
            self.refit_soon()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.color("bg"))
        painter.end()
        if not self._painted and self.isVisible():
            self._painted = True
            QTimer.singleShot(0, self.stage.painted)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab; what it reaches is brought into sight."""
        moved = super().focusNextPrevChild(forward)
        self.bring_into_sight(self.focusWidget())
        return moved

    def bring_into_sight(self, widget: QWidget | None) -> None:
        """Scroll so that all of a widget, and its ring, can be seen."""
        if widget is not None and self.page.isAncestorOf(widget):
            margin = self.theme.space("xl")
            self.body.ensureWidgetVisible(widget, margin, margin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of every screen; what is not among them goes on to Qt."""
        step = text_size_step(event)
        if step is not None:
            self.put_on(self.theme.zoomed(step))
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Go, without a word."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes, and the process with it."""
        super().closeEvent(event)
        if not self._leaving:
            self._leaving = True
            self.going()
        self.stage.quit()

    def going(self) -> None:
        """The person closes the window: the last chance to finish something."""
