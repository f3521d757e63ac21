"""The ground of a screen that a person opens: a window with a page that scrolls and, if wanted, a foot that stays.

These windows come because somebody asked for them: they have no key guard, they may be any size, Esc closes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import text_size_step
from ergobreak.screens.placement import pointer_screen, window_rect
from ergobreak.screens.theme import dress
from ergobreak.screens.widgets import ScrollPage

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme


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
