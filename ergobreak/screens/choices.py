"""Things to choose from: single options, boxes to tick, chips and the on-off switch.

A choice that is made shows a tick as well as a colour. A single option is a button (one press answers), a box and a
chip are Qt's check boxes, so that a screen reader says their state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QSizePolicy, QWidget

from ergobreak.screens.widgets import paint_key_cap
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

TICK = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.30))  # across the box


def paint_tick(painter: QPainter, box: QRectF, color: str, theme: Theme) -> None:
    """Draw a tick into ``box``."""
    pen = QPen(theme.color(color), theme.of("check", "stroke") * theme.scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in TICK]
    painter.drawPolyline(points)


def paint_face(painter: QPainter, button: QAbstractButton, theme: Theme, radius: float, *, on: bool) -> None:
    """The paper of a choice: soft accent with an accent edge when it is on."""
    width = theme.border("control")
    hot = button.isDown() or (button.underMouse() and button.isEnabled())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if on else "line_strong"), width))
    painter.setBrush(theme.color("accent_soft" if on else "sunk" if hot else "surface"))
    painter.drawRoundedRect(
        QRectF(button.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius
    )


class OptionRow(QPushButton):
    """One of several answers: pressing it answers at once.

    Args:
        key: the digit that presses it, shown as a key cap; empty shows none.
        place: number and count, for the spoken name "2 of 4, Skip today".
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        key: str = "",
        place: tuple[int, int] | None = None,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._key, self._compact = key, compact
        self.setAutoDefault(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if place is not None:
            name = _("{number} of {count}, {answer}").format(number=place[0], count=place[1], answer=text)
            self.setAccessibleName(name)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body" if self._compact else "lead"))

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def _indent(self) -> int:
        theme = self._theme
        mark = theme.text(theme.of("key_cap", "height")) + theme.space("m") if self._key else 0
        return theme.space("l") + mark

    def hasHeightForWidth(self) -> bool:
        """Long answers wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The wrapped words, at least a target."""
        target = self._theme.target("option_multi" if self._compact else "option_single")
        return max(target, _wrapped(self, width - self._indent() - self._theme.space("l")) + 2 * self._theme.space("s"))

    def sizeHint(self) -> QSize:
        """On one line."""
        words = round(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 1
        width = self._indent() + words + self._theme.space("l")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        width = self._indent() + _longest_word(self) + self._theme.space("l")
        return QSize(width, self._theme.target("option_multi" if self._compact else "option_single"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Key cap and words."""
        theme = self._theme
        painter = QPainter(self)
        paint_face(painter, self, theme, self.corner_radius(), on=False)
        if self._key:
            side = theme.text(theme.of("key_cap", "height"))
            cap = QRect(theme.space("l"), (self.height() - side) // 2, side, side)
            cap = self.style().visualRect(self.layoutDirection(), self.rect(), cap)
            paint_key_cap(painter, QRectF(cap), theme, self._key)
        _paint_words(painter, self, theme, self._indent(), "ink" if self.isEnabled() else "ink_soft")
        painter.end()


class CheckRow(QCheckBox):
    """One of several things that may be true: a box, a tick, and words that wrap."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body"))

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """The whole row can be pressed."""
        return True

    def _indent(self) -> int:
        return 2 * self._theme.space("m") + self._theme.text(self._theme.of("check", "box"))

    def hasHeightForWidth(self) -> bool:
        """Long sentences wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The wrapped words, at least a target."""
        words = _wrapped(self, width - self._indent() - self._theme.space("m"))
        return max(self._theme.target("option_multi"), words + 2 * self._theme.space("s"))

    def sizeHint(self) -> QSize:
        """On one line."""
        words = round(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 1
        width = self._indent() + words + self._theme.space("m")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        return QSize(self._indent() + _longest_word(self) + self._theme.space("m"), self._theme.target("option_multi"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Box, tick and words."""
        theme = self._theme
        painter = QPainter(self)
        paint_face(painter, self, theme, self.corner_radius(), on=self.isChecked())
        side = theme.text(theme.of("check", "box"))
        plain = QRect(theme.space("m"), (self.height() - side) // 2, side, side)
        box = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain))
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "line_strong"), theme.of("check", "stroke")))
        painter.setBrush(theme.color("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, theme.radius("small"), theme.radius("small"))
        if self.isChecked():
            paint_tick(painter, box, "on_accent", theme)
        _paint_words(painter, self, theme, self._indent(), "ink" if self.isEnabled() else "ink_soft")
        painter.end()


class Chip(QCheckBox):
    """A filter or a profile: a pill that shows a tick when it is on."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.updateGeometry)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body"))

    def corner_radius(self) -> int:
        """A pill."""
        return self.height() // 2

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """The whole pill can be pressed."""
        return True

    def _letters(self) -> QFontMetricsF:
        return QFontMetricsF(self._theme.font("strong" if self.isChecked() else "body"))

    def sizeHint(self) -> QSize:
        """The words, and the tick when it is on."""
        theme = self._theme
        tick = theme.text(theme.space("l")) + theme.space("s") if self.isChecked() else 0
        words = round(self._letters().horizontalAdvance(self.text())) + 1
        return QSize(max(theme.target(), words + tick + 2 * theme.space("l")), theme.target())

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A pill with its words."""
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        paint_face(painter, self, theme, self.height() / 2, on=on)
        tick = theme.text(theme.space("l"))
        words = QRect(theme.space("l"), 0, self.width() - 2 * theme.space("l"), self.height())
        if on:
            box = QRect(theme.space("l"), (self.height() - tick) // 2, tick, tick)
            box = self.style().visualRect(self.layoutDirection(), self.rect(), box)
            paint_tick(painter, QRectF(box), "on_accent_soft", theme)
            words.setLeft(words.left() + tick + theme.space("s"))
        painter.setFont(theme.font("strong" if on else "body"))
        painter.setPen(theme.color("on_accent_soft" if on else "ink"))
        words = self.style().visualRect(self.layoutDirection(), self.rect(), words)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


def _wrapped(button: QAbstractButton, width: int) -> int:
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    room = QRectF(0, 0, max(width, 1), 1)
    return round(QFontMetricsF(button.font()).boundingRect(room, flags, button.text()).height())


def _longest_word(button: QAbstractButton) -> int:
    metrics = QFontMetricsF(button.font())
    return round(max(metrics.horizontalAdvance(word) for word in button.text().split() or [""])) + 1


def _paint_words(painter: QPainter, button: QAbstractButton, theme: Theme, indent: int, ink: str) -> None:
    room = QRect(indent, 0, button.width() - indent - theme.space("m"), button.height())
    room = button.style().visualRect(button.layoutDirection(), button.rect(), room)
    leading = button.style().visualAlignment(button.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
    painter.setPen(theme.color(ink))
    painter.setFont(button.font())
    painter.drawText(room, leading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, button.text())
