"""The one focus ring of a window: an overlay that follows the focus, so that there can never be two or none.

It is always drawn, for keyboard and mouse alike. It lives in the page that scrolls when the focused control does, so
that it scrolls along. It takes no clicks and has no accessible name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme

FOLLOWED = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class FocusRing(QWidget):
    """Draws the ring round whatever has the focus in ``window``."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    @property
    def target(self) -> QWidget | None:
        """What the ring stands round."""
        return self._target

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self._place()

    def follow(self, target: QWidget | None) -> None:
        """Stand round ``target``."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        self._target = target
        if target is None:
            self.hide()
            return
        home = _home_of(target, self._window)
        if self.parentWidget() is not home:
            self.setParent(home)
        holder: QWidget | None = target
        while holder is not None and holder is not home:
            holder.installEventFilter(self)
            self._watched.append(holder)
            holder = holder.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move along with the focused control and with everything that holds it."""
        if event.type() in FOLLOWED:
            self._place()
        return super().eventFilter(watched, event)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self._window:
            self.follow(now)

    def _place(self) -> None:
        target, home = self._target, self.parentWidget()
        if target is None or home is None or not target.isVisibleTo(home):
            self.hide()
            return
        reach = self._theme.of("focus", "width") + self._theme.of("focus", "offset")
        corner = target.mapTo(home, QPoint(0, 0))
        self.setGeometry(
            corner.x() - reach, corner.y() - reach, target.width() + 2 * reach, target.height() + 2 * reach
        )
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ring, in the shape of what it surrounds."""
        width = self._theme.of("focus", "width")
        own = getattr(self._target, "corner_radius", None)
        radius = (own() if own is not None else self._theme.radius("small")) + width
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color(self._theme.of("focus", "color")), width))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.end()


def _home_of(target: QWidget, window: QWidget) -> QWidget:
    widget: QWidget | None = target.parentWidget()
    while widget is not None and widget is not window:
        viewport: QWidget | None = widget.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea) and area.widget() is widget:
            return widget
        widget = viewport
    return window
