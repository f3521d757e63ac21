"""The chosen routine: moving figure, name, facts, why, steps, dose; Start, the easier form, the favourite's star.

The words scroll; the buttons stay. A routine that cannot be drawn is told in larger words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ergobreak.screens import library_view as view
from ergobreak.screens.later import later
from ergobreak.screens.library_buttons import ButtonRow
from ergobreak.screens.library_more import More
from ergobreak.screens.library_parts import HeldNote, StarButton, StepList
from ergobreak.screens.widgets import Card, PrimaryButton, ScrollPage, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ergobreak.routines.model import Routine
    from ergobreak.screens.theme import Theme

UNDRAWABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Paper(QFrame):
    """The ground a figure stands on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        margin = theme.space("m")
        row.setContentsMargins(margin, margin, margin, margin)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Rounded paper, lined where the card has the same colour."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.radius("control"), theme.radius("control"))
        painter.end()


class Preview(Card):
    """The card at the end side of the library."""

    start = Signal()
    star = Signal()

    def __init__(self, theme: Theme, make_figure: Callable[[Mapping[str, Any], str, QWidget], Any]) -> None:
        super().__init__(theme)
        self._make_figure = make_figure
        self._more_open = self._easier_open = False
        self.routine: Routine | None = None
        self.figure: Any = None
        self.paper = Paper(theme)
        self.title = TextLabel(theme, role="heading")
        self.facts = TextLabel(theme, role="small", color="ink_soft")
        self.set_note = TextLabel(theme, role="strong", color="accent")
        self.purpose = TextLabel(theme)
        self.purpose_large = TextLabel(theme, role="lead")
        self.dose = TextLabel(theme)
        self.steps = StepList(theme)
        self.needs = TextLabel(theme, role="small", color="ink_soft")
        self.more = TextLabel(theme, role="small", color="ink_soft")
        self.easier = TextLabel(theme, role="body", color="accent")
        self.below = More(theme)
        self.below.opened.connect(self._bring)
        self.held = HeldNote(theme)
        self.start_button = PrimaryButton(theme, _("Start"))
        self.easier_button = SecondaryButton(theme, _("Easier"))
        self.easier_button.setCheckable(True)
        self.star_button = StarButton(theme, _("Favourite"))
        self.buttons = ButtonRow(theme, self.start_button, self.easier_button, self.star_button)
        self.start_button.clicked.connect(self.start)
        self.easier_button.clicked.connect(self.toggle_easier)
        self.star_button.clicked.connect(self.star)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        self.page = QWidget()
        column = QVBoxLayout(self.page)
        bar = theme.space("s")  # room for the bar that scrolls, on both sides, so that nothing moves when it comes
        column.setContentsMargins(bar, 0, bar, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self.paper)
        head = QVBoxLayout()
        head.setSpacing(0)
        for label in (self.title, self.facts, self.set_note):
            head.addWidget(label)
        column.addLayout(head)
        words = (
            self.purpose, self.purpose_large, self.dose, self.steps, self.easier, self.needs, self.below, self.more,
        )  # fmt: skip
        for widget in words:
            column.addWidget(widget)
        column.addStretch(1)
        self.body = ScrollPage(theme)
        self.body.setWidgetResizable(True)
        self.body.setWidget(self.page)
        self.page.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        side = theme.space("xl")
        outer.setContentsMargins(side - bar, side, side - bar, side)
        outer.setSpacing(theme.space("m"))
        outer.addWidget(self.body, 1)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(bar, 0, bar, 0)
        self._below.setSpacing(theme.space("m"))
        self._below.addWidget(self.held)
        self._below.addWidget(self.buttons)
        outer.addLayout(self._below)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        super().wear(theme)
        if self.figure is not None:
            self.figure.set_colors(theme.figure, theme.colors["bg"])
        self._size_figure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The figure gives way first."""
        super().resizeEvent(event)
        self._size_figure()
        self._place_held()

    def _size_figure(self) -> None:
        theme = self._theme
        high = theme.of("library", "figure") / theme.scale
        self.paper.setFixedHeight(round(max(theme.of("library", "figure_floor"), high)))

    def show_routine(self, routine: Routine, reason: str, titles: Mapping[str, str], *, favourite: bool) -> None:
        """Show one; ``reason`` is why it cannot start."""
        if routine is not self.routine:
            self._more_open = self._easier_open = False
            self.body.verticalScrollBar().setValue(0)
        self.routine = routine
        drawn = self._draw(routine)
        self.title.say(_(routine.title))
        self.facts.say(view.facts(routine))
        self.set_note.say(view.set_note(routine))
        self.purpose.say(_(routine.purpose) if drawn else "")
        self.purpose_large.say("" if drawn else _(routine.purpose))
        self.dose.say(view.dose(routine))
        self.steps.show_steps([_(step.say) for step in routine.steps])
        self.needs.say(view.needs(routine))
        self.more.say(view.more(routine, titles) if self._more_open else "")
        self.easier.say(view.easier(routine) if self._easier_open else "")
        self.easier_button.setVisible(bool(routine.easier))
        self.easier_button.setChecked(self._easier_open)
        self.held.say(reason)
        self._place_held()
        self.start_button.setEnabled(not reason)
        self.start_button.setAccessibleDescription(reason)
        self.set_favourite(on=favourite)
        self.setAccessibleName(_(routine.title))
        self.buttons.updateGeometry()
        self.buttons.place()

    def _place_held(self) -> None:
        """Why Start is off stands above the buttons; in very large letters it scrolls with the words, as the first."""
        inner = self.page.layout()
        if not isinstance(inner, QBoxLayout) or self.held.isHidden():
            return
        room = self.height() - 2 * self._theme.space("xl")
        wide = self.width() - 2 * self._theme.space("xl")
        fixed = self.held.heightForWidth(wide) + self.buttons.heightForWidth(wide)
        inside = fixed > room / 2
        if inside is (self.held.parentWidget() is self.page):
            return
        if inside:
            inner.insertWidget(0, self.held)
        else:
            self._below.insertWidget(0, self.held)
        self.held.show()

    def set_favourite(self, *, on: bool) -> None:
        """Fill the star, or empty it."""
        self.star_button.setChecked(on)

    def toggle_easier(self) -> None:
        """Open or close the line with the easier form."""
        if self.routine is not None and self.routine.easier:
            self._easier_open = not self._easier_open
            self.easier_button.setChecked(self._easier_open)
            self.easier.say(view.easier(self.routine) if self._easier_open else "")
            self._bring(self.easier)

    def toggle_more(self, titles: Mapping[str, str]) -> None:
        """Open or close stop rule and sources."""
        if self.routine is not None:
            self._more_open = not self._more_open
            self.more.say(view.more(self.routine, titles) if self._more_open else "")
            self._bring(self.more)

    def _bring(self, label: TextLabel) -> None:
        """Scroll what was opened into sight, once its place is known."""
        if not label.isHidden():
            later(label, 0, lambda: self.body.ensureWidgetVisible(label, 0, 0))

    def turn(self, pages: int) -> None:
        """Move the words by pages."""
        bar = self.body.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def make_figure(self) -> None:
        """Make the figure; called once the window is in sight."""
        if self.figure is None:
            self.figure = self._make_figure(self._theme.figure, self._theme.colors["bg"], self.paper)
            self.figure.set_reduced_motion(self._theme.reduced_motion)
            row = self.paper.layout()
            if row is not None:
                row.addWidget(self.figure)
            if self.routine is not None:
                drawn = self._draw(self.routine)
                self.purpose.say(_(self.routine.purpose) if drawn else "")
                self.purpose_large.say("" if drawn else _(self.routine.purpose))

    def _draw(self, routine: Routine) -> bool:
        """Show the figure; false where it cannot be drawn."""
        if self.figure is None:
            return True
        plain = {"frames": routine.frames, "steps": [view.moving_step(routine)]}
        try:
            self.figure.set_routine(plain)
            self.figure.show_step(0)
        except UNDRAWABLE:
            self.paper.hide()
            return False
        self.paper.show()
        return True
