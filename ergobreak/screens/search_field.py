"""One line to type into, with a glass at its start: Qt's own line edit, painted from the theme."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

GLASS_SHARE = 0.62


class SearchField(QLineEdit):
    """One line to type into, with a glass at its start."""

    def __init__(self, theme: Theme, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFrame(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body"))
        palette = self.palette()
        for role, name in (
            (QPalette.ColorRole.Text, "ink"),
            (QPalette.ColorRole.PlaceholderText, "ink_soft"),
            (QPalette.ColorRole.Highlight, "accent"),
            (QPalette.ColorRole.HighlightedText, "on_accent"),
        ):
            palette.setColor(role, theme.color(name))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        lead = theme.space("l") + theme.text(theme.space("l")) + theme.space("m")
        left, right = (lead, theme.space("m"))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        self.setTextMargins(left, 0, right, 0)

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def sizeHint(self) -> QSize:
        """Wide enough for its hint."""
        theme = self._theme
        words = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.placeholderText()))
        width = words + theme.text(theme.space("l")) + 2 * theme.space("xl") + theme.space("m")
        return QSize(max(width, theme.text(theme.of("library", "search"))), theme.target("button"))

    def minimumSizeHint(self) -> QSize:
        """The hint is never cut."""
        theme = self._theme
        words = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.placeholderText()))
        return QSize(words + theme.text(theme.space("l")) + 2 * theme.space("xl"), theme.target("button"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The edge and the glass, then the words as Qt writes them."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.border("control")
        painter.setPen(QPen(theme.color("line_strong"), width))
        painter.setBrush(theme.color("surface"))
        radius = theme.radius("control")
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius
        )
        side = theme.text(theme.space("l"))
        plain = QRect(theme.space("l"), (self.height() - side) // 2, side, side)
        box = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain))
        painter.setPen(QPen(theme.color("ink_soft"), theme.of("check", "stroke") * theme.scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lens = QRectF(box.left(), box.top(), box.width() * GLASS_SHARE, box.height() * GLASS_SHARE)
        painter.drawEllipse(lens.translated(1, 1))
        edge = lens.center() + QPointF(lens.width(), lens.height()) * (math.sqrt(2) / 2 / 2) + QPointF(1, 1)
        painter.drawLine(edge, box.bottomRight())
        painter.end()
        super().paintEvent(event)
