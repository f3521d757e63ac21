"""Welcome: what it does; how often; what stays private. Three pages, each may be skipped; nothing is chosen silently.

Only what a person goes on with is saved. A page that is skipped leaves everything as it is, and so does Esc. That the
welcome was shown is remembered in either case, so that it comes once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ergobreak.screens.flow import FlowRow
from ergobreak.screens.keys import ENTER
from ergobreak.screens.settings_controls import ChoiceChips, TextField
from ergobreak.screens.settings_profile import numbers_line
from ergobreak.screens.settings_runner import Outcome, Runner
from ergobreak.screens.today_columns import ColumnsRow
from ergobreak.screens.today_page import PageWindow
from ergobreak.screens.widgets import LinkButton, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme

PROPOSED = "gentle"
CHOICES = ("gentle", "balanced", "intensive", "seated_only", "hands_and_neck")
MARK = ("welcomed", "on")


def open_welcome(stage: Stage) -> WelcomeScreen:
    """The screen for a card ``welcome``; its data is that of the settings screen."""
    return WelcomeScreen(stage)


class Page(QWidget):
    """One idea: a title, a few lines, and what may be chosen."""

    def __init__(self, theme: Theme, place: str, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("m"))
        self.column.addWidget(TextLabel(theme, place, "small", "ink_soft"))
        self.title = TextLabel(theme, title, "title")
        self.column.addWidget(self.title)
        for words in lines:
            self.column.addWidget(TextLabel(theme, words, "lead"))

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self.theme = theme

    def wanted(self) -> list[tuple[str, str]]:
        """Keys and values to save when the person goes on."""
        return []


def what_it_does(theme: Theme, place: str) -> Page:
    """The first page."""
    return Page(
        theme,
        place,
        _("Small breaks, at good moments"),
        (
            _("ergobreak counts your time at the screen. Now and then it offers a change of position."),
            _("It waits while you are in a call, share your screen or type. A pause of your own counts."),
            _("Every break can come later, be shorter or be skipped. Esc always closes."),
        ),
    )


class ProfilePage(Page):
    """How often, and one moment of the day to tie a break to."""

    def __init__(self, theme: Theme, place: str, data: dict[str, Any]) -> None:
        lines = (_("Gentle is a quiet start for the first week. Nothing changes later unless you choose it."),)
        super().__init__(theme, place, _("How often suits you?"), lines)
        rows = {each["key"]: each for each in data["rows"]}
        self._values = {key: each["value"] for key, each in rows.items()}
        self._about = {each["name"]: each for each in data["profiles"]}
        chosen_before = rows["profile"]["layer"] not in {"default", "profile"}
        self.name = str(rows["profile"]["value"]) if chosen_before else PROPOSED
        names = [each for each in CHOICES if each in self._about]
        names += [self.name] if self.name not in names else []
        self.choice = ChoiceChips(theme, _("Profile"), [(each, self._about[each]["title"]) for each in names])
        self.choice.chosen.connect(self._show)
        self.line, self.numbers = TextLabel(theme), TextLabel(theme, role="small", color="ink_soft")
        self.question = TextLabel(theme, _("One moment of your day to tie a break to, if you like:"))
        self.moment = TextField(theme, _("After I ..., I stand up"), hint=_("send the morning note"))
        self.moment.show_text(str(rows["intention"]["value"]))
        self.sentence = QWidget()
        across = QHBoxLayout(self.sentence)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.space("s"))
        before, _gap, after = _("After I {moment}, I stand up.").partition("{moment}")
        around = [TextLabel(theme, words.strip(), "lead") for words in (before, after)]
        for part in (around[0], self.moment, around[1]):
            across.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        for widget in (self.choice, self.line, self.numbers):
            self.column.addWidget(widget)
        self.column.addSpacing(theme.space("l"))
        self.column.addWidget(self.question)
        self.column.addWidget(self.sentence)
        self.choice.show_text(self.name)
        self._show(self.name)

    def _show(self, name: str) -> None:
        self.name = name
        self.line.say(str(self._about[name]["line"]))
        self.numbers.say(numbers_line(self._values | self._about[name]["numbers"]))

    def wanted(self) -> list[tuple[str, str]]:
        """The profile, and the moment if there is one."""
        words = " ".join(self.moment.text().split())
        return [("profile", self.name), *([("intention", words)] if words else [])]


class PrivacyPage(Page):
    """What is kept, and the check-in."""

    def __init__(self, theme: Theme, place: str, data: dict[str, Any]) -> None:
        lines = (
            _("Everything stays on this machine. There is no account, and nothing is sent anywhere."),
            _("A short check-in may ask how your body feels, and says when a visit makes sense. It is no diagnosis."),
            _("Your answers are not kept. Signs that need help fast are always in the tray's menu."),
        )
        super().__init__(theme, place, _("What stays with you"), lines)
        row = next(each for each in data["rows"] if each["key"] == "check_in_mode")
        self._before = self._mode = str(row["value"])
        labels = dict(row["choices"])
        self.column.addWidget(TextLabel(theme, row["title"], "strong"))
        self.column.addWidget(TextLabel(theme, row["description"], "small", "ink_soft"))
        self.choice: ChoiceChips | None = None
        if row["locked"]:
            words = _("{value}. Managed by your organisation.").format(value=labels.get(self._mode, self._mode))
            self.column.addWidget(TextLabel(theme, words))
        else:
            self.choice = ChoiceChips(theme, row["title"], [(value, label) for value, label in row["choices"]])
            self.choice.show_text(self._mode)
            self.choice.chosen.connect(self._choose)
            self.column.addWidget(self.choice)

    def _choose(self, mode: str) -> None:
        self._mode = mode

    def wanted(self) -> list[tuple[str, str]]:
        """The way of the check-in, if it was changed."""
        return [("check_in_mode", self._mode)] if self._mode != self._before else []


class WelcomeWindow(PageWindow):
    """The pages and the way through them. ``runner`` stands in for the short processes in tests."""

    def __init__(self, stage: Stage, runner: Runner) -> None:
        super().__init__(stage, _("Welcome to ergobreak"))
        theme, data = stage.theme, stage.card.data
        self._runner = runner
        self.at = 0
        count = len((what_it_does, ProfilePage, PrivacyPage))
        places = [_("Welcome, {n} of {count}").format(n=number, count=count) for number in range(1, count + 1)]
        self.pages: tuple[Page, ...] = (
            what_it_does(theme, places[0]),
            ProfilePage(theme, places[1], data),
            PrivacyPage(theme, places[-1], data),
        )
        self.column.setSpacing(theme.space("l"))
        self.column.addStretch(1)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        self.problem = TextLabel(theme, role="small", color="urgent")
        self.problem.hide()
        inside.addStretch(1)
        for page in self.pages:
            page.column.addStretch(1)
            inside.addWidget(page)
        inside.addWidget(self.problem)
        inside.addStretch(1)
        self.figure = self._make_figure()
        beside = (holder,) if self.figure is None else (holder, self.figure)
        self.column.addWidget(ColumnsRow(theme.space("xxl"), *beside, shares=(2, 1)))
        self.column.addStretch(1)
        self.back = SecondaryButton(theme, _("Back"))
        self.skip = LinkButton(theme, _("Skip this page"))
        self.next = PrimaryButton(theme, _("Next"))
        self.back.clicked.connect(lambda: self.go(self.at - 1))
        self.skip.clicked.connect(lambda: self.go(self.at + 1))
        self.next.clicked.connect(self.keep)
        buttons = FlowRow(theme.of("space", "gap_between_buttons"))
        buttons.add(self.next, self.back, self.skip)
        self.stand_below(buttons)
        self.go(0)

    def _make_figure(self) -> QWidget | None:
        routine = self.stage.card.routine
        if routine is None:
            return None
        from ergobreak.screens.figure import FigureView  # noqa: PLC0415 - only where a figure is drawn

        figure = FigureView(self.theme.figure, self.theme.colors["bg"])
        figure.set_reduced_motion(self.theme.reduced_motion)
        figure.set_routine(routine)
        if not figure.can_draw:
            figure.deleteLater()
            return None
        figure.show_step(0)
        side = self.theme.of("break_page", "figure_beside")
        figure.setMinimumSize(self.theme.of("break_page", "figure_min"), side)
        return figure

    def go(self, number: int) -> None:
        """Show a page; after the last one the window closes."""
        if number >= len(self.pages):
            self.close()
            return
        self.at = max(0, number)
        for place, page in enumerate(self.pages):
            page.setVisible(place == self.at)
        if self.figure is not None:
            self.figure.setVisible(self.at == 0)
        self.back.setVisible(self.at > 0)
        last = self.at == len(self.pages) - 1
        self.next.setText(_("Begin") if last else _("Next"))
        self.next.updateGeometry()
        self.setAccessibleName(self.pages[self.at].title.text())
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        self.body.verticalScrollBar().setValue(0)
        self.fit()

    def keep(self) -> None:
        """Save what this page says and go on."""
        for key, text in self.pages[self.at].wanted():
            self._runner.run(["settings", "set", "--", key, text], self._heard)
        self.go(self.at + 1)

    def _heard(self, outcome: Outcome) -> None:
        if outcome.code:
            self.problem.say(outcome.complaint or _("This could not be saved. Settings has it too."))
            self.refit_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, as the primary button does."""
        if event.key() in ENTER:
            self.keep()
        else:
            super().keyPressEvent(event)

    def going(self) -> None:
        """Remember that the welcome was shown, and wait until all is saved."""
        self._runner.run(["settings", "set", *MARK], self._heard)
        self._runner.finish()


class WelcomeScreen(QObject):
    """What the screen process holds."""

    def __init__(self, stage: Stage, runner: Runner | None = None) -> None:
        super().__init__()
        self.window = WelcomeWindow(stage, runner or Runner(self))

    def prepare(self) -> None:
        """Be ready to be shown."""
        self.window.fit()

    def open(self) -> None:
        """Show."""
        self.window.present(self.window.next)

    def order(self, order: dict[str, Any]) -> None:
        """No later line concerns this screen."""

    def leave(self) -> None:
        """Go away; the welcome comes again another time."""
        self.window.leave()
