"""The library's window: head and filters above, grid at the start, the chosen routine at the end, a foot when needed.

Only the grid and the words of a routine scroll. Where the letters are so large that the head would take too much, the
filters go along with the grid.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMargins, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QStyle, QVBoxLayout, QWidget

from ergobreak.screens.keys import ENTER, plain_letter
from ergobreak.screens.library_filters import FilterRow
from ergobreak.screens.library_grid import Grid
from ergobreak.screens.library_plans import PlansPage
from ergobreak.screens.library_preview import Preview
from ergobreak.screens.search_field import SearchField
from ergobreak.screens.today_page import PageWindow
from ergobreak.screens.widgets import SecondaryButton, TextLabel
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from ergobreak.routines.model import Routine
    from ergobreak.screens.app import Stage
    from ergobreak.screens.library_thumbs import Thumbnails

PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class LibraryWindow(PageWindow):
    """All routines. It says what was asked for and decides nothing."""

    start = Signal()
    star = Signal()
    surprise = Signal()
    why = Signal()
    seen = Signal()
    plans_asked = Signal(bool)

    def __init__(
        self,
        stage: Stage,
        routines: Sequence[Routine],
        thumbnails: Thumbnails,
        make_figure: Callable[[Mapping[str, Any], str, QWidget], Any],
    ) -> None:
        super().__init__(stage, _("Routines"))
        theme = self.theme
        self._compact = self._seen = False
        self.setMinimumSize(QSize(*theme.of("library", "least")))
        hint = ngettext("Search {n} routine", "Search {n} routines", len(routines)).format(n=len(routines))
        self.title = TextLabel(theme, _("Routines"), "title")
        self.search = SearchField(theme, hint)
        self.surprise_button = SecondaryButton(theme, _("Surprise me"))
        self.plans_button = SecondaryButton(theme, _("Plans"))
        self.plans_button.setCheckable(True)
        self.head = QWidget(self)
        self._head_row = QHBoxLayout(self.head)
        self._head_row.setContentsMargins(0, 0, 0, 0)
        self._head_row.setSpacing(theme.space("l"))
        self._head_row.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head_row.addWidget(self.plans_button)
        self._head_row.addWidget(self.surprise_button)
        self._head_row.addWidget(self.search)
        self.filters = FilterRow(theme)
        self.filters.setParent(self)
        self.grid = Grid(theme, routines, thumbnails)
        self.empty = self._empty()
        self.column.setSpacing(theme.space("l"))
        self.column.addWidget(self.grid)
        self.column.addWidget(self.empty)
        self.plans = PlansPage(theme)
        self.column.addWidget(self.plans)
        self.column.addStretch(1)
        self.preview = Preview(theme, make_figure)
        self.preview.setParent(self)
        self.notice = TextLabel(theme, role="small", color="ink_soft", parent=self)
        self.notice.say("")
        self.surprise_button.clicked.connect(self.surprise)
        self.plans_button.toggled.connect(self.plans_asked)
        self.preview.start.connect(self.start)
        self.preview.star.connect(self.star)
        self._tab_order()

    def _empty(self) -> QWidget:
        box = QWidget()
        row = QVBoxLayout(box)
        row.setContentsMargins(0, self.theme.space("xl"), 0, 0)
        row.setSpacing(self.theme.space("l"))
        self.empty_words = TextLabel(self.theme, _("Nothing fits all of these."), "lead")
        self.clear_button = SecondaryButton(self.theme, _("Clear filters"))
        row.addWidget(self.empty_words)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.hide()
        return box

    def _tab_order(self) -> None:
        chips = self.filters
        order: list[QWidget] = [self.plans_button, self.surprise_button, self.search, *chips.places.values()]
        order += [chips.short, chips.discreet, chips.favourite, chips.part, *chips.groups.values()]
        order += [*self.grid.cards.values(), self.clear_button]
        order += [self.preview.start_button, self.preview.easier_button, self.preview.star_button]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def show_result(self, names: Sequence[str]) -> None:
        """Show the cards that pass, or that none does."""
        self.plans_button.setChecked(False)
        self.plans.hide()
        self.grid.show_only(names)
        self.grid.setVisible(bool(names))
        self.empty.setVisible(not names)
        self.preview.setVisible(bool(names))
        self.filters.show_count(len(names))
        self.body.verticalScrollBar().setValue(0)
        self.fit()

    def show_plans(self) -> None:
        """The plans in place of the grid."""
        for each in (self.grid, self.empty, self.preview):
            each.hide()
        self.plans.show()
        self.body.verticalScrollBar().setValue(0)
        self.fit()

    def fit(self) -> None:
        """Compute every place again."""
        if not hasattr(self, "notice"):  # the base class fits before everything is there
            return
        theme = self.theme
        gap, margin = theme.space("xl"), theme.space("screen_margin")
        content = min(self.width() - 2 * margin, theme.of("library", "content"))
        side = (self.width() - content) // 2
        head = self._head_height(content)
        self._set_compact(content, head)
        places: dict[QWidget, QRect] = {self.head: QRect(side, gap, content, head)}
        down = gap + head + theme.space("l")
        if not self._compact:
            high = self.filters.heightForWidth(content)
            places[self.filters] = QRect(side, down, content, high)
            down += high + gap
        bottom = self.height()
        if not self.notice.isHidden():
            high = self.notice.heightForWidth(content)
            bottom -= high + theme.space("m")
            places[self.notice] = QRect(side, bottom, content, high)
            bottom -= theme.space("m")
        wide = min(theme.text(theme.of("library", "preview")), round(content * theme.of("library", "preview_share")))
        beside = 0 if self.preview.isHidden() else wide + gap
        places[self.preview] = QRect(side + content - wide, down, wide, max(0, bottom - down - gap))
        reach = theme.of("focus", "width") + theme.of("focus", "offset")
        left = QRect(side - reach, down - reach, content - beside + 2 * reach, bottom - down + reach)
        places[self.body] = left
        for widget, place in places.items():
            widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        margins = QMargins(reach, reach, reach, gap)
        if self.column.contentsMargins() != margins:  # setting them asks for another turn
            self.column.setContentsMargins(margins)
        self._fit_page(left.width(), left.height())

    def _fit_page(self, width: int, height: int) -> None:
        bar = self.theme.of("scrollbar", "width") + self.theme.space("xs")
        high = self.column.heightForWidth(width)
        if high > height:
            width -= bar
            high = self.column.heightForWidth(width)
        self.page.resize(width, max(high, height))
        self.column.activate()

    def _head_height(self, content: int) -> int:
        """Head in one line; where that is too narrow the title gives way, and then they stand under each other."""
        needed = (self.title, self.plans_button, self.surprise_button, self.search)
        wide = sum(each.minimumSizeHint().width() for each in needed) + (len(needed) - 1) * self._head_row.spacing()
        if self.title.isHidden() is not (wide > content):
            self.title.setVisible(wide <= content)  # the window has the same name
        if wide > content:
            wide -= self.title.minimumSizeHint().width() + self._head_row.spacing()
        direction = QBoxLayout.Direction.TopToBottom if wide > content else QBoxLayout.Direction.LeftToRight
        if self._head_row.direction() is not direction:
            self._head_row.setDirection(direction)
        return max(self._head_row.sizeHint().height(), self._head_row.minimumSize().height())

    def _set_compact(self, content: int, head: int) -> None:
        one_line = self.filters.fit(content)
        share = self.theme.of("library", "head_share")
        compact = head + self.filters.heightForWidth(content) > self.height() * share and not one_line
        if compact is self._compact:
            return
        self._compact = compact
        if compact:
            self.column.insertWidget(0, self.filters)
        else:
            self.column.removeWidget(self.filters)
            self.filters.setParent(self)
        self.filters.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper; what takes time comes after the first one."""
        super().paintEvent(event)
        if not self._seen and self.isVisible():
            self._seen = True
            QTimer.singleShot(0, self.seen.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The library's keys, then those of every screen."""
        typing = isinstance(self.focusWidget(), QLineEdit)
        letter = plain_letter(event) if self.stage.card.look.single_keys and not typing else ""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        if typing and self._in_search(key):
            return
        if letter == "/" or (control and key is Qt.Key.Key_F):
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        elif letter == "F":
            self.star.emit()
        elif key is Qt.Key.Key_F1:
            self.why.emit()
        elif key in PAGES:
            self.preview.turn(PAGES[key])
        elif key in ENTER and self.focusWidget() in self.grid.cards.values():
            self.start.emit()
        else:
            super().keyPressEvent(event)

    def _in_search(self, key: Qt.Key) -> bool:
        """Esc empties the field first; Enter and Down go to the grid."""
        if key is Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        if key in ENTER or key is Qt.Key.Key_Down:
            self.focus_grid()
            return True
        return False

    def focus_grid(self) -> None:
        """Put the focus on the chosen card, or on Clear filters when there is none."""
        card = self.grid.cards.get(self.grid.current)
        target: QWidget = card if card is not None and self.grid.current in self.grid.shown else self.clear_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_into_sight(target)
