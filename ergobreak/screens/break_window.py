"""The window of a break: the page, the foot, the keys. It says what was pressed and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ergobreak.screens.big_window import BigWindow
from ergobreak.screens.break_page import BreakPage
from ergobreak.screens.break_view import Action, Phase, View
from ergobreak.screens.keys import ENTER, plain_letter
from ergobreak.screens.widgets import KeyCap, ScrollPage, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.screens.theme import Theme

OFFERED_LETTERS = {"S": Action.SHORTER, "K": Action.SKIP, "A": Action.ANOTHER, "J": Action.JUST_PAUSE}
RUNNING_LETTERS = {"H": Action.HURT}
FIRST_FOCUS = {Phase.OFFERED: Action.START, Phase.RUNNING: Action.BACK}


class BreakWindow(BigWindow[Action]):
    """One window, offered and running alike.

    Args:
        single_keys: whether single letters press something.
        firm: Esc has to be held for three seconds.
        clock: monotonic seconds, for the guard.
    """

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
        super().__init__(
            theme, "break", Action.CLOSE, on_top=True, firm=firm, full_screen=full_screen, clock=clock, used=used
        )
        self._single_keys = single_keys
        self._view: View | None = None
        self._below_at_first = 0  # the foot's height while the routine is being chosen, with room for a line of its own
        self._snooze_keys: dict[str, Action] = {}
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
        self.focus_ring.raise_()

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
        self._foot_row.addStretch()  # how to leave stays at the end, also with nothing beside it
        self._foot_row.addLayout(leave)

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
            self.fit()
        if old is None or old.phase is not view.phase:
            self.focus_first()

    def snooze_keys(self, minutes: tuple[float, ...]) -> None:
        """The digit that presses each postponement: 3 for "In 3 min"."""
        actions = (Action.SNOOZE, Action.SNOOZE_LONG)
        chosen = minutes if len(minutes) <= len(actions) else (minutes[0], minutes[-1])
        self._snooze_keys = {
            f"{each:g}"[0]: action for each, action in reversed(list(zip(chosen, actions, strict=False)))
        }

    def get_ready(self) -> None:
        """Make everything that can be made before it is shown: native window, letters, places, first picture."""
        self.take_place()
        self.grab()

    def first_focus(self) -> QWidget | None:
        """Start, or I am back."""
        action = FIRST_FOCUS.get(self._view.phase) if self._view is not None else None
        return None if action is None else self.page.press[action]

    def fit(self) -> None:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key table; what is not in it goes on to Qt."""
        if event.key() == Qt.Key.Key_F1:
            self._act(Action.WHY)
        elif event.key() in ENTER and self._view is not None and self._view.phase in FIRST_FOCUS:
            self._act(FIRST_FOCUS[self._view.phase])
        elif not self._letter(plain_letter(event)):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space means Pause until the person moves the focus by Tab; then it presses what has the focus."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and not self._moved_focus:
            if event.type() == QEvent.Type.KeyPress:
                self._act(Action.PAUSE)
            return True
        return super().eventFilter(watched, event)

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
