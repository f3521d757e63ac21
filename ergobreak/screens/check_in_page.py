"""A page of questions: one, or two that belong together, the second opening under the first when it applies.

Single answers answer at once. Boxes and numbers wait for *Next*, which is off until something is chosen and says why.
No answer has the focus at first: the question has it, so that Enter cannot answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ergobreak.screens.check_in_parts import AnswerRow, FootRow, NumberButton, Panel, Part, heading
from ergobreak.screens.choices import CheckRow
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.ring import announce
from ergobreak.screens.widgets import KeyCap, LinkButton, PrimaryButton, Rule, SecondaryButton, TextLabel
from ergobreak.triage.model import Kind
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.check_in_talk import Talk
    from ergobreak.screens.theme import Theme
    from ergobreak.triage.interview import Screen
    from ergobreak.triage.model import Option, Question

APART = frozenset({"unsure", "prefer_not"})
NUMBERS = range(11)
LONG_QUESTION = 60  # characters; longer ones take the smaller heading
KEYS_TOP = 9


class QuestionPage:
    """Builds the panel of a page, and tells what was pressed.

    Args:
        changed: called with the question after an answer was pressed.
        go: *Next*.
        back: *Back*; ``None`` on the first page.
        signs: opens the list of signs that need help fast.
    """

    def __init__(
        self,
        theme: Theme,
        talk: Talk,
        page: Screen,
        *,
        changed: Callable[[Question], None],
        go: Callable[[], None],
        back: Callable[[], None] | None,
        signs: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        self._theme, self._talk, self._page = theme, talk, page
        self._changed, self._go = changed, go
        self.rows: dict[tuple[str, str], QWidget] = {}
        self.headings: dict[str, QWidget] = {}
        self._keys: dict[str, Callable[[], None]] = {"?": signs}
        self.next: PrimaryButton | None = None
        body = Part(theme, gap="s" if any(each.kind is Kind.MULTI for each in page.questions) else "m")
        for question in page.questions:
            self.headings[question.id] = self._ask(body, question, first=not self.headings)
        body.column.addStretch(1)
        self.panel = Panel(
            name=page.questions[0].text,
            body=body,
            foot=self._foot(back, signs),
            first=self.headings[page.questions[0].id],
            escape=close,
            moves=tuple(self.rows.values()),
            keys=self._keys,
            enter=self._enter,
            back=back,
        )
        self._refresh_next()

    @property
    def _waits(self) -> bool:
        """Whether the page waits for *Next*: it has boxes or numbers, or it was answered before."""
        asked = self._page.questions
        return any(each.kind is not Kind.SINGLE for each in asked) or self._talk.answered()

    def goes_on_at(self, question: Question, option_id: str) -> QWidget | None:
        """What has the focus once that answer was pressed and the page stays: the next question, *Next*, or the box."""
        if question.kind is Kind.SCALE:
            return self.next
        if question.kind is Kind.MULTI:
            return self.row_of(question.id, option_id)
        return self.headings[self._open_question().id]

    def row_of(self, question_id: str, option_id: str) -> QWidget | None:
        """What stands for an answer."""
        return self.rows.get((question_id, option_id))

    # -- building --------------------------------------------------------------------------------------------------

    def _ask(self, body: Part, question: Question, *, first: bool) -> QWidget:
        theme = self._theme
        if not first:
            body.space(theme.space("l"))
        if self._talk.first:
            body.add(TextLabel(theme, _("Check-in"), "small", "ink_soft"))
        short = len(question.text) <= LONG_QUESTION and len(self._page.questions) == 1
        label = heading(theme, question.text, "title" if short and question.kind is not Kind.MULTI else "heading")
        label.setAccessibleDescription(question.hint)
        body.add(label)
        if question.hint:
            body.add(TextLabel(theme, question.hint, "small", "ink_soft"))
        body.space(theme.space("s"))
        options = self._talk.options(question)
        open_one = question is self._open_question()
        if question.kind is Kind.SCALE:
            self._numbers(body, question, with_keys=open_one)
        elif question.kind is Kind.MULTI:
            self._boxes(body, question, options, with_keys=open_one)
        else:
            self._answers(body, question, options, with_keys=open_one)
        return label

    def _open_question(self) -> Question:
        """The one that digits answer: the first without an answer, else the last."""
        asked = self._page.questions
        return next((each for each in asked if not self._talk.chosen(each)), asked[-1])

    def _answers(self, body: Part, question: Question, options: tuple[Option, ...], *, with_keys: bool) -> None:
        chosen = self._talk.chosen(question)
        for number, option in enumerate(options, start=1):
            key = str(number) if number <= KEYS_TOP and with_keys else ""
            row = AnswerRow(self._theme, option.text, key=key, place=(number, len(options)))
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if option.id in chosen:
                row.choose(on=True)
                row.setAccessibleDescription(_("Chosen before."))
            self._wire(row, question, option.id)
            if key:
                self._keys[key] = row.click
            body.add(row)

    def _boxes(self, body: Part, question: Question, options: tuple[Option, ...], *, with_keys: bool) -> None:
        theme = self._theme
        chosen = self._talk.chosen(question)
        apart = [each for each in options if each.exclusive or each.id in APART]
        apart.sort(key=lambda each: each.exclusive)
        last = FlowRow(theme.space("m"), row_gap=theme.space("s"))
        for number, option in enumerate([each for each in options if each not in apart] + apart, start=1):
            row = CheckRow(theme, option.text)
            row.setChecked(option.id in chosen)
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._wire(row, question, option.id)
            if with_keys and number <= KEYS_TOP:
                self._keys[str(number)] = row.click
            if with_keys and option.exclusive:
                self._keys["0"] = row.click
            if option in apart:
                last.add(row)
            else:
                body.add(row)
        if apart:
            body.add(Rule(theme), last)

    def _numbers(self, body: Part, question: Question, *, with_keys: bool) -> None:
        theme = self._theme
        row = FlowRow(theme.space("s"))
        chosen = self._talk.chosen(question)
        for number in NUMBERS:
            button = NumberButton(theme, number, chosen=str(number) in chosen)
            button.setAccessibleName(_("{number} of 10").format(number=number))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if button.chosen:
                button.setAccessibleDescription(_("Chosen."))
            self._wire(button, question, str(number))
            row.add(button)
            if with_keys and number < len(NUMBERS) - 1:
                self._keys[str(number)] = button.click
            if with_keys and chosen == ("1",) and number == NUMBERS[-1]:
                self._keys["0"] = button.click  # 1 and then 0 is ten
        body.add(row)

    def _wire(self, row: QWidget, question: Question, option_id: str) -> None:
        self.rows[question.id, option_id] = row
        if isinstance(row, CheckRow):  # a screen reader ticks a box without a click
            row.toggled.connect(lambda on: self._ticked(question, option_id, on=on))
            return
        clicked = row.clicked  # type: ignore[attr-defined] # both kinds are Qt buttons
        clicked.connect(lambda _on=False: self._press(question, option_id))

    def _foot(self, back: Callable[[], None] | None, signs: Callable[[], None]) -> Part:
        theme = self._theme
        foot = Part(theme, top="m", bottom="xl", gap="m")
        link = LinkButton(theme, _("Signs that need help fast"), small=True)
        link.clicked.connect(signs)
        if back is None:
            foot.add(
                TextLabel(
                    theme,
                    _("Your answers stay on this computer. General information, not a diagnosis."),
                    "small",
                    "ink_soft",
                )
            )
        start: list[QWidget] = [link]
        end: list[QWidget] = []
        if back is not None:
            button = SecondaryButton(theme, _("Back"))
            button.clicked.connect(back)
            start.insert(0, button)
        if self._waits:
            self.next = PrimaryButton(theme, _("Next"))
            self.next.clicked.connect(self._go)
            end.append(self.next)
        elif back is None:
            end.append(EscCloses(theme))
        foot.add(FootRow(theme, start, end))
        return foot

    # -- using -------------------------------------------------------------------------------------------------------

    def _ticked(self, question: Question, option_id: str, *, on: bool) -> None:
        if on != (option_id in self._talk.chosen(question)):
            self._press(question, option_id)

    def _press(self, question: Question, option_id: str) -> None:
        option = question.option(option_id)
        before = self._talk.chosen(question)
        self._talk.press(question, option_id)
        if question.kind is Kind.MULTI:
            now = self._talk.chosen(question)
            for (name, each), row in self.rows.items():
                if name == question.id and isinstance(row, CheckRow):
                    row.setChecked(each in now)
            pressed = self.rows[question.id, option_id]
            if option is not None and option.exclusive and set(before) - {option_id}:
                announce(pressed, _("Others cleared."))
            elif {each for each in before if (o := question.option(each)) and o.exclusive} - set(now):
                announce(pressed, _("The last answer was cleared."))
            self._refresh_next()
        self._changed(question)

    def _enter(self) -> None:
        if self.next is not None and self.next.isEnabled():
            self._go()

    def _refresh_next(self) -> None:
        if self.next is None:
            return
        ready = self._talk.answered()
        self.next.setEnabled(ready)
        single = all(each.kind is not Kind.MULTI for each in self._page.questions)
        reason = _("Choose an answer first.") if single else _("Tick at least one answer first.")
        self.next.setAccessibleDescription("" if ready else reason)


class EscCloses(QWidget):
    """The words "Esc closes", with the key drawn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("xs"))
        before, _key, after = _("{key} closes").partition("{key}")
        parts: list[QWidget] = [KeyCap(theme, _("Esc"))]
        if before.strip():
            parts.insert(0, TextLabel(theme, before.strip(), "small", "ink_soft"))
        if after.strip():
            parts.append(TextLabel(theme, after.strip(), "small", "ink_soft"))
        for each in parts:
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
