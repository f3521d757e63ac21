"""The countdown ring: time left as an arc and a number, moved once a second.

Underneath it is a progress bar named "Time left", so that a screen reader finds its role. It speaks at the start,
half-way, at ten seconds and at the end, never each second: the accessible value moves only then. Qt gives a progress
bar's value as a bare number, so the words of this very second are its description, for whoever asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from ergobreak.screens.times import time_in_words
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

    from ergobreak.screens.theme import Theme

QUARTER_TURN = 90 * 16  # Qt counts sixteenths of a degree, from three o'clock
FULL_TURN = 360 * 16
LAST_WORDS_S = 10
CAPTION_SHARE = 0.6  # of the inner height for number and caption; with less room the caption is left out
DIGITS = "0123456789"


class Ring(QProgressBar):
    """A ring with a number in it.

    Args:
        table: a row of ``[ring]``: outer size and stroke.
        role: the letters of the number.
    """

    def __init__(self, theme: Theme, table: str = "break", role: str = "number", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._table, self._role = theme, table, role
        self._share, self._number, self._caption, self._words = 1.0, "", "", ""
        self._mark = ""
        self._spoken: set[str] = set()
        self.setRange(0, 100)
        self.setAccessibleName(_("Time left"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def text(self) -> str:
        """The value in words, for a screen reader that asks."""
        return self._words

    @property
    def number(self) -> str:
        """What stands in the ring."""
        return self._number

    @property
    def caption(self) -> str:
        """The small word under the number."""
        return self._caption

    def show_time(self, left_s: float, total_s: float, number: str, caption: str = "", *, aloud: bool = True) -> None:
        """Show the time left.

        Args:
            number: the number in the ring.
            caption: the small word under it.
            aloud: whether the marks (start, half-way, ten seconds, end) may be spoken.
        """
        self._share = min(1.0, max(0.0, left_s / total_s)) if total_s > 0 else 0.0
        self._number, self._caption = number, caption
        self._words = time_in_words(left_s)
        self.update()
        self.setAccessibleDescription(self._words)
        mark = _mark(left_s, total_s)
        if mark != self._mark:
            self._mark = mark
            self.setValue(round(self._share * self.maximum()))
        if aloud and mark not in self._spoken:
            self._spoken.add(mark)
            announce(self, _("{time} left").format(time=self._words) if left_s > 0 else _("The time is up."))

    def begin_again(self) -> None:
        """A new countdown: all marks may be spoken again."""
        self._mark = ""
        self._spoken.clear()

    def sizeHint(self) -> QSize:
        """A square, grown with the text."""
        size = self._theme.text(self._theme.of("ring", self._table)[0])
        return QSize(size, size)

    def minimumSizeHint(self) -> QSize:
        """The ring keeps its size unless whoever places it decides otherwise."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The track, the arc from the top, the number, the caption."""
        theme = self._theme
        size, stroke = theme.of("ring", self._table)
        side = min(self.width(), self.height())
        width = stroke * side / size
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        box.adjust(width / 2, width / 2, -width / 2, -width / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("line"), width)
        if theme.name == "contrast":  # a white track beside a yellow arc would read as full
            pen.setWidthF(max(theme.border("control"), width / 2 / 2))
        painter.setPen(pen)
        painter.drawEllipse(box)
        pen = QPen(theme.color("accent"), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, QUARTER_TURN, round(self._share * FULL_TURN))
        self._paint_words(painter, box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        painter.end()

    def _paint_words(self, painter: QPainter, inner: QRectF) -> None:
        theme = self._theme
        font = theme.font(self._role)
        cells = _cells(self._number, font)
        widest = inner.width() * theme.of("ring", "digits_share")
        if sum(cells) > widest:
            font.setPixelSize(max(1, int(font.pixelSize() * widest / sum(cells))))
            cells = _cells(self._number, font)
        small = theme.font("small")
        room = QFontMetricsF(small).horizontalAdvance(self._caption)
        height = QFontMetricsF(font).capHeight()
        gap, below = theme.space("s"), QFontMetricsF(small).height()
        chord = inner.width() * theme.of("ring", "digits_share")
        fits = room <= chord and height + below + gap < inner.height() * CAPTION_SHARE
        captioned = bool(self._caption) and fits
        base = inner.center().y() + height / 2 - ((below / 2 + gap / 2) / 2 if captioned else 0)
        painter.setPen(theme.color("ink"))
        painter.setFont(font)
        left = inner.center().x() - sum(cells) / 2
        for sign, cell in zip(self._number, cells, strict=True):
            own = QFontMetricsF(font).horizontalAdvance(sign)
            painter.drawText(QPointF(left + (cell - own) / 2, base), sign)
            left += cell
        if captioned:
            painter.setPen(theme.color("ink_soft"))
            painter.setFont(small)
            where = QRectF(inner.left(), base + gap, inner.width(), below)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, self._caption)


def _cells(number: str, font: QFont) -> list[float]:
    """The room of each sign: every digit gets the widest digit's, so that a countdown does not jitter."""
    metrics = QFontMetricsF(font)
    widest = max(metrics.horizontalAdvance(digit) for digit in DIGITS)
    return [widest if sign in DIGITS else metrics.horizontalAdvance(sign) for sign in number]


def _mark(left_s: float, total_s: float) -> str:
    if left_s <= 0:
        return "end"
    if left_s <= LAST_WORDS_S:
        return "last"
    return "half" if left_s <= total_s / 2 else "start"


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say ``words`` once (Qt 6.8 or later; before it, the changed value has to do)."""
    if not widget.isVisible():
        return
    from PySide6 import QtGui  # noqa: PLC0415 - its many roles and states are not needed before something can be heard

    event: Any = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if event is not None and QtGui.QAccessible.isActive():
        QtGui.QAccessible.updateAccessibility(event(widget, words))
