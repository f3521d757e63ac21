"""Plans in the library, what explains a routine, the log of a prescribed one; lines of Today; another desk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ergobreak.posture import answers as store
from ergobreak.posture.model import Answer, questions
from ergobreak.routines import accepted
from ergobreak.screens.card import Look
from ergobreak.screens.desk import this_desk
from ergobreak.screens.library_logs import Outside
from ergobreak.screens.library_plans import Act
from ergobreak.screens.library_screen import LibraryScreen
from ergobreak.screens.today_screen import TodayScreen
from ergobreak.screens.workstation_screen import WorkstationScreen, World
from ergobreak.screens.workstation_window import Press
from tests.fakes.sheets import sheet
from tests.screens.eye import faults
from tests.screens.stage import FakeFigure, Scene
from tests.screens.today_stage import FakeRunner, full_day, look_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.screens
DAY = date(2026, 11, 22)
NOW = "2026-11-22T11:00:00+00:00"
SHEET = sheet("10:00", "15:30")
SITUATION: dict[str, Any] = {"now": NOW, "settings": {}, "standing": {}, "history": []}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    return tmp_path


class Play:
    """A library with a player, a printer and a file dialog that remember."""

    def __init__(self, build: Callable[..., Scene], size: QSize | None = None, scale: float = 1.0, **data: Any) -> None:  # noqa: ANN401 - what a card may carry
        self.started: list[str] = []
        self.printed: list[str] = []
        self.file: Path | None = None
        look = Look(theme="light", text_scale=scale)
        act = build(screen="library", routine=None, look=look, data={**SITUATION, **data})
        outside = Outside(ask_file=lambda _parent: self.file, can_print=lambda: True, print_out=self._print)
        self.screen = LibraryScreen(act.stage, FakeFigure, self.started.append, lambda names: names[0], outside)
        self.window = self.screen.window
        self.screen.open()
        self.window.showNormal()
        self.window.resize(size or QSize(1280, 800))
        self.settle()

    def _print(self, html: str, _parent: QWidget) -> bool:
        self.printed.append(html)
        return True

    def settle(self) -> None:
        for _turn in range(3):
            QApplication.processEvents()

    def press(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def act(self, plan: str, act: Act) -> None:
        self.press(self.window.plans.cards[plan].press[act])

    def can(self, plan: str) -> set[Act]:
        return {act for act, button in self.window.plans.cards[plan].press.items() if not button.isHidden()}


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(1920, 1080)], ids=lambda size: f"{size.width()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_plans_are_whole_in_every_size(scene: Callable[..., Scene], size: QSize, scale: float) -> None:
    play = Play(scene, size, scale)
    play.press(play.window.plans_button)
    play.act("hands", Act.ACCEPT)

    assert play.window.plans.isVisible()
    assert not play.window.grid.isVisible()
    assert faults(play.window) == []


def test_a_plan_is_taken_up_rests_goes_on_and_stops(scene: Callable[..., Scene]) -> None:
    play = Play(scene)
    play.press(play.window.plans_button)
    assert play.can("two_minute_shoulder") == {Act.ACCEPT}

    play.act("two_minute_shoulder", Act.ACCEPT)
    assert [each["id"] for each in accepted.rows()] == ["two_minute_shoulder"]
    assert play.can("two_minute_shoulder") == {Act.START, Act.PAUSE, Act.STOP}
    assert "Due today" in play.window.plans.cards["two_minute_shoulder"].state.text()
    assert play.window.focusWidget() is play.window.plans.cards["two_minute_shoulder"].press[Act.START]

    play.act("two_minute_shoulder", Act.PAUSE)
    assert play.can("two_minute_shoulder") == {Act.RESUME, Act.STOP}
    play.act("two_minute_shoulder", Act.RESUME)
    play.act("two_minute_shoulder", Act.STOP)
    assert accepted.rows() == []
    assert play.can("two_minute_shoulder") == {Act.ACCEPT}
    assert play.window.notice.text().startswith("The plan is stopped.")


def test_what_is_due_starts_from_its_card(scene: Callable[..., Scene]) -> None:
    play = Play(scene)
    play.press(play.window.plans_button)
    play.act("two_minute_shoulder", Act.ACCEPT)
    play.act("two_minute_shoulder", Act.START)

    assert play.started == ["two_minute_shoulder"]


def test_a_plan_that_waits_says_why_and_cannot_be_taken_up(scene: Callable[..., Scene]) -> None:
    play = Play(scene, held_back="Your last check-in asks you to rest these for now.")
    play.press(play.window.plans_button)
    card = play.window.plans.cards["hands"]

    assert play.can("hands") == set()
    assert card.held.words.text() == "Your last check-in asks you to rest these for now."


def test_looking_for_a_routine_leaves_the_plans(scene: Callable[..., Scene]) -> None:
    play = Play(scene)
    play.press(play.window.plans_button)
    QTest.keyClicks(play.window.search, "neck")
    play.settle()

    assert play.window.grid.isVisible()
    assert not play.window.plans.isVisible()
    assert not play.window.plans_button.isChecked()


def test_a_plan_that_cannot_be_kept_says_so(scene: Callable[..., Scene], home: Path) -> None:
    play = Play(scene)
    play.press(play.window.plans_button)
    (home / "state").write_text("in the way", encoding="utf-8")
    play.act("hands", Act.ACCEPT)

    assert "cannot be written" in play.window.notice.text()
    assert play.can("hands") == {Act.ACCEPT}


def test_learn_more_opens_an_explanation_with_its_sources(scene: Callable[..., Scene]) -> None:
    play = Play(scene, wanted="tendon_glides")
    more = play.window.preview.below
    title, words, sources = more.cards[0]
    assert not words.isVisible()

    play.press(more.learn_button)
    assert title.text() == "The tunnel at the wrist"
    assert "median nerve" in words.text()
    assert sources.text().startswith("Sources: ")
    play.press(more.learn_button)
    assert not words.isVisible()


def test_a_prescribed_one_shows_its_times_and_has_a_log(
    scene: Callable[..., Scene], home: Path, tmp_path: Path
) -> None:
    folder = home / "config" / "routines"
    folder.mkdir(parents=True)
    (folder / "my_sheet.toml").write_text(SHEET, encoding="utf-8")
    history = [{"at": "2026-11-21T10:05:00+00:00", "fact": "done", "routine": "my_sheet"}]
    play = Play(scene, wanted="my_sheet", own=[str(folder)], history=history)
    more = play.window.preview.below

    assert "10:00" in more.times.text() or "10:00 AM" in more.times.text()
    play.press(more.print_button)
    assert "<h1>My sheet" in play.printed[0]
    assert more.told.text() == "Sent to the printer."
    for name in ("log.html", "log.txt", "log.pdf"):
        play.file = tmp_path / name
        play.press(more.save_button)
        assert play.file.stat().st_size > 200
        assert more.told.text() == f"Saved as {name}."
    assert "2026-11-21  10:05" in (tmp_path / "log.txt").read_text(encoding="utf-8")
    play.file = tmp_path / "nowhere" / "log.txt"
    play.press(more.save_button)
    assert more.told.text().startswith("It could not be saved")


def test_the_others_have_no_log(scene: Callable[..., Scene]) -> None:
    play = Play(scene, wanted="chin_tuck")
    more = play.window.preview.below

    assert more.print_button.isHidden()
    assert more.save_button.isHidden()
    assert more.times.isHidden()


# -- Today -------------------------------------------------------------------------------------------------------------


def today(build: Callable[..., Scene], **more: Any) -> tuple[TodayScreen, FakeRunner]:  # noqa: ANN401 - as above
    runner = FakeRunner()
    act = build(screen="today", prompt=0, data={**full_day(), **more}, look=look_of())
    screen = TodayScreen(act.stage, runner)  # type: ignore[arg-type] # a fake has the same words
    screen.open()
    screen.window.showNormal()
    screen.window.resize(1280, 1000)
    for _turn in range(3):
        QApplication.processEvents()
    return screen, runner


def reviewed_at(desk: str) -> None:
    first = questions()[0]
    store.keep(store.Review().answering({first.id: Answer.YES}, at=first.id, on=DAY, desk=desk))


def test_what_is_due_stands_in_one_line_and_starts(scene: Callable[..., Scene]) -> None:
    screen, runner = today(scene, due={"line": "From your plan today: Chin tuck.", "routine": "chin_tuck"})

    assert screen.window.due.isVisible()
    assert screen.window.due.words.text() == "From your plan today: Chin tuck."
    screen.window.due.button.click()
    assert runner.started == [("routine", "start", "chin_tuck")]
    screen.window.show_data(full_day(due={}))
    assert not screen.window.due.isVisible()
    assert faults(screen.window) == []


def test_something_worth_knowing_opens_and_shuts(scene: Callable[..., Scene]) -> None:
    known = {
        "title": "No posture is the right one",
        "text": "The next position is the best one.",
        "sources": "Sources: X.",
    }
    screen, _runner = today(scene, knowing=known)
    knowing = screen.window.knowing

    assert knowing.link.text() == "Worth knowing: No posture is the right one"
    assert not knowing.words.isVisible()
    knowing.link.click()
    assert (knowing.words.text(), knowing.sources.text()) == (known["text"], known["sources"])
    assert faults(screen.window) == []


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        ("another screen", "Your screens are not those of your last workstation check."),
        (store.MOVED, "Your desk has changed. The workstation check looks at it anew."),
    ],
)
def test_after_a_change_of_desk_the_workstation_check_is_offered(
    scene: Callable[..., Scene], desk: str, words: str
) -> None:
    reviewed_at(desk)
    screen, runner = today(scene)

    assert screen.window.desk.words.text() == words
    screen.window.desk.button.click()
    assert runner.started == [("workstation",)]


def test_at_the_same_desk_nothing_is_said(scene: Callable[..., Scene]) -> None:
    reviewed_at(this_desk())

    assert not today(scene)[0].window.desk.isVisible()


# -- the workstation check ---------------------------------------------------------------------------------------------


def workstation(build: Callable[..., Scene], **data: Any) -> WorkstationScreen:  # noqa: ANN401 - as above
    act = build(screen="workstation", routine=None, look=Look(theme="light"), data=data)
    screen = WorkstationScreen(act.stage, World(desk=lambda: "one screen", today=lambda: DAY, can_print=lambda: True))
    screen.open()
    return screen


def test_whoever_says_that_the_desk_has_changed_is_offered_all_of_it_again(scene: Callable[..., Scene]) -> None:
    reviewed_at("one screen")
    screen = workstation(scene)
    changed = screen.window.press[Press.CHANGED]
    assert changed.isVisible()

    changed.click()
    assert screen.window.press[Press.BEGIN].text() == "Go through it again"
    assert not changed.isVisible()
    assert store.load(questions()).desk == store.MOVED
    screen.window.press[Press.BEGIN].click()
    assert screen.at == questions()[0].id
    assert store.load(questions()).desk == "one screen"
    assert store.load(questions()).answers


def test_the_same_from_the_tray(scene: Callable[..., Scene]) -> None:
    reviewed_at("one screen")
    screen = workstation(scene, changed=True)

    assert screen.window.press[Press.KEEP].isVisible()
    screen.window.press[Press.KEEP].click()
    assert store.load(questions()).desk == "one screen"


def test_without_answers_there_is_nothing_to_change(scene: Callable[..., Scene]) -> None:
    screen = workstation(scene, changed=True)

    assert not screen.window.press[Press.CHANGED].isVisible()
    assert screen.window.press[Press.BEGIN].text() == "Begin"


# -- finding by need ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "there", "not_there"),
    [
        ("dry eyes", {"full_blinks", "gaze_20"}, {"chin_tuck"}),
        ("headache", {"belly_breathing"}, {"bridge"}),
        ("carpal", {"tendon_glides"}, {"wrist_stretch_pair"}),
        ("tingling thumb", {"tendon_glides", "hand_shakeout"}, {"wrist_stretch_pair", "wall_push_up"}),
        ("trapped", {"lesson_flare"}, {"cat_camel"}),
        ("leg tingling", {"walk_2"}, {"hamstring_chair", "cat_camel", "floor_twist"}),
        ("calm", {"belly_breathing", "tense_release"}, {"sit_to_stand"}),
        ("wheelchair", {"chair_weight_shift"}, {"walk_2"}),
    ],
)
def test_a_need_in_plain_words_finds_what_suits_it_and_nothing_it_leaves_out(
    scene: Callable[..., Scene], words: str, there: set[str], not_there: set[str]
) -> None:
    play = Play(scene)
    QTest.keyClicks(play.window.search, words)
    play.settle()
    found = set(play.window.grid.shown)

    assert there <= found
    assert not not_there & found
