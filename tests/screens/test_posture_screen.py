"""The posture check: a small window that asks, takes nothing, and goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.posture.model import checks
from ergobreak.screens.card import Look
from ergobreak.screens.posture_screen import PostureScreen
from tests.screens.eye import faults
from tests.screens.playing import PlayedFigure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
FIGURE = {"frames": {"a": {"base": "sit", "nk": 50}, "b": {"base": "sit"}}}
LONGEST = max(checks(), key=lambda each: len(each.say) + len(each.fix))
DATA = {"id": LONGEST.id, "say": LONGEST.say, "fix": LONGEST.fix, "figure": FIGURE}


class Asked:
    """A posture check with everything it was given."""

    def __init__(self, scene: Callable[..., Scene], here: bool = False, **values: Any) -> None:  # noqa: ANN401 - whatever a card may hold
        given: dict[str, Any] = {"screen": "posture", "kind": "posture_check", "duration_s": 40.0, "data": DATA}
        self.act = scene(**(given | values))
        self.screen = PostureScreen(self.act.stage, PlayedFigure)
        self.here = here
        self.screen.somebody_is_here = lambda: self.here  # type: ignore[method-assign] # there is no mouse offscreen
        self.screen.open()
        QApplication.processEvents()
        self.window = self.screen.window

    def lives(self, seconds: int) -> None:
        for _ in range(seconds):
            self.act.clock.passes(1.0)
            self.screen.tick()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.windowHandle(), key)
        QApplication.processEvents()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("data", [DATA, DATA | {"figure": None}], ids=["figure", "words alone"])
def test_it_is_whole_in_every_size(scene: Callable[..., Scene], theme: str, scale: float, data: dict[str, Any]) -> None:
    asked = Asked(scene, look=Look(theme=theme, text_scale=scale), data=data)
    assert faults(asked.window) == []
    asked.here = True
    asked.lives(1)
    QApplication.processEvents()
    assert faults(asked.window) == []


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.usefixtures("long_words")
def test_it_is_whole_in_long_words(scene: Callable[..., Scene], scale: float) -> None:
    assert faults(Asked(scene, look=Look(theme="light", text_scale=scale)).window) == []


@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_mirrors_it(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene)
    assert faults(asked.window) == []
    assert asked.window.done.x() > asked.window.not_now.x()


def test_where_the_monitor_is_low_the_figure_gives_way(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene, look=Look(theme="light", text_scale=2.0))
    room = asked.window.screen().availableGeometry().height()
    assert asked.window.card_rect().height() <= room


def test_it_appears_without_taking_the_focus_and_is_never_large(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene, look=Look(theme="light", full_screen=True))
    assert asked.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not asked.window.isFullScreen()
    assert asked.window.card_rect().width() == 372


@pytest.mark.parametrize(
    ("button", "word", "rating"),
    [("done", "fine", "done"), ("not_now", "skip", "not_now"), ("less", "skip", "less")],
)
def test_one_tap_answers_once(scene: Callable[..., Scene], button: str, word: str, rating: str) -> None:
    asked = Asked(scene)
    QTest.mouseClick(getattr(asked.window, button), Qt.MouseButton.LeftButton)
    told = {"do": "answer", "answer": word, "routine": f"posture:{LONGEST.id}", "rating": rating}
    assert asked.act.answers.heard == [told]
    asked.screen.answer("fine", "done")
    assert len(asked.act.answers.heard) == 1


@pytest.mark.parametrize(
    ("key", "word"), [(Qt.Key.Key_Return, "fine"), (Qt.Key.Key_N, "skip"), (Qt.Key.Key_Escape, "closed")]
)
def test_keys_answer_once_the_guard_is_over(scene: Callable[..., Scene], key: Qt.Key, word: str) -> None:
    asked = Asked(scene)
    asked.press(key)
    assert asked.act.answers.heard == []
    asked.act.clock.passes(1.0)
    asked.press(key)
    assert asked.act.answers.words == [word]


def test_it_goes_by_itself_and_was_seen_and_nothing_more(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene, look=Look(theme="light", reduced_motion=True))
    asked.lives(10)
    assert asked.window.closes.text() == "Closes in 30 s"
    asked.lives(30)
    assert asked.act.answers.heard == [
        {"do": "answer", "answer": "closed", "routine": f"posture:{LONGEST.id}", "rating": "seen"}
    ]
    assert asked.act.ended == [True]


def test_its_clock_waits_while_somebody_is_here(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene)
    asked.lives(10)
    asked.here = True
    asked.lives(600)
    assert asked.act.answers.heard == []
    assert asked.window.closes.text() == "Stays open"
    asked.here = False
    asked.lives(1)
    assert asked.window.closes.text() == "Closes in 29 s", "the second in which the mouse came has passed"


def test_one_opened_by_hand_tells_its_answer_too(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene, prompt=0)
    asked.act.clock.passes(1.0)
    asked.press(Qt.Key.Key_Return)
    assert asked.act.answers.heard == [{"do": "posture_seen", "routine": f"posture:{LONGEST.id}", "rating": "done"}]


def test_a_figure_that_cannot_be_drawn_leaves_the_words_alone(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene, data=DATA | {"figure": FIGURE | {"broken": True}})
    assert not asked.window.paper.isVisible()
    assert asked.window.question.text() == LONGEST.say


def test_the_figure_shows_where_to_end(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene)
    assert asked.window.paper.figure.still == ["b"]


def test_close_says_nothing(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene)
    asked.screen.leave()
    assert asked.act.answers.heard == []


def test_what_a_screen_reader_finds(scene: Callable[..., Scene]) -> None:
    asked = Asked(scene)
    name = QAccessible.queryAccessibleInterface(asked.window).text(QAccessible.Text.Name)
    assert name == f"Posture check. {LONGEST.say} {LONGEST.fix}"
    assert asked.window.windowTitle() == "ergobreak"
