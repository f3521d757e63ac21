"""The window of the workstation check: one page at a time that scrolls, and a foot with its buttons that stays."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QSize, Qt, Signal

from ergobreak.posture.workstation import Answers
from ergobreak.screens.keys import ENTER, plain_letter
from ergobreak.screens.placement import pointer_screen, window_rect
from ergobreak.screens.ring import announce
from ergobreak.screens.today_page import PageWindow
from ergobreak.screens.widgets import LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.screens.workstation_pages import ListPage, QuestionPage, StartPage
from ergobreak.screens.workstation_parts import Foot
from ergobreak.screens.workstation_view import ANSWERS, part_views
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QAbstractButton, QWidget

    from ergobreak.posture.model import Question
    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme


class Press(StrEnum):
    """What the buttons of the foot are for."""

    BEGIN = "begin"
    KEEP = "keep"
    BACK = "back"
    NEXT = "next"
    PARTS = "parts"
    LIST = "list"
    CHANGED = "changed"
    COPY = "copy"
    PRINT = "print"
    SAVE = "save"
    CLOSE = "close"


class WorkstationWindow(PageWindow):
    """It says what was pressed and decides nothing."""

    pressed = Signal(Press)
    why = Signal()

    def __init__(self, stage: Stage, questions: Sequence[Question]) -> None:
        super().__init__(stage, _("Workstation check"))
        theme = self.theme
        self.start = StartPage(theme, part_views(questions, Answers()))
        self.question = QuestionPage(theme, keys=stage.card.look.single_keys)
        self.list = ListPage(theme)
        self.shown: QWidget = self.start
        for page in (self.start, self.question, self.list):
            self.column.addWidget(page)
            page.hide()
        self.column.addStretch(1)
        self.below = Foot(theme)
        self.below.setParent(self)
        self.note = TextLabel(theme, role="small", color="ink_soft", parent=self)
        self.note.say("")
        self.press: dict[Press, QAbstractButton] = {
            Press.BACK: SecondaryButton(theme, _("Back")),
            Press.PARTS: LinkButton(theme, _("All parts")),
            Press.LIST: LinkButton(theme, _("What to do")),
            Press.CHANGED: LinkButton(theme, _("My desk has changed")),
            Press.PRINT: SecondaryButton(theme, _("Print")),
            Press.SAVE: SecondaryButton(theme, _("Save as")),
            Press.KEEP: SecondaryButton(theme, _("Keep my answers")),
            Press.COPY: PrimaryButton(theme, _("Copy")),
            Press.BEGIN: PrimaryButton(theme, _("Begin")),
            Press.NEXT: PrimaryButton(theme, _("Next")),
            Press.CLOSE: SecondaryButton(theme, _("Close")),
        }
        for word, button in self.press.items():
            button.clicked.connect(lambda _checked=False, word=word: self.pressed.emit(word))
        ends = (Press.KEEP, Press.BEGIN, Press.NEXT)
        starts = (Press.BACK, Press.COPY, Press.PRINT, Press.SAVE, Press.CLOSE, Press.PARTS, Press.LIST, Press.CHANGED)
        self.below.add([self.press[word] for word in starts], [self.press[word] for word in ends])

    def open_on_screen(self) -> None:
        """A smaller window than a break's: one question needs no more."""
        theme = self.theme
        available = pointer_screen().availableGeometry()
        wide = theme.text(theme.of("workstation", "card")) + 2 * theme.space("screen_margin")
        wanted = QSize(min(wide, available.width()), theme.of("window", "check_in")[-1])
        rect = window_rect(available, wanted)
        if rect is None:
            self.setGeometry(available)
            self.showMaximized()
        else:
            self.setGeometry(rect)
            self.show()
        self.activateWindow()
        self.fit()

    def show_page(self, page: QWidget, buttons: Sequence[Press], note: str = "") -> None:
        """Show one page with these buttons in the foot."""
        self.shown = page
        for each in (self.start, self.question, self.list):
            each.setVisible(each is page)
        for word, button in self.press.items():
            button.setVisible(word in buttons)
        self.body.verticalScrollBar().setValue(0)
        self.tell(note)

    def tell(self, note: str) -> None:
        """One line above the buttons."""
        self.note.say(note)
        if note:
            announce(self.note, note)
        self.fit()

    def look_at(self, widget: QWidget) -> None:
        """Put the focus there without a ring, so that neither Enter nor Space answers anything."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, TextLabel):
            self.ring.follow(None)

    def fit(self) -> None:
        """Compute every place again."""
        if not hasattr(self, "press"):  # the base class fits before everything is there
            return
        theme = self.theme
        gap = theme.space("xl")
        margin = theme.space("l") if self._narrow(self.width()) else theme.space("screen_margin")
        wide = min(self.width() - 2 * margin, theme.text(theme.of("workstation", "card")))
        side = (self.width() - wide) // 2
        foot = self.below.height_at(wide)
        self.below.setGeometry(side, self.height() - gap - foot, wide, foot)
        self.below.place()
        bottom = self.height() - 2 * theme.space("l") - foot - theme.space("s")
        if not self.note.isHidden():
            high = self.note.heightForWidth(wide)
            bottom -= high + theme.space("s")
            self.note.setGeometry(QRect(side, bottom, wide, high))  # as far from both sides: the same mirrored
            bottom -= theme.space("s")
        self.body.setGeometry(0, 0, self.width(), bottom)
        bar = theme.of("scrollbar", "width")  # its room is part of the margin, so that nothing moves when it comes
        leading = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        margins = QMargins(side - bar * (not leading), gap, side - bar * leading, theme.space("s"))
        if self.column.contentsMargins() != margins:
            self.column.setContentsMargins(margins)
        self.page.resize(self.width() - bar, max(self.column.heightForWidth(self.width() - bar), bottom))
        self.column.activate()

    def put_on(self, theme: Theme) -> None:
        """Another theme; the list is made anew by whoever knows it."""
        super().put_on(theme)
        self.below.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits answer, Backspace goes back, Enter goes on; then the keys of every screen."""
        key = Qt.Key(event.key())
        asking = self.shown is self.question
        letter = plain_letter(event) if self.stage.card.look.single_keys else ""
        if key is Qt.Key.Key_F1:
            self.why.emit()
        elif asking and letter.isdecimal() and 1 <= int(letter) <= len(ANSWERS):
            self.question.answered.emit(ANSWERS[int(letter) - 1].value)
        elif asking and key is Qt.Key.Key_Backspace:
            self.pressed.emit(Press.BACK)
        elif asking and key in ENTER and self.press[Press.NEXT].isEnabled():
            self.pressed.emit(Press.NEXT)
        else:
            super().keyPressEvent(event)
