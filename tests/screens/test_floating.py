"""The cue and the one question: small windows in a corner that take nothing from anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.screens.card import Look
from ergobreak.screens.question_screen import QuestionScreen
from tests.screens.eye import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.break_screen import BreakScreen
    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens


def cued(scene: Scene, seconds: float = 60) -> BreakScreen:
    screen = scene.break_screen()
    screen.prepare()
    screen.order({"do": "cue", "seconds": seconds})
    QApplication.processEvents()
    return screen


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_cue_is_whole_in_every_size(scene: Callable[..., Scene], theme: str, scale: float) -> None:
    screen = cued(scene(hidden=True, look=Look(theme=theme, text_scale=scale)))

    assert screen.cue is not None
    assert faults(screen.cue) == []


@pytest.mark.usefixtures("long_words")
def test_the_cue_is_whole_in_long_words(scene: Callable[..., Scene]) -> None:
    screen = cued(scene(hidden=True))

    assert screen.cue is not None
    assert faults(screen.cue) == []


def test_the_cue_takes_no_focus_and_the_break_stays_hidden(scene: Callable[..., Scene]) -> None:
    screen = cued(scene(hidden=True))

    assert screen.cue is not None
    assert screen.cue.isVisible()
    assert screen.cue.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert screen.cue.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert not screen.window.isVisible()
    spoken = QAccessible.queryAccessibleInterface(screen.cue).text(QAccessible.Text.Name)
    assert spoken == "Break soon. Pause now and it counts."


def test_the_cue_counts_down_and_goes_while_the_break_waits_ready(scene: Callable[..., Scene]) -> None:
    act = scene(hidden=True)
    screen = cued(act)
    assert screen.cue is not None
    act.clock.passes(23.0)
    screen._cue.tick()
    assert screen.cue.ring.number == "37"

    act.clock.passes(40.0)
    screen._cue.tick()
    assert not screen.cue.isVisible()
    assert act.answers.heard == []
    assert act.ended == []


def test_a_click_on_the_cue_asks_for_the_break(scene: Callable[..., Scene]) -> None:
    act = scene(hidden=True, door="/somewhere")
    screen = cued(act)
    assert screen.cue is not None
    QTest.mouseClick(screen.cue, Qt.MouseButton.LeftButton, pos=screen.cue.card_rect().center())

    assert act.answers.heard == [{"do": "cue_clicked", "prompt": 12}]
    assert screen.cue is None
    screen.order({"do": "show"})
    assert screen.window.isVisible()


def test_without_a_daemon_a_click_on_the_cue_opens_the_break(scene: Callable[..., Scene]) -> None:
    screen = cued(scene(hidden=True))
    assert screen.cue is not None
    QTest.mouseClick(screen.cue, Qt.MouseButton.LeftButton, pos=screen.cue.card_rect().center())

    assert screen.window.isVisible()


def test_a_click_on_the_shadow_is_not_ours(scene: Callable[..., Scene]) -> None:
    act = scene(hidden=True)
    screen = cued(act)
    assert screen.cue is not None
    QTest.mouseClick(screen.cue, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))

    assert act.answers.heard == []


def test_in_three_minutes(scene: Callable[..., Scene]) -> None:
    act = scene(hidden=True)
    screen = cued(act)
    assert screen.cue is not None
    QTest.mouseClick(screen.cue.later, Qt.MouseButton.LeftButton)

    assert act.answers.words == ["postpone"]
    assert act.answers.heard[0]["seconds"] == 180.0
    assert act.ended == [True]


def test_with_no_postponement_left_the_cue_offers_none(scene: Callable[..., Scene]) -> None:
    screen = cued(scene(hidden=True, snooze_min=()))

    assert screen.cue is not None
    assert not screen.cue.later.isVisible()


def asked(scene: Scene) -> QuestionScreen:
    screen = QuestionScreen(scene.stage)
    screen.open()
    QApplication.processEvents()
    return screen


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_question_is_whole_in_every_size(scene: Callable[..., Scene], scale: float) -> None:
    screen = asked(scene(screen="question", look=Look(theme="light", text_scale=scale)))

    assert faults(screen.window) == []


@pytest.mark.usefixtures("long_words")
def test_the_question_is_whole_in_long_words(scene: Callable[..., Scene]) -> None:
    assert faults(asked(scene(screen="question")).window) == []


def test_one_tap_answers_the_question(scene: Callable[..., Scene]) -> None:
    act = scene(screen="question", kind="micro_break", prompt=0)
    screen = asked(act)
    QTest.mouseClick(screen.window.options[1], Qt.MouseButton.LeftButton)

    assert act.answers.heard == [{"do": "complain", "kind": "micro_break", "complaint": "wrong_moment"}]
    assert act.ended == [True]


def test_a_digit_answers_the_question_once_the_guard_is_over(scene: Callable[..., Scene]) -> None:
    act = scene(screen="question", kind="micro_break", prompt=0)
    screen = asked(act)
    QTest.keyClick(screen.window.windowHandle(), Qt.Key.Key_1)
    assert act.answers.heard == []

    act.clock.passes(1.0)
    QTest.keyClick(screen.window.windowHandle(), Qt.Key.Key_1)
    assert [each["complaint"] for each in act.answers.heard] == ["too_often"]


def test_enter_cannot_answer_the_question_by_itself(scene: Callable[..., Scene]) -> None:
    act = scene(screen="question", prompt=0)
    screen = asked(act)
    act.clock.passes(1.0)
    QTest.keyClick(screen.window.windowHandle(), Qt.Key.Key_Return)

    assert act.answers.heard == []


def test_esc_closes_the_question_and_changes_nothing(scene: Callable[..., Scene]) -> None:
    act = scene(screen="question", prompt=7)
    screen = asked(act)
    act.clock.passes(1.0)
    QTest.keyClick(screen.window.windowHandle(), Qt.Key.Key_Escape)

    assert act.answers.words == ["closed"]
    assert act.ended == [True]
