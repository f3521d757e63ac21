"""The other two pictures of the Today screen, the fact cards, and the card that turns a picture into a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.today_columns import OneLine
from ergobreak.screens.today_view import DOTS, part_name
from ergobreak.screens.widgets import Card, LinkButton
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from PySide6.QtGui import QPaintEvent

    from ergobreak.screens.theme import Theme
    from ergobreak.screens.today_view import Column, Fact


class FactCard(Card):
    """A small name, a large value, a small line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.name = TextLabel(theme, role="small", color="ink_soft")
        self.value = OneLine(theme, role="number")
        self.line = TextLabel(theme, role="small", color="ink_soft")
        column = QVBoxLayout(self)
        side = theme.space("xl")
        column.setContentsMargins(side, theme.space("l"), side, theme.space("l"))
        column.setSpacing(0)
        for label in (self.name, self.value, self.line):
            column.addWidget(label)
        column.addStretch(1)

    def show_fact(self, fact: Fact) -> None:
        """Show another fact."""
        self.name.say(fact.name)
        self.value.say(fact.value)
        self.line.say(fact.line)


class Picture(QLabel):
    """A painted picture that assistive technology knows as an image."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        self.setPixmap(nothing)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme


class WeekBars(Picture):
    """One bar a day, today's filled. No goal line: the highest bar is as high as the picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Breaks this week"))
        self._columns: tuple[Column, ...] = ()

    def show_columns(self, columns: tuple[Column, ...], rows: Sequence[str]) -> None:
        """Show another week."""
        self._columns = columns
        self.setAccessibleDescription(". ".join(rows))
        self.updateGeometry()
        self.update()

    def _bar_height(self) -> int:
        return int(self._theme.of("ring", "break_floor"))

    def sizeHint(self) -> QSize:
        """The bars, the numbers above, the names below."""
        theme = self._theme
        names = theme.line_height("small") + theme.space("s")
        high = theme.line_height("strong") + self._bar_height() + names + theme.space("s")
        return QSize(self._least() + theme.space("xxl"), high)

    def minimumSizeHint(self) -> QSize:
        """Every name whole."""
        return QSize(self._least(), self.sizeHint().height())

    def _least(self) -> int:
        metrics = QFontMetricsF(self._theme.font("small"))
        widest = max((metrics.horizontalAdvance(each.name) for each in self._columns), default=0.0)
        return round((widest + self._theme.space("s")) * len(self._columns))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Bars on a line, a number on each."""
        theme, count = self._theme, len(self._columns)
        if not count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.line_height("strong") + self._bar_height()
        most = max([each.breaks or 0 for each in self._columns] + [1])
        slot = self.width() / count
        bar = min(float(theme.target("button_break")), slot - theme.space("s"))
        rightwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        for number, each in enumerate(self._columns):
            at = (number if rightwards else count - 1 - number) * slot
            names = QRectF(at, ground + theme.space("s"), slot, theme.line_height("small"))
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("ink" if each.today else "ink_soft"))
            painter.drawText(names, Qt.AlignmentFlag.AlignCenter, each.name)
            if each.breaks is None:
                continue
            high = self._bar_height() * each.breaks / most
            place = QRectF(at + (slot - bar) / 2, ground - high, bar, high)
            edged = theme.name == "contrast" and not each.today
            painter.setPen(QPen(theme.color("accent"), theme.border("control")) if edged else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if each.today else "accent_soft"))
            radius = min(float(theme.radius("small")), high / 2)
            painter.drawRoundedRect(place, radius, radius)
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("ink"))
            above = QRectF(at, ground - high - theme.line_height("strong"), slot, theme.line_height("strong"))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(each.breaks))
        painter.setPen(QPen(theme.color("line_strong"), theme.border("card")))
        painter.drawLine(QPointF(0, ground), QPointF(self.width(), ground))
        painter.end()


class Dots(Picture):
    """Two dots for one part of the body: filled as often as it was moved."""

    def __init__(self, theme: Theme, done: int, words: str) -> None:
        super().__init__(theme, words)
        self._done = done
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two marks and a gap."""
        side = self._theme.text(self._theme.space("l"))
        return QSize(DOTS * side + (DOTS - 1) * self._theme.space("s"), side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Filled from the start."""
        theme, side = self._theme, self.height()
        width = theme.of("check", "stroke") * theme.scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), width))
        rightwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        for number in range(DOTS):
            painter.setBrush(theme.color("accent" if number < self._done else "surface"))
            along = (number if rightwards else DOTS - 1 - number) * (side + theme.space("s"))
            place = QRectF(along, 0, side, side)
            painter.drawEllipse(place.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        painter.end()


class Moves(QWidget):
    """A row for each part of the body."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("s"))

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_moves(self, moves: Sequence[Mapping[str, Any]], rows: Sequence[str]) -> None:
        """Show other rows."""
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each, spoken in zip(moves, rows, strict=True):
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(self._theme.space("l"))
            across.addWidget(TextLabel(self._theme, part_name(each["words"])), 1)
            across.addWidget(Dots(self._theme, each["done"], spoken), 0, Qt.AlignmentFlag.AlignVCenter)
            self.column.addWidget(row)


class GraphCard(Card):
    """A title, a picture, and the same as a list behind "Show as list".

    Args:
        beside: stands at the end of the title's row, such as a legend.
    """

    def __init__(self, theme: Theme, title: str, picture: QWidget, *, beside: QWidget | None = None) -> None:
        super().__init__(theme)
        self.picture, self._beside = picture, beside
        self.title = OneLine(theme, title, "strong")
        self.note = TextLabel(theme, role="small", color="ink_soft")
        self.note.hide()
        self.link = LinkButton(theme, _("Show as list"), small=True)
        self.link.clicked.connect(self.turn)
        self._tell()
        self.list = QWidget()
        self._lines = QVBoxLayout(self.list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.space("xs"))
        self.list.hide()
        self.rows: tuple[str, ...] = ()
        head = QHBoxLayout()
        head.setSpacing(theme.space("l"))
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        if beside is not None:
            head.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        side = theme.space("xl")
        column.setContentsMargins(side, theme.space("m"), side, theme.space("l"))
        column.setSpacing(theme.space("s"))
        column.addLayout(head)
        column.addWidget(picture)
        column.addWidget(self.list)
        column.addWidget(self.note)
        column.addStretch(1)

    def show_rows(self, rows: Sequence[str]) -> None:
        """The same facts in words."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        self.rows = rows
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in rows:
            self._lines.addWidget(TextLabel(self._theme, each))

    def turn(self) -> None:
        """Picture to list, and back."""
        listed = self.list.isHidden()
        self.list.setVisible(listed)
        self.picture.setVisible(not listed)
        if self._beside is not None:
            self._beside.setVisible(not listed)
        self._tell()

    def _tell(self) -> None:
        listed = hasattr(self, "list") and not self.list.isHidden()
        words = _("Show as picture") if listed else _("Show as list")
        self.link.setText(words)
        self.link.setAccessibleName(_("{title}: {what}").format(title=self.title.text(), what=words))
        self.link.updateGeometry()
