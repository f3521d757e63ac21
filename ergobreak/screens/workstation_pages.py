"""The three pages of the workstation check: the overview of parts, one question with its fix, what there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.posture.workstation import answer_words, needs_fix
from ergobreak.screens.widgets import Card, LinkButton, SecondaryButton, TextLabel
from ergobreak.screens.workstation_parts import AnswerRow, FixPanel, PartLine, PartRow
from ergobreak.screens.workstation_view import ANSWERS, Group, PartView, who_line
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from ergobreak.posture.model import Answer, Question
    from ergobreak.screens.theme import Theme

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StartPage(QWidget):
    """What it is, where the answers are, and the parts with how far each is."""

    part = Signal(str)
    remove = Signal()

    def __init__(self, theme: Theme, parts: Sequence[PartView]) -> None:
        super().__init__()
        self._asked = False
        self.heading = TextLabel(theme, _("Workstation check"), "title")
        self.intro = TextLabel(theme, role="lead")
        self.kept = TextLabel(theme, role="small", color="ink_soft")
        self.rows = [PartRow(theme, each) for each in parts]
        self.remove_link = LinkButton(theme, "", small=True)
        self.remove_link.clicked.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        for label in (self.heading, self.intro, self.kept):
            column.addWidget(label)
        column.addSpacing(theme.space("s"))
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, row=row: self.part.emit(row.part.first))
            column.addWidget(row)
        column.addWidget(self.remove_link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_parts(self, parts: Sequence[PartView], intro: str, kept: str, *, any_answer: bool) -> None:
        """Show how far each part is."""
        self._asked = False
        self.intro.say(intro)
        self.kept.say(kept)
        for row, part in zip(self.rows, parts, strict=True):
            row.show_part(part)
        self.remove_link.setText(_("Remove my answers"))
        self.remove_link.setVisible(any_answer)

    def _remove(self) -> None:
        """Twice, since nothing brings the answers back."""
        if self._asked:
            self.remove.emit()
            return
        self._asked = True
        self.remove_link.setText(_("Remove them now"))
        self.remove_link.updateGeometry()


class QuestionPage(QWidget):
    """One question; the fix stands under the answer at once."""

    answered = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, *, keys: bool) -> None:
        super().__init__()
        self.question: Question | None = None
        self.word = TextLabel(theme, _("Workstation check"), "small", "ink_soft")
        self.part = TextLabel(theme, role="strong", color="accent")
        self.line = PartLine(theme)
        self.ask = TextLabel(theme, role="heading")
        self.ask.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # has the focus at first, so that Enter cannot answer
        self.rows: dict[Answer, AnswerRow] = {}
        self.fix = FixPanel(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        head = QVBoxLayout()
        head.setSpacing(theme.space("xs"))
        head.addWidget(self.word)
        head.addWidget(self.part)
        head.addWidget(self.line)
        column.addLayout(head)
        column.addSpacing(theme.space("s"))
        column.addWidget(self.ask)
        for number, answer in enumerate(ANSWERS, start=1):
            row = AnswerRow(theme, answer_words(answer), key=str(number) if keys else "", place=(number, len(ANSWERS)))
            row.clicked.connect(lambda _checked=False, answer=answer: self.answered.emit(answer.value))
            self.rows[answer] = row
            column.addWidget(row)
        column.addWidget(self.fix)
        self.fix.open_button.clicked.connect(self._open)

    def show_question(self, question: Question, answer: Answer | None, parts: Sequence[PartView]) -> None:
        """Show it with the answer given, if any."""
        if question is not self.question:
            self.fix.sources.say("")
        self.question = question
        self.part.say(_(question.part))
        self.line.show_parts(parts, _(question.part))
        self.ask.say(_(question.ask))
        for each, row in self.rows.items():
            row.setChecked(each is answer)
        shown = answer is not None and needs_fix(question, answer)
        self.fix.setVisible(shown)
        self.fix.fix.say(_(question.fix))
        self.fix.who.say(who_line(question))
        private = _("This answer stays on this computer and in no list that you hand on.")
        self.fix.private.say(private if question.private else "")
        self.fix.open_button.setVisible(bool(question.opens))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between the answers, from the question to the first or the last of them."""
        by = STEPS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        rows = list(self.rows.values())
        here = next((number for number, row in enumerate(rows) if row.hasFocus()), -1 if by > 0 else 0)
        rows[(here + by) % len(rows)].setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self) -> None:
        if self.question is not None:
            self.opened.emit(self.question.opens)


class ListPage(QWidget):
    """What to do, by who can act."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.word = TextLabel(theme, _("Workstation check"), "small", "ink_soft")
        self.heading = TextLabel(theme, _("What to do"), "title")
        self.summary = TextLabel(theme, role="lead")
        self.kept = TextLabel(theme, role="small", color="ink_soft")
        self.cards: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("m"))
        head = QVBoxLayout()
        head.setSpacing(theme.space("xs"))
        for label in (self.word, self.heading, self.summary, self.kept):
            head.addWidget(label)
        self._column.addLayout(head)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_list(self, groups: Sequence[Group], summary: str, kept: str) -> None:
        """Show these groups and no others."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.summary.say(summary)
        self.kept.say(kept)
        self.cards = [self._card(each) for each in groups]
        for card in self.cards:
            self._column.addWidget(card)

    def _card(self, group: Group) -> Card:
        theme = self._theme
        card = Card(theme)
        column = QVBoxLayout(card)
        side = theme.space("l")
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.space("m"))
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(TextLabel(theme, group.who, "heading"))
        if group.note:
            head.addWidget(TextLabel(theme, group.note, "small", "ink_soft"))
        column.addLayout(head)
        for each in group.rows:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            said = f"{_(each.question.ask)} {answer_words(each.answer)}."
            pair.addWidget(TextLabel(theme, _(each.question.fix), "strong"))
            pair.addWidget(TextLabel(theme, said, "small", "ink_soft"))
            column.addLayout(pair)
            if each.question.opens:
                button = SecondaryButton(theme, _("Open the check-in"))
                button.clicked.connect(lambda _checked=False, opens=each.question.opens: self.opened.emit(opens))
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card
