"""The workstation check: one question a page, the fix at once, left and taken up again, and a list to hand on."""

from __future__ import annotations

import json
import stat
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.posture import answers as store
from ergobreak.posture.model import Answer, questions
from ergobreak.screens import printing
from ergobreak.screens.card import Look
from ergobreak.screens.desk import this_desk
from ergobreak.screens.names import SCREENS
from ergobreak.screens.workstation_screen import WorkstationScreen, World
from ergobreak.screens.workstation_view import PartState, part_views
from ergobreak.screens.workstation_window import Press
from tests.screens.eye import faults, place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
DAY = date(2026, 11, 22)
FIRST, LAST = questions()[0].id, questions()[-1].id
SIZES = (QSize(800, 760), QSize(1280, 800), QSize(1920, 1080))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    return tmp_path


class Desk:
    """What is outside the window."""

    def __init__(self, screens: str = "one screen", *, file: Path | None = None, printer: bool = True) -> None:
        self.opened: list[str] = []
        self.printed: list[str] = []
        self.world = World(
            desk=lambda: screens,
            today=lambda: DAY,
            ask_file=lambda _parent: file,
            open_screen=self.opened.append,
            can_print=lambda: printer,
            print_out=self._print,
        )

    def _print(self, html: str, _parent: object) -> bool:
        self.printed.append(html)
        return True


def shown(
    scene: Callable[..., Scene], desk: Desk | None = None, look: Look | None = None, size: QSize | None = None
) -> WorkstationScreen:
    act = scene(screen="workstation", routine=None, look=look or Look(theme="light"))
    screen = WorkstationScreen(act.stage, (desk or Desk()).world)
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size or QSize(800, 760))
    settle()
    return screen


def settle() -> None:
    for _turn in range(3):
        QApplication.processEvents()


def press(screen: WorkstationScreen, key: Qt.Key | str) -> None:
    target = screen.window.focusWidget()
    if isinstance(key, str):
        QTest.keyClicks(target, key)
    else:
        QTest.keyClick(target, key)
    settle()


def answer_all(screen: WorkstationScreen, answer: Answer = Answer.NO) -> None:
    for each in questions():
        screen.show_question(each.id)
        screen.answer(answer)


def test_the_app_knows_the_screen() -> None:
    assert SCREENS["workstation"].endswith(":open_workstation")


def test_it_begins_with_the_parts_and_no_count_of_questions(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    start = screen.window.start

    assert [row.text() for row in start.rows][:3] == ["Chair", "Screen", "Keyboard"]
    assert start.rows[0].accessibleName() == "Chair, not yet"
    assert "41" not in start.intro.text() + start.heading.text()
    assert not start.remove_link.isVisible()
    assert screen.window.focusWidget() is screen.window.press[Press.BEGIN]


def test_a_no_shows_what_helps_at_once_and_waits(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    press(screen, Qt.Key.Key_Return)
    page = screen.window.question
    assert page.ask.text() == questions()[0].ask
    assert not page.fix.isVisible()
    assert not screen.window.press[Press.NEXT].isEnabled()
    assert screen.window.press[Press.NEXT].accessibleDescription() == "Choose an answer first."

    press(screen, "2")
    assert page.fix.isVisible()
    assert page.fix.fix.text() == questions()[0].fix
    assert page.fix.who.text() == "Who can act: Manager or facilities"
    assert page.rows[Answer.NO].isChecked()
    assert screen.at == FIRST
    press(screen, Qt.Key.Key_Return)
    assert screen.at == questions()[1].id


def test_a_yes_goes_on_by_itself_and_back_shows_it_again(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    press(screen, Qt.Key.Key_Return)
    press(screen, "1")
    assert screen.at == questions()[1].id

    press(screen, Qt.Key.Key_Backspace)
    assert screen.at == FIRST
    assert screen.window.question.rows[Answer.YES].isChecked()
    assert screen.window.press[Press.NEXT].isEnabled()
    press(screen, Qt.Key.Key_Backspace)
    assert screen.window.start.isVisible()


def test_enter_on_a_fresh_question_answers_nothing(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Space)

    assert screen.at == FIRST
    assert screen.review.answers == {}


def test_arrows_move_between_the_answers(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    press(screen, Qt.Key.Key_Return)
    rows = list(screen.window.question.rows.values())

    press(screen, Qt.Key.Key_Down)
    assert rows[0].hasFocus()
    press(screen, Qt.Key.Key_Up)
    assert rows[-1].hasFocus()
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Space)
    assert screen.review.answers == {FIRST: Answer.NO}


def test_digits_can_be_switched_off(scene: Callable[..., Scene]) -> None:
    screen = shown(scene, look=Look(theme="light", single_keys=False))
    press(screen, Qt.Key.Key_Return)
    press(screen, "2")

    assert screen.review.answers == {}


def test_it_is_left_anywhere_and_taken_up_there(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    press(screen, Qt.Key.Key_Return)
    for key in ("1", "1", "2"):
        press(screen, key)
    press(screen, Qt.Key.Key_Escape)
    assert not screen.window.isVisible()
    if sys.platform != "win32":  # modes are not Windows's
        assert stat.S_IMODE(store.file().stat().st_mode) == 0o600

    again = shown(scene)
    assert again.window.press[Press.BEGIN].text() == "Go on"
    assert again.window.start.rows[0].accessibleName() == "Chair, begun"
    assert "2026-11-22" in again.window.start.kept.text()
    press(again, Qt.Key.Key_Return)
    assert again.at == questions()[3].id
    press(again, Qt.Key.Key_Backspace)
    assert again.window.question.rows[Answer.NO].isChecked()
    assert again.window.question.fix.isVisible()


def test_with_every_part_done_it_says_so_and_leads_to_the_list(scene: Callable[..., Scene]) -> None:
    answer_all(shown(scene))

    again = shown(scene)
    begin = again.window.press[Press.BEGIN]
    assert again.window.start.intro.text() == "You have been through all of it. Any part can be opened again."
    assert begin.text() == "What to do"
    assert not again.window.press[Press.LIST].isVisible()
    press(again, Qt.Key.Key_Return)
    assert again.window.list.isVisible()


def test_a_part_opens_where_it_has_no_answer_yet(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    screen.window.start.rows[1].click()

    assert screen.window.question.part.text() == "Screen"
    assert screen.window.question.line.accessibleName().startswith("Parts: Chair, not yet; Screen, not yet")


def test_the_list_is_by_who_can_act_and_private_things_stay(scene: Callable[..., Scene], home: Path) -> None:
    screen = shown(scene, desk := Desk(file=home / "list"))
    answer_all(screen)
    assert screen.window.list.isVisible() or screen.at == LAST
    screen.show_list()
    settle()

    words = [each.text() for each in screen.window.list.findChildren(type(screen.window.note)) if each.isVisible()]
    headings = ["You", "IT", "Manager or facilities", "An eye test", "Only for you"]
    assert [each for each in words if each in headings] == headings
    assert questions()[0].fix in words
    private = next(each for each in questions() if each.opens)
    assert words.index(private.fix) > words.index("Only for you")

    screen.press(Press.COPY)
    copied = QGuiApplication.clipboard().text()
    assert questions()[0].fix in copied
    assert private.fix not in copied
    assert screen.window.note.text() == "Copied."
    screen.press(Press.PRINT)
    assert private.fix not in desk.printed[0]
    screen.press(Press.SAVE)
    assert screen.window.note.text() == "Saved as list.html."
    assert private.fix not in (home / "list.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "start"), [("a.txt", b"Workstation"), ("a.html", b"<!DOCTYPE"), ("a.pdf", b"%PDF-")])
def test_saved_as_text_web_page_or_pdf(scene: Callable[..., Scene], home: Path, name: str, start: bytes) -> None:
    screen = shown(scene, Desk(file=home / name))
    screen.show_question(FIRST)
    screen.answer(Answer.NO)
    screen.press(Press.LIST)
    screen.press(Press.SAVE)

    assert (home / name).read_bytes().startswith(start)
    assert len((home / name).read_bytes()) > 100


def test_a_folder_that_cannot_be_written_is_told(scene: Callable[..., Scene], home: Path) -> None:
    for name in ("none/a.pdf", "none/a.txt"):
        screen = shown(scene, Desk(file=home / name))
        screen.answer(Answer.NO)
        screen.press(Press.LIST)
        screen.press(Press.SAVE)
        assert screen.window.note.text() == "It could not be saved: No such file or directory."


def test_without_a_printing_system_there_is_no_print_button(scene: Callable[..., Scene]) -> None:
    screen = shown(scene, Desk(printer=False))
    screen.answer(Answer.NO)
    screen.press(Press.LIST)
    settle()

    assert not screen.window.press[Press.PRINT].isVisible()
    assert screen.window.press[Press.SAVE].isVisible()


def test_nothing_answered_and_nothing_to_do_are_different(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    screen.show_list()
    assert screen.window.list.summary.text() == "Nothing is answered yet."
    assert not screen.window.press[Press.COPY].isVisible()

    screen.show_question(FIRST)
    screen.answer(Answer.YES)
    screen.show_list()
    assert screen.window.list.summary.text() == "Nothing to do. What you answered fits you."


def test_pain_opens_the_check_in(scene: Callable[..., Scene]) -> None:
    screen = shown(scene, desk := Desk())
    screen.show_question("J1")
    screen.answer(Answer.NO)
    assert screen.window.question.fix.private.text() != ""
    screen.window.question.fix.open_button.click()

    assert desk.opened == ["check-in"]


def test_another_desk_offers_it_again_and_forces_nothing(scene: Callable[..., Scene]) -> None:
    first = shown(scene)
    first.answer(Answer.NO)
    first.leave()

    again = shown(scene, Desk("two screens"))
    assert again.window.press[Press.BEGIN].text() == "Go through it again"
    again.window.press[Press.KEEP].click()
    assert again.window.press[Press.BEGIN].text() == "Go on"
    again.leave()
    assert not shown(scene, Desk("two screens")).review.elsewhere("two screens")

    third = shown(scene, Desk("three screens"))
    third.window.press[Press.BEGIN].click()
    assert third.at == FIRST
    assert third.window.question.rows[Answer.NO].isChecked()


def test_answers_are_removed_on_the_second_press(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    screen.answer(Answer.NO)
    screen.press(Press.PARTS)
    link = screen.window.start.remove_link
    link.click()
    assert store.file().exists()
    assert link.text() == "Remove them now"
    link.click()

    assert not store.file().exists()
    assert screen.review.answers == {}
    assert screen.window.press[Press.BEGIN].text() == "Begin"


def test_answers_that_cannot_be_kept_are_told(scene: Callable[..., Scene], home: Path) -> None:
    screen = shown(scene)
    screen.press(Press.BEGIN)
    (home / "state").write_text("not a folder")
    screen.answer(Answer.YES)

    assert screen.window.note.text().startswith("The answers could not be kept:")
    assert screen.at == FIRST


def test_f1_opens_the_sources_of_a_fix(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    screen.answer(Answer.NO)
    press(screen, Qt.Key.Key_F1)
    assert screen.window.question.fix.sources.text().startswith("Sources: ")
    press(screen, Qt.Key.Key_F1)
    assert not screen.window.question.fix.sources.isVisible()


def test_a_screen_reader_hears_number_count_and_state(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    screen.press(Press.BEGIN)
    row = screen.window.question.rows[Answer.NO]

    assert row.accessibleName() == "2 of 4, No"
    assert QAccessible.queryAccessibleInterface(screen.window).text(QAccessible.Text.Name) == "Workstation check"
    screen.answer(Answer.NO)
    assert QAccessible.queryAccessibleInterface(row).state().checked


def test_a_part_is_new_begun_or_done() -> None:
    chair = [each.id for each in questions() if each.part == "Chair"]
    begun = part_views(questions(), {chair[0]: Answer.YES})[0]
    done = part_views(questions(), dict.fromkeys(chair, Answer.NO))[0]

    assert (begun.state, begun.first) == (PartState.BEGUN, chair[1])
    assert (done.state, done.first) == (PartState.DONE, chair[0])


@given(
    given_answers=some.dictionaries(
        some.sampled_from([each.id for each in questions()]), some.sampled_from(list(Answer)), max_size=41
    ),
    at=some.sampled_from([each.id for each in questions()]),
    desk=some.text(max_size=30),
)
def test_a_review_comes_back_as_it_was(given_answers: dict[str, Answer], at: str, desk: str) -> None:
    review = store.Review(answers=given_answers, at=at, changed=DAY, desk=desk)
    store.keep(review)

    assert store.load(questions()) == review


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"answers": 3, "at": [], "changed": 7}', '{"answers": {"A1": ["no"], "Z9": "no"}}']
)
def test_a_damaged_file_is_a_new_beginning(text: str, home: Path) -> None:
    (home / "state").mkdir()
    store.file().write_text(text)

    assert store.load(questions()).answers == {}


def test_the_file_holds_answers_and_nothing_else(scene: Callable[..., Scene]) -> None:
    screen = shown(scene)
    screen.answer(Answer.NOT_SURE)

    kept = json.loads(store.file().read_text(encoding="utf-8"))
    assert kept.keys() == {"version", "answers", "at", "changed", "desk"}
    assert kept["answers"] == {FIRST: "not_sure"}


def test_a_desk_is_known_by_its_screens(app: QApplication) -> None:
    assert f"{app.primaryScreen().size().width()}x" in this_desk()


def test_printing_is_there_or_says_that_it_is_not() -> None:
    assert printing.can_print() in {True, False}
    assert printing.file_kinds().count("*.") == 3


def at_start(screen: WorkstationScreen) -> None:
    """As it opened."""


def asking(screen: WorkstationScreen) -> None:
    screen.show_question("B7")


def fixing(screen: WorkstationScreen) -> None:
    screen.show_question("J1")
    screen.answer(Answer.NO)
    screen._sources()


def listing(screen: WorkstationScreen) -> None:
    answer_all(screen)
    screen.show_list()
    screen.window.tell("Copied.")


def started_again(screen: WorkstationScreen) -> None:
    screen.review = store.Review(answers=screen.review.answers, changed=DAY, desk="another")
    screen.show_start()


STATES = (at_start, asking, fixing, listing, started_again)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut_and_nothing_overlaps(
    scene: Callable[..., Scene], theme: str, scale: float, size: QSize
) -> None:
    screen = shown(scene, look=Look(theme=theme, text_scale=scale), size=size)
    for reach in STATES:
        reach(screen)
        settle()
        assert faults(screen.window) == [], reach.__name__


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("long_words")
def test_words_as_long_as_german_ones_fit(scene: Callable[..., Scene], scale: float) -> None:
    screen = shown(scene, look=Look(theme="light", text_scale=scale), size=QSize(1280, 800))
    for reach in STATES:
        reach(screen)
        settle()
        assert faults(screen.window) == [], reach.__name__


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_mirrors_the_page(scene: Callable[..., Scene], scale: float) -> None:
    screen = shown(scene, look=Look(theme="light", text_scale=scale), size=QSize(1280, 800))
    for reach in STATES:
        reach(screen)
        settle()
        assert faults(screen.window) == [], reach.__name__
    asking(screen)
    settle()
    window = screen.window
    assert place(window.press[Press.BACK], window).left() > place(window.press[Press.NEXT], window).right()
