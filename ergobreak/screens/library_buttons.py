"""A row of buttons whose first one is as wide as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ergobreak.screens.theme import Theme


class ButtonRow(QWidget):
    """The first button takes what the others leave; where that is too little, it stands above them."""

    def __init__(self, theme: Theme, first: QAbstractButton, *others: QAbstractButton) -> None:
        super().__init__()
        self._theme, self._first, self._others = theme, first, others
        for each in (first, *others):
            each.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def hasHeightForWidth(self) -> bool:
        """One row or two."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        return max(place.bottom() + 1 for place in self._places(width).values())

    def sizeHint(self) -> QSize:
        """All in one row."""
        gap = self._theme.of("space", "gap_between_buttons")
        sizes = [each.sizeHint() for each in (self._first, *self._shown())]
        return QSize(sum(each.width() for each in sizes) + gap * (len(sizes) - 1), max(each.height() for each in sizes))

    def minimumSizeHint(self) -> QSize:
        """The widest alone."""
        return QSize(max(each.sizeHint().width() for each in (self._first, *self._shown())), 0)

    def _shown(self) -> list[QAbstractButton]:
        return [each for each in self._others if not each.isHidden()]

    def _places(self, width: int) -> dict[QAbstractButton, QRect]:
        gap, high = self._theme.of("space", "gap_between_buttons"), self.sizeHint().height()
        others = self._shown()
        taken = sum(each.sizeHint().width() + gap for each in others)
        places: dict[QAbstractButton, QRect] = {}
        across, down = 0, 0
        if self.sizeHint().width() > width:
            places[self._first] = QRect(0, 0, width, high)
            down = high + gap
        else:
            places[self._first] = QRect(0, 0, width - taken, high)
            across = width - taken + gap
        for each in others:
            wide = each.sizeHint().width()
            places[each] = QRect(across, down, wide, high)
            across += wide + gap
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put the buttons where they go."""
        room = QRect(0, 0, self.width(), 0)
        for each, place in self._places(self.width()).items():
            each.setGeometry(QStyle.visualRect(self.layoutDirection(), room, place))
