"""The parts every screen is built from: buttons, links, key caps, cards and the page that scrolls.

They are Qt's own buttons and frames underneath, so that keyboards and screen readers know them, and painted here from
the theme. The focus ring is not theirs: ``FocusRing`` draws the only one. Option rows, chips and switches stand in
``choices.py``; the ring in ``ring.py``; the head of a result in ``state_head.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from ergobreak.screens.text_label import TextLabel

__all__ = ["Card", "KeyCap", "LinkButton", "PrimaryButton", "Rule", "ScrollPage", "SecondaryButton", "TextLabel"]

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class _Button(QPushButton):
    """What the painted buttons share: size from the theme, hover, Enter as well as Space."""

    face_height = "button"
    padding = "xl"
    role = "strong"

    def __init__(self, theme: Theme, text: str, *, height: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.face_height = height or self.face_height
        self.setAutoDefault(True)  # Enter presses, also outside a dialog
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font(self.role))

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def sizeHint(self) -> QSize:
        """The words with their padding, never smaller than a target."""
        theme = self._theme
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        width = round(words) + 1 + 2 * theme.space(self.padding)
        return QSize(max(width, theme.target()), max(theme.target(self.face_height), theme.target()))

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def _face(self, painter: QPainter, fill: str, edge: str, ink: str) -> None:
        theme, width = self._theme, self._theme.border("control")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color(fill))
        inset = width / 2
        radius = self.corner_radius()
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.setPen(theme.color(ink))
        painter.setFont(self.font())
        painter.drawText(self.rect(), CENTRED, self.text())


class PrimaryButton(_Button):
    """The one filled button of a screen."""

    padding = "xxl"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Accent, or sunk when it is off."""
        painter = QPainter(self)
        if not self.isEnabled():
            self._face(painter, "sunk", "line", "ink_soft")
        else:
            fill = "accent_hover" if self.underMouse() or self.isDown() else "accent"
            self._face(painter, fill, fill, "on_accent")
        painter.end()


class SecondaryButton(_Button):
    """A button with an edge. ``tone`` urgent is for "That hurt" in the player: text and edge, never filled."""

    def __init__(
        self, theme: Theme, text: str, *, height: str = "", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, height=height, parent=parent)
        self._tone = tone

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Surface with a strong line."""
        painter = QPainter(self)
        ink = (self._tone or "ink") if self.isEnabled() else "ink_soft"
        edge = (self._tone or "line_strong") if self.isEnabled() else "line"
        resting = not (self.isDown() or (self.underMouse() and self.isEnabled()))
        self._face(painter, "surface" if resting else "sunk", edge, ink)
        painter.end()


class LinkButton(_Button):
    """Words that can be pressed: bold accent, or small and underlined inside a line of small text."""

    def __init__(
        self, theme: Theme, text: str, *, small: bool = False, color: str = "accent", parent: QWidget | None = None
    ) -> None:
        self.role = "small" if small else "strong"
        self._small, self._color = small, color
        super().__init__(theme, text, height="min", parent=parent)

    def corner_radius(self) -> int:
        """A link is as flat as a key cap."""
        return self._theme.radius("small")

    def sizeHint(self) -> QSize:
        """The words, with a target's height; the words start at the text edge."""
        words = round(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 1
        return QSize(max(words, self._theme.target()), self._theme.target())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Words, underlined when small or when the mouse is over them."""
        theme = self._theme
        painter = QPainter(self)
        painter.setPen(theme.color(self._color if self.isEnabled() else "ink_soft"))
        painter.setFont(self.font())
        rightwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        leading = Qt.AlignmentFlag.AlignLeft if rightwards else Qt.AlignmentFlag.AlignRight
        where = painter.boundingRect(self.rect(), leading | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.drawText(where, leading | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._small or (self.underMouse() and self.isEnabled()):
            down = where.center().y() + QFontMetricsF(self.font()).ascent() / 2 + theme.of("link", "underline_gap")
            painter.drawLine(QPointF(where.left(), down), QPointF(where.right(), down))
        painter.end()


class KeyCap(QWidget):
    """The picture of a key ("Esc", "1"). Decoration: the words beside it name the key for screen readers."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("small"))

    def sizeHint(self) -> QSize:
        """The letters with a little room; at least square."""
        words = round(QFontMetricsF(self.font()).horizontalAdvance(self._key))
        height = self._theme.text(self._theme.of("key_cap", "height"))
        return QSize(max(height, words + 2 * self._theme.of("key_cap", "pad")), height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A small rounded square with the key's name."""
        painter = QPainter(self)
        paint_key_cap(painter, QRectF(self.rect()), self._theme, self._key)
        painter.end()


def paint_key_cap(painter: QPainter, where: QRectF, theme: Theme, key: str) -> None:
    """Draw a key cap into ``where``."""
    inset = theme.border("card") / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line"), theme.border("card")))
    painter.setBrush(theme.color("surface"))
    radius = theme.radius("small")
    painter.drawRoundedRect(where.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.setPen(theme.color("ink_soft"))
    painter.setFont(theme.font("small"))
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, key)


class Card(QFrame):
    """A surface with a line round it and no shadow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, fill: str = "surface") -> None:
        super().__init__(parent)
        self._theme, self._fill = theme, fill

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The paper and its line."""
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), self._theme, self._fill)
        painter.end()


def paint_card(painter: QPainter, where: QRectF, theme: Theme, fill: str = "surface") -> None:
    """Draw a card into ``where``."""
    inset = theme.border("card") / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line"), theme.border("card")))
    painter.setBrush(theme.color(fill))
    radius = theme.radius("card")
    painter.drawRoundedRect(where.adjusted(inset, inset, -inset, -inset), radius, radius)


class Rule(QWidget):
    """A thin line across."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def sizeHint(self) -> QSize:
        """As thin as a card's line."""
        return QSize(0, round(self._theme.border("card")))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """One line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        painter.end()


class ScrollPage(QScrollArea):
    """The body of a screen: scrolls only up and down, and only when it must. Its bar is slim and has no arrows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Asked for the viewport that Qt made, PySide would load every kind of widget there is to find out which it got.
        self._room = QWidget()
        self.setViewport(self._room)
        self._room.setAutoFillBackground(False)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        width = theme.of("scrollbar", "width")
        self.verticalScrollBar().setStyleSheet(
            f"QScrollBar {{background: transparent; width: {width}px; border: none;}}"
            f"QScrollBar::handle {{background: {theme.colors['line_strong']}; border-radius: {width // 2}px;"
            f" min-height: {theme.target()}px;}}"
            "QScrollBar::add-line, QScrollBar::sub-line {height: 0px;}"
            "QScrollBar::add-page, QScrollBar::sub-page {background: transparent;}"
        )
