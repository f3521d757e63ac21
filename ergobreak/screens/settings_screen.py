"""Settings: groups at the left, one row a key, saved as changed.

Values come with the card and, after each change, from ``settings show --json``; a change is ``settings set KEY VALUE``.
Both are short processes, so that this window never waits and settings keep their one gate. A value that is not taken
leaves the last good one in place, with the reason under its key.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ergobreak.screens.keys import plain_letter
from ergobreak.screens.ring import announce
from ergobreak.screens.settings_about import AboutCard
from ergobreak.screens.settings_controls import TextField
from ergobreak.screens.settings_menu import Menu
from ergobreak.screens.settings_policies import PoliciesCard
from ergobreak.screens.settings_profile import ProfileCard, SampleDay
from ergobreak.screens.settings_rows import Row
from ergobreak.screens.settings_runner import Outcome, Runner
from ergobreak.screens.today_columns import ColumnsRow, OneLine, in_the_middle
from ergobreak.screens.today_page import PageWindow
from ergobreak.screens.today_screen import clock_of
from ergobreak.screens.widgets import Card, SecondaryButton, TextLabel
from ergobreak.sentences import next_line
from ergobreak.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ergobreak.screens.app import Stage
    from ergobreak.screens.theme import Theme

TYPING_MS = 400  # a number that is still being stepped is saved once
PROFILE = "profile"
UNSEEN = frozenset({"welcomed"})  # no choice, only a mark that the welcome was shown


def open_settings(stage: Stage) -> SettingsScreen:
    """The screen for a card ``settings``."""
    return SettingsScreen(stage)


class Content(QWidget):
    """The right side; wide enough to read before the menu moves above it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("l"))
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme

    def minimumSizeHint(self) -> QSize:
        """A readable column."""
        return QSize(self._theme.text(self._theme.of("break_page", "text_column")), 0)


class SettingsWindow(PageWindow):
    """The page. ``runner`` stands in for the short processes in tests."""

    def __init__(self, stage: Stage, runner: Runner) -> None:
        super().__init__(stage, _("Settings"))
        theme, data = stage.theme, stage.card.data
        self._runner = runner
        self._values: list[dict[str, Any]] = [each for each in data["rows"] if each["key"] not in UNSEEN]
        self._wanted: dict[str, str] = {}
        self.rows: dict[str, Row] = {}
        self.column.setSpacing(theme.space("l"))
        self.title = OneLine(theme, _("Settings"), "title")
        self.search = TextField(theme, _("Search settings"), hint=_("Search settings"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(lambda _text: self._show_rows())
        self.search.returnPressed.connect(self._to_first_row)
        self.column.addWidget(ColumnsRow(theme.space("l"), in_the_middle(self.title), self.search, fixed=-1))
        groups = list(dict.fromkeys(each["group"] for each in self._values))
        self.menu = Menu(theme, [*groups, _("About and sources")])
        self.menu.chosen.connect(self.show_group)
        self.content = Content(theme)
        self._fill_content(data)
        self.column.addWidget(ColumnsRow(theme.space("xl") + theme.space("s"), self.menu, self.content, fixed=0))
        self.column.addStretch(1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TYPING_MS)
        self._later.timeout.connect(self.save)
        self._group = groups[0] if groups else ""
        self._show_rows()
        self._show_profile()

    def _fill_content(self, data: dict[str, Any]) -> None:
        theme, column = self.theme, self.content.column
        about = next(each for each in self._values if each["key"] == PROFILE)
        self.profile = ProfileCard(theme, about, data["profiles"])
        self.profile.chosen.connect(lambda name: self.change(PROFILE, name))
        self.sample = SampleDay(theme, clock_of(self.stage.card.look.clock))
        self.card = Card(theme)
        self._list = QVBoxLayout(self.card)
        edge = round(theme.border("card"))
        self._list.setContentsMargins(0, edge, 0, edge)
        self._list.setSpacing(0)
        self.nothing = TextLabel(theme, _("No setting fits this."), "lead")
        self.about = AboutCard(theme, data["about"], data["problems"])
        self.policies = PoliciesCard(theme, data["policy"])
        self.policies.reload.connect(self._reload_policies)
        self.effect = TextLabel(theme, role="small", color="ink_soft")
        self.say(self._first_words())
        self.try_it = SecondaryButton(theme, _("Try this profile on a sample day"))
        self.try_it.clicked.connect(self._simulate)
        self.stand_below(ColumnsRow(theme.space("l"), in_the_middle(self.effect), self.try_it, fixed=-1))
        for widget in (self.profile, self.sample, self.card, self.nothing, self.about, self.policies):
            column.addWidget(widget)
        column.addStretch(1)

    def _first_words(self) -> str:
        words, status = _("Changes are saved as you make them."), self.stage.card.data.get("status")
        return words if not status else _("{saved} {next}.").format(saved=words, next=next_line(status))

    def show_group(self, name: str) -> None:
        """Show the keys of one group."""
        self._group = name
        if self.search.text():
            self.search.clear()
        else:
            self._show_rows()

    def _show_rows(self) -> None:
        wanted = self.search.text().strip()
        self.menu.choose("" if wanted else self._group)
        shown = 0
        self.card.setUpdatesEnabled(False)
        for each in self._values:
            if each["key"] == PROFILE:
                continue
            row = self.rows.get(each["key"])
            fits = each["group"] == self._group
            if row is None and (wanted or fits):
                row = self._new_row(each)
            if row is not None:
                fits = row.matches(wanted) if wanted else fits
                row.setVisible(fits)
                row.first = fits and shown == 0
                shown += fits
        self.card.setUpdatesEnabled(True)
        breaks = self._group == self._values[0]["group"]
        self.profile.setVisible(breaks and not wanted)
        self.try_it.setVisible(breaks and not wanted)
        self.sample.setVisible(self.sample.isVisibleTo(self.content) and breaks and not wanted)
        about = self._group == self.menu.names[-1] and not wanted
        self.about.setVisible(about)
        self.policies.setVisible(about)
        self.card.setVisible(bool(shown))
        self.nothing.setVisible(not shown and not about)
        self.refit_soon()

    def _to_first_row(self) -> None:
        """Enter in the search goes on to what was found."""
        for row in (each for each in self._order() if each.isVisibleTo(self)):
            for part in row.findChildren(QWidget):
                if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(self) and part.isEnabled():
                    part.setFocus(Qt.FocusReason.TabFocusReason)
                    self.bring_into_sight(part)
                    return

    def _order(self) -> list[Row]:
        return [self.rows[each["key"]] for each in self._values if each["key"] in self.rows]

    def _new_row(self, each: dict[str, Any]) -> Row:
        row = Row(self.theme, each, first=False)
        row.changed.connect(self.change)
        row.reset.connect(self.reset)
        self.rows[each["key"]] = row
        order = [key["key"] for key in self._values if key["key"] in self.rows]
        self._list.insertWidget(order.index(each["key"]), row)
        return row

    def change(self, key: str, text: str) -> None:
        """The person wants another value; it is saved a moment later."""
        self._wanted[key] = text
        self._later.start()

    def save(self) -> None:
        """Save what is wanted."""
        self._later.stop()
        wanted, self._wanted = self._wanted, {}
        for key, text in wanted.items():
            guarded = ["--", key, text] if text.startswith("-") else [key, text]
            self._runner.run(["settings", "set", *guarded], partial(self._saved, key))

    def reset(self, key: str) -> None:
        """Take the person's own value out, so that the profile's holds again."""
        self._runner.run(["settings", "unset", key], partial(self._saved, key))

    def _saved(self, key: str, outcome: Outcome) -> None:
        if outcome.code == 0:
            effect = next((each["effect"] for each in self._values if each["key"] == key), "")
            self.say(_("Saved. {effect}").format(effect=effect))
            if not self._runner.busy and not self._leaving:
                self._runner.run(["settings", "show", "--all", "--json"], self._reloaded)
            return
        words = outcome.complaint or _("This could not be saved.")
        if key == PROFILE:
            self.profile.complain(words)
        elif key in self.rows:
            self.rows[key].complain(words)
        self.say(_("Not saved. The last value stays."))
        self.refit_soon()

    def _reloaded(self, outcome: Outcome) -> None:
        try:
            rows = json.loads(outcome.out)["settings"]  # the exit code also tells of problems elsewhere
            values = [dict(each) for each in rows if each["key"] not in UNSEEN]
        except (ValueError, KeyError, TypeError):
            return  # what is shown was accepted; fresh values come with the next change
        self._values = values
        for each in values:
            row = self.rows.get(each["key"])
            if row is not None and row.is_other(each):  # an organisation has taken it over, or given it back
                self._list.removeWidget(self.rows.pop(each["key"]))
                row.deleteLater()
            elif row is not None and each["key"] not in self._wanted:
                row.show_row(each)
        self._show_rows()
        self._show_profile()
        self.refit_soon()

    def _reload_policies(self) -> None:
        """Read the organisation's word again, and everything that follows from it."""
        self._runner.run(["policy", "reload", "--json"], self._policies_read)

    def _policies_read(self, outcome: Outcome) -> None:
        if self.policies.take(outcome.out):
            self.say(_("The policies have been read again."))
            self._runner.run(["settings", "show", "--all", "--json"], self._reloaded)
        else:
            self.say(outcome.complaint or _("The policies could not be read."))
        self.refit_soon()

    def _show_profile(self) -> None:
        values = {each["key"]: each["value"] for each in self._values}
        own = sum(each["layer"] == "file" and each["group"] == self._values[0]["group"] for each in self._values[1:])
        self.profile.show_profile(str(values[PROFILE]), values, own)

    def _simulate(self) -> None:
        self.save()
        name = next(str(each["value"]) for each in self._values if each["key"] == PROFILE)
        title = next((each["title"] for each in self.stage.card.data["profiles"] if each["name"] == name), name)
        self.try_it.setEnabled(False)
        self.say(_("Trying it on a sample day..."))
        self._runner.run(["simulate", "--profile", name, "--json"], lambda outcome: self._simulated(outcome, title))

    def _simulated(self, outcome: Outcome, title: str) -> None:
        self.try_it.setEnabled(True)
        if self.sample.show_outcome(outcome, title):
            self.say(_("This is the day the profile would make of a usual one."))
            self.fit()
            self.bring_into_sight(self.sample)
        else:
            self.say(outcome.complaint or _("The sample day could not be made."))

    def say(self, words: str) -> None:
        """One line at the foot, also for the ear."""
        changed = words != self.effect.text()
        self.effect.say(words)
        if changed and self.isVisible():
            announce(self.effect, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A slash goes to the search; Esc empties it before it closes; F1 is why and sources."""
        if plain_letter(event) == "/" and self.stage.card.look.single_keys:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_F1:
            self.menu.press(self.menu.names[-1])
        else:
            super().keyPressEvent(event)

    def going(self) -> None:
        """A change that is still on its way is saved before the process ends."""
        focus = self.focusWidget()
        if isinstance(focus, TextField):
            focus.clearFocus()
        self.save()
        self._runner.finish()


class SettingsScreen(QObject):
    """What the screen process holds."""

    def __init__(self, stage: Stage, runner: Runner | None = None) -> None:
        super().__init__()
        self.window = SettingsWindow(stage, runner or Runner(self))

    def prepare(self) -> None:
        """Be ready to be shown."""
        self.window.fit()

    def open(self) -> None:
        """Show."""
        self.window.present(self.window.menu.first())

    def order(self, order: dict[str, Any]) -> None:
        """No later line concerns this screen."""

    def leave(self) -> None:
        """Go away; what was changed is saved."""
        self.window.going()
        self.window.leave()
