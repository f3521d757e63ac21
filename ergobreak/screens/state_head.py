"""The head of a result: soft state colour, the state's own shape, its word, and what to do and when.

Four states, four shapes, four first words: in grey scale and without the words' colour the state is still clear. The
shapes are decoration for a screen reader; the words say it all.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ergobreak.screens.choices import paint_tick
from ergobreak.screens.text_label import TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

BAR_SHARE = ((0.5, 0.30), (0.5, 0.56))  # from here to there, across the shape
DOT_SHARE = (0.5, 0.74)
RING_SHARE = ((0.32, 0.10), (0.68, 0.10))  # the two rings of the calendar sheet
SHEET_SHARE = (0.08, 0.16, 0.84, 0.76)
SHEET_LINE_SHARE = 0.40
STROKE_SHARE = 0.11
TRIANGLE_SHARE = ((0.5, 0.06), (0.98, 0.92), (0.02, 0.92))
SIDES_OF_A_TURN = 8


def state_word(state: str) -> str:
    """The first word of a state."""
    return {
        "calm": _("Look after it"),
        "attention": _("Book a visit"),
        "urgent": _("Urgent: get checked soon"),
        "emergency": _("Emergency: get help now"),
    }[state]


class StateShape(QWidget):
    """The shape of a state."""

    def __init__(self, theme: Theme, state: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def sizeHint(self) -> QSize:
        """A square, grown with the text."""
        side = self._theme.text(self._theme.of("state_shape", "size"))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The filled shape with its mark cut out in the state's own ground colour."""
        painter = QPainter(self)
        paint_shape(painter, QRectF(self.rect()), self._theme, self._state)
        painter.end()


def paint_shape(painter: QPainter, box: QRectF, theme: Theme, state: str) -> None:
    """Draw the shape of ``state`` into ``box``."""

    def at(share: tuple[float, float]) -> QPointF:
        return QPointF(box.left() + share[0] * box.width(), box.top() + share[1] * box.height())

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = QPen(theme.color("on_state"), STROKE_SHARE * box.width())
    mark.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(state))
    if state == "calm":
        painter.drawEllipse(box)
        paint_tick(painter, box, "on_state", theme)
        return
    if state == "attention":
        x, y, width, height = SHEET_SHARE
        corner = theme.radius("small") / 2
        sheet = QRectF(at((x, y)), at((x + width, y + height)))
        painter.drawRoundedRect(sheet, corner, corner)
        ring = QPen(theme.color(state), STROKE_SHARE * box.width())
        ring.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(ring)
        for share in RING_SHARE:
            painter.drawLine(at(share), at((share[0], SHEET_SHARE[1])))
        painter.setPen(QPen(theme.color("on_state"), STROKE_SHARE * box.width()))
        painter.drawLine(at((x + STROKE_SHARE, SHEET_LINE_SHARE)), at((x + width - STROKE_SHARE, SHEET_LINE_SHARE)))
        return
    points = TRIANGLE_SHARE if state == "urgent" else tuple(_octagon())
    painter.drawPolygon(QPolygonF([at(share) for share in points]))
    painter.setPen(mark)
    painter.drawLine(at(BAR_SHARE[0]), at(BAR_SHARE[1]))
    painter.drawPoint(at(DOT_SHARE))


def _octagon() -> list[tuple[float, float]]:
    turn = math.tau / SIDES_OF_A_TURN
    angles = [turn * (number + 1 / 2) for number in range(SIDES_OF_A_TURN)]
    return [(1 / 2 + math.cos(angle) / 2, 1 / 2 + math.sin(angle) / 2) for angle in angles]


class StateHead(QWidget):
    """Shape, word, and what to do, on the state's soft colour with a rule under it.

    Args:
        state: ``calm``, ``attention``, ``urgent`` or ``emergency``.
        what: what to do and when.
        word: replaces the state's usual word ("Good to go" on tier 0).
    """

    def __init__(self, theme: Theme, state: str, what: str, *, word: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, state
        self.word = TextLabel(theme, word or state_word(state), "strong", state)
        self.what = TextLabel(theme, what, "title")
        self.shape = StateShape(theme, state)
        first = QHBoxLayout()
        first.setSpacing(theme.space("m"))
        first.addWidget(self.shape)
        first.addWidget(self.word, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column = QVBoxLayout(self)
        side = theme.space("xl")
        self.column.setContentsMargins(side, side, side, side + round(theme.border("state_rule")))
        self.column.setSpacing(theme.space("s"))
        self.column.addLayout(first)
        self.column.addWidget(self.what)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{self.word.text()}. {what}")

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def heightForWidth(self, width: int) -> int:
        """The wrapped words with their margins."""
        return self.column.heightForWidth(width)

    def shape_image(self) -> QImage:
        """The shape alone, without colour: what is left of it in grey scale."""
        size = self.shape.sizeHint()
        image = QImage(size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_shape(painter, QRectF(image.rect()), self._theme, self._state)
        painter.end()
        return image.convertToFormat(QImage.Format.Format_Alpha8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Soft ground and the rule."""
        theme, painter = self._theme, QPainter(self)
        rule = round(theme.border("state_rule"))
        painter.fillRect(self.rect(), theme.color(f"{self._state}_bg"))
        painter.fillRect(0, self.height() - rule, self.width(), rule, theme.color(self._state))
        painter.end()
