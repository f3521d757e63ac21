"""The Welcome screen as a person meets it: three pages, each may be skipped, nothing chosen silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.screens.welcome_screen import PrivacyPage, ProfilePage, WelcomeScreen
from tests.screens.eye import faults
from tests.screens.today_stage import LOCKED, FakeRunner, look_of, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
MARK = ("settings", "set", "welcomed", "on")


def shown(
    build: Callable[..., Scene], data: dict[str, Any] | None = None, size: QSize | None = None, **look: str | float
) -> tuple[WelcomeScreen, FakeRunner, Scene]:
    made = build(screen="welcome", prompt=0, data=data or settings(), routine=None, look=look_of(**look))
    runner = FakeRunner()
    screen = WelcomeScreen(made.stage, runner)  # type: ignore[arg-type] # a fake has the same words
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size or QSize(1280, 800))
    settle(screen)
    return screen, runner, made


def settle(screen: WelcomeScreen) -> None:
    for _turn in range(4):
        QApplication.processEvents()
    screen.window.fit()


def every_page(screen: WelcomeScreen) -> list[str]:
    found = []
    for number in range(3):
        screen.window.go(number)
        settle(screen)
        found += faults(screen.window)
    return found


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(1920, 1080)], ids=["small", "large"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_and_nothing_overlaps(scene: Callable[..., Scene], size: QSize, scale: float) -> None:
    screen, _runner, _scene = shown(scene, size=size, text_scale=scale)
    assert every_page(screen) == []


def test_longer_words_fit(scene: Callable[..., Scene], long_words: None) -> None:
    screen, _runner, _scene = shown(scene, text_scale=1.5)
    assert every_page(screen) == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_from_right_to_left(scene: Callable[..., Scene], right_to_left: None, theme: str) -> None:
    screen, _runner, _scene = shown(scene, theme=theme)
    assert every_page(screen) == []


def test_going_on_saves_gentle_and_the_moment(scene: Callable[..., Scene]) -> None:
    screen, runner, made = shown(scene)
    window = screen.window
    assert window.ring.target is window.next
    QTest.keyClick(window, Qt.Key.Key_Return)
    page = window.pages[1]
    assert isinstance(page, ProfilePage)
    assert page.name == "gentle"
    page.moment.setText("  send the   morning note ")
    window.next.click()
    window.next.click()

    assert runner.asked == [
        ("settings", "set", "--", "profile", "gentle"),
        ("settings", "set", "--", "intention", "send the morning note"),
        MARK,
    ]
    assert runner.finished == 1
    assert made.ended == [True]


def test_skipping_every_page_changes_nothing_but_the_mark(scene: Callable[..., Scene]) -> None:
    screen, runner, _scene = shown(scene)
    for _page in range(3):
        screen.window.skip.click()

    assert runner.asked == [MARK]


def test_esc_is_skipping_all(scene: Callable[..., Scene]) -> None:
    screen, runner, _scene = shown(scene)
    screen.window.go(1)
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)

    assert runner.asked == [MARK]


def test_a_profile_of_ones_own_is_proposed_again(scene: Callable[..., Scene]) -> None:
    own = {"value": "eye_strain", "text": "eye_strain", "layer": "file"}
    screen, _runner, _scene = shown(scene, settings(profile=own))
    page = screen.window.pages[1]

    assert isinstance(page, ProfilePage)
    assert page.name == "eye_strain"
    assert page.choice.chips["eye_strain"].isChecked()


def test_a_profile_shows_its_real_numbers(scene: Callable[..., Scene]) -> None:
    screen, _runner, _scene = shown(scene)
    page = screen.window.pages[1]
    assert isinstance(page, ProfilePage)
    assert "every 45 min" in page.numbers.text()
    page.choice.chips["intensive"].click()

    assert "every 15 min" in page.numbers.text()
    assert page.wanted() == [("profile", "intensive")]


def test_the_check_in_is_only_saved_when_changed_and_not_when_locked(scene: Callable[..., Scene]) -> None:
    screen, _runner, _scene = shown(scene)
    page = screen.window.pages[2]
    assert isinstance(page, PrivacyPage)
    assert page.choice is not None
    assert page.wanted() == []
    page.choice.chips["off"].click()
    assert page.wanted() == [("check_in_mode", "off")]

    locked, _runner, _scene = shown(scene, settings(check_in_mode=LOCKED))
    page = locked.window.pages[2]
    assert isinstance(page, PrivacyPage)
    assert page.choice is None


def test_the_way_back_and_the_words_on_the_button(scene: Callable[..., Scene]) -> None:
    screen, _runner, _scene = shown(scene)
    window = screen.window
    assert not window.back.isVisible()
    window.go(2)
    assert window.next.text() == "Begin"
    window.back.click()
    assert window.at == 1
    assert window.accessibleName() == "How often suits you?"


def test_a_value_that_is_refused_is_told(scene: Callable[..., Scene]) -> None:
    screen, runner, _scene = shown(scene)
    screen.window.go(1)
    screen.window.next.click()
    runner.answers(code=1, err="settings.toml cannot be written.")

    assert screen.window.problem.text() == "settings.toml cannot be written."
