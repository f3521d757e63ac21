"""Ranges of a day: all day, none, or hours from and to. For the working hours of a weekday and for lunch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ergobreak.screens.flow import FlowRow
from ergobreak.screens.settings_controls import ChoiceChips, StepButton, TextField
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import LinkButton
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.screens.theme import Theme

ALL_DAY, NONE, HOURS = "all", "none", "hours"
WHOLE_DAY = "00:00-24:00"
FIRST_HOURS, FIRST_LUNCH = "09:00-17:00", "12:30-13:15"
TIME_CHARS_S = 6
MOST_RANGES_S = 6


class RangeField(QWidget):
    """From, to, and a way to take the range out."""

    chosen = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, title: str, text: str, *, alone: bool) -> None:
        super().__init__()
        begin, _dash, end = text.partition("-")
        self.begin = TextField(theme, _("{title}: from").format(title=title), chars=TIME_CHARS_S)
        self.end = TextField(theme, _("{title}: to").format(title=title), chars=TIME_CHARS_S)
        self.remove = StepButton(theme, "\N{MULTIPLICATION SIGN}", height="min")
        self.remove.setAccessibleName(_("{title}: take out {range}").format(title=title, range=text))
        self.remove.setVisible(not alone)
        self.begin.show_text(begin)
        self.end.show_text(end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("s"))
        row.addWidget(self.begin)
        row.addWidget(TextLabel(theme, _("to")), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.end)
        row.addWidget(self.remove)
        for field in (self.begin, self.end):
            field.chosen.connect(lambda _text: self.chosen.emit())
        self.remove.clicked.connect(self.removed)

    def text(self) -> str:
        """The range as a person types it."""
        return f"{self.begin.text().strip()}-{self.end.text().strip()}"


class RangesField(QWidget):
    """All day, none, or hours.

    Args:
        single: one range at most, and no "all day" (lunch).
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, title: str, *, single: bool = False) -> None:
        super().__init__()
        self._theme, self._title, self._single = theme, title, single
        self._text = ""
        self.fields: list[RangeField] = []
        choices = [(ALL_DAY, _("All day")), (HOURS, _("Hours")), (NONE, _("Day off"))]
        if single:
            choices = [(HOURS, _("Hours")), (NONE, _("None"))]
        self.choice = ChoiceChips(theme, title, choices)
        self.choice.chosen.connect(self._switch)
        self._ranges = FlowRow(theme.space("l"), row_gap=theme.space("s"))
        self.add = LinkButton(theme, _("Add hours"), small=True)
        self.add.setAccessibleName(_("{title}: add hours").format(title=title))
        self.add.clicked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(self.choice)
        column.addWidget(self._ranges)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_text(self, text: str) -> None:
        """Show ranges as the settings write them: ``09:00-12:30, 13:15-18:00``."""
        self._text = text
        ranges = self._read(text)
        kind = NONE if not ranges else ALL_DAY if ranges == [WHOLE_DAY] and not self._single else HOURS
        self.choice.show_text(kind)
        self._show(ranges if kind == HOURS else [])

    def _read(self, text: str) -> list[str]:
        if text.startswith("["):
            return [str(each) for each in json.loads(text)]
        return [each.strip() for each in text.split(",") if each.strip()]

    def _show(self, ranges: list[str]) -> None:
        if [each.text() for each in self.fields] == ranges and ranges:
            return
        flow = self._ranges.flow
        while (item := flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.add:
                widget.hide()
                widget.deleteLater()
        self.fields = []
        for each in ranges:
            field = RangeField(self._theme, self._title, each, alone=len(ranges) == 1)
            field.chosen.connect(self._say)
            field.removed.connect(lambda field=field: self._take_out(field))
            self.fields.append(field)
            self._ranges.add(field)
        self._ranges.add(self.add)
        self.add.setVisible(bool(ranges) and not self._single and len(ranges) < MOST_RANGES_S)
        self._ranges.setVisible(bool(ranges))
        self.updateGeometry()

    def _switch(self, kind: str) -> None:
        first = FIRST_LUNCH if self._single else FIRST_HOURS
        ranges = {ALL_DAY: [WHOLE_DAY], NONE: [], HOURS: [first]}[kind]
        self._show(ranges if kind == HOURS else [])
        self._send(ranges)

    def _add(self) -> None:
        """A new range after the last one, up to midnight at most."""
        last = self.fields[-1].end.text().strip() if self.fields else "08:00"
        self._show([*(each.text() for each in self.fields), f"{last}-24:00"])
        self.fields[-1].begin.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def _take_out(self, field: RangeField) -> None:
        left = [each.text() for each in self.fields if each is not field]
        self._show(left)
        self._send(left)

    def _say(self) -> None:
        self._send([each.text() for each in self.fields])

    def _send(self, ranges: list[str]) -> None:
        text = ", ".join(ranges)
        self.chosen.emit(text if text or self._single else "[]")
