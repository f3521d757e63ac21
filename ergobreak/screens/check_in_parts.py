"""What the pages of the check-in are built from: a column, a foot, lists, and rows that show what was chosen before.

A page is a ``Panel``: a head that stays, a body that scrolls, a foot that stays, and what keys mean there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from ergobreak.screens.choices import OptionRow, paint_tick
from ergobreak.screens.focus_ring import FocusRing
from ergobreak.screens.state_head import StateHead
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import SecondaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ergobreak.screens.theme import Theme

BULLET = "\u2022"
PREFIX_ROLE = "strong"


class Part(QWidget):
    """A column of things; the window sets its margins at the sides.

    Args:
        top: a distance by name, above the first thing.
        bottom: the same, below the last.
        gap: between things.
    """

    def __init__(self, theme: Theme, *, top: str = "xl", bottom: str = "l", gap: str = "m") -> None:
        super().__init__()
        self.pads = (theme.space(top), theme.space(bottom))
        self.column = QVBoxLayout(self)
        self.column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.column.setSpacing(theme.space(gap))

    def add(self, *widgets: QWidget) -> None:
        """Add things at the end."""
        for widget in widgets:
            self.column.addWidget(widget)

    def space(self, pixels: int) -> None:
        """More room before the next thing."""
        self.column.addSpacing(pixels)


class FootRow(QWidget):
    """The buttons below a page: some at the start edge, the last ones at the end; in rows when one is too narrow.

    Args:
        start: from the start edge.
        end: at the end edge, the main one last; on top where they need a row of their own.
    """

    def __init__(self, theme: Theme, start: Sequence[QWidget], end: Sequence[QWidget]) -> None:
        super().__init__()
        self._start, self._end = list(start), list(end)
        self._gap = theme.space("l")
        for widget in (*self._start, *self._end):
            widget.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # "Fixed" would cut a second row
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Narrow means more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        sizes = [each.sizeHint() for each in (*self._start, *self._end)]
        width = sum(each.width() for each in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((each.height() for each in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """The widest alone."""
        widths = [each.minimumSizeHint().width() for each in (*self._start, *self._end)]
        return QSize(max(widths, default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        everything = QRect(0, 0, self.width(), self.height())
        for widget, place in zip((*self._start, *self._end), self._places(self.width()), strict=True):
            widget.setGeometry(QStyle.visualRect(self.layoutDirection(), everything, place))

    def _places(self, width: int) -> list[QRect]:
        if self.sizeHint().width() <= width:
            return self._in_one_row(width)
        places: list[QRect] = []
        across = down = 0
        tallest = 0
        for widget in (*self._start, *self._end):
            size = widget.sizeHint()
            size.setWidth(min(size.width(), width))
            if across and across + size.width() > width:
                across, down, tallest = 0, down + tallest + self._gap // 2, 0
            places.append(QRect(across, down, size.width(), size.height()))
            across += size.width() + self._gap
            tallest = max(tallest, size.height())
        return places

    def _in_one_row(self, width: int) -> list[QRect]:
        high = self.sizeHint().height()
        places: list[QRect] = []
        across = 0
        for widget in self._start:
            size = widget.sizeHint()
            places.append(QRect(across, (high - size.height()) // 2, size.width(), size.height()))
            across += size.width() + self._gap
        across = width - sum(each.sizeHint().width() + self._gap for each in self._end) + self._gap
        for widget in self._end:
            size = widget.sizeHint()
            places.append(QRect(across, (high - size.height()) // 2, size.width(), size.height()))
            across += size.width() + self._gap
        return places


class Spoken(TextLabel):
    """A text whose first words are strong: "Why: you said ..."."""

    def __init__(self, theme: Theme, prefix: str, text: str, role: str = "body", color: str = "ink") -> None:
        self._prefix = prefix
        super().__init__(theme, f"{prefix} {text}", role, color)

    def _laid_out(self, width: float) -> QTextLayout:
        # A second layout with the same lines and strong first words: the format is not part of a plain layout.
        plain = super()._laid_out(width)
        strong = QTextLayout.FormatRange()
        strong.start, strong.length = 0, len(self._prefix)
        strong.format.setFontWeight(self._theme.font(PREFIX_ROLE).weight())
        layout = QTextLayout(self.text(), self.font())
        layout.setTextOption(plain.textOption())
        layout.setFormats([strong])
        step = self._theme.line_height(self._role)
        layout.beginLayout()
        number = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, number * step + (step - line.height()) / 2))
            number += 1
        layout.endLayout()
        return layout


class Bullets(QWidget):
    """A heading and lines with a dot before each; every line is true when read alone."""

    def __init__(self, theme: Theme, title: str, lines: Sequence[str], *, shape: QWidget | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        self.title = TextLabel(theme, title, "strong")
        head = QHBoxLayout()
        head.setSpacing(theme.space("m"))
        if shape is not None:
            head.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self.lines = [TextLabel(theme, each) for each in lines]
        for line in self.lines:
            row = QHBoxLayout()
            row.setSpacing(theme.space("s"))
            row.addWidget(_dot(theme), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(line, 1)
            column.addLayout(row)
        column.addStretch(1)


def _dot(theme: Theme) -> TextLabel:
    dot = TextLabel(theme, BULLET)
    dot.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    dot.setAccessibleName(" ")  # decoration
    return dot


class AnswerRow(OptionRow):
    """A single answer that also shows, by a tick and an edge, that it was chosen before."""

    def choose(self, *, on: bool) -> None:
        """Show it as chosen or not."""
        self.setProperty("chosen", on)
        self.updateGeometry()
        self.update()

    def _indent(self) -> int:
        """Room for the tick where there is no key cap."""
        theme = self._theme
        own = super()._indent()
        mark = theme.space("l") + theme.text(theme.of("check", "box")) + theme.space("m")
        return max(own, mark) if self.chosen else own

    @property
    def chosen(self) -> bool:
        """Whether it is the answer that stands."""
        return bool(self.property("chosen"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """As every option, and the tick."""
        super().paintEvent(event)
        if not self.chosen:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.border("state_rule") - 1
        painter.setPen(QPen(theme.color("accent"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(edge, self.corner_radius(), self.corner_radius())
        side = theme.text(theme.of("check", "box"))
        # before the first letter, where the key cap stands
        place = QRect(theme.space("l"), (self.height() - side) // 2, side, side)
        box = QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, theme.radius("small"), theme.radius("small"))
        paint_tick(painter, box, "on_accent", theme)
        painter.end()


class NumberButton(SecondaryButton):
    """One number of the 0 to 10 row."""

    padding = "m"

    def __init__(self, theme: Theme, number: int, *, chosen: bool) -> None:
        super().__init__(theme, str(number), height="button")
        self.chosen = chosen

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled softly when chosen."""
        if not self.chosen:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self._face(painter, "accent_soft", "accent", "on_accent_soft")
        painter.setPen(QPen(self._theme.color("accent"), self._theme.border("state_rule")))
        down = self.height() - self._theme.space("s")
        painter.drawLine(self._theme.space("m"), down, self.width() - self._theme.space("m"), down)
        painter.end()


class QuietRing(FocusRing):
    """Stands round whatever can be pressed; a heading that has the focus gets none."""

    def follow(self, target: QWidget | None) -> None:
        """Stand round ``target``, unless it is only words."""
        super().follow(None if isinstance(target, (TextLabel, StateHead)) else target)


@dataclass(slots=True, kw_only=True)
class Panel:
    """One page of the window.

    Args:
        name: said first by a screen reader; never the window's title.
        first: has the focus at first; Enter on it does nothing.
        moves: what the arrow keys walk through.
        keys: what single letters, digits and F1 do.
        enter: what Enter does where nothing that can be pressed has the focus.
        back: what Backspace does.
        escape: what Esc and the window's cross do.
        alert: say it at once.
        small: one line; the window shrinks to it.
        stays: it never goes away by itself, not even when the computer is left alone.
    """

    name: str
    body: Part
    foot: Part
    first: QWidget
    escape: Callable[[], None]
    head: QWidget | None = None
    moves: Sequence[QWidget] = ()
    keys: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    enter: Callable[[], None] | None = None
    back: Callable[[], None] | None = None
    alert: bool = False
    stays: bool = False
    small: bool = False


def heading(theme: Theme, text: str, role: str) -> TextLabel:
    """A heading that may have the focus, so that nothing that can be pressed has it."""
    label = TextLabel(theme, text, role)
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
