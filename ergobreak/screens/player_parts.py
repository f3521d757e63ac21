"""The player's own parts: the strip of key frames, the card round the figure, the buttons with a sign.

The strip is Qt's own list, so that a screen reader finds a list with items; it is painted here and takes no focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ergobreak.routines.pose.scene import mirrored
from ergobreak.screens.figure_paint import paint_scene
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import PrimaryButton, SecondaryButton, paint_card
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ergobreak.screens.player_frames import Frames, Picture
    from ergobreak.screens.theme import Theme

CHEVRON = ((0.32, 0.12), (0.68, 0.5), (0.32, 0.88))  # across the sign, pointing to the end edge
RESUME = ((0.2, 0.08), (0.2, 0.92), (0.9, 0.5))
TEXT_ROLE = Qt.ItemDataRole.AccessibleTextRole


class StepButton(SecondaryButton):
    """Previous or next: a chevron. Its words are its name."""

    def __init__(self, theme: Theme, *, forward: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent=parent)
        self._forward = forward

    def name(self, words: str) -> None:
        """The name for a screen reader, and for a mouse that rests on it."""
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(self._theme.text(self._theme.of("player_button", "side")), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The face, then the chevron; it mirrors with the language."""
        super().paintEvent(event)
        theme = self._theme
        side = theme.text(theme.of("player_button", "icon"))
        box = QRectF(QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side))
        to_end = self._forward is (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("ink" if self.isEnabled() else "ink_soft"), theme.of("player_button", "stroke"))
        pen.setWidthF(pen.widthF() * theme.scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        points = [(x if to_end else 1 - x, y) for x, y in CHEVRON]
        painter.drawPolyline([QPointF(box.left() + x * side, box.top() + y * side) for x, y in points])
        painter.end()


class PauseButton(PrimaryButton):
    """Pause with two bars, Resume with a triangle."""

    paused = False

    def _icon(self) -> int:
        return self._theme.text(self._theme.of("player_button", "icon"))

    def sizeHint(self) -> QSize:
        """The words with the sign before them."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._icon() + self._theme.space("s"), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Face, sign, words: the two stand in the middle together."""
        theme, icon, gap = self._theme, self._icon(), self._theme.space("s")
        painter = QPainter(self)
        fill = "accent_hover" if self.underMouse() or self.isDown() else "accent"
        words, text = self.fontMetrics().horizontalAdvance(self.text()), self.text()
        self._face(painter, fill, fill, fill)  # its words in its own colour: they are painted again beside the sign
        left = (self.width() - words - icon - gap) // 2
        sign = QRect(left, (self.height() - icon) // 2, icon, icon)
        beside = QRect(left + icon + gap, 0, words + 1, self.height())
        sign, beside = (self.style().visualRect(self.layoutDirection(), self.rect(), each) for each in (sign, beside))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent"))
        box = QRectF(sign)
        if self.paused:
            painter.drawPolygon([QPointF(box.left() + x * icon, box.top() + y * icon) for x, y in RESUME])
        else:
            bar = theme.text(theme.of("player_button", "bar"))
            for at in (box.left() + bar / 2, box.right() - bar - bar / 2):
                painter.drawRoundedRect(QRectF(at, box.top(), bar, icon), 1, 1)
        painter.setPen(theme.color("on_accent"))
        painter.setFont(self.font())
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter, text)
        painter.end()


class FigureCard(QFrame):
    """A card on paper: the view's name at the top, the figure under it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view = TextLabel(theme, role="small", color="ink_soft", parent=self)
        self.figure: Any = None

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        if self.figure is not None:
            self.figure.set_colors(theme.figure, theme.colors["bg"])
        self._place()

    def hold(self, figure: QWidget) -> None:
        """Show this figure."""
        self.figure = figure
        figure.setParent(self)
        figure.show()
        self._place()

    def let_go(self) -> None:
        """Show none."""
        if self.figure is not None:
            self.figure.hide()
        self.figure = None

    def _place(self) -> None:
        pad = self._theme.space("l")
        inner = self.rect().adjusted(pad, pad, -pad, -pad)
        height = self.view.heightForWidth(max(1, inner.width())) if self.view.text() else 0
        self.view.setGeometry(inner.left(), inner.top(), inner.width(), height)
        if self.figure is not None:
            self.figure.setGeometry(inner.adjusted(0, height, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """New places."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paper with a line."""
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), self._theme, "bg")
        painter.end()


class Strip(QListWidget):
    """The key frames, the current one framed; with more than fit, the strip moves along."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frames: Frames | None = None
        self._pictures: Sequence[Picture] = ()
        self._current = -1
        self._drawn: dict[int, QPixmap] = {}
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Key frames"))
        self.setItemDelegate(_Painter(self))

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self._drawn.clear()
        self.doItemsLayout()

    def show_frames(self, frames: Frames | None) -> None:
        """Another routine's pictures."""
        self.clear()
        self._frames, self._current = frames, -1
        self._drawn.clear()
        self._pictures = frames.pictures if frames is not None else ()
        for number, picture in enumerate(self._pictures, 1):
            item = QListWidgetItem("")
            words = _("{number} of {count}, {answer}").format(
                number=number, count=len(self._pictures), answer=picture.words.partition(" ")[2]
            )
            item.setData(TEXT_ROLE, words)
            self.addItem(item)

    def frame_picture(self, number: int) -> None:
        """Frame this one, and bring it into sight."""
        if number == self._current or not 0 <= number < self.count():
            return
        self._current = number
        self.scrollToItem(self.item(number))
        self.viewport().update()

    @property
    def current(self) -> int:
        """Which one is framed."""
        return self._current

    def cell(self) -> QSize:
        """One picture with its caption and the room of its frame."""
        theme = self._theme
        width, height = (theme.text(each) for each in theme.of("player_strip", "picture"))
        caption = theme.of("player_strip", "caption_lines") * theme.line_height("small")
        return QSize(width + self._gap(), height + self._gap() + theme.space("xs") + caption)

    def _gap(self) -> int:
        return int(self._theme.of("player_strip", "gap"))

    def wished(self) -> QSize:
        """Room for all of it."""
        return QSize(self.cell().width() * self.count(), self.cell().height())

    def whole(self, width: int) -> int:
        """The greatest width up to ``width`` that cuts no picture."""
        cells = max(1, width // self.cell().width())
        return min(cells, self.count()) * self.cell().width()

    def paint_item(self, painter: QPainter, cell: QRect, number: int) -> None:
        """One picture: card, figure, frame, caption."""
        theme, here = self._theme, number == self._current
        half = self._gap() // 2
        width, height = (theme.text(each) for each in theme.of("player_strip", "picture"))
        card = QRectF(QRect(cell.left() + half, cell.top() + half, width, height))
        paint_card(painter, card, theme, "bg")
        if number not in self._drawn:
            self._drawn[number] = self._draw(number, card.size().toSize())
        painter.drawPixmap(card.topLeft(), self._drawn[number])
        if here:
            line = theme.of("player_strip", "frame")
            painter.setPen(QPen(theme.color("accent"), line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            grow = line / 2
            radius = theme.radius("card") + grow
            painter.drawRoundedRect(card.adjusted(-grow, -grow, grow, grow), radius, radius)
        painter.setPen(theme.color("ink" if here else "ink_soft"))
        font = theme.font("small")
        font.setBold(here)
        words = self._pictures[number].words
        top = card.bottom() + theme.space("xs") + theme.of("player_strip", "frame")
        _caption(
            painter, words, font, QRectF(card.left(), top, width, cell.bottom() - top), theme, self.isRightToLeft()
        )

    def _draw(self, number: int, size: QSize) -> QPixmap:
        assert self._frames is not None  # noqa: S101 - there are no items without frames
        picture, theme = self._pictures[number], self._theme
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(size * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        scene = self._frames.film.scene(picture.frame, before=picture.before, shadow=False)
        painter = QPainter(drawn)
        pad = theme.space("xs")
        room = QRectF(0, 0, size.width(), size.height()).adjusted(pad, pad, -pad, -pad)
        shown = mirrored(scene) if picture.mirrored else scene
        paint_scene(painter, shown, room, theme.figure, theme.colors["bg"])
        painter.end()
        return drawn


def _caption(painter: QPainter, words: str, font: Any, room: QRectF, theme: Theme, rightwards: bool) -> None:  # noqa: ANN401, FBT001 - a font; one call
    layout = QTextLayout(words, font)
    option = layout.textOption()
    option.setAlignment(Qt.AlignmentFlag.AlignRight if rightwards else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    for number in range(theme.of("player_strip", "caption_lines")):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        line.setPosition(QPointF(0, number * theme.line_height("small")))
    layout.endLayout()
    layout.draw(painter, room.topLeft())


class _Painter(QStyledItemDelegate):
    """Lets the strip paint its own items."""

    def __init__(self, strip: Strip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 - Qt's signature
        return self._strip.cell()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found: Any = option  # the stubs leave out what QStyleOption holds
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._strip.paint_item(painter, found.rect, index.row())
        painter.restore()
