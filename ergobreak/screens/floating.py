"""A small window that floats over other people's work: a card in a corner, with a soft shadow.

Only these windows have a shadow, and only in the light theme. Where nothing composites the desktop a see-through edge
would be black, so the window is cut to the card's shape instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.placement import can_stack, corner_rect, is_composited, pointer_screen
from ergobreak.screens.widgets import paint_card

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.theme import Theme

FOCUS_FREE = Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus
FLOATING = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
SHADOW_STEPS = 32


class FloatingWindow(QWidget):
    """A card in a corner of the pointer's monitor.

    Args:
        focus: whether it may have the focus once the person gives it; it never takes it.
        width: a width at 100 % text.
    """

    def __init__(self, theme: Theme, corner: str, width: float, *, focus: bool) -> None:
        kind = Qt.WindowType.Window if focus else FOCUS_FREE
        super().__init__(None, kind | FLOATING | Qt.WindowType.NoDropShadowWindowHint)
        self._theme, self._corner, self._wanted = theme, corner, width
        self._composited = is_composited()
        self._shadow: QPixmap | None = None
        self._animation: QPropertyAnimation | None = None
        self.setWindowTitle("ergobreak")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._composited)
        self.body = QWidget(self)
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.body)
        self._set_margins()

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme, self._shadow = theme, None
        self._set_margins()

    def _set_margins(self) -> None:
        reach = self._reach()
        self._outer.setContentsMargins(reach, reach, reach, reach)

    def _reach(self) -> int:
        """How far the shadow reaches beyond the card."""
        if self._theme.name != "light" or not self._composited:
            return 0
        shadow = self._theme.of("shadow", "float")
        return int(shadow["blur"] + shadow["y"])

    def place(self) -> None:
        """Take the size the words need, and go to the corner."""
        available = pointer_screen().availableGeometry()
        margin = self._theme.of("window", "corner_margin")
        width = min(self._theme.text(self._wanted), available.width() - 2 * margin)
        height = self._height(width)
        rect, reach = corner_rect(available, QSize(width, height), self._corner), self._reach()
        self.setGeometry(rect.adjusted(-reach, -reach, reach, reach))

    def _height(self, width: int) -> int:
        layout = self.body.layout()
        if layout is None:
            return 0
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        return max(height, layout.minimumSize().height())

    def card_rect(self) -> QRect:
        """Where the card is, inside the window."""
        reach = self._reach()
        return self.rect().adjusted(reach, reach, -reach, -reach)

    def appear(self, fade_ms: int) -> None:
        """Show, fading in where the system can."""
        self.place()
        self._fade(0.0, 1.0, fade_ms, None)
        self.show()

    def vanish(self, fade_ms: int, then: Callable[[], None] | None = None) -> None:
        """Fade out and hide, then call ``then``."""
        if not self.isVisible():
            if then is not None:
                then()
            return
        self._fade(1.0, 0.0, fade_ms, lambda: self._gone(then))

    def _gone(self, then: Callable[[], None] | None) -> None:
        self.hide()
        if then is not None:
            then()

    def _fade(self, begin: float, end: float, duration_ms: int, then: Callable[[], None] | None) -> None:
        self._animation = fade(self, begin, end, duration_ms, then)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the window to the card where it cannot be see-through."""
        super().resizeEvent(event)
        self._shadow = None
        if not self._composited:
            mask = QBitmap(self.size())
            mask.fill(Qt.GlobalColor.color0)
            painter = QPainter(mask)
            painter.setBrush(Qt.GlobalColor.color1)
            radius = self._theme.radius("card")
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            painter.end()
            self.setMask(mask)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Shadow, card, line."""
        painter = QPainter(self)
        if self._reach():
            if self._shadow is None:
                self._shadow = self._drawn_shadow()
            painter.drawPixmap(0, 0, self._shadow)
        paint_card(painter, QRectF(self.card_rect()), self._theme)
        painter.end()

    def _drawn_shadow(self) -> QPixmap:
        """Many faint rounded rectangles, each a little larger: a blur without a filter."""
        shadow = self._theme.of("shadow", "float")
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        color = QColor(shadow["color"])
        color.setAlphaF(shadow["opacity"] * 2 / SHADOW_STEPS)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        core = QRectF(self.card_rect()).translated(0, shadow["y"])
        for step in range(SHADOW_STEPS):
            grow = shadow["blur"] * (step / SHADOW_STEPS) ** 2 - shadow["y"]
            radius = max(self._theme.radius("card") + grow, 1.0)
            painter.drawRoundedRect(core.adjusted(-grow, -grow, grow, grow), radius, radius)
        painter.end()
        return picture


class AskingWindow(FloatingWindow):
    """One that asks something. Closed by the window manager it is put away, which is an answer too.

    Args:
        put_away: called then, and by Esc.
    """

    def __init__(self, theme: Theme, corner: str, width: float, put_away: Callable[[], None]) -> None:
        super().__init__(theme, corner, width, focus=True)
        self.put_away, self._leaving = put_away, False

    def leave(self) -> None:
        """Go, without saying anything."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the window manager: the same as Esc."""
        if self._leaving:
            super().closeEvent(event)
        else:
            event.ignore()
            self.put_away()


def fade(
    window: QWidget, begin: float, end: float, duration_ms: int, then: Callable[[], None] | None
) -> QPropertyAnimation | None:
    """Fade a whole window; at once where motion is reduced or the system cannot."""
    if duration_ms <= 0 or not can_stack():
        if can_stack():
            window.setWindowOpacity(end or 1.0)
        if then is not None:
            then()
        return None
    animation = QPropertyAnimation(window, b"windowOpacity", window)
    animation.setStartValue(begin)
    animation.setEndValue(end)
    animation.setDuration(duration_ms)
    animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
    if then is not None:
        animation.finished.connect(then)
    if begin < end:
        window.setWindowOpacity(begin)
    animation.start()
    return animation
