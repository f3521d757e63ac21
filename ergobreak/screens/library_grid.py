"""The grid of routines: cards with a small figure, name and seconds. One is chosen; the arrow keys move the choice.

The cards are radio buttons underneath: of many, one. Tab comes to the chosen one and leaves the grid from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QStyle, QWidget

from ergobreak.screens.keys import ENTER
from ergobreak.screens.library_parts import paint_star
from ergobreak.screens.library_view import card_line, spoken
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from ergobreak.routines.model import Routine
    from ergobreak.screens.library_thumbs import Thumbnails
    from ergobreak.screens.theme import Theme

WRAP = Qt.TextFlag.TextWordWrap
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})


class RoutineCard(QRadioButton):
    """One routine."""

    reached = Signal()
    wandered = Signal(Qt.Key)

    def __init__(self, theme: Theme, routine: Routine, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self.routine, self._thumbnails, self._favourite = routine, thumbnails, False
        self.setText(_(routine.title))
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.wear(theme)
        self.set_favourite(on=False)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("strong"))

    def set_favourite(self, *, on: bool) -> None:
        """Show the star."""
        self._favourite = on
        self.setAccessibleName(spoken(self.routine, favourite=on))
        self.update()

    def set_chosen(self, *, on: bool) -> None:
        """The one chosen is the one that Tab reaches."""
        self.setChecked(on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def nextCheckState(self) -> None:
        """A press chooses; nothing takes the choice back."""
        self.reached.emit()

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """The whole card can be pressed."""
        return True

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("card")

    def thumb_size(self) -> QSize:
        """The room of the small figure."""
        theme = self._theme
        pad = theme.of("library", "pad")
        return QSize(self.width() - 2 * pad, theme.of("library", "thumb"))

    def hasHeightForWidth(self) -> bool:
        """Long names wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Figure, name, line."""
        theme = self._theme
        pad = theme.of("library", "pad")
        inner = width - 2 * pad
        name, line = self._words_heights(inner)
        return 2 * pad + int(theme.of("library", "thumb")) + theme.space("s") + name + line

    def _words_heights(self, width: int) -> tuple[int, int]:
        theme = self._theme
        name = _lines(QFontMetricsF(self.font()), self.text(), width) * theme.line_height("strong")
        small = QFontMetricsF(theme.font("small"))
        return name, _lines(small, card_line(self.routine), width) * theme.line_height("small")

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        metrics = QFontMetricsF(self.font())
        longest = max(metrics.horizontalAdvance(word) for word in self.text().split() or [""])
        width = round(longest) + 1 + 2 * self._theme.of("library", "pad")
        return QSize(max(width, self._theme.target()), self._theme.target())

    def sizeHint(self) -> QSize:
        """The usual card."""
        width = self._theme.text(self._theme.of("library", "card"))
        return QSize(width, self.heightForWidth(width))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What has the focus is chosen."""
        super().focusInEvent(event)
        self.reached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows wander through the grid; Enter belongs to the window."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.wandered.emit(key)
        elif key in ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Card, figure, words, star."""
        theme = self._theme
        pad = theme.of("library", "pad")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.underMouse() and not self.isChecked()
        edge = theme.of("library", "chosen") if self.isChecked() else theme.border("card")
        ink = "accent" if self.isChecked() else "line_strong" if hot else "line"
        painter.setPen(QPen(theme.color(ink), edge))
        painter.setBrush(theme.color("surface"))
        inset, radius = edge / 2, theme.radius("card")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        thumb = QRect(pad, pad, self.thumb_size().width(), self.thumb_size().height())
        self._paint_figure(painter, thumb)
        down = thumb.bottom() + 1 + theme.space("s")
        width = self.width() - 2 * pad
        name, line = self._words_heights(width)
        leading = self.style().visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.setPen(theme.color("ink"))
        painter.setFont(self.font())
        painter.drawText(QRect(pad, down, width, name), leading | Qt.AlignmentFlag.AlignVCenter | WRAP, self.text())
        painter.setPen(theme.color("ink_soft"))
        painter.setFont(theme.font("small"))
        where = QRect(pad, down + name, width, line)
        painter.drawText(where, leading | Qt.AlignmentFlag.AlignVCenter | WRAP, card_line(self.routine))
        painter.end()

    def _paint_figure(self, painter: QPainter, thumb: QRect) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg"))
        painter.drawRoundedRect(QRectF(thumb), theme.radius("control"), theme.radius("control"))
        inner = thumb.adjusted(theme.space("xs"), theme.space("xs"), -theme.space("xs"), -theme.space("xs"))
        picture = self._thumbnails.picture(self.routine, theme, inner.size(), self.devicePixelRatioF())
        if picture is not None:
            painter.drawPixmap(inner.topLeft(), picture)
        if self._favourite:
            side = theme.of("library", "star")
            plain = QRect(thumb.right() - side - theme.space("s"), thumb.top() + theme.space("s"), side, side)
            box = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain))
            paint_star(painter, box, theme, filled=True, color="accent")


def _lines(metrics: QFontMetricsF, text: str, width: int) -> int:
    room = QRectF(0, 0, max(width, 1), 1)
    return max(1, round(metrics.boundingRect(room, Qt.AlignmentFlag.AlignLeft | WRAP, text).height() / metrics.height()))


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
        changed = name != self.current
        if changed and self.current:
            self.cards[self.current].set_chosen(on=False)
        self.current = name
        self.cards[name].set_chosen(on=True)
        if focus:
            self.cards[name].setFocus(Qt.FocusReason.OtherFocusReason)
        if changed:
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
