"""The body of the break screen: figure at the start side, words and buttons beside it; one column at large text.

The places are computed here by hand, since one rule decides them: what to do is read first, buttons are never cut, and
of everything the figure and the ring shrink first. Only when even that is not enough does the page scroll.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from ergobreak.errors import ContentError
from ergobreak.screens.break_view import BUTTONS, LINKS, Action, Phase, View
from ergobreak.screens.flow import FlowRow, visual_rect
from ergobreak.screens.ring import Ring, announce
from ergobreak.screens.widgets import LinkButton, PrimaryButton, SecondaryButton, TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.screens.theme import Theme

_shape = attrgetter("choosing", "phase", "heading", "title", "line", "note", "why", "buttons", "moment")
USUAL_LINES = {Phase.OFFERED: (1, 2), Phase.RUNNING: (2, 1), Phase.CLOSING: (1, 0)}  # of the title and below it
PRIMARY = frozenset({Action.START, Action.BACK})
UNDRAWABLE = (ContentError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class BreakPage(QWidget):
    """Everything above the foot."""

    pressed = Signal(Action)

    def __init__(self, theme: Theme, make_figure: Callable[[Mapping[str, Any], str, QWidget], Any]) -> None:
        super().__init__()
        self._theme = theme
        self._view: View | None = None
        self._routine: object = self  # nothing shown yet, not even "no routine"
        self._compact = False
        self._has_figure = False
        self._room_for: View | None = None  # the last view for which room was kept
        self._make_figure = make_figure
        self.figure: Any = None  # made with the first routine: a plain pause needs none
        self._stand_in = QWidget(self)  # keeps the figure's place while the routine is being chosen
        self._stand_in.hide()
        self.heading = TextLabel(theme, role="body", color="ink_soft", parent=self)
        self.title = TextLabel(theme, role="title", parent=self)
        self.line = TextLabel(theme, role="lead", parent=self)
        self.ring = Ring(theme, parent=self)
        self.note = TextLabel(theme, role="strong", color="accent", parent=self)
        self.buttons = FlowRow(theme.of("space", "gap_between_buttons"), pairs=True)
        self.links = FlowRow(theme.space("xl"), row_gap=theme.space("xs"))
        self.why = TextLabel(theme, role="body", color="ink_soft", parent=self)
        self.press: dict[Action, PrimaryButton | SecondaryButton | LinkButton] = {}
        for row, actions in ((self.buttons, BUTTONS), (self.links, LINKS)):
            row.setParent(self)
            for action in actions:
                self.press[action] = self._button(action)
                row.add(self.press[action])

    def _button(self, action: Action) -> PrimaryButton | SecondaryButton | LinkButton:
        button: PrimaryButton | SecondaryButton | LinkButton
        if action in LINKS:
            button = LinkButton(self._theme, "")
        elif action in PRIMARY:
            button = PrimaryButton(self._theme, "", height="button_break")
        else:
            button = SecondaryButton(self._theme, "", height="button_break")
        button.clicked.connect(lambda: self.pressed.emit(action))
        return button

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        if self.figure is not None:
            self.figure.set_colors(theme.figure, theme.colors["bg"])

    @property
    def compact(self) -> bool:
        """Whether the columns have become one."""
        return self._compact

    @property
    def keeps_room(self) -> bool:
        """Whether room is kept for words to come, or still for those that came."""
        return self._room_for is not None

    def set_routine(self, routine: Mapping[str, Any] | None) -> None:
        """Give the figure its routine; one that cannot be drawn leaves the words alone."""
        if routine is self._routine:
            return
        self._routine, self._view = routine, None
        self._has_figure = routine is not None
        if routine is None:
            return
        if self.figure is None:
            self.figure = self._make_figure(self._theme.figure, self._theme.colors["bg"], self)
            self.figure.set_reduced_motion(self._theme.reduced_motion)
            self.figure.lower()
        try:
            self.figure.set_routine(routine)
        except UNDRAWABLE:
            self._has_figure = False

    def show_view(self, view: View) -> bool:
        """Show ``view``; true when places have to be computed again."""
        old, self._view = self._view, view
        kept = view.choosing or (self._room_for is not None and _follows(self._room_for, view))
        self._room_for = view if kept else None
        self.ring.show_time(
            view.left_s, view.total_s, view.number, view.caption, aloud=view.phase is Phase.RUNNING and not view.note
        )
        if old is not None and _shape(old) == _shape(view):
            return False
        if old is not None and old.phase is view.phase and old.title != view.title:
            announce(self.title, f"{view.title} {view.line}")
        for label, words in (
            (self.heading, view.heading),
            (self.title, view.title),
            (self.line, view.line),
            (self.note, view.note),
            (self.why, view.why),
        ):
            label.say(words)
        for action, button in self.press.items():
            words = view.buttons.get(action, "")
            button.setText(words)
            button.setVisible(bool(words))
            button.updateGeometry()
        self.ring.setVisible(view.phase is not Phase.CLOSING)
        self._show_figure(view)
        self.buttons.flow.invalidate()
        self.links.flow.invalidate()
        return True

    def _show_figure(self, view: View) -> None:
        self._stand_in.setVisible(view.choosing)
        if self.figure is None:
            return
        shown = self._has_figure and view.moment is not None
        self.figure.setVisible(shown)
        if shown and view.moment is not None:
            try:
                self.figure.show_step(view.moment.index, view.moment.mirrored)
            except UNDRAWABLE:
                self._has_figure = False
                self.figure.hide()

    def fit(self, room: QSize) -> None:
        """Take the place there is: in two columns if everything fits, else in one, else higher than the room."""
        theme = self._theme
        margin = theme.space("screen_margin")
        content = min(room.width(), theme.of("break_page", "content"))
        inner = QRect((room.width() - content) // 2 + margin, 0, content - 2 * margin, room.height())
        tops = (theme.space("xl"), theme.space("l"))
        self.buttons.flow.pair_always(on=False)
        places, height = self._two_columns(inner, self.ring.sizeHint().width())
        spare = room.height() - sum(tops) - height
        if spare < 0:
            least = theme.of("ring", "break_floor")
            natural = self.ring.sizeHint().width()
            places, height = self._two_columns(inner, max(least, natural + spare))
            spare = room.height() - sum(tops) - height
        self._compact = spare < 0 or not self._words_fit(places) or self._figure_is_cramped(inner)
        self.buttons.flow.pair_always(on=self._compact)
        if self._compact:
            places, height = self._one_column(inner, room.height() - sum(tops))
            spare = room.height() - sum(tops) - height
        down = tops[0] + max(0, round(spare * (0 if self._compact else theme.of("break_page", "top_share"))))
        self.resize(room.width(), max(room.height(), height + sum(tops)))
        bounds = QRect(inner.left(), 0, inner.width(), self.height())
        for widget, place in places.items():
            moved = place.translated(inner.left(), down)
            if widget is self._picture() and not self._compact:
                moved.moveTop(max(tops[0], (room.height() - place.height()) // 2))
            widget.setGeometry(visual_rect(self.layoutDirection(), bounds, moved))

    def _words_fit(self, places: dict[QWidget, QRect]) -> bool:
        return all(
            place.width() >= widget.minimumSizeHint().width()
            for widget, place in places.items()
            if isinstance(widget, TextLabel)
        )

    def _natural_width(self) -> int:
        """What the words and buttons would take by themselves: without a figure they stand in the middle."""
        labels = (self.heading, self.title, self.line, self.why)
        words = [label.sizeHint().width() for label in labels if self._shown(label)]
        ring = self.ring.sizeHint().width() if self._shown(self.ring) else 0
        return max(*words, ring, *(row.flow.sizeHint().width() for row in (self.buttons, self.links)))

    def _figure_is_cramped(self, inner: QRect) -> bool:
        page = self._theme.table("break_page")
        left_over = inner.width() - page["column_gap"] - self._theme.text(page["text_column"])
        return self._picture() is not None and left_over < page["figure_beside"]

    def _two_columns(self, inner: QRect, ring: int) -> tuple[dict[QWidget, QRect], int]:
        theme = self._theme
        page = theme.table("break_page")
        places: dict[QWidget, QRect] = {}
        column = min(theme.text(page["text_column"]), inner.width())
        picture = self._picture()
        if picture is None:
            column = min(column, self._natural_width())
        left = (inner.width() - column) // 2
        if picture is not None:
            gap = page["column_gap"]
            beside = round(inner.width() * page["figure_share"]) - gap // 2
            beside = max(page["figure_beside"], min(beside, inner.width() - gap - column))
            left, column = beside + gap, inner.width() - beside - gap
            side = min(beside, page["figure_max"], max(1, inner.height() - 2 * theme.space("xl")))
            places[picture] = QRect((beside - side) // 2, 0, side, side)
        down = self._words(places, left, 0, column)
        if self._shown(self.ring):
            places[self.ring] = QRect(left, down + theme.space("xl"), ring, ring)
            if self._shown(self.note):
                beside_ring = left + ring + theme.space("xl")
                width = max(1, left + column - beside_ring)
                high = self.note.heightForWidth(width)
                middle = places[self.ring].center().y() - high // 2
                places[self.note] = QRect(beside_ring, middle, width, high)
            down = places[self.ring].bottom() + 1
        return places, self._below(places, left, down, column)

    def _one_column(self, inner: QRect, room: int) -> tuple[dict[QWidget, QRect], int]:
        theme = self._theme
        least_ring, least_figure = theme.of("ring", "break_floor"), theme.of("break_page", "figure_floor")
        ring, figure = self.ring.sizeHint().width(), theme.of("break_page", "figure_min")
        while True:
            places, height = self._head(inner.width(), ring, figure)
            height = self._below(places, 0, height, inner.width())
            if height <= room or (ring <= least_ring and figure <= least_figure):
                return places, height
            taller = figure >= ring or ring <= least_ring  # making the lower of the two smaller gains nothing
            if taller and figure > least_figure:
                figure = max(least_figure, figure - theme.space("l"))
            else:
                ring = max(least_ring, ring - theme.space("l"))

    def _head(self, width: int, ring: int, figure: int) -> tuple[dict[QWidget, QRect], int]:
        """Figure, words and ring side by side; stacked where that leaves the words too little room."""
        theme, gap = self._theme, self._theme.space("xl")
        places: dict[QWidget, QRect] = {}
        picture = self._picture()
        figure = figure if picture is not None else 0
        ring = ring if self._shown(self.ring) else 0
        left = figure + gap if figure else 0
        column = width - left - (ring + gap if ring else 0)
        longest = max(label.minimumSizeHint().width() for label in (self.title, self.line, self.heading, self.note))
        beside = column >= max(longest, theme.text(theme.of("break_page", "figure_min")))
        down = 0
        if picture is not None:
            places[picture] = QRect(0, 0, figure, figure)
        if beside:
            down = self._words(places, left, 0, column)
            if ring:
                places[self.ring] = QRect(width - ring, 0, ring, ring)
        else:
            down = self._words(places, 0, 0, width) + gap
            if picture is not None:
                places[picture].moveTop(down)
            if ring:
                places[self.ring] = QRect(left, down, ring, ring)
        if self._shown(self.note):
            at = 0 if not beside else left
            wide = width if not beside else column
            top = max([down, *(place.bottom() for place in places.values() if not beside)]) + theme.space("s")
            places[self.note] = QRect(at, top, wide, self.note.heightForWidth(wide))
        return places, max(place.bottom() + 1 for place in places.values())

    def _words(self, places: dict[QWidget, QRect], left: int, down: int, column: int) -> int:
        gaps = {self.heading: 0, self.title: self._theme.space("xs"), self.line: self._theme.space("s")}
        top = down
        for label, gap in gaps.items():
            if self._shown(label):
                width = min(column, label.widest()) if label is not self.title else column
                down += gap if places else 0
                places[label] = QRect(left, down, width, label.heightForWidth(width))
                down = places[label].bottom() + 1
        return max(down, top + self._usual_words()) if self.keeps_room else down

    def _usual_words(self) -> int:
        """The height of heading, title and line as most routines have them, so that nothing below them moves."""
        theme, lines = self._theme, USUAL_LINES[self._view.phase] if self._view is not None else (1, 1)
        words = lines[0] * theme.line_height("title") + lines[1] * theme.line_height("lead")
        return self.heading.heightForWidth(self.width()) + theme.space("xs") + theme.space("s") + words

    def _picture(self) -> QWidget | None:
        """The figure, or what keeps its place."""
        both: tuple[QWidget | None, ...] = (self.figure, self._stand_in)
        return next((each for each in both if self._shown(each)), None)

    def _below(self, places: dict[QWidget, QRect], left: int, down: int, column: int) -> int:
        theme = self._theme
        for row, gap in ((self.buttons, theme.space("xl")), (self.links, theme.space("l"))):
            height = row.flow.heightForWidth(column)
            if self.keeps_room and row is self.links and self._view is not None and self._view.phase is Phase.OFFERED:
                height = max(height, theme.target())
            if height:
                places[row] = QRect(left, down + gap, column, height)
                down = places[row].bottom() + 1
        if self._shown(self.why):
            width = min(column, self.why.widest())
            places[self.why] = QRect(left, down + theme.space("s"), width, self.why.heightForWidth(width))
            down = places[self.why].bottom() + 1
        return down

    def _shown(self, widget: QWidget | None) -> bool:
        return widget is not None and widget.isVisibleTo(self)


def _follows(old: View, new: View) -> bool:
    """Whether ``new`` still says what came into the room that was kept for it."""
    return old.choosing or (old.phase, old.title, old.line) == (new.phase, new.title, new.line)
