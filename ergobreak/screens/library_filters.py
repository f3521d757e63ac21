"""The row of filters: places, length, discretion, favourites, and a second row with the parts of the body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ergobreak.routines.model import Place
from ergobreak.routines.tables import vocabulary
from ergobreak.screens.choices import Chip
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.library_parts import Divider, PartsChip
from ergobreak.screens.library_view import Filters, count_words, parts_words
from ergobreak.screens.widgets import TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.screens.theme import Theme


class FilterRow(QWidget):
    """Chips; ``changed`` tells each change."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.filters = Filters()
        self.spacing = theme.space("s")
        words = {
            Place.CHAIR: _("On a chair"),
            Place.STANDING: _("Standing"),
            Place.FLOOR: _("Floor"),
        }
        self.places = {place: Chip(theme, text) for place, text in words.items()}
        self.short = Chip(theme, _("Under 1 min"))
        self.discreet = Chip(theme, _("Discreet"))
        self.favourite = Chip(theme, _("Favourites"))
        self.part = PartsChip(theme, parts_words(frozenset()))
        self.groups = {name: Chip(theme, _capital(_(text))) for name, text in vocabulary().groups.items()}
        self.dividers = (Divider(theme), Divider(theme))
        self.chips = FlowRow(theme.space("s"))
        self.chips.add(*self.places.values(), self.dividers[0], self.short, self.discreet, self.favourite)
        self.chips.add(self.dividers[1], self.part)
        self.row = FlowRow(theme.space("s"))
        self.row.add(*self.groups.values())
        self.row.hide()
        self.count = TextLabel(theme, role="small", color="ink_soft")
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.space("l"))
        self._top.addWidget(self.chips, 1)
        self._top.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addLayout(self._top)
        column.addWidget(self.row)
        self._connect()

    def _connect(self) -> None:
        for place, chip in self.places.items():
            chip.toggled.connect(lambda on, place=place: self._set(self.filters.with_place(place, on=on)))
        for name, chip in self.groups.items():
            chip.toggled.connect(lambda on, name=name: self._set(self.filters.with_group(name, on=on)))
        self.short.toggled.connect(lambda on: self._set(replace(self.filters, short=on)))
        self.discreet.toggled.connect(lambda on: self._set(replace(self.filters, discreet=on)))
        self.favourite.toggled.connect(lambda on: self._set(replace(self.filters, favourite=on)))
        self.part.clicked.connect(lambda: self.open_parts(on=not self.part.open))
        self._tell_part()

    def say(self, words: str) -> None:
        """What was typed into the search field."""
        if words.strip() != self.filters.words:
            self._set(replace(self.filters, words=words.strip()))

    def clear(self) -> None:
        """Nothing asked for any more; told once."""
        every = (*self.places.values(), *self.groups.values(), self.short, self.discreet, self.favourite)
        for chip in every:
            chip.blockSignals(True)  # noqa: FBT003 - Qt's own call
            chip.setChecked(False)
            chip.blockSignals(False)  # noqa: FBT003 - the same
            chip.updateGeometry()
        self._set(Filters())

    def open_parts(self, *, on: bool) -> None:
        """Show the row of body parts, or put it away."""
        self.row.setVisible(on)
        self.part.set_open(on=on)
        self._tell_part()
        self.changed.emit()

    def show_count(self, count: int) -> None:
        """How many are in sight."""
        self.count.say(count_words(count))
        self.count.setMinimumWidth(self.count.line_width() + 1)

    def fit(self, width: int) -> bool:
        """Whether all chips and the count go into one line; a divider at the start of a second would divide nothing."""
        chips = [each for each in self.chips.children() if isinstance(each, Chip)]
        gap = self.spacing
        wide = sum(each.sizeHint().width() + gap for each in chips) + len(self.dividers) * (gap + 1)
        one_line = wide + self._top.spacing() + self.count.line_width() < width
        for each in self.dividers:
            if each.isHidden() is one_line:
                each.setVisible(one_line)
        direction = QBoxLayout.Direction.LeftToRight if one_line else QBoxLayout.Direction.TopToBottom
        if self._top.direction() is not direction:
            self._top.setDirection(direction)
        return one_line

    def _set(self, filters: Filters) -> None:
        self.filters = filters
        self.part.setText(parts_words(filters.groups))
        self.part.setChecked(bool(filters.groups))
        self.part.updateGeometry()
        self._tell_part()
        self.changed.emit()

    def _tell_part(self) -> None:
        state = _("The row of body parts is open.") if self.part.open else _("Opens a row of body parts.")
        self.part.setAccessibleDescription(state)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
