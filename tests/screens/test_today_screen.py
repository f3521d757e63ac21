"""The Today screen as a person meets it: seen in every size, look and language, and kept fresh."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.screens.text_label import TextLabel
from ergobreak.screens.today_screen import TodayScreen, clock_of
from tests.screens.eye import faults, place
from tests.screens.today_stage import FakeRunner, first_minutes, full_day, look_of, status

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
SIZES = (QSize(1280, 800), QSize(1920, 1080))
SCALES = (1.0, 1.5, 2.0)


def shown(scene: Scene, size: QSize = SIZES[0]) -> tuple[TodayScreen, FakeRunner]:
    runner = FakeRunner()
    screen = TodayScreen(scene.stage, runner)  # type: ignore[arg-type] # a fake has the same words
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size)
    QApplication.processEvents()
    QApplication.processEvents()
    return screen, runner


def today(build: Callable[..., Scene], data: dict[str, Any], **look: str | float) -> Scene:
    return build(screen="today", prompt=0, data=data, look=look_of(**look))


def lists(screen: TodayScreen) -> None:
    for card in (screen.window.day, screen.window.week, screen.window.moves):
        card.turn()
    QApplication.processEvents()
    screen.window.fit()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("data", [full_day(), first_minutes(), full_day(status=None)], ids=["full", "empty", "stopped"])
def test_nothing_is_cut_and_nothing_overlaps(
    scene: Callable[..., Scene], size: QSize, scale: float, data: dict[str, Any]
) -> None:
    screen, _runner = shown(today(scene, data, text_scale=scale), size)
    assert faults(screen.window) == []
    lists(screen)
    assert faults(screen.window) == []


@pytest.mark.parametrize("scale", SCALES)
def test_longer_words_fit(scene: Callable[..., Scene], long_words: None, scale: float) -> None:
    screen, _runner = shown(today(scene, full_day(), text_scale=scale))
    assert faults(screen.window) == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_from_right_to_left(scene: Callable[..., Scene], right_to_left: None, theme: str) -> None:
    screen, _runner = shown(today(scene, full_day(), theme=theme))
    window = screen.window

    assert faults(window) == []
    assert place(window.title, window).left() > place(window.take, window).right()
    assert window.timeline.across(600) > window.timeline.across(700)


def test_three_plain_facts(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day()))
    values = [(card.name.text(), card.value.text(), card.line.text()) for card in screen.window.facts]

    assert [[part.replace("\u00a0", " ") for part in each] for each in values] == [
        ["Breaks today", "4", "2 movement, 2 micro, and 1 of your own"],
        ["Next break", "in 12 min", "Movement break, about 14:36"],
        ["Away from the chair", "58 min", "Longest still stretch: 38 min, with a call"],
    ]


def test_large_text_makes_one_column(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day(), text_scale=2.0))
    one, two = (place(card, screen.window) for card in screen.window.facts[:2])

    assert one.left() == two.left()
    assert one.bottom() < two.top()


def test_an_empty_day_has_words_and_no_axes(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, first_minutes()))
    window = screen.window

    assert window.empty_words.text() == "Your day starts here. First break in about 25 min."
    assert not any(each.isVisible() for each in (window.timeline, window.bars, window.facts_row))


def test_without_the_daemon_there_is_a_bar_that_starts_it(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(today(scene, full_day(status=None, planned=[])))
    window = screen.window

    assert window.stopped.isVisible()
    assert not window.take.isEnabled()
    assert window.ring.target is window.start
    QTest.keyClick(window.start, Qt.Key.Key_Return)
    assert runner.started == [("run",)]


def test_take_a_break_now_asks_the_daemon(scene: Callable[..., Scene]) -> None:
    made = today(scene, full_day())
    screen, _runner = shown(made)
    assert screen.window.ring.target is screen.window.take
    QTest.keyClick(screen.window.take, Qt.Key.Key_Space)

    assert made.answers.heard == [{"do": "break"}]


def test_start_a_routine_is_there_only_with_a_library(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(today(scene, full_day()))
    screen.window.routine.click()
    assert runner.started == [("library",)]

    bare, _runner = shown(today(scene, full_day(library=False)))
    assert not bare.window.routine.isVisible()


def test_minutes_are_counted_down_without_asking_anybody(scene: Callable[..., Scene]) -> None:
    made = today(scene, full_day())
    screen, runner = shown(made)
    made.clock.passes(300)
    screen.window._recount()

    assert screen.window.facts[1].value.text().replace("\u00a0", " ") == "in 7 min"
    assert runner.asked == []


def test_fresh_values_are_asked_for_and_a_bad_answer_changes_nothing(scene: Callable[..., Scene]) -> None:
    screen, runner = shown(today(scene, full_day()))
    window = screen.window
    window.refresh()
    window.refresh()
    assert runner.asked == [("today", "--json")]

    runner.answers(out=json.dumps(full_day(status=status(mode="paused", pause={"seconds_left": None}))))
    assert window.facts[1].value.text() == "Paused"
    for code, out in ((2, ""), (0, "no json"), (0, "[]"), (0, '{"day": {}}')):
        window.refresh()
        runner.answers(code=code, out=out)
        assert window.facts[1].value.text() == "Paused"


def test_each_picture_has_its_list_and_its_words(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day()))
    window = screen.window

    assert "09:25 movement break, taken" in window.day.rows
    assert "10:18 movement break, a short one" in window.day.rows
    assert "10:51 to 11:21 call" in window.day.rows
    assert "Wed: 11 breaks" in window.week.rows
    assert "Low back: 1 of 2" in window.moves.rows
    spoken = QAccessible.queryAccessibleInterface(window.timeline)
    assert spoken.role() == QAccessible.Role.Graphic
    assert spoken.text(QAccessible.Text.Name) == "Your day"
    assert "09:25 movement break, taken" in spoken.text(QAccessible.Text.Description)


def test_show_as_list_by_keys_alone(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day()))
    window = screen.window
    for _press in range(10):
        if window.focusWidget() is window.day.link:
            break
        QTest.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is window.day.link
    assert window.ring.target is window.day.link
    QTest.keyClick(window.day.link, Qt.Key.Key_Return)
    assert window.day.list.isVisible()
    assert not window.timeline.isVisible()


def test_esc_closes_and_ctrl_plus_enlarges(scene: Callable[..., Scene]) -> None:
    made = today(scene, full_day())
    screen, _runner = shown(made)
    QTest.keyClick(screen.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    QApplication.processEvents()
    assert screen.window.theme.scale == 1.1
    assert faults(screen.window) == []

    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    assert made.ended == [True]


def test_nothing_on_the_screen_blames_or_compares(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day()))
    said = " ".join(each.text() for each in screen.window.findChildren(TextLabel)).lower()
    assert "!" not in said
    assert not {"missed", "skipped", "goal", "streak", "score", "should"} & set(said.replace(",", " ").split())


def test_a_gap_reads_welcome_back(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day(welcome_back=True)))
    assert screen.window.welcome.isVisible()


def test_the_clock_is_read_as_the_person_reads_it(app: QApplication) -> None:
    assert clock_of("24")(876) == "14:36"
    assert clock_of("12")(876) == "2:36 pm"
    assert clock_of("12")(5) == "12:05 am"
    assert clock_of("24")(24 * 60) == "00:00"
    assert "36" in clock_of("system")(876)


def test_a_seated_person_is_not_told_of_the_chair(scene: Callable[..., Scene]) -> None:
    screen, _runner = shown(today(scene, full_day(status=status(profile="seated_only"))))
    assert screen.window.facts[2].name.text() == "Away from the screen"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"prompt": {"kind": "micro_break", "phase": "running"}}, "Now"),
        ({"prompt": {"kind": "micro_break", "phase": "prelude"}}, "Soon"),
        ({"outside_hours": True}, "Quiet now"),
        ({"next": []}, "None"),
        ({"mode": "quiet", "pause": {"seconds_left": 1800}}, "Paused"),
        (
            {
                "prompt": {"kind": "micro_break", "phase": "held"},
                "holds": [{"reason": "camera", "seconds": 600, "ignored": False}],
            },
            "Later",
        ),
    ],
)
def test_the_next_break_in_every_state_of_things(
    scene: Callable[..., Scene], values: dict[str, Any], words: str
) -> None:
    screen, _runner = shown(today(scene, full_day(status=status(**values))))
    assert screen.window.facts[1].value.text() == words
    assert faults(screen.window) == []
