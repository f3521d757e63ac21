"""Small parts of the workstation check: answers that stay chosen, the progress line, the fix, the foot of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QVBoxLayout, QWidget

from ergobreak.screens.choices import OptionRow, paint_face, paint_tick
from ergobreak.screens.widgets import SecondaryButton, TextLabel, paint_card
from ergobreak.screens.workstation_view import PartState, PartView
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from ergobreak.screens.theme import Theme

WRAP = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class AnswerRow(OptionRow):
    """An answer. Once given it shows a tick in place of its key."""

    def __init__(self, theme: Theme, text: str, *, key: str, place: tuple[int, int]) -> None:
        super().__init__(theme, text, key=key, place=place)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def nextCheckState(self) -> None:
        """A press gives the answer again; nothing takes it back."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the page, which knows all answers."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As every option, or chosen."""
        if not self.isChecked():
            super().paintEvent(event)
            return
        theme = self._theme
        painter = QPainter(self)
        paint_face(painter, self, theme, self.corner_radius(), on=True)
        side = theme.text(theme.of("key_cap", "height"))
        plain = QRect(theme.space("l"), (self.height() - side) // 2, side, side)
        box = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, theme.radius("small"), theme.radius("small"))
        paint_tick(painter, box, "on_accent", theme)
        indent = theme.space("l") + side + theme.space("m")
        room = QRect(indent, 0, self.width() - indent - theme.space("m"), self.height())
        room = self.style().visualRect(self.layoutDirection(), self.rect(), room)
        leading = self.style().visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.setPen(theme.color("ink"))
        painter.setFont(self.font())
        painter.drawText(room, leading | WRAP, self.text())
        painter.end()


class PartLine(QWidget):
    """One piece for each part: full when done, half when begun, an outline when not; the current one is framed.

    A picture: the name of the part stands above it in words, and the state of each is said to screen readers.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[PartView, ...] = ()
        self._current = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_parts(self, parts: Sequence[PartView], current: str) -> None:
        """Show them; ``current`` is the name of the one being asked."""
        self._parts, self._current = tuple(parts), current
        self.setAccessibleName(_("Parts: {parts}").format(parts="; ".join(each.words for each in parts)))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a piece and its frame."""
        return QSize(0, int(self._theme.of("workstation", "segment")) + 2 * self._theme.space("xs"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The pieces."""
        if not self._parts:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, high, frame = theme.of("workstation", "segment_gap"), theme.of("workstation", "segment"), theme.space("xs")
        wide = (self.width() - 2 * frame - gap * (len(self._parts) - 1)) / len(self._parts)
        edge = theme.border("control")
        for number, part in enumerate(self._parts):
            at = round(frame + number * (wide + gap))
            piece = QRect(at, frame, round(wide), high)
            box = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), piece))
            painter.setPen(QPen(theme.color("accent" if part.state is not PartState.NEW else "line_strong"), edge))
            painter.setBrush(theme.color("accent" if part.state is PartState.DONE else "surface"))
            inner = box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
            painter.drawRoundedRect(inner, high / 2, high / 2)
            if part.state is PartState.BEGUN:
                half = QRect(at, frame, round(wide / 2), high)
                painter.setBrush(theme.color("accent"))
                painter.drawRoundedRect(
                    QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), half)), high / 2, high / 2
                )
            if part.name == self._current:
                painter.setPen(QPen(theme.color("ink"), edge))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                around = box.adjusted(-frame + edge, -frame + edge, frame - edge, frame - edge)
                painter.drawRoundedRect(around, high / 2 + frame, high / 2 + frame)
        painter.end()


class PartRow(OptionRow):
    """A part in the overview: its name, and its state in words at the end."""

    def __init__(self, theme: Theme, part: PartView) -> None:
        super().__init__(theme, part.name, compact=True)
        self.part = part
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_part(part)

    def show_part(self, part: PartView) -> None:
        """Show how far it is."""
        self.part = part
        self.setAccessibleName(part.words)
        self.updateGeometry()
        self.update()

    def _state(self) -> str:
        words = self.part.words.removeprefix(self.part.name).lstrip(", ")
        return words[:1].upper() + words[1:]

    def _state_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._state()) + self._theme.text(self._theme.space("l"))

    def sizeHint(self) -> QSize:
        """Name and state on one line."""
        size = super().sizeHint()
        return QSize(size.width() + self._state_width() + 2 * self._theme.space("xl"), size.height())

    def heightForWidth(self, width: int) -> int:
        """The name wraps beside its state."""
        return super().heightForWidth(width - self._state_width() - self._theme.space("xl"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The option, and the state at its end; a tick when it is done."""
        super().paintEvent(event)
        theme = self._theme
        side = theme.text(theme.space("l"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._state_width()
        plain = QRect(self.width() - wide - theme.space("l"), 0, wide, self.height())
        room = self.style().visualRect(self.layoutDirection(), self.rect(), plain)
        done = self.part.state is PartState.DONE
        if done:
            mark = QRect(plain.left() - theme.space("s"), (self.height() - side) // 2, side, side)
            paint_tick(
                painter,
                QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), mark)),
                "accent",
                theme,
            )
        trailing = self.style().visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        painter.setPen(theme.color("ink" if done else "ink_soft"))
        painter.setFont(self.font())
        painter.drawText(room, trailing | Qt.AlignmentFlag.AlignVCenter, self._state())
        painter.end()


class FixPanel(QWidget):
    """What helps, who can act, and sometimes a screen that goes with it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.heading = TextLabel(theme, _("What helps"), "small", "ink_soft")
        self.fix = TextLabel(theme, role="lead")
        self.who = TextLabel(theme, role="body", color="ink_soft")
        self.private = TextLabel(theme, role="small", color="ink_soft")
        self.sources = TextLabel(theme, role="small", color="ink_soft")
        self.open_button = SecondaryButton(theme, _("Open the check-in"))
        column = QVBoxLayout(self)
        side = theme.space("xl")
        column.setContentsMargins(side, theme.space("m"), side, theme.space("m"))
        column.setSpacing(theme.space("xs"))
        for label in (self.heading, self.fix, self.who, self.private, self.sources):
            column.addWidget(label)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A card with a bar at its start, so that it does not look like one more answer."""
        theme = self._theme
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), theme)
        inset = theme.space("m")
        plain = QRect(inset - theme.space("xs"), inset, theme.space("xs"), self.height() - 2 * inset)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        bar = QRectF(self.style().visualRect(self.layoutDirection(), self.rect(), plain))
        painter.drawRoundedRect(bar, bar.width() / 2, bar.width() / 2)
        painter.end()


class Foot(QWidget):
    """Buttons that stay: some at the start, some at the end; they wrap where one line is too narrow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._leading: list[QAbstractButton] = []
        self._trailing: list[QAbstractButton] = []

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def add(self, leading: Sequence[QAbstractButton], trailing: Sequence[QAbstractButton]) -> None:
        """The buttons, in reading order."""
        self._leading, self._trailing = list(leading), list(trailing)
        for each in (*leading, *trailing):
            each.setParent(self)

    def height_at(self, width: int) -> int:
        """The height at that width."""
        return max((place.bottom() + 1 for place in self._places(width).values()), default=0)

    def _places(self, width: int) -> dict[QAbstractButton, QRect]:
        gap = self._theme.of("space", "gap_between_buttons")
        leading = [each for each in self._leading if not each.isHidden()]
        trailing = [each for each in self._trailing if not each.isHidden()]
        every = leading + trailing
        places: dict[QAbstractButton, QRect] = {}
        across = down = 0
        high = max((each.sizeHint().height() for each in every), default=0)
        fits = sum(each.sizeHint().width() + gap for each in every) - gap <= width
        for each in every:
            wide = min(each.sizeHint().width(), width)
            if across and across + wide > width:
                across, down = 0, down + high + gap
            if fits and each in trailing and each is trailing[0]:
                across = width - sum(one.sizeHint().width() + gap for one in trailing) + gap
            own = each.sizeHint().height()
            places[each] = QRect(across, down + (high - own) // 2, wide, own)
            across += wide + gap
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put the buttons where they go."""
        room = QRect(0, 0, self.width(), 0)
        for each, place in self._places(self.width()).items():
            each.setGeometry(QStyle.visualRect(self.layoutDirection(), room, place))
