"""The workstation check: one question a page, the fix under the answer, and at the end a list to hand on.

Each answer is kept at once, on this computer only, so that the check can be left at any question. It asks nobody and
sends nothing; what is private is never in a copy, on paper or in a file.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from ergobreak.posture import answers as store
from ergobreak.posture.model import Answer, questions
from ergobreak.posture.workstation import answered, as_html, as_text, next_question
from ergobreak.screens import printing
from ergobreak.screens import workstation_view as view
from ergobreak.screens.desk import this_desk
from ergobreak.screens.workstation_window import Press, WorkstationWindow
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.screens.app import Stage

SCREENS = {"check_in": "check-in"}


def open_workstation(stage: Stage) -> WorkstationScreen:
    """The screen for a card ``workstation``."""
    return WorkstationScreen(stage)


def today() -> date:
    """The day on the person's own calendar."""
    now = QDate.currentDate()
    return date(now.year(), now.month(), now.day())


def ask_file(parent: QWidget) -> Path | None:
    """Where to save, or nothing when the person changed their mind."""
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save the list"), _("workstation.html"), printing.file_kinds())
    return Path(name) if name else None


def open_screen(verb: str) -> None:
    """Open another screen of ours in a process of its own.

    Raises:
        OSError: it cannot be started.
    """
    flags = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-m", "ergobreak", verb],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=flags,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything outside the window, for tests to stand in for."""

    desk: Callable[[], str] = this_desk
    today: Callable[[], date] = today
    ask_file: Callable[[QWidget], Path | None] = ask_file
    open_screen: Callable[[str], None] = open_screen
    can_print: Callable[[], bool] = printing.can_print
    print_out: Callable[[str, QWidget], bool] = printing.print_out


class WorkstationScreen(QObject):
    """Keeps where one is and what was answered."""

    def __init__(self, stage: Stage, world: World | None = None) -> None:
        super().__init__()
        self._stage, self._world = stage, world or World()
        self._questions = questions()
        self._by_id = {each.id: each for each in self._questions}
        self.review = store.load(self._questions)
        self._desk = self._world.desk()
        self.at = self.review.at or self._questions[0].id
        self.window = WorkstationWindow(stage, self._questions)
        self.window.pressed.connect(self.press)
        self.window.why.connect(self._sources)
        self.window.start.part.connect(self.show_question)
        self.window.start.remove.connect(self._forget)
        self.window.question.answered.connect(lambda word: self.answer(Answer(word)))
        self.window.question.opened.connect(self._open)
        self.window.list.opened.connect(self._open)
        self.show_start()
        if stage.card.data.get("changed"):
            self.desk_changed()

    def prepare(self) -> None:
        """Be ready to be shown at once."""
        self.window.winId()

    def open(self) -> None:
        """Show."""
        self.window.open_on_screen()
        self.window.press[Press.BEGIN].setFocus()

    def order(self, order: dict[str, Any]) -> None:
        """Only ``show`` means something here."""
        if order.get("do") == "show":
            self.open()

    def leave(self) -> None:
        """Close the window and end; every answer is kept already."""
        self.window.leave()
        self._stage.quit()

    def show_start(self) -> None:
        """The overview."""
        window, review = self.window, self.review
        elsewhere = review.elsewhere(self._desk)
        parts = view.part_views(self._questions, review.answers)
        any_answer = bool(review.answers)
        window.start.show_parts(parts, view.intro(review, self._desk, parts), view.kept(review), any_answer=any_answer)
        done = not elsewhere and next_question(self._questions, review.answers) is None
        going = _("What to do") if done else _("Go on") if any_answer else _("Begin")
        window.press[Press.BEGIN].setText(_("Go through it again") if elsewhere else going)
        changed = [Press.CHANGED] if any_answer and not elsewhere else []
        buttons = [
            Press.BEGIN, *([Press.LIST] if any_answer and not done else []),
            *changed, *([Press.KEEP] if elsewhere else []),
        ]  # fmt: skip
        window.show_page(window.start, buttons)
        window.press[Press.BEGIN].setFocus()

    def show_question(self, name: str) -> None:
        """One question."""
        self.at = name
        self._render()
        self.window.body.verticalScrollBar().setValue(0)
        self.window.look_at(self.window.question.ask)

    def _render(self, note: str = "") -> None:
        window, answers = self.window, self.review.answers
        answer = answers.get(self.at)
        parts = view.part_views(self._questions, answers)
        window.question.show_question(self._by_id[self.at], answer, parts)
        going = window.press[Press.NEXT]
        going.setEnabled(answer is not None)
        going.setAccessibleDescription("" if answer is not None else _("Choose an answer first."))
        window.press[Press.BACK].setEnabled(True)
        window.show_page(window.question, [Press.BACK, Press.PARTS, Press.LIST, Press.NEXT], note)

    def answer(self, answer: Answer) -> None:
        """Keep an answer; go on where nothing is left to read under it."""
        question = self._by_id[self.at]
        given = answered(self.review.answers, question, answer)
        day = self._world.today()
        self.review = self.review.answering(given, at=self.at, on=day, desk=self._desk)
        note = self._keep()
        if view.moves_on(question, answer) and not note:
            self._next()
            return
        self._render(note)
        self.window.bring_into_sight(self.window.question.fix)
        self.window.press[Press.NEXT].setFocus()

    def _keep(self) -> str:
        try:
            store.keep(self.review)
        except OSError as error:
            return _("The answers could not be kept: {why}.").format(why=error.strerror or type(error).__name__)
        return ""

    def press(self, word: Press) -> None:
        """Somebody pressed a button of the foot."""
        match word:
            case Press.BEGIN:
                self._begin()
            case Press.KEEP:
                self.review = self.review.accepted(self._desk)
                self._keep()
                self.show_start()
            case Press.BACK:
                before = view.step(self._questions, self.at, -1)
                self.show_start() if before is None else self.show_question(before.id)
            case Press.NEXT:
                self._next()
            case Press.PARTS:
                self.show_start()
            case Press.LIST:
                self.show_list()
            case Press.CHANGED:
                self.desk_changed()
            case Press.CLOSE:
                self.leave()
            case _:
                self.window.tell(self._hand_on(word))

    def desk_changed(self) -> None:
        """The person says that the desk is another: all of it is offered again, with what was answered shown."""
        self.review = self.review.moved()
        note = self._keep()
        self.show_start()
        if note:
            self.window.tell(note)

    def _begin(self) -> None:
        if self.review.elsewhere(self._desk):
            self.review = self.review.accepted(self._desk)
            self._keep()
            self.show_question(self._questions[0].id)
            return
        following = next_question(self._questions, self.review.answers)
        if following is None:
            self.show_list()
        else:
            self.show_question(following.id)

    def _next(self) -> None:
        if self.at not in self.review.answers:
            return
        following = view.step(self._questions, self.at, 1)
        if following is None:
            self.show_list()
        else:
            self.show_question(following.id)

    def show_list(self) -> None:
        """What to do."""
        window, answers = self.window, self.review.answers
        window.list.show_list(
            view.groups(self._questions, answers), view.summary(self._questions, answers), view.kept(self.review)
        )
        handing = [Press.COPY, Press.PRINT, Press.SAVE] if answers else []
        if not self._world.can_print():
            handing = [each for each in handing if each is not Press.PRINT]
        window.show_page(window.list, [*handing, Press.PARTS, Press.CLOSE])
        window.press[Press.COPY if handing else Press.PARTS].setFocus()

    def _hand_on(self, word: Press) -> str:
        """Copy, print or save; returns what to say about it."""
        day = self.review.changed or self._world.today()
        text = as_text(self._questions, self.review.answers, day)
        html = as_html(self._questions, self.review.answers, day)
        if word is Press.COPY:
            printing.copy(text, html)
            return _("Copied.")
        if word is Press.PRINT:
            return _("Sent to the printer.") if self._world.print_out(html, self.window) else ""
        path = self._world.ask_file(self.window)
        if path is None:
            return ""
        try:
            written = printing.save(path, text=text, html=html)
        except OSError as error:
            return _("It could not be saved: {why}.").format(why=error.strerror or type(error).__name__)
        return _("Saved as {name}.").format(name=written.name)

    def _forget(self) -> None:
        try:
            store.forget()
        except OSError as error:
            self.window.tell(_("The answers could not be removed: {why}.").format(why=error.strerror or ""))
            return
        self.review, self.at = store.Review(), self._questions[0].id
        self.show_start()

    def _sources(self) -> None:
        """F1: where the question was read."""
        if self.window.shown is not self.window.question or self.window.question.fix.isHidden():
            return
        from ergobreak.routines.tables import sources  # noqa: PLC0415 - only when somebody asks

        known = sources()
        titles = [known[key].title if key in known else key for key in self._by_id[self.at].sources]
        label = self.window.question.fix.sources
        label.say("" if label.text() else view.sources_line(titles))
        self.window.fit()

    def _open(self, screen: str) -> None:
        try:
            self._world.open_screen(SCREENS[screen])
        except (KeyError, OSError):
            self.window.tell(_("The check-in could not be opened. It is in the tray menu."))
