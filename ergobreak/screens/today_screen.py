"""Today: three plain facts, the day, the week, the moves. It shows what was done, and the next break.

The card holds everything to begin with. While the window is open it asks the command line once a minute for fresh
values (``today --json``) and counts the minutes to the next break by itself. Nothing is stored or decided here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QLocale, QObject, QTime, QTimer
from PySide6.QtWidgets import QHBoxLayout

from ergobreak.screens import today_line, today_view
from ergobreak.screens.flow import FlowRow
from ergobreak.screens.later import later
from ergobreak.screens.settings_runner import Outcome, Runner
from ergobreak.screens.today_columns import ColumnsRow, OneLine, in_the_middle
from ergobreak.screens.today_graphs import FactCard, GraphCard, Moves, WeekBars
from ergobreak.screens.today_notes import Knowing, Line, desk_words
from ergobreak.screens.today_page import PageWindow
from ergobreak.screens.today_timeline import Timeline, legend
from ergobreak.screens.widgets import Card, PrimaryButton, SecondaryButton, TextLabel
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.app import Stage

FRESH_MS = 60_000
COUNT_MS = 10_000
SOON_MS = 3_000  # the daemon needs a moment to be there
DAY = {"hours": 24, "noon": 12, "minutes": 60}


def open_today(stage: Stage) -> TodayScreen:
    """The screen for a card ``today``."""
    return TodayScreen(stage)


def clock_of(choice: str) -> Callable[[float], str]:
    """Minutes since midnight in the person's way of reading the clock: ``24``, ``12`` or ``system``."""

    def words(minute: float) -> str:
        whole = int(minute) % (DAY["hours"] * DAY["minutes"])
        hour, rest = divmod(whole, DAY["minutes"])
        if choice == "24":
            return f"{hour:02d}:{rest:02d}"
        if choice == "12":
            half = _("{time} am") if hour < DAY["noon"] else _("{time} pm")
            return half.format(time=f"{hour % DAY['noon'] or DAY['noon']}:{rest:02d}")
        return QLocale().toString(QTime(hour, rest), QLocale.FormatType.ShortFormat)

    return words


class TodayWindow(PageWindow):
    """The page. ``runner`` stands in for the short processes in tests."""

    def __init__(self, stage: Stage, runner: Runner) -> None:
        super().__init__(stage, _("Today"))
        theme = stage.theme
        self._runner = runner
        self._clock = clock_of(stage.card.look.clock)
        self._data: dict[str, Any] = stage.card.data
        self._read_at = stage.clock()
        self.column.setSpacing(theme.space("l"))
        self._add_head()
        self._add_bar()
        self.welcome = TextLabel(theme, _("Welcome back."), "lead", "ink_soft")
        self.column.addWidget(self.welcome)
        self.due = Line(theme, _("Start"))
        self.desk = Line(theme, _("Workstation check"))
        self.due.button.clicked.connect(self._begin_due)
        self.desk.button.clicked.connect(lambda: self._runner.start(["workstation"]))
        self.column.addWidget(self.due)
        self.column.addWidget(self.desk)
        self.facts = (FactCard(theme), FactCard(theme), FactCard(theme))
        self.facts_row = ColumnsRow(theme.space("l"), *self.facts)
        self.column.addWidget(self.facts_row)
        self._add_day()
        self.bars = WeekBars(theme)
        self.week = GraphCard(theme, _("Breaks this week"), self.bars)
        self.dots = Moves(theme)
        self.moves = GraphCard(theme, _("Moves so far this week"), self.dots)
        self.below = ColumnsRow(theme.space("l"), self.week, self.moves)
        self.column.addWidget(self.below)
        self.knowing = Knowing(theme)
        self.knowing.opened.connect(self.refit_soon)
        self.column.addWidget(self.knowing)
        self.column.addStretch(1)
        self.show_data(self._data)
        self._count = QTimer(self)
        self._count.setInterval(COUNT_MS)
        self._count.timeout.connect(self._recount)
        self._count.start()
        self._fresh = QTimer(self)
        self._fresh.setInterval(FRESH_MS)
        self._fresh.timeout.connect(self.refresh)
        self._fresh.start()

    def _add_head(self) -> None:
        theme = self.theme
        self.title = OneLine(theme, _("Today"), "title")
        self.routine = SecondaryButton(theme, _("Start a routine"))
        self.take = PrimaryButton(theme, _("Take a break now"))
        self.routine.clicked.connect(lambda: self._runner.start(["library"]))
        self.take.clicked.connect(self._take_a_break)
        buttons = FlowRow(theme.of("space", "gap_between_buttons"), pairs=True)
        buttons.add(self.routine, self.take)
        # Start a routine stands before the primary button, as it is read; the focus begins on the primary one.
        self.column.addWidget(ColumnsRow(theme.space("l"), in_the_middle(self.title), buttons, fixed=-1))

    def _add_bar(self) -> None:
        theme = self.theme
        self.stopped = Card(theme, fill="sunk")
        words = TextLabel(theme, _("Reminders are not running."), "strong")
        self.start = SecondaryButton(theme, _("Start them"))
        self.start.clicked.connect(self._start)
        row = ColumnsRow(theme.space("l"), in_the_middle(words), self.start, fixed=-1)
        inner = QHBoxLayout(self.stopped)
        side = theme.space("xl")
        inner.setContentsMargins(side, theme.space("m"), side, theme.space("m"))
        inner.addWidget(row)
        self.column.addWidget(self.stopped)

    def _add_day(self) -> None:
        theme = self.theme
        self.timeline = Timeline(theme, self._clock)
        self.day = GraphCard(theme, _("Your day"), self.timeline, beside=legend(theme, planned=True))
        self.column.addWidget(self.day)
        self.empty = Card(theme)
        inner = QHBoxLayout(self.empty)
        side = theme.space("xl")
        inner.setContentsMargins(side, side, side, side)
        self.empty_words = TextLabel(theme, role="lead")
        inner.addWidget(self.empty_words)
        self.column.addWidget(self.empty)

    def show_data(self, data: dict[str, Any]) -> None:
        """Show fresh values."""
        self._data, self._read_at = data, self.stage.clock()
        running, nothing = data["status"] is not None, today_view.is_empty(data)
        self.stopped.setVisible(not running)
        self.take.setEnabled(running)
        self.routine.setVisible(bool(data.get("library")))
        self.welcome.setVisible(bool(data.get("welcome_back")))
        self.due.say(str((data.get("due") or {}).get("line", "")))
        self.knowing.show_card(data.get("knowing") or {})
        self._recount()
        self.facts_row.setVisible(not nothing)
        self.day.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self.empty_words.say(today_view.first_words(data["status"]))
        line = today_line.line(data, self._clock)
        self.timeline.show_line(line)
        self.day.show_rows(line.rows)
        rows = today_view.week_rows(data)
        self.bars.show_columns(today_view.columns(data), rows)
        self.week.show_rows(rows)
        self.week.setVisible(any(each["breaks"] for each in data["week"]))
        rows = today_view.move_rows(data)
        self.dots.show_moves(data["moves"], rows)
        self.moves.show_rows(rows)
        self.moves.note.say(today_view.next_move(data))
        self.moves.setVisible(any(each["done"] for each in data["moves"]) or self.week.isVisibleTo(self))
        self.refit_soon()

    def refresh(self) -> None:
        """Ask for fresh values; the old ones stand until they are here, and if they do not come."""
        if self.isVisible() and not self._runner.busy:
            self._runner.run(["today", "--json"], self._heard)

    def _heard(self, outcome: Outcome) -> None:
        before = self._data, self._read_at
        try:
            data = json.loads(outcome.out) if outcome.code == 0 else None
            if isinstance(data, dict) and "day" in data:
                self.show_data(data)
        except (ValueError, KeyError, TypeError):  # an older or newer program answers: keep what is shown
            self._data, self._read_at = before

    def _recount(self) -> None:
        passed = self.stage.clock() - self._read_at
        for card, fact in zip(self.facts, today_view.facts(self._data, self._clock, passed), strict=True):
            card.show_fact(fact)

    def _take_a_break(self) -> None:
        self.stage.answers.say({"do": "break"})
        later(self, SOON_MS, self.refresh)

    def _begin_due(self) -> None:
        name = str((self._data.get("due") or {}).get("routine", ""))
        if name:
            self._runner.start(["routine", "start", name])

    def look_at_desk(self) -> None:
        """Whether the screens are others than at the last workstation check; after the window is in sight."""
        self.desk.say(desk_words())
        self.refit_soon()

    def _start(self) -> None:
        if self._runner.start(["run"]):
            self.start.setEnabled(False)
            later(self, SOON_MS, self._started)

    def _started(self) -> None:
        self.start.setEnabled(True)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Back in front: what happened meanwhile is shown."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and hasattr(self, "_fresh"):
            old = self.stage.clock() - self._read_at
            if old * COUNT_MS > FRESH_MS:
                self.refresh()


class TodayScreen(QObject):
    """What the screen process holds."""

    def __init__(self, stage: Stage, runner: Runner | None = None) -> None:
        super().__init__()
        self.window = TodayWindow(stage, runner or Runner(self))

    def prepare(self) -> None:
        """Be ready to be shown."""
        self.window.fit()

    def open(self) -> None:
        """Show."""
        window = self.window
        window.present(window.take if window.take.isEnabled() else window.start)
        later(window, 0, window.look_at_desk)

    def order(self, order: dict[str, Any]) -> None:
        """The daemon may hand over fresh values: ``{"do": "data", "data": {...}}``."""
        if order.get("do") == "data" and isinstance(order.get("data"), dict):
            self.window.show_data(order["data"])

    def leave(self) -> None:
        """Go away."""
        self.window.leave()
