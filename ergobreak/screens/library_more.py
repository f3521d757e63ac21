"""What stands below a routine's words: an explanation to open, and the log of a prescribed one to print or save."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.flow import FlowRow
from ergobreak.screens.widgets import LinkButton, TextLabel
from ergobreak.words import _

MOST = 2  # explanations at once

if TYPE_CHECKING:
    from ergobreak.routines.model import Routine
    from ergobreak.screens.theme import Theme


class More(QWidget):
    """Links, and the words that *Learn more* opens."""

    print_log = Signal()
    save_log = Signal()
    opened = Signal(QWidget)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._routine: Routine | None = None
        self.times = TextLabel(theme, role="small", color="ink_soft")
        self.learn_button = LinkButton(theme, _("Learn more"))
        self.learn_button.setCheckable(True)
        self.print_button = LinkButton(theme, _("Print the log"))
        self.save_button = LinkButton(theme, _("Save the log"))
        self.links = FlowRow(theme.space("l"))
        self.links.add(self.learn_button, self.print_button, self.save_button)
        self.told = TextLabel(theme, role="small", color="ink_soft")
        self.cards = [
            (TextLabel(theme, role="strong"), TextLabel(theme), TextLabel(theme, role="small", color="ink_soft"))
            for _number in range(MOST)
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        for widget in (self.times, self.links, self.told, *chain.from_iterable(self.cards)):
            column.addWidget(widget)
        self.learn_button.clicked.connect(self._toggle)
        self.print_button.clicked.connect(self.print_log)
        self.save_button.clicked.connect(self.save_log)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_routine(self, routine: Routine, times: str, *, log: bool, can_print: bool) -> None:
        """The links for one; what was open stays open for the same one."""
        if routine is not self._routine:
            self.learn_button.setChecked(False)
            self.told.say("")
        self._routine = routine
        self.times.say(times)
        self.print_button.setVisible(log and can_print)
        self.save_button.setVisible(log)
        self._fill()

    def _toggle(self) -> None:
        self._fill()
        if self.learn_button.isChecked():
            self.opened.emit(self.cards[0][-1])

    def _fill(self) -> None:
        from ergobreak.routines.learn import cards_for, source_titles  # noqa: PLC0415 - only when somebody asks

        asked = self._routine is not None and self.learn_button.isChecked()
        found = cards_for(self._routine) if asked and self._routine is not None else ()
        rows = [(_(card.title), _(card.text), source_titles(card)) for card in found]
        rows += [("", "", "")] * (MOST - len(rows))
        for labels, texts in zip(self.cards, rows, strict=True):
            for label, text in zip(labels, texts, strict=True):
                label.say(text)
