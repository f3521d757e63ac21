"""A label that keeps the line height of the type scale and breaks lines at a readable length.

``QLabel`` knows no line height, so the lines are laid out here; it stays a ``QLabel`` underneath, so that screen
readers find plain static text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

UNBOUNDED = 1 << 20


class TextLabel(QLabel):
    """A text in one role of the type scale and one colour of the theme.

    Args:
        text: the words; empty hides the label.
        role: a row of ``[type.scale]``.
        color: a colour name.
        centred: only for words inside a ring.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        color: str = "ink",
        *,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._role, self._color, self._centred = theme, role, color, centred
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.wear(theme)
        self.setText(text)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font(self._role))

    def say(self, text: str) -> None:
        """Show ``text``; nothing is shown, and no room is taken, when it is empty."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
            self.update()
        self.setVisible(bool(text))

    def color_by(self, name: str) -> None:
        """Use another colour of the theme."""
        self._color = name
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Text wraps, so its height depends on its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped lines."""
        return self._laid_out(width).lineCount() * self._theme.line_height(self._role)

    def line_width(self) -> int:
        """The width of the text on one line."""
        return -int(-QFontMetricsF(self.font()).horizontalAdvance(self.text()) // 1)

    def widest(self) -> int:
        """The longest line that still reads well."""
        per_char = QFontMetricsF(self.font()).averageCharWidth()
        return int(per_char * self._theme.of("type", "rules")["max_line_chars"])

    def sizeHint(self) -> QSize:
        """One line, or as many as a readable width makes of it."""
        width = min(self.line_width() + 1, self.widest())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        metrics = QFontMetricsF(self.font())
        words = self.text().split() or [""]
        return QSize(
            int(max(metrics.horizontalAdvance(word) for word in words)) + 1, self._theme.line_height(self._role)
        )

    def _laid_out(self, width: float) -> QTextLayout:
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(self.layoutDirection())
        rightwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        start = Qt.AlignmentFlag.AlignLeft if rightwards else Qt.AlignmentFlag.AlignRight
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if self._centred else start)
        layout.setTextOption(option)
        step = self._theme.line_height(self._role)
        layout.beginLayout()
        for number in range(UNBOUNDED):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, number * step + (step - line.height()) / 2))
        layout.endLayout()
        return layout

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the lines."""
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._color))
        self._laid_out(self.width()).draw(painter, QPointF(0, 0))
        painter.end()
