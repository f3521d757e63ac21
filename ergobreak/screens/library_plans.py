"""Plans over weeks, as calm cards in the library: what each is, where it stands, and what can be done with it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.routines import plan_words as words
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.library_parts import HeldNote
from ergobreak.screens.widgets import Card, LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton

    from ergobreak.routines.plan_words import PlanView
    from ergobreak.screens.theme import Theme


class Act(StrEnum):
    """What can be done with a plan."""

    ACCEPT = "accept"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class PlanCard(Card):
    """One plan."""

    acted = Signal(Act)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title = TextLabel(theme, role="heading")
        self.state = TextLabel(theme, role="strong", color="accent")
        self.purpose = TextLabel(theme)
        self.begin = TextLabel(theme, role="small", color="ink_soft")
        self.sources = TextLabel(theme, role="small", color="ink_soft")
        self.held = HeldNote(theme)
        self.press: dict[Act, QAbstractButton] = {
            Act.START: PrimaryButton(theme, _("Start")),
            Act.ACCEPT: SecondaryButton(theme, _("Take this up")),
            Act.RESUME: SecondaryButton(theme, _("Go on")),
            Act.PAUSE: SecondaryButton(theme, _("Let it rest")),
            Act.STOP: LinkButton(theme, _("Stop the plan")),
        }
        column = QVBoxLayout(self)
        side = theme.space("xl")
        column.setContentsMargins(side, theme.space("l"), side, theme.space("l"))
        column.setSpacing(theme.space("s"))
        for label in (self.title, self.state, self.purpose, self.begin, self.sources, self.held):
            column.addWidget(label)
        self.buttons = FlowRow(theme.of("space", "gap_between_buttons"))
        self.buttons.add(*self.press.values())
        column.addWidget(self.buttons)
        for act, button in self.press.items():
            button.clicked.connect(lambda _checked=False, act=act: self.acted.emit(act))

    def show_plan(self, view: PlanView, titles: str) -> None:
        """Show where it stands."""
        mine, rests = view.accepted is not None, view.accepted is not None and view.accepted.paused is not None
        over = view.day is not None and view.day.finished
        self.title.say(_(view.plan.title))
        self.state.say(words.state(view))
        self.purpose.say(_(view.plan.purpose))
        self.begin.say(
            " ".join(part for part in (words.step_up(view) or _(view.plan.begin), words.floor_note(view)) if part)
        )
        self.sources.say(titles)
        self.held.say(view.held)
        shown = {
            Act.START: bool(view.due),
            Act.ACCEPT: not mine and not view.held,
            Act.RESUME: rests,
            Act.PAUSE: mine and not rests and not over,
            Act.STOP: mine,
        }
        for act, button in self.press.items():
            button.setVisible(shown[act])
            button.setAccessibleDescription(_(view.plan.title))
        self.setAccessibleName(f"{_(view.plan.title)}. {words.state(view)}")


class PlansPage(QWidget):
    """All plans under each other."""

    acted = Signal(str, Act)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lead = TextLabel(
            theme,
            _("A plan brings its moves into your breaks for some weeks. It can rest or stop whenever you like."),
            "lead",
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("l"))
        self._column.addWidget(self.lead)
        self.cards: dict[str, PlanCard] = {}
        self.hide()

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def show_plans(self, views: Sequence[PlanView], titles: dict[str, str]) -> None:
        """Show these; cards are made once."""
        for number, view in enumerate(views, 1):
            name = view.plan.id
            if name not in self.cards:
                card = PlanCard(self._theme)
                card.acted.connect(lambda act, name=name: self.acted.emit(name, act))
                self.cards[name] = card
            card = self.cards[name]
            self._column.removeWidget(card)
            self._column.insertWidget(number, card)
            keys = "; ".join(titles.get(key, key) for key in view.plan.sources)
            card.show_plan(view, _("Sources: {sources}.").format(sources=keys.rstrip(".")))

    def first(self) -> QWidget | None:
        """What the focus begins on."""
        for card in self.cards.values():
            for button in card.press.values():
                if not button.isHidden():
                    return button
        return None

    def focus_on(self, name: str) -> None:
        """Put the focus on the first thing that can be done with that plan."""
        for button in self.cards[name].press.values():
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
