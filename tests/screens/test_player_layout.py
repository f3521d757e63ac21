"""The player as the eye finds it: every state, theme, text size, language and monitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from ergobreak.screens.card import Look
from ergobreak.screens.player_view import Action
from tests.screens.eye import faults, place
from tests.screens.playing import Play, play, routine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
SIZES = (QSize(1280, 800), QSize(1920, 1080))


def ready(played: Play) -> None:
    """As it opened."""


def stepping(played: Play) -> None:
    played.lives(20)


def paused(played: Play) -> None:
    stepping(played)
    played.screen.act(Action.PAUSE)


def easier(played: Play) -> None:
    stepping(played)
    played.screen.act(Action.EASIER)


def reading(played: Play) -> None:
    stepping(played)
    played.screen.act(Action.WHY)


def hurt(played: Play) -> None:
    stepping(played)
    played.screen.act(Action.HURT)


def done(played: Play) -> None:
    for _ in range(6):
        played.screen.act(Action.NEXT)


STATES = (ready, stepping, paused, easier, reading, hurt, done)


def seen(scene: Callable[..., Scene], look: Look, size: QSize, name: str = "cat_camel") -> None:
    for reach in STATES:
        twins = {"seated_cat_camel": routine("seated_cat_camel")}
        played = play(scene, name, size, look=look, data={"twins": twins})
        reach(played)
        QApplication.processEvents()

        assert faults(played.window) == [], reach.__name__
        played.screen.leave()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut_and_nothing_overlaps(
    scene: Callable[..., Scene], theme: str, scale: float, size: QSize
) -> None:
    seen(scene, Look(theme=theme, text_scale=scale), size)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", ["cat_camel", "tendon_glides"])
@pytest.mark.usefixtures("long_words")
def test_words_as_long_as_german_ones_fit(scene: Callable[..., Scene], name: str, scale: float) -> None:
    seen(scene, Look(theme="light", text_scale=scale), SIZES[0], name)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_mirrors_everything_but_the_figure(scene: Callable[..., Scene], scale: float) -> None:
    seen(scene, Look(theme="light", text_scale=scale), SIZES[0])
    played = play(scene, look=Look(theme="light", text_scale=scale))
    played.lives(20)
    window = played.window

    assert place(window.card, window).center().x() > window.width() / 2
    assert window.press[Action.PREVIOUS].x() > window.press[Action.NEXT].x()
    assert window.press[Action.HURT].x() < window.press[Action.EASIER].x()
    assert window.card.figure.steps[-1] == (1, False)


def test_a_small_window_keeps_the_buttons_in_sight_and_scrolls_the_words(scene: Callable[..., Scene]) -> None:
    played = play(scene, size=QSize(900, 600), look=Look(theme="light", text_scale=2.0))
    played.lives(20)
    window = played.window

    assert faults(window) == []
    assert place(window.press[Action.HURT], window).bottom() < window.height()
    assert window.words.page.height() > window.words.height()
    assert window.words.stop.text().startswith("Stop at sharp")


@pytest.mark.parametrize("name", ["seated_cat_camel", "tendon_glides", "floor_twist", "belly_breathing", "near_far"])
def test_every_step_fits_as_drawn(scene: Callable[..., Scene], name: str) -> None:
    played = play(scene, name)
    for _ in range(len(played.screen.player.lines)):
        assert faults(played.window) == []
        assert not played.window.words.stop.isVisible(), "the stop rule has its own place under the buttons"
        played.screen.act(Action.NEXT)
        QApplication.processEvents()
        if played.screen.player.over:
            break


def test_what_to_do_stands_beside_the_figure_and_its_key_frames(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(20)
    window = played.window

    assert place(window.card, window).right() < place(window.words.line, window).left()
    assert window.strip.count() == 4
    assert window.strip.y() > window.card.geometry().bottom()
    assert place(window.stop, window).top() > place(window.press[Action.HURT], window).bottom()


def test_ctrl_and_plus_makes_everything_larger(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(20)
    before = played.words.line.font().pixelSize()
    from PySide6.QtCore import Qt  # noqa: PLC0415 - one key

    for _ in range(10):
        played.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)

    assert played.words.line.font().pixelSize() == 2 * before
    assert faults(played.window) == []


def test_at_large_text_a_second_changes_the_numbers_and_moves_nothing(scene: Callable[..., Scene]) -> None:
    played = play(scene, look=Look(theme="light", text_scale=2.0))
    played.lives(20)
    before, said = played.words.brief.geometry(), played.words.brief.text()
    played.lives(2)

    assert played.words.brief.text() != said
    assert played.words.brief.geometry() == before
    assert played.words.brief.text().startswith(played.window.view.left)
