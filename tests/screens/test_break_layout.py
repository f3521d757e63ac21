"""The break screen as the eye finds it: every state, theme, text size, language and monitor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from ergobreak.routines.tables import cards
from ergobreak.screens.break_view import Action
from ergobreak.screens.card import Look
from tests.screens.eye import faults, place
from tests.screens.stage import WALK, Scene, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.break_screen import BreakScreen

pytestmark = pytest.mark.screens
SIZES = (QSize(1280, 800), QSize(1920, 1080))


def offered(scene: Scene, screen: BreakScreen) -> None:
    """As it opened."""


def with_why(scene: Scene, screen: BreakScreen) -> None:
    longest = max((card.text for card in cards().values()), key=len)
    screen._state = replace(screen._state, known={"walk": longest})
    screen.act(Action.WHY)
    assert longest in screen.window.page.why.text()


def running(scene: Scene, screen: BreakScreen) -> None:
    screen.act(Action.START)
    scene.clock.passes(78.0)
    screen.tick()


def typing(scene: Scene, screen: BreakScreen) -> None:
    running(scene, screen)
    screen.order({"do": "typing", "on": True})


def paused(scene: Scene, screen: BreakScreen) -> None:
    running(scene, screen)
    screen.act(Action.PAUSE)


def plain(scene: Scene, screen: BreakScreen) -> None:
    screen.act(Action.JUST_PAUSE)


def closing(scene: Scene, screen: BreakScreen) -> None:
    screen.act(Action.START)
    scene.clock.passes(400.0)
    screen.tick()


STATES = (offered, with_why, running, typing, paused, plain, closing)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut_and_nothing_overlaps(
    scene: Callable[..., Scene], theme: str, scale: float, size: QSize
) -> None:
    for reach in STATES:
        look = Look(theme=theme, text_scale=scale)
        act = scene(look=look, breaks_today=8, data={"voice": True})
        screen = shown(act, size)
        reach(act, screen)
        QApplication.processEvents()

        assert faults(screen.window) == [], reach.__name__
        screen.leave()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("long_words")
def test_words_as_long_as_german_ones_fit(scene: Callable[..., Scene], scale: float) -> None:
    for reach in STATES:
        act = scene(look=Look(theme="light", text_scale=scale), breaks_today=8, data={"voice": True})
        screen = shown(act)
        reach(act, screen)
        QApplication.processEvents()

        assert faults(screen.window) == [], reach.__name__
        screen.leave()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_mirrors_the_page(scene: Callable[..., Scene], scale: float) -> None:
    act = scene(look=Look(theme="light", text_scale=scale))
    screen = shown(act)
    window, page = screen.window, screen.window.page

    assert faults(window) == []
    assert place(page.figure, window).center().x() > window.width() / 2
    assert place(page.press[Action.START], window).left() > place(page.press[Action.SNOOZE], window).left()
    assert place(page.title, window).right() <= place(page.figure, window).left()


def test_small_windows_scroll_and_cut_nothing(scene: Callable[..., Scene]) -> None:
    screen = shown(scene(look=Look(theme="light", text_scale=2.0)), QSize(900, 600))

    assert faults(screen.window) == []
    assert screen.window.page.height() > screen.window.body.height()


def test_large_text_puts_the_columns_into_one_and_the_buttons_two_by_two(scene: Callable[..., Scene]) -> None:
    screen = shown(scene(look=Look(theme="light", text_scale=2.0)))
    page = screen.window.page
    start, snooze = page.press[Action.START].geometry(), page.press[Action.SNOOZE].geometry()
    shorter = page.press[Action.SHORTER].geometry()

    assert page.compact
    assert start.top() == snooze.top() < shorter.top()
    assert start.left() == shorter.left()


def test_what_to_do_stands_beside_the_figure(scene: Callable[..., Scene]) -> None:
    screen = shown(scene())
    window, page = screen.window, screen.window.page

    assert not page.compact
    assert place(page.figure, window).right() < place(page.title, window).left()
    assert page.title.text() == WALK["title"]
    assert page.figure.steps == [(0, False)]


def test_without_a_figure_the_words_stand_in_the_middle(scene: Callable[..., Scene]) -> None:
    act = scene(breaks_today=8)
    screen = shown(act)
    closing(act, screen)
    middle = place(screen.window.page.title, screen.window).center().x()

    assert abs(middle - screen.window.width() // 2) <= 1
