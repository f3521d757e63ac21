"""A break that is seen before its routine is chosen: the words come into the room that was kept for them."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QStyle

from ergobreak.screens.break_screen import BreakScreen
from ergobreak.screens.break_view import Action, Phase
from ergobreak.screens.card import Look
from ergobreak.screens.flow import visual_rect
from tests.screens.eye import faults, place
from tests.screens.stage import STOP, TURN, USUAL, WALK, FakeFigure, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ergobreak.screens.card import Card

pytestmark = pytest.mark.screens


class Library:
    """Chooses when the story says so."""

    def __init__(self, **chosen: Any) -> None:  # noqa: ANN401 - whatever a card may hold
        self.chosen = chosen
        self.may_choose = threading.Event()
        self.asked = 0

    def fill(self, card: Card) -> Card:
        self.asked += 1
        assert self.may_choose.wait(10)
        if not self.chosen:
            msg = "a damaged library"
            raise ValueError(msg)
        return replace(card, **self.chosen)


def unchosen(scene: Callable[..., Scene], library: Library, **values: Any) -> tuple[Scene, BreakScreen]:  # noqa: ANN401 - as above
    act = scene(**({"routine": None, "others": (), "why": ""} | values))
    screen = BreakScreen(replace(act.stage, fill=library.fill), FakeFigure)
    screen.open()
    screen.window.showNormal()
    screen.window.resize(USUAL)
    QApplication.processEvents()
    return act, screen


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.005)


def let_choose(library: Library, screen: BreakScreen) -> None:
    library.may_choose.set()
    until(lambda: not screen.state.choosing)
    QApplication.processEvents()


def steady(screen: BreakScreen) -> list[QRect]:
    window = screen.window
    buttons: list[QWidget] = [screen.window.page.press[each] for each in (Action.START, Action.BACK, Action.PAUSE)]
    seen = [each for each in (window.page.heading, window.page.ring, *buttons) if each.isVisible()]
    return [place(each, window) for each in seen]


@pytest.mark.parametrize("running", [True, False], ids=["running", "offered"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_moves_and_nothing_else_flashes_up(scene: Callable[..., Scene], scale: float, running: bool) -> None:
    usual = WALK | {"steps": [{"say": "Walk a little, and let your gaze go far.", "cue": "", "s": 300, "show": ["a"]}]}
    library = Library(routine=usual, others=(TURN,))
    look = Look(theme="light", text_scale=scale)
    _, screen = unchosen(scene, library, running=running, look=look, stop_rule=STOP)
    before = steady(screen)
    assert screen.window.page.title.text() == screen.window.page.line.text() == ""
    assert faults(screen.window) == []

    let_choose(library, screen)
    assert screen.window.page.title.text() != ""
    assert screen.window.page.figure.isVisible()
    assert faults(screen.window) == []
    if scale == 1.0:  # larger letters may need one line more
        assert steady(screen) == before


def test_the_start_is_told_with_the_routine_that_was_shown(scene: Callable[..., Scene]) -> None:
    library = Library(routine=WALK, others=(TURN,))
    act, screen = unchosen(scene, library, running=True)
    assert act.answers.heard == []

    let_choose(library, screen)
    assert act.answers.heard == [{"do": "answer", "answer": "start", "routine": "walk"}]
    screen.act(Action.BACK)
    assert [each["routine"] for each in act.answers.heard] == ["walk", "walk"]
    assert library.asked == 1


def test_start_pressed_before_the_choice_counts_from_then(scene: Callable[..., Scene]) -> None:
    library = Library(routine=WALK)
    act, screen = unchosen(scene, library)
    screen.act(Action.START)
    assert screen.state.phase is Phase.RUNNING
    act.clock.passes(2.0)

    let_choose(library, screen)
    assert act.answers.heard == [{"do": "answer", "answer": "start", "routine": "walk"}]
    screen.tick()
    assert screen.window.page.ring.number == "4:58"
    assert screen.window.page.title.text() == WALK["steps"][0]["say"]


def test_whoever_leaves_first_has_still_begun(scene: Callable[..., Scene]) -> None:
    library = Library(routine=WALK)
    act, screen = unchosen(scene, library, running=True)
    screen.act(Action.BACK)
    assert [(each["answer"], each["routine"]) for each in act.answers.heard] == [("start", ""), ("back", "")]

    let_choose(library, screen)
    assert act.answers.words == ["start", "back"]


def test_another_walks_through_the_others_that_were_found(scene: Callable[..., Scene]) -> None:
    library = Library(routine=WALK, others=(TURN,), why="You sat for long.")
    _, screen = unchosen(scene, library)
    assert not screen.window.page.press[Action.ANOTHER].isVisible()

    let_choose(library, screen)
    screen.act(Action.ANOTHER)
    assert screen.window.page.title.text() == TURN["title"]
    screen.act(Action.WHY)
    assert screen.window.page.why.text().startswith("You sat for long.")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_damaged_library_leaves_the_plain_words(scene: Callable[..., Scene]) -> None:
    library = Library()
    act, screen = unchosen(scene, library, running=True)
    let_choose(library, screen)
    until(lambda: not any(each.name == "choice" for each in threading.enumerate()))  # it dies in this test's time

    assert screen.window.page.title.text() == "Look far, breathe out, change position."
    assert act.answers.heard == [{"do": "answer", "answer": "start", "routine": ""}]
    assert faults(screen.window) == []


SPANS = st.integers(-50, 500)
SIZES = st.integers(0, 500)


@given(st.builds(QRect, SPANS, SPANS, SIZES, SIZES), st.builds(QRect, SPANS, SPANS, SIZES, SIZES))
def test_right_to_left_is_mirrored_as_qt_does(bounds: QRect, rect: QRect) -> None:
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        assert visual_rect(direction, bounds, rect) == QStyle.visualRect(direction, bounds, rect)
