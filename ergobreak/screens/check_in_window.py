"""The window of the check-in: a head that stays, a body that scrolls, a foot that stays; keys; and a curtain.

Its title is "Check-in" and nothing else, ever. It is left out of screen captures where the system allows it. Left
alone for some minutes it tells its screen, which clears it. It decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ergobreak.screens.capture import hide_from_capture
from ergobreak.screens.check_in_parts import QuietRing
from ergobreak.screens.keys import ENTER, KeyGuard, plain_letter, text_size_step
from ergobreak.screens.placement import can_stack, pointer_screen
from ergobreak.screens.theme import dress
from ergobreak.screens.widgets import ScrollPage
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.check_in_parts import Panel
    from ergobreak.screens.theme import Theme

IDLE_MS = 5 * 60_000
FORWARD = frozenset({Qt.Key.Key_Down})
BACKWARD = frozenset({Qt.Key.Key_Up})


class CheckInWindow(QWidget):
    """Shows one panel at a time."""

    idle = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._stage = stage
        self.theme: Theme = stage.theme
        self.panel: Panel | None = None
        self._painted = self._leaving = self._sized = False
        self.setWindowTitle(_("Check-in"))
        self.guard = KeyGuard(stage.clock, self._used)
        self.body = ScrollPage(self.theme, self)
        self.body.installEventFilter(self)
        self.ring = QuietRing(self.theme, self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self.idle)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self.fit)

    # -- panels ----------------------------------------------------------------------------------------------------

    def show_panel(self, panel: Panel, *, keep_place: bool = False) -> None:
        """Show another page instead of the one that is there.

        Args:
            keep_place: the same page with something changed: the scroll position stays.
        """
        bar = self.body.verticalScrollBar()
        place = bar.value() if keep_place else 0
        old, self.panel = self.panel, panel
        self.ring.follow(None)
        self.ring.setParent(self)
        panel.first.setAccessibleName(panel.name)
        if panel.head is not None:
            panel.head.setParent(self)
            panel.head.lower()  # read first
        shown = self.body.takeWidget()
        self.body.setWidget(panel.body)
        panel.body.setAutoFillBackground(False)
        panel.body.installEventFilter(self)
        panel.foot.setParent(self)
        for each in (panel.head, panel.body, panel.foot):
            if each is not None:
                each.show()
        if old is not None:
            for gone in (old.head, shown, old.foot):
                if gone is not None:
                    gone.hide()
                    gone.setParent(None)
                    gone.deleteLater()
        self.setAccessibleName(panel.name)
        self._grow()
        self.fit()
        bar.setValue(place)
        self.focus(panel.first)
        if panel.stays:
            self._idle.stop()
        else:
            self._idle.start()
        if panel.alert:
            self.say_at_once()

    def focus(self, widget: QWidget) -> None:
        """Give it the focus, and bring it into sight."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ring.follow(widget)
        self._into_sight(widget)

    def say_at_once(self) -> None:
        """Tell screen readers now; they read the name of what has the focus."""
        if self.panel is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(self.panel.first, QAccessible.Event.Alert))

    # -- places ----------------------------------------------------------------------------------------------------

    def present(self, *, guarded: bool) -> None:
        """Show in the middle of the pointer's monitor.

        Args:
            guarded: it came by itself, so keys are dead at first.
        """
        self.winId()
        if (handle := self.windowHandle()) is not None:
            handle.removeEventFilter(self.guard)
            handle.installEventFilter(self.guard)
        if guarded:
            self.guard.opened()
        self._grow()
        hide_from_capture(int(self.winId()), QGuiApplication.platformName())
        self.show()
        if self.panel is not None:
            self.focus(self.panel.first)
        self.come_back()

    def come_back(self) -> None:
        """In front, with the page as it is and the focus where it was."""
        if self.isMinimized():
            self.showNormal()
        if can_stack():
            self.raise_()
        self.activateWindow()
        if self.panel is not None and self.panel.alert:
            self.say_at_once()

    def _grow(self) -> None:
        """As high as the page needs, up to a ceiling; it never shrinks, so that buttons stay where they are."""
        if self.panel is None or self.isMaximized() or self.isFullScreen():
            return
        theme = self.theme
        width, _content, ceiling = theme.of("window", "check_in")
        available = pointer_screen().availableGeometry()
        frame = self.frameGeometry().height() - self.height() if self.isVisible() else theme.space("xxl")
        room = QSize(available.width(), available.height() - frame)
        wide = min(theme.text(width), room.width())
        most = room.height() if self.panel.alert else theme.text(ceiling)  # urgent: as little as possible to scroll
        high = min(self._needed(wide), most, room.height())
        if self._sized and self.width() >= wide and self.height() >= high and not self.panel.small:
            return
        grown = self._sized and not self.panel.small
        wanted = QSize(max(wide, self.width()), max(high, self.height())) if grown else QSize(wide, high)
        rect = QRect(available.topLeft(), wanted)
        rect.moveCenter(available.center())
        self._sized = True
        self.setGeometry(rect)

    def _needed(self, width: int) -> int:
        panel = self.panel
        parts = () if panel is None else (panel.head, panel.body, panel.foot)
        return sum(self._height(each, width) for each in parts if each is not None)

    def fit(self) -> None:
        """Compute every place again."""
        panel = self.panel
        if panel is None:
            return
        width, top = self.width(), 0
        if panel.head is not None:
            top = self._height(panel.head, width)
            panel.head.setGeometry(0, 0, width, top)
        low = self._height(panel.foot, width)
        room = max(0, self.height() - top - low)
        panel.foot.setGeometry(0, top + room, width, low)
        self.body.setGeometry(0, top, width, room)
        bar = self.theme.of("scrollbar", "width")
        high = self._height(panel.body, width)
        across = width if high <= room else width - bar
        panel.body.resize(across, max(self._height(panel.body, across), room))
        for each in (panel.head, panel.body, panel.foot):
            layout = each.layout() if each is not None else None
            if layout is not None:
                layout.activate()
        self.update()

    def _height(self, part: QWidget, width: int) -> int:
        theme = self.theme
        content = min(width, theme.text(theme.of("window", "check_in")[0]))
        side = (width - content) // 2 + theme.space("xl")
        column = part.layout()
        if column is None:
            return part.sizeHint().height()
        above, below = getattr(part, "pads", (theme.space("xl"), theme.space("xl") + round(theme.border("state_rule"))))
        column.setContentsMargins(side, above, side, below)
        column.invalidate()
        high = column.heightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height()
        return max(high, column.minimumSize().height())

    def put_on(self, theme: Theme) -> None:
        """Change the theme of everything inside, and the places with it."""
        dress(self, theme)
        self._grow()
        self.fit()

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self.theme = theme

    # -- events ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Something on the page wants another size; arrows are for the answers, before the page scrolls by them."""
        if watched is self.body and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if self.panel is not None and event.key() in FORWARD | BACKWARD:
                self._walk(self.panel, 1 if event.key() in FORWARD else -1)
                return True
            return False
        if self.panel is not None and watched is self.panel.body and event.type() is QEvent.Type.LayoutRequest:
            self._refit.start()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper; a line above the foot where the body goes on below it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.color("surface"))
        page = self.body.widget()
        if page is not None and page.height() > self.body.height():
            line = round(self.theme.border("card"))
            painter.fillRect(0, self.body.geometry().bottom() + 1, self.width(), line, self.theme.color("line"))
        painter.end()
        if not self._painted and self.isVisible():
            self._painted = True
            QTimer.singleShot(0, self._stage.painted)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab; what it reaches is brought into sight."""
        moved = super().focusNextPrevChild(forward)
        self._into_sight(self.focusWidget())
        return moved

    def _into_sight(self, widget: QWidget | None) -> None:
        page = self.body.widget()
        if widget is not None and page is not None and page.isAncestorOf(widget):
            margin = self.theme.space("l")
            self.body.ensureWidgetVisible(widget, margin, margin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key table; what is not in it goes on to Qt."""
        step = text_size_step(event)
        panel = self.panel
        if step is not None:
            self.put_on(self.theme.zoomed(step))
        elif panel is None or not self._act(panel, event):
            super().keyPressEvent(event)

    def _act(self, panel: Panel, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            panel.escape()
        elif key == Qt.Key.Key_F1 and "F1" in panel.keys:
            panel.keys["F1"]()
        elif key in ENTER and panel.enter is not None:
            panel.enter()
        elif key == Qt.Key.Key_Backspace and panel.back is not None:
            panel.back()
        elif key in FORWARD | BACKWARD:
            self._walk(panel, 1 if key in FORWARD else -1)
        elif self._stage.card.look.single_keys and (do := panel.keys.get(plain_letter(event))):
            do()
        else:
            return False
        return True

    def _walk(self, panel: Panel, step: int) -> None:
        """Arrows: from one answer to the next; where there is nothing to choose, the page scrolls."""
        can = [each for each in panel.moves if each.isEnabled()]
        if not can:
            bar = self.body.verticalScrollBar()
            bar.setValue(bar.value() + step * self.theme.target("button"))
            return
        at = self.focusWidget()
        place = can.index(at) + step if at in can else (0 if step > 0 else len(can) - 1)
        self.focus(can[max(0, min(place, len(can) - 1))])

    def _used(self) -> None:
        if self.panel is not None and not self.panel.stays:
            self._idle.start()

    def leave(self) -> None:
        """Go, without saying anything."""
        self._leaving = True
        self._idle.stop()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross is Esc; only ``leave`` really closes."""
        if self._leaving or self.panel is None:
            super().closeEvent(event)
        else:
            event.ignore()
            QApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The cross was pressed: done after the close event, so that the page may change."""
        if self.panel is not None:
            self.panel.escape()
