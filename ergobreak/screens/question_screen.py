"""The one question after three skips in a row: a small window in the corner, one tap, gone.

It appears without taking the focus. Closing it is an answer too: nothing changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ergobreak.screens.break_view import kind_name
from ergobreak.screens.choices import OptionRow
from ergobreak.screens.floating import AskingWindow
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.keys import KeyGuard, plain_letter
from ergobreak.screens.widgets import KeyCap, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from ergobreak.screens.app import Stage

COMPLAINTS = ("too_often", "wrong_moment", "wrong_content", "fine")


def open_question(stage: Stage) -> QuestionScreen:
    """The screen for a card ``question``."""
    return QuestionScreen(stage)


def _words(complaint: str) -> str:
    return {
        "too_often": _("They come too often"),
        "wrong_moment": _("They come at the wrong moment"),
        "wrong_content": _("I would like other moves"),
        "fine": _("It is fine as it is"),
    }[complaint]


class QuestionWindow(AskingWindow):
    """The question and its four answers."""

    def __init__(self, stage: Stage, screen: QuestionScreen) -> None:
        theme = stage.theme
        super().__init__(theme, stage.card.look.corner, theme.of("window", "posture")[0], screen.dismiss)
        self._stage, self._screen = stage, screen
        self._painted = False
        self.guard = KeyGuard(stage.clock)
        question = _("How do these breaks fit you?")
        self.setAccessibleName(question)
        column = QVBoxLayout(self.body)
        side = theme.space("xl")
        column.setContentsMargins(side, side, side, theme.space("l"))
        column.setSpacing(theme.space("s"))
        column.addWidget(TextLabel(theme, kind_name(stage.card.kind), "small", "ink_soft"))
        column.addWidget(TextLabel(theme, question, "heading"))
        column.addSpacing(theme.space("s"))
        self.options: list[OptionRow] = []
        for number, complaint in enumerate(COMPLAINTS, start=1):
            key = str(number) if stage.card.look.single_keys else ""
            option = OptionRow(theme, _words(complaint), key=key, place=(number, len(COMPLAINTS)), compact=True)
            option.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            option.clicked.connect(lambda _checked=False, chosen=complaint: screen.choose(chosen))
            self.options.append(option)
            column.addWidget(option)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space("xs"))
        before, _key, after = _("{key} closes").partition("{key}")
        foot.addStretch(1)
        for widget in (
            TextLabel(theme, before.strip(), "small", "ink_soft"),
            KeyCap(theme, _("Esc")),
            TextLabel(theme, after.strip(), "small", "ink_soft"),
        ):
            foot.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addSpacing(theme.space("xs"))
        column.addLayout(foot)
        self.ring = FocusRing(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the question has the focus at first: Enter cannot answer

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card; tells when it was first seen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._stage.painted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits answer, Esc closes."""
        letter = plain_letter(event) if self._stage.card.look.single_keys else ""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif letter.isdecimal() and 1 <= int(letter) <= len(COMPLAINTS):
            self._screen.choose(COMPLAINTS[int(letter) - 1])
        else:
            super().keyPressEvent(event)


class QuestionScreen(QObject):
    """Asks once, answers once."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._ended = False
        self.window = QuestionWindow(stage, self)

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.place()
        self.window.grab()

    def open(self) -> None:
        """Show in the corner."""
        self.window.guard.watch(self.window)
        self.window.guard.opened()
        self.window.setFocus(Qt.FocusReason.OtherFocusReason)
        self.window.appear(self._stage.theme.motion_ms("window_in_ms"))

    def order(self, order: dict[str, Any]) -> None:
        """Only ``show`` means something here."""
        if order.get("do") == "show":
            self.open()

    def choose(self, complaint: str) -> None:
        """One tap."""
        if not self._ended:
            self._stage.answers.say({"do": "complain", "kind": self._stage.card.kind, "complaint": complaint})
            if self._stage.card.prompt:
                self._stage.answers.answer("fine")
        self._end()

    def dismiss(self) -> None:
        """Closed without a word: nothing changes."""
        if not self._ended and self._stage.card.prompt:
            self._stage.answers.answer("closed")
        self._end()

    def leave(self) -> None:
        """Go away without an answer."""
        self._end()

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self.window.leave()
            self._stage.quit()
