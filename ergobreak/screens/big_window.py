"""What the windows of a break and of the player have in common: their place, their keys' guard, and how they are left.

Such a window stands in the middle of the pointer's monitor, takes no grab and blocks nothing. Its keys are dead at
first. Esc and its own cross always leave; in the firm style Esc is held for three seconds. Its title is the program's
name and never what it is about. It says what was pressed and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ergobreak.screens.floating import fade
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import KeyGuard, text_size_step
from ergobreak.screens.placement import can_stack, pointer_screen, window_rect
from ergobreak.screens.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from PySide6.QtCore import QPropertyAnimation, QRect
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.theme import Theme

HOLD_ESC_MS = 3000
LET_GO_MS = 120  # a key that repeats by itself may come as let go and pressed again at once, on some X servers
A = TypeVar("A", bound="StrEnum")


class BigWindow(QWidget, Generic[A]):
    """One window, to be filled.

    Args:
        name: its size, by name in the theme's table ``window``.
        close: what leaving it is called.
        on_top: it came by itself and stays over other windows.
        firm: Esc has to be held.
        clock: monotonic seconds, for the guard.
        used: called whenever this window is used.
    """

    acted = Signal(object)
    first_painted = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        close: A,
        *,
        on_top: bool,
        firm: bool,
        full_screen: bool = False,
        clock: Callable[[], float],
        used: Callable[[], None],
    ) -> None:
        flags = Qt.WindowType.Window
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint if on_top else flags)
        self._theme, self._name, self._close, self._full_screen = theme, name, close, full_screen
        self.firm = firm
        self._painted = self._leaving = self._moved_focus = False
        self._animation: QPropertyAnimation | None = None
        self.setWindowTitle("ergobreak")
        self.guard = KeyGuard(clock, used)
        self.focus_ring = FocusRing(theme, self)
        self._esc = QTimer(self)
        self._esc.setSingleShot(True)
        self._esc.setInterval(HOLD_ESC_MS)
        self._esc.timeout.connect(lambda: self.acted.emit(self._close))
        self._let_go = QTimer(self)
        self._let_go.setSingleShot(True)
        self._let_go.setInterval(LET_GO_MS)
        self._let_go.timeout.connect(self._esc.stop)

    # -- what fills it -------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Give everything its place."""
        raise NotImplementedError

    def first_focus(self) -> QWidget | None:
        """What has the keys when it appears."""
        raise NotImplementedError

    # -- appearing and going -------------------------------------------------------------------------------------------

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def put_on(self, theme: Theme) -> None:
        """Change the theme of everything inside, and the places with it."""
        dress(self, theme)
        self.fit()

    def take_place(self) -> QRect | None:
        """The native window, its place and the watch over its keys; ``None`` where it fills the monitor."""
        available = pointer_screen().availableGeometry()
        rect = window_rect(available, QSize(*self._theme.of("window", self._name)))
        whole = pointer_screen().geometry() if self._full_screen else available
        self.setGeometry(rect if rect is not None and not self._full_screen else whole)
        self.guard.watch(self)
        return rect

    def present(self, fade_ms: int) -> None:
        """Show on the pointer's monitor and begin to guard the keys."""
        rect = self.take_place()
        self.guard.opened()
        if fade_ms:
            self._animation = fade(self, 0.0, 1.0, fade_ms, None)
        if self._full_screen:
            self.showFullScreen()
        elif rect is None:
            self.showMaximized()
        else:
            self.show()
        if can_stack():
            self.raise_()
        self.activateWindow()
        self.focus_first()

    def leave(self) -> None:
        """Go, without saying anything."""
        self._leaving = True
        self.close()

    def focus_first(self) -> None:
        """The keys go where they belong at first."""
        self._moved_focus = False
        target = self.first_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focus_ring.follow(target)

    # -- what happens to it --------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("bg"))
        painter.end()
        if not self._painted and self.isVisible():
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab: from now on Space presses what has the focus."""
        self._moved_focus = True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of every such window; what is not among them goes on to Qt."""
        step = text_size_step(event)
        if step is not None:
            self.put_on(self._theme.zoomed(step))
        elif event.key() == Qt.Key.Key_Escape:
            if not self.firm:
                self.acted.emit(self._close)
            else:
                self.hold()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Letting go of Esc early stays."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._let_go.start()
        super().keyReleaseEvent(event)

    def hold(self) -> None:
        """Something that has to be held is being held."""
        self._let_go.stop()
        if not self._esc.isActive():
            self._esc.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross is Esc; only ``leave`` really closes."""
        if self._leaving:
            super().closeEvent(event)
        else:
            event.ignore()
            self.acted.emit(self._close)
