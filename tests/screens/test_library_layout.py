"""The library as the eye finds it: every state, theme, text size, language and window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from ergobreak.screens.card import Look
from ergobreak.screens.library_screen import LibraryScreen
from tests.screens.eye import faults, place
from tests.screens.stage import FakeFigure, Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.screens
SIZES = (QSize(1280, 800), QSize(1920, 1080))
HELD = "Held back until your next check-in, since you told of new weakness in a leg."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))


def opened(scene: Callable[..., Scene], look: Look, size: QSize, **data: str) -> LibraryScreen:
    act = scene(screen="library", routine=None, look=look, data=data)
    screen = LibraryScreen(act.stage, FakeFigure, lambda _name: None)
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size)
    settle()
    return screen


def settle() -> None:
    for _turn in range(3):
        QApplication.processEvents()


def at_first(screen: LibraryScreen) -> None:
    """As it opened."""


def with_everything_open(screen: LibraryScreen) -> None:
    screen.window.grid.choose("leg_nerve_slider")
    screen.window.preview.toggle_easier()
    screen.window.preview.toggle_more({})
    screen.window.filters.open_parts(on=True)
    screen.window.filters.groups["hips_legs"].click()


def with_a_notice(screen: LibraryScreen) -> None:
    screen.window.grid.choose("bird_dog")
    screen.window.notice.say("Left out: mine.toml:3: title: text is expected.")
    screen.window.fit()


def empty(screen: LibraryScreen) -> None:
    screen.window.search.setText("trampoline")


STATES = (at_first, with_everything_open, with_a_notice, empty)


def wrong(screen: LibraryScreen) -> list[str]:
    """What the eye finds, and the large pieces beside: they may not lie over each other."""
    window = screen.window
    pieces = [each for each in (window.head, window.preview, window.notice) if each.isVisible()]
    if window.filters.parentWidget() is window:
        pieces.append(window.filters)
    overlaps = [
        f"{type(one).__name__} lies over {type(other).__name__}"
        for number, one in enumerate(pieces)
        for other in pieces[number + 1 :]
        if place(one, window).intersects(place(other, window))
    ]
    return [*faults(window), *overlaps]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut_and_nothing_overlaps(
    scene: Callable[..., Scene], theme: str, scale: float, size: QSize
) -> None:
    for held in ("", HELD):
        screen = opened(scene, Look(theme=theme, text_scale=scale), size, held_back=held)
        for reach in STATES:
            reach(screen)
            settle()
            assert wrong(screen) == [], reach.__name__
        screen.leave()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("long_words")
def test_words_as_long_as_german_ones_fit(scene: Callable[..., Scene], scale: float) -> None:
    screen = opened(scene, Look(theme="light", text_scale=scale), SIZES[0], held_back=HELD)
    for reach in STATES:
        reach(screen)
        settle()
        assert wrong(screen) == [], reach.__name__


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_mirrors_the_page(scene: Callable[..., Scene], scale: float) -> None:
    screen = opened(scene, Look(theme="light", text_scale=scale), SIZES[0])
    window = screen.window

    for reach in STATES[:-1]:
        reach(screen)
        settle()
        assert wrong(screen) == [], reach.__name__
    assert place(window.preview, window).right() < place(window.grid.cards["bird_dog"], window).left()
    assert place(window.title, window).left() > place(window.search, window).right()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_small_window_scrolls_and_cuts_nothing(scene: Callable[..., Scene], scale: float) -> None:
    screen = opened(scene, Look(theme="light", text_scale=scale), QSize(900, 600))
    for reach in (at_first, with_a_notice, empty):
        reach(screen)
        settle()
        assert wrong(screen) == [], reach.__name__


def test_the_usual_window_shows_three_columns_and_the_preview_beside(scene: Callable[..., Scene]) -> None:
    screen = opened(scene, Look(theme="light"), SIZES[0])
    window = screen.window

    assert window.grid.columns(window.grid.width()) == 3
    assert place(window.preview, window).left() > place(window.body, window).right() - 10
    assert window.filters.parentWidget() is window


def test_very_large_letters_let_the_filters_scroll_with_the_grid(scene: Callable[..., Scene]) -> None:
    screen = opened(scene, Look(theme="light", text_scale=2.0), SIZES[0])

    assert screen.window.filters.parentWidget() is screen.window.page
    screen.window.put_on(screen.window.theme.zoomed(0))
    settle()
    assert screen.window.filters.parentWidget() is screen.window
    assert wrong(screen) == []


def test_places_come_to_rest(scene: Callable[..., Scene]) -> None:
    screen = opened(scene, Look(theme="light"), SIZES[0])
    settle()
    computed: list[bool] = []
    fit = screen.window.fit
    screen.window._refit.timeout.disconnect()

    def again() -> None:
        computed.append(True)
        fit()

    screen.window._refit.timeout.connect(again)
    for _turn in range(50):
        QApplication.processEvents()

    assert len(computed) <= 1


def test_a_chosen_card_is_scrolled_into_sight(scene: Callable[..., Scene]) -> None:
    screen = opened(scene, Look(theme="light"), SIZES[0])
    last = screen.window.grid.shown[-1]
    screen.window.grid.choose(last, focus=True)
    settle()
    card = screen.window.grid.cards[last]

    assert screen.window.body.verticalScrollBar().value() > 0
    assert not card.visibleRegion().isEmpty()
    assert card.visibleRegion().boundingRect().height() == card.height()
    assert screen.window.layoutDirection() == Qt.LayoutDirection.LeftToRight
