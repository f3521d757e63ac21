"""The parts of the player that hold text: the words of a step, why and sources, and the last page. Each can scroll.

They compute their own places for a width, so that whoever lays out the window can ask how high they would be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QStyle, QWidget

from ergobreak.screens.flow import FlowRow
from ergobreak.screens.player_flow import Phase
from ergobreak.screens.player_view import ENDS, Action, View
from ergobreak.screens.ring import announce
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.widgets import PrimaryButton, ScrollPage, SecondaryButton

if TYPE_CHECKING:
    from ergobreak.screens.theme import Theme


class Column(ScrollPage):
    """Text from top to bottom that scrolls only when it must."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.page = QWidget()
        self.setWidget(self.page)
        self.page.setAutoFillBackground(False)

    def put(self, place: QRect) -> None:
        """Take this place; the text gives way to the scroll bar."""
        self.setGeometry(place)
        width = place.width()
        if self.height_for(width) > place.height():
            width -= self._theme.of("scrollbar", "width") + self._theme.space("s")
        self.page.resize(width, max(place.height(), self.height_for(width)))
        self.lay(width)

    def height_for(self, width: int) -> int:
        """How high it is at that width."""
        return max((rect.bottom() + 1 for rect in self.places(width).values()), default=0)

    def lay(self, width: int) -> None:
        """Move everything to its place; mirrored in right-to-left languages."""
        bounds = QRect(0, 0, width, self.page.height())
        for widget, place in self.places(width).items():
            widget.setGeometry(QStyle.visualRect(self.layoutDirection(), bounds, place))

    def places(self, width: int) -> dict[QWidget, QRect]:
        """Where everything goes at that width."""
        raise NotImplementedError

    def least(self) -> int:
        """The width below which a word would be cut."""
        labels = self.page.findChildren(TextLabel)
        return max((each.minimumSizeHint().width() for each in labels if each.isVisibleTo(self.page)), default=0)

    def stacked(self, rows: list[tuple[TextLabel, int]], width: int, down: int = 0) -> dict[QWidget, QRect]:
        """Labels under each other, each with the gap above it."""
        places: dict[QWidget, QRect] = {}
        for label, gap in rows:
            if not label.isVisibleTo(self.page):
                continue
            down += gap if down else 0
            wide = min(width, max(label.widest(), label.minimumSizeHint().width()))
            places[label] = QRect(0, down, wide, label.heightForWidth(wide))
            down = places[label].bottom() + 1
        return places

    def turn_page(self, pages: int) -> None:
        """Page up or down, for the keyboard."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())


class Words(Column):
    """The step: its number, what to do, how; in a low window also what follows and the stop rule."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.heading = TextLabel(theme, role="body", color="ink_soft", parent=self.page)
        self.note = TextLabel(theme, role="strong", color="accent", parent=self.page)
        self.line = TextLabel(theme, role="title", parent=self.page)
        self.cue = TextLabel(theme, role="lead", color="ink_soft", parent=self.page)
        self.brief = TextLabel(theme, role="body", parent=self.page)
        self.stop = TextLabel(theme, role="small", color="ink_soft", parent=self.page)
        self._view: View | None = None
        self._low = False

    def be_low(self, *, low: bool) -> None:
        """Whether there is no room for the facts and the stop rule elsewhere."""
        self._low = low
        if self._view is not None:
            self.brief.say(self._view.brief if low else "")
            self.stop.say(self._view.stop if low else "")

    def show_view(self, view: View) -> None:
        """Show these words."""
        old, self._view = self._view, view
        for label, words in ((self.heading, view.heading), (self.note, view.note), (self.line, view.line)):
            label.say(words)
        self.cue.say(view.cue)
        self.be_low(low=self._low)
        if old is not None and (old.heading, old.line, old.cue) != (view.heading, view.line, view.cue):
            self.verticalScrollBar().setValue(0)
            announce(self.line, ". ".join(part for part in (view.heading, view.line, view.cue) if part))

    def places(self, width: int) -> dict[QWidget, QRect]:
        """The heading with the note beside it, then line by line."""
        space = self._theme.space
        places: dict[QWidget, QRect] = {}
        top = [each for each in (self.heading, self.note) if each.isVisibleTo(self.page)]
        beside = sum(each.line_width() + 1 for each in top) + space("l") <= width
        left = down = 0
        for label in top:
            wide = min(width, label.line_width() + 1)
            at = left if beside else 0
            high = label.heightForWidth(wide)
            places[label] = QRect(at, 0 if beside else down, wide, high)
            left, down = left + wide + space("l"), down + high
        begin = max((rect.bottom() + 1 for rect in places.values()), default=0)
        gaps = [(self.line, space("xs")), (self.cue, space("s")), (self.brief, space("l")), (self.stop, space("l"))]
        return places | self.stacked(gaps, width, begin)


class Why(Column):
    """Why this routine, and where it comes from."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._labels: list[TextLabel] = []
        self._shown: tuple[str, ...] = ()

    def show_lines(self, lines: tuple[str, ...], title: str = "") -> None:
        """Show these, under a title. What stands before a list is its head."""
        shown = tuple(each for each in (title, *lines) if each) if lines else ()
        if shown == self._shown:
            return
        self._shown = shown
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = []
        for number, words in enumerate(shown):
            bullet = words.startswith("•")
            heads = (number == 0 and bool(title)) or (
                not bullet and number + 1 < len(shown) and shown[number + 1].startswith("•")
            )
            role = "heading" if number == 0 and title else "strong" if heads else "body"
            label = TextLabel(self._theme, words, role, "ink", parent=self.page)
            label.show()
            self._labels.append(label)

    def places(self, width: int) -> dict[QWidget, QRect]:
        """Line by line; a list stands closer together."""
        space = self._theme.space
        rows = [(each, space("xs") if each.text().startswith("•") else space("m")) for each in self._labels]
        return self.stacked(rows, width)


class End(Column):
    """The last page: what was done, or that it ended; a tap, and Close."""

    pressed = Signal(Action)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.line = TextLabel(theme, role="title", parent=self.page)
        self.lines = Why(theme, self.page)
        self.question = TextLabel(theme, role="lead", color="ink_soft", parent=self.page)
        gap = theme.of("space", "gap_between_buttons")
        self.rating, self.leaving = FlowRow(gap), FlowRow(gap)
        self.press: dict[Action, PrimaryButton | SecondaryButton] = {}
        for action in ENDS:
            row = self.leaving if action in {Action.CLOSE, Action.CHECK_IN} else self.rating
            row.setParent(self.page)
            if action is Action.CLOSE:
                self.press[action] = self._button(PrimaryButton(theme, ""), action)
                self.close_plainly = SecondaryButton(theme, "")
                self.close_plainly.clicked.connect(lambda: self.pressed.emit(Action.CLOSE))
                row.add(self.press[action], self.close_plainly)
            else:
                kind = PrimaryButton if action is Action.CHECK_IN else SecondaryButton
                self.press[action] = self._button(kind(theme, ""), action)
                row.add(self.press[action])

    def _button(self, button: PrimaryButton | SecondaryButton, action: Action) -> PrimaryButton | SecondaryButton:
        button.clicked.connect(lambda: self.pressed.emit(action))
        return button

    def show_view(self, view: View) -> None:
        """Show the end."""
        self.line.say(view.line)
        self.question.say(view.question)
        self.lines.show_lines(view.lines)
        self.lines.setVisible(bool(view.lines))
        for action, button in self.press.items():
            words = view.buttons.get(action, "")
            button.setText(words)
            button.setVisible(bool(words))
            button.updateGeometry()
        second = Action.CHECK_IN in view.buttons  # one primary button, never two
        self.close_plainly.setText(view.buttons.get(Action.CLOSE, ""))
        self.close_plainly.setVisible(second)
        self.press[Action.CLOSE].setVisible(not second)
        for row in (self.rating, self.leaving):
            row.flow.invalidate()
        self.rating.setVisible(view.phase is Phase.DONE and Action.NICE in view.buttons)

    def first(self) -> QWidget:
        """What has the focus at first: the primary button, which never rates."""
        check_in = self.press[Action.CHECK_IN]
        return check_in if check_in.isVisibleTo(self.page) else self.press[Action.CLOSE]

    def places(self, width: int) -> dict[QWidget, QRect]:
        """Words, list, question, taps, Close; away from the edge, for the focus ring."""
        edge = self._theme.space("s")
        found = self._stack(width - 2 * edge)
        return {widget: place.translated(edge, edge) for widget, place in found.items()}

    def _stack(self, width: int) -> dict[QWidget, QRect]:
        space = self._theme.space
        places = self.stacked([(self.line, 0)], width)
        down = max((rect.bottom() + 1 for rect in places.values()), default=0)
        if self.lines.isVisibleTo(self.page):
            high = self.lines.height_for(width)
            places[self.lines] = QRect(0, down + space("l"), width, high)
            down = places[self.lines].bottom() + 1
        places |= self.stacked([(self.question, space("l"))], width, down)
        down = max(rect.bottom() + 1 for rect in places.values())
        for row, gap in ((self.rating, space("m")), (self.leaving, space("xl"))):
            high = row.flow.heightForWidth(width) if row.isVisibleTo(self.page) else 0
            if high:
                places[row] = QRect(0, down + gap, width, high)
                down = places[row].bottom() + 1
        return places

    def lay(self, width: int) -> None:
        """The list inside has places of its own."""
        super().lay(width)
        if self.lines.isVisibleTo(self.page):
            self.lines.put(self.lines.geometry())

    def least(self) -> int:
        """The longest word of all, or the widest button."""
        buttons = [each.sizeHint().width() for each in self.press.values() if each.isVisibleTo(self.page)]
        return max(super().least(), *buttons, 0) + 2 * self._theme.space("s")
