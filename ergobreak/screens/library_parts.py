"""Small parts of the library: star, the chip that opens a row, the list of steps, the held line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ergobreak.screens.choices import Chip, paint_face, paint_tick
from ergobreak.screens.widgets import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

STAR_POINTS_TOP = 5
STAR_INNER_SHARE = 0.42
CHEVRON_SHARE = 0.5
HELD_DASH_SHARE = 0.35


def paint_star(painter: QPainter, box: QRectF, theme: Theme, *, filled: bool, color: str) -> None:
    """A star: an outline, or filled."""
    middle, radius = box.center(), box.width() / 2
    points = []
    for number in range(2 * STAR_POINTS_TOP):
        reach = radius if number % 2 == 0 else radius * STAR_INNER_SHARE
        turn = math.pi * number / STAR_POINTS_TOP - math.pi / 2
        points.append(middle + QPointF(math.cos(turn), math.sin(turn)) * reach)
    pen = QPen(theme.color(color), theme.border("control") * theme.scale)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(theme.color(color) if filled else Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon(QPolygonF(points))


class StarButton(QPushButton):
    """Marks a favourite: an outline, or a filled star on the soft accent."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def sizeHint(self) -> QSize:
        """As high as the buttons beside it, a little wider."""
        theme = self._theme
        wide = theme.of("target", "option_single")  # room to breathe that does not grow; the target does
        return QSize(max(wide, theme.target()), theme.target("button"))

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The star in its frame."""
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        paint_face(painter, self, theme, self.corner_radius(), on=on)
        side = theme.text(theme.of("library", "star"))
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_star(painter, box, theme, filled=on, color="on_accent_soft" if on else "ink")
        painter.end()


class PartsChip(Chip):
    """A chip that opens a row of other chips. Ticked while one of them is chosen; pressing it never ticks it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self.open = False

    def nextCheckState(self) -> None:
        """Nothing: only the row decides."""

    def set_open(self, *, on: bool) -> None:
        """Show whether the row is open."""
        self.open = on
        self.update()

    def _mark(self) -> int:
        return self._theme.space("s") + self._theme.space("m")

    def sizeHint(self) -> QSize:
        """The chip and its arrow."""
        size = super().sizeHint()
        return QSize(size.width() + self._mark(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The chip's face and words, and an arrow after them."""
        theme, on = self._theme, self.isChecked()
        ink = theme.color("on_accent_soft" if on else "ink")
        painter = QPainter(self)
        paint_face(painter, self, theme, self.height() / 2, on=on)
        edge, tick, arrow = theme.space("l"), theme.text(theme.space("l")), theme.space("m") - 2
        words = QRect(edge, 0, self.width() - 2 * edge - arrow, self.height())
        if on:
            box = QRect(edge, (self.height() - tick) // 2, tick, tick)
            box = self.style().visualRect(self.layoutDirection(), self.rect(), box)
            paint_tick(painter, QRectF(box), "on_accent_soft", theme)
            words.setLeft(words.left() + tick + theme.space("s"))
        words = self.style().visualRect(self.layoutDirection(), self.rect(), words)
        leading = self.style().visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme.font("strong" if on else "body"))
        painter.setPen(ink)
        painter.drawText(words, leading | Qt.AlignmentFlag.AlignVCenter, self.text())
        plain = QRect(self.width() - edge - arrow, (self.height() - arrow) // 2, arrow, arrow)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(self._arrow(QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain))))
        painter.end()

    def _arrow(self, box: QRectF) -> QPolygonF:
        """Down while the row is shut, up while it is open."""
        reach = box.height() * CHEVRON_SHARE / 2
        base, tip = (reach, -reach) if self.open else (-reach, reach)
        middle = box.center().y()
        return QPolygonF(
            [
                QPointF(box.left(), middle + base),
                QPointF(box.right(), middle + base),
                QPointF(box.center().x(), middle + tip),
            ]
        )


class Divider(QWidget):
    """A thin upright line between groups of chips: decoration, without a name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def sizeHint(self) -> QSize:
        """As high as a chip."""
        return QSize(round(self._theme.border("card")), self._theme.target())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The line, shorter than the chips."""
        inset = self._theme.space("s")
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(0, inset, 0, -inset), self._theme.color("line"))
        painter.end()


class StepList(QWidget):
    """Numbered steps; a number and its step are one thing for a screen reader."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("s"))
        self._grid.setVerticalSpacing(theme.space("s"))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[TextLabel, TextLabel]] = []

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_steps(self, steps: Sequence[str]) -> None:
        """Show these and no others; labels are used again."""
        while len(self._rows) < len(steps):
            number = TextLabel(self._theme, f"{len(self._rows) + 1}.")
            step = TextLabel(self._theme)
            row = len(self._rows)
            self._grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(step, row, 1)
            self._rows.append((number, step))
        for row, (number, label) in enumerate(self._rows):
            words = steps[row] if row < len(steps) else ""
            label.say(words)
            label.setAccessibleName(f"{row + 1}. {words}" if words else "")
            number.setVisible(bool(words))
            number.setAccessibleName(" ")


class HeldNote(QWidget):
    """Why Start is off and what lifts it: a dashed ring with a bar, and one line, on the attention ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words = TextLabel(theme, role="body")
        row = QHBoxLayout(self)
        row.addWidget(self.words, 1)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        lead = theme.space("m") + self._side() + theme.space("m")
        left, right = lead, theme.space("m")
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(left, theme.space("s"), right, theme.space("s"))

    def _side(self) -> int:
        return self._theme.text(self._theme.of("library", "star"))

    def say(self, words: str) -> None:
        """Show the line; nothing is shown when it is empty."""
        self.words.say(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Ground and sign."""
        theme, side = self._theme, self._side()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.border("card")
        painter.setPen(QPen(theme.color("attention"), width))
        painter.setBrush(theme.color("attention_bg"))
        radius = theme.radius("control")
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius
        )
        plain = QRect(theme.space("m"), (self.height() - side) // 2, side, side)
        box = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain)).adjusted(1, 1, -1, -1)
        pen = QPen(theme.color("attention"), theme.of("check", "stroke") * theme.scale)
        pen.setDashPattern([2, 1])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        reach = box.width() * HELD_DASH_SHARE / 2
        middle = box.center()
        painter.drawLine(middle - QPointF(reach, 0), middle + QPointF(reach, 0))
        painter.end()
