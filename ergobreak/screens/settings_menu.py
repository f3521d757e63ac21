"""The groups of settings: a column at the left, or rows above the page where there is no room for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle

from ergobreak.screens.flow import FlowRow
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme


class MenuItem(QPushButton):
    """One group; the chosen one has soft accent, bold letters and says so."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font("body"))

    def corner_radius(self) -> int:
        """The shape the focus ring follows."""
        return self._theme.radius("control")

    def sizeHint(self) -> QSize:
        """As wide as the menu, or wider where the words need it."""
        theme = self._theme
        words = round(QFontMetricsF(theme.font("strong")).horizontalAdvance(self.text())) + 1 + 2 * theme.space("l")
        return QSize(max(theme.text(theme.of("menu_side", "width")), words), theme.target())

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Words from the start edge, on soft accent when chosen."""
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            if theme.name == "contrast" and on:
                painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accent_soft" if on else "sunk"))
            edge = round(theme.border("card"))
            painter.drawRoundedRect(
                self.rect().adjusted(0, 0, -edge, -edge), theme.radius("control"), theme.radius("control")
            )
        painter.setFont(theme.font("strong" if on else "body"))
        painter.setPen(theme.color("on_accent_soft" if on else "ink"))
        room = self.rect().adjusted(theme.space("l"), 0, -theme.space("l"), 0)
        start = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.drawText(room, start | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class Menu(FlowRow):
    """The groups, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        super().__init__(theme.space("s"), row_gap=theme.space("xs"))
        self._theme = theme
        self.names = tuple(names)
        self.setAccessibleName(_("Groups of settings"))
        self.items = {name: MenuItem(theme, name) for name in names}
        for name, item in self.items.items():
            item.clicked.connect(lambda _on=False, name=name: self.press(name))
            self.add(item)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def first(self) -> MenuItem:
        """The chosen one, or the first."""
        return next((each for each in self.items.values() if each.isChecked()), self.items[self.names[0]])

    def choose(self, name: str) -> None:
        """Mark one as chosen; an empty name marks none."""
        for each, item in self.items.items():
            item.setChecked(each == name)

    def press(self, name: str) -> None:
        """Choose, and tell."""
        self.choose(name)
        self.chosen.emit(name)

    def sizeHint(self) -> QSize:
        """One column."""
        width = max(item.sizeHint().width() for item in self.items.values())
        return QSize(width, self.flow.heightForWidth(width))
