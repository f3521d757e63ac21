"""The player's window: its parts and its keys. It says what was pressed and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ergobreak.screens.big_window import BigWindow
from ergobreak.screens.keys import plain_letter
from ergobreak.screens.player_flow import Phase
from ergobreak.screens.player_layout import arrange
from ergobreak.screens.player_page import Column, End, Why, Words
from ergobreak.screens.player_parts import FigureCard, PauseButton, StepButton, Strip
from ergobreak.screens.player_view import HEAD, Action, View
from ergobreak.screens.ring import Ring
from ergobreak.screens.widgets import KeyCap, LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ergobreak.screens.theme import Theme

LETTERS = {"E": Action.EASIER, "T": Action.SEATED, "V": Action.VOICE, "H": Action.HURT}
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
VOLUME = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
ENDED = frozenset({Phase.DONE, Phase.HURT})


class PlayerWindow(BigWindow[Action]):
    """One window from "Get ready" to the end.

    Args:
        single_keys: whether single letters press something.
        on_top: it came by itself and stays over other windows, as a break does.
        firm: it belongs to a firm break: until the routine has ended, Esc and Close have to be held.
        clock: monotonic seconds, for the guard.
        used: called whenever this window is used.
    """

    louder = Signal(int)

    def __init__(
        self,
        theme: Theme,
        *,
        single_keys: bool,
        on_top: bool,
        firm: bool,
        clock: Callable[[], float],
        used: Callable[[], None],
    ) -> None:
        super().__init__(theme, "player", Action.CLOSE, on_top=on_top, firm=firm, clock=clock, used=used)
        self._single_keys = single_keys
        self.view = View(phase=Phase.READY, title="")
        self.figure_name = ""
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
            button.clicked.connect(lambda _checked=False, act=action: self._pressed(act))
            button.installEventFilter(self)
        self.press[Action.CLOSE].pressed.connect(self._hold_close)
        self.press[Action.CLOSE].released.connect(self._let_go.start)
        self.focus_ring.raise_()

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

    def show_view(self, view: View, figure_name: str = "") -> None:
        """Show what stands now."""
        old, self.view = self.view, view
        if view.phase in ENDED:  # nothing is left to be firm about
            self.firm = False
            self._esc.stop()
        aloud = view.phase in {Phase.READY, Phase.STEP} and not view.note
        self.ring.show_time(view.left_s, view.total_s, view.number, view.caption, aloud=aloud)
        self._left.setText(view.left)  # the layout alone decides whether it is seen
        self._left.update()
        changed = _shape(old) != _shape(view) or self.figure_name != figure_name
        if changed:
            self.figure_name = figure_name
            self._show_words(view)
            self.fit()
        elif old.left != view.left:
            self.words.show_view(view)
            if len(old.left) != len(view.left) or self._left_is_cut():
                self.fit()
        if old.phase in ENDED and view.phase in ENDED and old.phase is view.phase:
            return
        if view.phase in ENDED or not old.title:
            self.focus_first()

    def _left_is_cut(self) -> bool:
        """Before Qt 6.7 digits may differ in width: "1:08" may want more room than "1:11"."""
        given, least = self._left.size(), self._left.minimumSizeHint()
        low = given.height() < self._left.heightForWidth(given.width())
        return self._left.isVisibleTo(self) and (low or given.width() < least.width())

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

    def fit(self) -> None:
        """Everything at its place."""
        if not self.view.title:  # nothing to show yet
            return
        arrange(self, self._theme)
        self.focus_ring.follow(self.focus_ring.target)

    def get_ready(self) -> None:
        """Make the native window before it is shown."""
        self.take_place()

    def first_focus(self) -> QWidget:
        """Pause, or the last page's first answer."""
        return self.end.first() if self.view.phase in ENDED else self.press[Action.PAUSE]

    def _pressed(self, action: Action) -> None:
        if action is not Action.CLOSE or not self.firm:
            self.acted.emit(action)

    def _hold_close(self) -> None:
        if self.firm:
            self.hold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key table; what is not in it goes on to Qt."""
        if event.key() == Qt.Key.Key_F1:
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


def _shape(view: View) -> tuple[object, ...]:
    """What decides the places: everything but the running numbers."""
    words = (view.phase, view.title, view.regions, view.heading, view.line, view.cue, view.note, view.next, view.stop)
    return (*words, view.why, view.lines, view.question, dict(view.buttons))
