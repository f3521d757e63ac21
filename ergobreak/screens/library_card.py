"""The card of one routine in the grid: small figure, name, seconds, and a star when it is a favourite.

Underneath it is a radio button: of many, one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QRadioButton, QWidget

from ergobreak.screens.keys import ENTER
from ergobreak.screens.library_parts import paint_star
from ergobreak.screens.library_view import card_line, spoken
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

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
        if on:
            self.setChecked(True)  # Qt takes the tick of the other away
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
        height: int = 2 * pad + int(theme.of("library", "thumb")) + theme.space("s") + name + line
        return height

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
        above = (theme.line_height("strong") - self.fontMetrics().height()) // 2
        where = QRect(pad, down + above, width, name)
        painter.drawText(where, leading | Qt.AlignmentFlag.AlignTop | WRAP, self.text())
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
    return max(
        1, round(metrics.boundingRect(room, Qt.AlignmentFlag.AlignLeft | WRAP, text).height() / metrics.height())
    )
