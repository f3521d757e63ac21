"""The profile in words with its real numbers, and what it would do to a sample day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ergobreak.screens import today_line
from ergobreak.screens.choices import Chip
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.today_graphs import GraphCard
from ergobreak.screens.today_timeline import Timeline, legend
from ergobreak.screens.widgets import Card, LinkButton
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.screens.settings_runner import Outcome
    from ergobreak.screens.theme import Theme

SHOWN_FIRST = ("gentle", "balanced", "intensive", "hands_and_neck")


def numbers_line(values: Mapping[str, Any]) -> str:
    """The numbers in force, in one sentence."""
    return _(
        "Micro-break {micro} s every {micro_every} min; movement break {movement} min every {movement_every} min;"
        " at most {most} prompts an hour."
    ).format(
        micro=values["micro_length_s"],
        micro_every=values["micro_every_min"],
        movement=values["movement_length_min"],
        movement_every=values["movement_every_min"],
        most=values["max_prompts_per_hour"],
    )


class ProfileCard(Card):
    """Chips for the profiles; the usual ones first, the others behind More.

    Args:
        row: the key ``profile`` as of ``settings show --json``.
        profiles: name, title, line, why and source of each.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, row: Mapping[str, Any], profiles: list[dict[str, Any]]) -> None:
        super().__init__(theme)
        self._about = {each["name"]: each for each in profiles}
        self._now = ""
        self._open = False
        self.title = TextLabel(theme, row["title"], "strong")
        self.numbers = TextLabel(theme, role="small", color="ink_soft")
        self.line = TextLabel(theme)
        self.problem = TextLabel(theme, role="small", color="urgent")
        self.problem.hide()
        self.own = TextLabel(theme, role="small", color="ink_soft")
        self.why = TextLabel(theme, role="small", color="ink_soft")
        self.why.hide()
        self.why_link = LinkButton(theme, _("Why these numbers?"), small=True)
        self.why_link.clicked.connect(lambda: self.why.setVisible(self.why.isHidden()))
        row_of_chips = FlowRow(theme.space("m"), row_gap=theme.space("s"))
        self.chips: dict[str, Chip] = {}
        names = [each for each in SHOWN_FIRST if each in self._about]
        names += [each for each in self._about if each not in names]
        for name in names:
            chip = Chip(theme, self._about[name]["title"])
            chip.setAccessibleName(_("Profile: {name}").format(name=self._about[name]["title"]))
            chip.setAccessibleDescription(self._about[name]["line"])
            chip.clicked.connect(lambda _on=False, name=name: self._choose(name))
            self.chips[name] = chip
            row_of_chips.add(chip)
        self.more = LinkButton(theme, _("More..."))
        self.more.setAccessibleName(_("More profiles"))
        self.more.clicked.connect(self._show_all)
        row_of_chips.add(self.more)
        column = QVBoxLayout(self)
        side = theme.space("xl")
        column.setContentsMargins(side, theme.space("l"), side, theme.space("l"))
        column.setSpacing(theme.space("s"))
        row_of_chips.add(self.why_link)
        for widget in (self.title, self.numbers, self.problem, row_of_chips, self.line, self.own, self.why):
            column.addWidget(widget)

    def show_profile(self, name: str, values: Mapping[str, Any], own: int) -> None:
        """Show which one holds. ``own`` is how many of the person's own numbers go before it."""
        self._now = name
        about = self._about.get(name, {})
        self.numbers.say(numbers_line(values))
        self.line.say(str(about.get("line", "")))
        self.why.setText(_("{why} Source: {source}").format(why=about.get("why", ""), source=about.get("source", "")))
        self.why_link.setVisible(bool(about.get("why")))
        self.own.say(_("Settings of your own that go before it: {n}.").format(n=own) if own else "")
        self.problem.say("")
        for each, chip in self.chips.items():
            chip.setChecked(each == name)
            chip.setVisible(self._open or each in SHOWN_FIRST or each == name)
        self.more.setVisible(not self._open)

    def complain(self, words: str) -> None:
        """The profile was not taken."""
        for each, chip in self.chips.items():
            chip.setChecked(each == self._now)
        self.problem.say(_("Not saved: {problem}").format(problem=words))

    def _choose(self, name: str) -> None:
        for each, chip in self.chips.items():
            chip.setChecked(each == name)
        if name != self._now:
            self.chosen.emit(name)

    def _show_all(self) -> None:
        self._open = True
        for chip in self.chips.values():
            chip.show()
        self.more.hide()
        hidden = [name for name in self.chips if name not in SHOWN_FIRST]
        if hidden:
            self.chips[hidden[0]].setFocus()


class SampleDay(GraphCard):
    """The line of a simulated day, with its totals."""

    def __init__(self, theme: Theme, clock: Callable[[float], str]) -> None:
        self.timeline = Timeline(theme, clock)
        super().__init__(theme, _("A sample day"), self.timeline, beside=legend(theme, planned=False))
        self._clock = clock
        self.timeline.setAccessibleName(_("A sample day"))
        self.hide()

    def show_outcome(self, outcome: Outcome, title: str) -> bool:
        """Draw what ``simulate --json`` printed; false when there is nothing to draw."""
        try:
            simulated = json.loads(outcome.out) if outcome.code == 0 else None
            if not isinstance(simulated, dict):
                return False
            line = today_line.sample_line(simulated, self._clock)
            words = today_line.sample_words(simulated)
        except (ValueError, KeyError, TypeError):
            return False
        self.title.say(_("A sample day: {profile}").format(profile=title))
        self.timeline.show_line(line)
        self.show_rows(line.rows)
        self.note.say(words)
        self.show()
        return True
