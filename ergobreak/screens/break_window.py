"""The window of a break: the page, the foot, the keys. It says what was pressed and decides nothing.

It takes no grab and blocks nothing; Esc and the window's own cross always leave. Its title is the program's name and
never what the break is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ergobreak.screens.break_page import BreakPage
from ergobreak.screens.break_view import Action, Phase, View
from ergobreak.screens.floating import fade
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import ENTER, KeyGuard, plain_letter, text_size_step
from ergobreak.screens.placement import can_stack, pointer_screen, window_rect
from ergobreak.screens.theme import dress
from ergobreak.screens.widgets import KeyCap, ScrollPage, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtCore import QPropertyAnimation
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.theme import Theme

HOLD_ESC_MS = 3000
OFFERED_LETTERS = {"S": Action.SHORTER, "K": Action.SKIP, "A": Action.ANOTHER, "J": Action.JUST_PAUSE}
RUNNING_LETTERS = {"H": Action.HURT}
FIRST_FOCUS = {Phase.OFFERED: Action.START, Phase.RUNNING: Action.BACK}


class BreakWindow(QWidget):
    """One window, offered and running alike.

    Args:
        single_keys: whether single letters press something.
        firm: Esc has to be held for three seconds.
        clock: monotonic seconds, for the guard.
    """

    acted = Signal(Action)
    first_painted = Signal()

    def __init__(
        self,
        theme: Theme,
        make_figure: Callable[[Mapping[str, Any], str, QWidget], Any],
        *,
        single_keys: bool,
        firm: bool,
        full_screen: bool,
        clock: Callable[[], float],
        used: Callable[[], None],
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self._theme, self._single_keys, self._firm, self._full_screen = theme, single_keys, firm, full_screen
        self._view: View | None = None
        self._painted = False
        self._below_at_first = 0  # the foot's height while the routine is being chosen, with room for a line of its own
        self._leaving = False
        self._moved_focus = False
        self._animation: QPropertyAnimation | None = None
        self._snooze_keys: dict[str, Action] = {}
        self.setWindowTitle("ergobreak")
        self.guard = KeyGuard(clock, used)
        self.page = BreakPage(theme, make_figure)
        self.page.pressed.connect(self.acted)
        self.page.press[Action.BACK].installEventFilter(self)
        self.body = ScrollPage(theme, self)
        self.body.setWidget(self.page)
        self.page.setAutoFillBackground(False)
        self.foot = TextLabel(theme, role="small", color="ink_soft")
        self._before = TextLabel(theme, role="small", color="ink_soft")
        self._cap = KeyCap(theme, _("Esc"))
        self._after = TextLabel(theme, role="small", color="ink_soft")
        self._lay_out()
        self.ring = FocusRing(theme, self)
        self._esc = QTimer(self)
        self._esc.setSingleShot(True)
        self._esc.setInterval(HOLD_ESC_MS)
        self._esc.timeout.connect(lambda: self.acted.emit(Action.CLOSE))

    def _lay_out(self) -> None:
        theme = self._theme
        leave = QHBoxLayout()
        leave.setSpacing(theme.space("xs"))
        for widget in (self._before, self._cap, self._after):
            leave.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._below = QWidget(self)
        self._foot_row = QHBoxLayout(self._below)
        self._foot_row.setSpacing(theme.space("xl"))
        self._foot_row.addWidget(self.foot, 1, Qt.AlignmentFlag.AlignVCenter)
        self._foot_row.addLayout(leave)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def put_on(self, theme: Theme) -> None:
        """Change the theme of everything inside, and the places with it."""
        dress(self, theme)
        self._fit()

    def show_view(self, view: View) -> None:
        """Show what stands now."""
        old, self._view = self._view, view
        if self.page.show_view(view) or old is None or old.foot != view.foot or old.leave != view.leave:
            self.foot.say(view.foot)
            before, _key, after = view.leave.partition("{key}")
            self._before.say(before.strip())
            self._after.say(after.strip())
            self._cap.setVisible(bool(view.leave))
            self.setAccessibleName(view.name)
            self._fit()
        if old is None or old.phase is not view.phase:
            self._moved_focus = False
            self._focus_first()

    def snooze_keys(self, minutes: tuple[float, ...]) -> None:
        """The digit that presses each postponement: 3 for "In 3 min"."""
        actions = (Action.SNOOZE, Action.SNOOZE_LONG)
        chosen = minutes if len(minutes) <= len(actions) else (minutes[0], minutes[-1])
        self._snooze_keys = {
            f"{each:g}"[0]: action for each, action in reversed(list(zip(chosen, actions, strict=False)))
        }

    def get_ready(self) -> None:
        """Make everything that can be made before it is shown: native window, letters, places, first picture."""
        self._take_place()
        self.winId()
        self._watch_keys()
        self.grab()

    def present(self, fade_ms: int) -> None:
        """Show on the pointer's monitor and begin to guard the keys."""
        self._watch_keys()
        self.guard.opened()
        rect = self._take_place()
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
        self._focus_first()

    def _take_place(self) -> object:
        available = pointer_screen().availableGeometry()
        rect = window_rect(available, QSize(*self._theme.of("window", "break")))
        whole = pointer_screen().geometry() if self._full_screen else available
        self.setGeometry(rect if rect is not None and not self._full_screen else whole)
        return rect

    def _watch_keys(self) -> None:
        self.winId()
        handle = self.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self.guard)
            handle.installEventFilter(self.guard)

    def leave(self) -> None:
        """Go, without saying anything."""
        self._leaving = True
        self.close()

    def _focus_first(self) -> None:
        action = FIRST_FOCUS.get(self._view.phase) if self._view is not None else None
        target = self.page.press[action] if action is not None else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ring.follow(target)

    def _fit(self) -> None:
        """Places are computed at once, also while hidden: what is shown later must be ready."""
        theme = self._theme
        content = min(self.width(), theme.of("break_page", "content"))
        side = (self.width() - content) // 2 + theme.space("screen_margin")
        self._foot_row.setContentsMargins(side, theme.space("s"), side, theme.space("xl"))
        self._foot_row.invalidate()
        below = self._foot_row.heightForWidth(self.width())
        if self._view is not None and self._view.choosing:
            self._below_at_first = below + (theme.line_height("small") if self._view.phase is Phase.RUNNING else 0)
        if self.page.keeps_room:
            below = max(below, self._below_at_first)
        room = QSize(self.width(), max(0, self.height() - below))
        self._below.setGeometry(0, room.height(), room.width(), below)
        self.body.setGeometry(QRect(QPoint(0, 0), room))
        self.page.fit(room)
        if self.page.height() > room.height():
            self.page.fit(QSize(room.width() - theme.of("scrollbar", "width"), room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self._fit()

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
        """The key table; what is not in it goes on to Qt."""
        step = text_size_step(event)
        if step is not None:
            self.put_on(self._theme.zoomed(step))
        elif event.key() == Qt.Key.Key_Escape:
            self._escape(event)
        elif event.key() == Qt.Key.Key_F1:
            self._act(Action.WHY)
        elif event.key() in ENTER and self._view is not None and self._view.phase in FIRST_FOCUS:
            self._act(FIRST_FOCUS[self._view.phase])
        elif not self._letter(plain_letter(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Letting go of Esc early stays."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._esc.stop()
        super().keyReleaseEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space means Pause until the person moves the focus by Tab; then it presses what has the focus."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and not self._moved_focus:
            if event.type() == QEvent.Type.KeyPress:
                self._act(Action.PAUSE)
            return True
        return super().eventFilter(watched, event)

    def _escape(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if self._firm:
            self._esc.start()
        else:
            self._act(Action.CLOSE)

    def _letter(self, letter: str) -> bool:
        if not letter or not self._single_keys or self._view is None:
            return False
        table = OFFERED_LETTERS | self._snooze_keys if self._view.phase is Phase.OFFERED else RUNNING_LETTERS
        action = table.get(letter)
        if action is not None:
            self._act(action)
        return action is not None

    def _act(self, action: Action) -> None:
        if action is Action.CLOSE or (self._view is not None and action in self._view.buttons):
            self.acted.emit(action)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross is Esc; only ``leave`` really closes."""
        if self._leaving:
            super().closeEvent(event)
        else:
            event.ignore()
            self.acted.emit(Action.CLOSE)
