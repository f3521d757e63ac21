"""The day as a picture: bars at the screen, marks for breaks by size and shape, the now line, calls and holds named.

Every mark differs by shape, not only by colour. The same facts stand as a list behind "Show as list"; for a screen
reader the picture is one image whose description is that list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ergobreak.screens.flow import FlowRow
from ergobreak.screens.text_label import TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme
    from ergobreak.screens.today_line import Bar, Line

HOUR_S = 60  # minutes of an hour
STEPS = (1, 2, 3, 4, 6, 12)
DASHES = (2.0, 1.6)


def paint_mark(painter: QPainter, middle: QPointF, theme: Theme, shape: str) -> None:
    """Draw one mark: large and small are filled, ring and planned are not."""
    large = theme.text(theme.space("l")) / 2 + theme.border("control") / 2
    width = theme.of("check", "stroke") * theme.scale
    if shape in {"large", "small"}:
        half = large if shape == "large" else theme.text(theme.space("s")) / 2 + theme.border("card")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
    else:
        half = large - width / 2
        pen = QPen(theme.color("accent" if shape == "ring" else "line_strong"), width)
        if shape == "planned":
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(theme.color("surface"))
    painter.drawEllipse(middle, half, half)


class MarkSign(QWidget):
    """One mark beside its word in the legend. Decoration: the word says it."""

    def __init__(self, theme: Theme, shape: str) -> None:
        super().__init__()
        self._theme, self._shape = theme, shape
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def sizeHint(self) -> QSize:
        """A line high."""
        side = self._theme.line_height("small")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, QRectF(self.rect()).center(), self._theme, self._shape)
        painter.end()


def legend(theme: Theme, *, planned: bool) -> FlowRow:
    """What the marks mean; wraps."""
    words = {"large": _("movement break"), "small": _("micro-break"), "ring": _("natural break")}
    if planned:
        words["planned"] = _("planned")
    row = FlowRow(theme.space("l"), row_gap=theme.space("xs"))
    for shape, name in words.items():
        pair = QWidget()
        beside = QHBoxLayout(pair)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.space("s"))
        beside.addWidget(MarkSign(theme, shape))
        beside.addWidget(TextLabel(theme, name, "small", "ink_soft"))
        row.add(pair)
    return row


class Timeline(QLabel):
    """The picture. A label with a picture, because that is what assistive technology knows as an image.

    Args:
        clock: minutes since midnight as the person reads the clock.
    """

    def __init__(self, theme: Theme, clock: Callable[[float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._line: Line | None = None
        picture = QPixmap(1, 1)
        picture.fill(Qt.GlobalColor.transparent)
        self.setPixmap(picture)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Your day"))

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_line(self, line: Line) -> None:
        """Show another day."""
        self._line = line
        self.setAccessibleDescription(". ".join(line.rows))
        self.update()

    def sizeHint(self) -> QSize:
        """Now, marks, bars, ticks, hours: a row each."""
        row = self._theme.line_height("strong")
        small = self._theme.line_height("small")
        high = small + self._theme.space("s") + row + self._theme.space("s") + row + self._theme.space("l") + small
        return QSize(self._theme.text(self._theme.of("break_page", "figure_beside")), high + self._theme.space("s"))

    def minimumSizeHint(self) -> QSize:
        """A few hours' names side by side."""
        return QSize(self._theme.of("break_page", "figure_min"), self.sizeHint().height())

    def across(self, minute: float) -> float:
        """Where a minute of the day stands. Time runs in reading direction."""
        line = self._line
        if line is None:
            return 0.0
        edge = QFontMetricsF(self._theme.font("small")).horizontalAdvance(self._clock(line.last * HOUR_S)) / 2
        share = (minute / HOUR_S - line.first) / (line.last - line.first)
        along = edge + share * (self.width() - 2 * edge)
        return along if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self.width() - along

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """From the axis up."""
        line, theme = self._line, self._theme
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, row = theme.line_height("small"), theme.line_height("strong")
        marks = small + theme.space("s") + row / 2
        bars = small + theme.space("s") + row + theme.space("s")
        self._axis(painter, line, bars + row + theme.space("s"))
        for bar in line.bars:
            self._bar(painter, bar, bars, row, "accent_soft")
        for hold in line.holds:
            self._bar(painter, hold, bars, row, "line")
        for mark in line.marks:
            paint_mark(painter, QPointF(self.across(mark.at), marks), theme, mark.shape)
        if line.now is not None:
            self._now(painter, line.now, small, bars + row + theme.space("m"))
        painter.end()

    def _bar(self, painter: QPainter, bar: Bar, top: float, height: float, color: str) -> None:
        theme = self._theme
        one, two = sorted((self.across(bar.begin), self.across(bar.end)))
        place = QRectF(one, top, max(two - one, theme.space("xs")), height)
        radius = min(theme.radius("small"), place.width() / 2) if not bar.name else 0
        strong = theme.color("accent" if not bar.name else "line_strong")
        edged = theme.name == "contrast"  # where the fills are all black, the edge carries the bar
        painter.setPen(QPen(strong, theme.border("control")) if edged else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(color) if not edged else theme.color("surface"))
        painter.drawRoundedRect(place, radius, radius)
        if bar.name:
            painter.setFont(theme.font("small"))
            if QFontMetricsF(painter.font()).horizontalAdvance(bar.name) + theme.space("s") <= place.width():
                painter.setPen(theme.color("ink"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, bar.name)

    def _axis(self, painter: QPainter, line: Line, top: float) -> None:
        theme = self._theme
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(painter.font())
        hours = range(line.first, line.last + 1)
        widest = max(metrics.horizontalAdvance(self._clock(hour * HOUR_S)) for hour in hours) + theme.space("l")
        per_hour = abs(self.across(HOUR_S) - self.across(0))
        step = next((each for each in STEPS if each * per_hour >= widest), STEPS[-1])
        for hour in hours:
            at = self.across(hour * HOUR_S)
            painter.setPen(QPen(theme.color("line_strong"), theme.border("control")))
            painter.drawLine(QPointF(at, top), QPointF(at, top + theme.space("s")))
            if (hour - line.first) % step == 0:
                words = self._clock(hour * HOUR_S)
                half = metrics.horizontalAdvance(words) / 2
                painter.setPen(theme.color("ink_soft"))
                painter.drawText(QPointF(at - half, top + theme.space("l") + metrics.ascent()), words)

    def _now(self, painter: QPainter, minute: float, below: float, down: float) -> None:
        theme = self._theme
        words = _("now {time}").format(time=self._clock(minute))
        font = theme.font("small")
        font.setWeight(theme.font("strong").weight())
        painter.setFont(font)
        wide = QFontMetricsF(font).horizontalAdvance(words)
        at = self.across(minute)
        left = min(max(at - wide / 2, 0.0), self.width() - wide)
        painter.setPen(theme.color("ink"))
        painter.drawText(QRectF(left, 0, wide + 1, below), Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(QPen(theme.color("ink"), theme.of("check", "stroke")))
        painter.drawLine(QPointF(at, below), QPointF(at, down))
