"""The player's window: its parts and its keys. It says what was pressed and decides nothing.

It takes no grab and blocks nothing; Esc and the window's own cross always leave. Its title is the program's name and
never what the routine is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ergobreak.screens.floating import fade
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import KeyGuard, plain_letter, text_size_step
from ergobreak.screens.placement import can_stack, pointer_screen, window_rect
from ergobreak.screens.player_flow import Phase
from ergobreak.screens.player_layout import arrange
from ergobreak.screens.player_page import Column, End, Why, Words
from ergobreak.screens.player_parts import FigureCard, PauseButton, StepButton, Strip
from ergobreak.screens.player_view import HEAD, Action, View
from ergobreak.screens.ring import Ring
from ergobreak.screens.theme import dress
from ergobreak.screens.widgets import KeyCap, LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPropertyAnimation, QRect
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.theme import Theme

LETTERS = {"E": Action.EASIER, "T": Action.SEATED, "V": Action.VOICE, "H": Action.HURT}
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
VOLUME = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
ENDED = frozenset({Phase.DONE, Phase.HURT})


class PlayerWindow(QWidget):
    """One window from "Get ready" to the end.

    Args:
        single_keys: whether single letters press something.
        on_top: it came by itself and stays over other windows, as a break does.
        clock: monotonic seconds, for the guard.
        used: called whenever this window is used.
    """

    acted = Signal(Action)
    louder = Signal(int)
    first_painted = Signal()

    def __init__(
        self, theme: Theme, *, single_keys: bool, on_top: bool, clock: Callable[[], float], used: Callable[[], None]
    ) -> None:
        flags = Qt.WindowType.Window
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint if on_top else flags)
        self._theme, self._single_keys = theme, single_keys
        self.view = View(phase=Phase.READY, title="")
        self.figure_name = ""
        self._painted = self._leaving = self._moved_focus = False
        self._animation: QPropertyAnimation | None = None
        self.setWindowTitle("ergobreak")
        self.guard = KeyGuard(clock, used)
        self.title = TextLabel(theme, role="heading", parent=self)
        self.regions = TextLabel(theme, role="small", color="ink_soft", parent=self)
        self.press: dict[Action, PrimaryButton | SecondaryButton | LinkButton] = {
            action: LinkButton(theme, "", parent=self) for action in HEAD
        }
        self.cap = KeyCap(theme, _("Esc"), self)
        self.card = FigureCard(theme, self)
        self.strip = Strip(theme, self)
        self.words = Words(theme, self)
        self.ring = Ring(theme, "player", parent=self)
        self.facts = tuple(
            TextLabel(theme, text, role, color, parent=self)
            for text, role, color in (
                (_("Time left"), "small", "ink_soft"),
                ("", "heading", "ink"),
                (_("Next"), "small", "ink_soft"),
                ("", "strong", "ink"),
            )
        )
        _name, self._left, self._next_name, self._next = self.facts
        self._make_controls(theme)
        self.stop = TextLabel(theme, role="small", color="ink_soft", parent=self)
        self.why = Why(theme, self)
        self.end = End(theme, self)
        self.end.pressed.connect(self.acted)
        for action, button in self.press.items():
            button.clicked.connect(lambda _checked=False, act=action: self.acted.emit(act))
            button.installEventFilter(self)
        self.focus_ring = FocusRing(theme, self)

    def _make_controls(self, theme: Theme) -> None:
        self.press[Action.PREVIOUS] = StepButton(theme, forward=False, parent=self)
        self.press[Action.PAUSE] = PauseButton(theme, "", parent=self)
        self.press[Action.NEXT] = StepButton(theme, forward=True, parent=self)
        self.press[Action.EASIER] = LinkButton(theme, "", parent=self)
        self.press[Action.SEATED] = LinkButton(theme, "", parent=self)
        self.press[Action.HURT] = SecondaryButton(theme, "", tone="urgent", parent=self)

    def movable(self) -> tuple[QWidget, ...]:
        """Everything that has a place only when the layout gives it one."""
        parts = (self.title, self.regions, self.cap, self.card, self.strip, self.words, self.ring)
        return (*parts, *self.facts, *self.press.values(), self.stop, self.why, self.end)

    def columns(self) -> tuple[Column, ...]:
        """What scrolls."""
        return self.words, self.why, self.end

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def put_on(self, theme: Theme) -> None:
        """Change the theme of everything inside, and the places with it."""
        dress(self, theme)
        self._arrange()

    def show_view(self, view: View, figure_name: str = "") -> None:
        """Show what stands now."""
        old, self.view = self.view, view
        aloud = view.phase in {Phase.READY, Phase.STEP} and not view.note
        self.ring.show_time(view.left_s, view.total_s, view.number, view.caption, aloud=aloud)
        self._left.setText(view.left)  # the layout alone decides whether it is seen
        self._left.update()
        changed = _shape(old) != _shape(view) or self.figure_name != figure_name
        if changed:
            self.figure_name = figure_name
            self._show_words(view)
            self._arrange()
        elif old.left != view.left:
            self.words.show_view(view)
            if len(old.left) != len(view.left):
                self._arrange()
        if old.phase in ENDED and view.phase in ENDED and old.phase is view.phase:
            return
        if view.phase in ENDED or not old.title:
            self._focus_first()

    def _show_words(self, view: View) -> None:
        self.title.say(view.title)
        self.regions.say(view.regions)
        if view.phase in ENDED:
            self.end.show_view(view)
        else:
            self.words.show_view(view)
        self._next_name.say(_("Next") if view.next else "")
        self._next.say(view.next)
        self.stop.say(view.stop)
        self.why.show_lines(view.why, _("Why this?"))
        for action, button in self.press.items():
            words = view.buttons.get(action, "")
            if isinstance(button, StepButton):
                button.name(words)
            else:
                button.setText(words)
            if isinstance(button, PauseButton):
                button.paused = view.note == _("Paused")
            button.updateGeometry()
        self.setAccessibleName(view.name)

    def _arrange(self) -> None:
        if not self.view.title:  # nothing to show yet
            return
        arrange(self, self._theme)
        self.focus_ring.follow(self.focus_ring.target)

    def present(self, fade_ms: int) -> None:
        """Show on the pointer's monitor and begin to guard the keys."""
        self.get_ready()
        self.guard.opened()
        if fade_ms:
            self._animation = fade(self, 0.0, 1.0, fade_ms, None)
        if self._rect() is None:
            self.showMaximized()
        else:
            self.show()
        if can_stack():
            self.raise_()
        self.activateWindow()
        self._focus_first()

    def get_ready(self) -> None:
        """The native window, its place and the watch over its keys."""
        rect = self._rect()
        self.setGeometry(rect if rect is not None else pointer_screen().availableGeometry())
        self.winId()
        handle = self.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self.guard)
            handle.installEventFilter(self.guard)

    def _rect(self) -> QRect | None:
        return window_rect(pointer_screen().availableGeometry(), QSize(*self._theme.of("window", "player")))

    def leave(self) -> None:
        """Go, without saying anything."""
        self._leaving = True
        self.close()

    def _focus_first(self) -> None:
        self._moved_focus = False
        target = self.end.first() if self.view.phase in ENDED else self.press[Action.PAUSE]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focus_ring.follow(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self._arrange()

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
            self.acted.emit(Action.CLOSE)
        elif event.key() == Qt.Key.Key_F1:
            self._act(Action.WHY)
        elif event.key() in PAGES:
            for column in self.columns():
                if column.isVisible():
                    column.turn_page(PAGES[Qt.Key(event.key())])
        elif not self._moves(event) and not self._letter(plain_letter(event)):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows belong to the player; Space means Pause until the person moves the focus by Tab."""
        if isinstance(event, QKeyEvent) and event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            pressed = event.type() == QEvent.Type.KeyPress
            if event.key() in ARROWS | VOLUME:
                return self._moves(event) if pressed else True
            if event.key() == Qt.Key.Key_Space and not self._moved_focus and self.view.phase not in ENDED:
                if pressed:
                    self._act(Action.PAUSE)
                return True
        return super().eventFilter(watched, event)

    def _moves(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in VOLUME and self.view.phase not in ENDED:
            self.louder.emit(VOLUME[key])
            return True
        if key not in ARROWS or self.view.phase in ENDED:
            return False
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        forward = ARROWS[key] * (-1 if mirrored else 1) > 0
        self._act(Action.NEXT if forward else Action.PREVIOUS)
        return True

    def _letter(self, letter: str) -> bool:
        action = LETTERS.get(letter) if self._single_keys and self.view.phase not in ENDED else None
        if action is not None:
            self._act(action)
        return action is not None

    def _act(self, action: Action) -> None:
        if action in self.view.buttons:
            self.acted.emit(action)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross is Esc; only ``leave`` really closes."""
        if self._leaving:
            super().closeEvent(event)
        else:
            event.ignore()
            self.acted.emit(Action.CLOSE)


def _shape(view: View) -> tuple[object, ...]:
    """What decides the places: everything but the running numbers."""
    words = (view.phase, view.title, view.regions, view.heading, view.line, view.cue, view.note, view.next, view.stop)
    return (*words, view.why, view.lines, view.question, dict(view.buttons))
