"""The grid of routines. One card is chosen; the arrow keys move the choice, and Tab comes to the chosen card only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from ergobreak.screens.library_card import RoutineCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from ergobreak.routines.model import Routine
    from ergobreak.screens.library_thumbs import Thumbnails
    from ergobreak.screens.theme import Theme


class Grid(QWidget):
    """All cards; those that pass the filters are shown."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, routines: Sequence[Routine], thumbnails: Thumbnails) -> None:
        super().__init__()
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.cards = {each.id: RoutineCard(theme, each, thumbnails, self) for each in routines}
        self._order = list(self.cards)
        self._computed: dict[int, dict[str, QRect]] = {}
        self.current = ""
        for name, card in self.cards.items():
            card.reached.connect(lambda name=name: self.choose(name))
            card.wandered.connect(self._wander)
        thumbnails.painted.connect(self._painted)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self._computed.clear()

    @property
    def shown(self) -> list[str]:
        """The ids in sight, in order."""
        return self._order

    def show_only(self, names: Sequence[str]) -> None:
        """Show these cards and no others."""
        wanted = set(names)
        self._order = [name for name in self.cards if name in wanted]
        self._computed.clear()
        for name, card in self.cards.items():
            card.setVisible(name in wanted)
        self.updateGeometry()
        self._place()

    def choose(self, name: str, *, focus: bool = False) -> None:
        """Choose a card."""
        if name not in self.cards:
            return
        before, self.current = self.current, name
        self.cards[name].set_chosen(on=True)
        if before not in {"", name}:
            self.cards[before].set_chosen(on=False)
        if focus:
            self.cards[name].setFocus(Qt.FocusReason.OtherFocusReason)
        if before != name:
            self.chosen.emit(name)

    def columns(self, width: int) -> int:
        """How many cards stand side by side."""
        theme = self._theme
        grown = 1 + (theme.scale - 1) * theme.of("library", "growth")
        least = round(theme.of("library", "card") * grown)
        gap = theme.of("library", "gap")
        count = max(1, (width + gap) // (least + gap))
        longest = max((self.cards[name].minimumSizeHint().width() for name in self._order), default=0)
        while count > 1 and (width - (count - 1) * gap) // count < longest:
            count -= 1
        return int(count)

    def hasHeightForWidth(self) -> bool:
        """Fewer columns, more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        places = self._places(width)
        return max((place.bottom() + 1 for place in places.values()), default=0)

    def sizeHint(self) -> QSize:
        """As wide as one card at least."""
        return QSize(self._theme.of("library", "card"), 0)

    def minimumSizeHint(self) -> QSize:
        """It takes the width there is."""
        return QSize(0, 0)

    def _places(self, width: int) -> dict[str, QRect]:
        """Measuring fifty names takes a while and Qt asks often: what was computed for a width is kept."""
        if width not in self._computed:
            self._computed = {width: self._compute(width), **dict(list(self._computed.items())[:2])}
        return self._computed[width]

    def _compute(self, width: int) -> dict[str, QRect]:
        gap, columns = self._theme.of("library", "gap"), self.columns(width)
        wide = (width - (columns - 1) * gap) // columns
        places: dict[str, QRect] = {}
        down = 0
        for start in range(0, len(self._order), columns):
            row = self._order[start : start + columns]
            high = max(self.cards[name].heightForWidth(wide) for name in row)
            for number, name in enumerate(row):
                places[name] = QRect(number * (wide + gap), down, wide, high)
            down += high + gap
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = QRect(0, 0, self.width(), 0)
        for name, place in self._places(self.width()).items():
            self.cards[name].setGeometry(QStyle.visualRect(self.layoutDirection(), room, place))

    def _painted(self, name: str) -> None:
        self.cards[name].update()

    def _wander(self, key: Qt.Key) -> None:
        if self.current not in self._order:
            return
        here, columns = self._order.index(self.current), self.columns(self.width())
        forward = 1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -1
        there = {
            Qt.Key.Key_Left: here - forward,
            Qt.Key.Key_Right: here + forward,
            Qt.Key.Key_Up: here - columns,
            Qt.Key.Key_Down: here + columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._order) - 1,
        }[key]
        if key is Qt.Key.Key_Down and there >= len(self._order) and here // columns < (len(self._order) - 1) // columns:
            there = len(self._order) - 1
        if 0 <= there < len(self._order):
            self.choose(self._order[there], focus=True)
