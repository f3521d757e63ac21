"""The result as it is read: what to do first, then who, why, do and don't, moves, summary, limits, employer last."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication

from ergobreak import standing
from ergobreak.errors import ContentError
from ergobreak.screens import check_in_result, check_in_screen
from ergobreak.screens.check_in_sharing import save
from ergobreak.screens.widgets import PrimaryButton
from ergobreak.triage.emergency import Employer, Help
from tests.fakes.places import stands_in
from tests.screens.check_in_people import ACHE, CHEST, FOOT_DROP, TWO_WEEKS, jump, opened, press, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
UK = Help(
    number="999",
    country="the United Kingdom",
    advice_line="111",
    employer=Employer(first_aider="reception, ext. 2222", occupational_health="occupational health, ext. 4410"),
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    monkeypatch.setattr(check_in_screen, "help_here", lambda _wanted: UK)
    before = sys.excepthook
    yield
    sys.excepthook = before


def in_order(seen: list[str], *starts: str) -> bool:
    places = [next(number for number, each in enumerate(seen) if each.startswith(start)) for start in starts]
    return places == sorted(places)


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.Alert:
            heard.append(event.object().accessibleName())  # type: ignore[attr-defined] # a widget

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    return heard


def test_tier_1_shows_three_moves_and_one_primary_button(scene: Callable[..., Scene], alerts: list[str]) -> None:
    screen, _act = opened(scene)
    jump(screen, ACHE)
    seen = texts(screen.window)
    assert in_order(
        seen, "Look after it", "An ache that often eases", "Here are easy moves", "Why:", "Do now", "General"
    )
    assert in_order(seen, "General", "At work: occupational health, ext. 4410")
    assert [each.text() for each in screen.window.findChildren(PrimaryButton) if each.isVisible()] == ["See the moves"]
    assert screen._result is not None
    assert len(screen._result._routines) == 3
    assert alerts == []


def test_tier_2_says_who_and_why_and_offers_the_summary(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    jump(screen, TWO_WEEKS)
    seen = texts(screen.window)
    assert in_order(
        seen,
        "Book a visit",
        "Worth booking",
        "Who:",
        "Why:",
        "Do now",
        "We will offer",
        "Copy summary",
        "General",
        "At work",
    )
    assert not [each for each in screen.window.findChildren(PrimaryButton) if each.isVisible()]


def test_tier_3_is_an_alert_with_the_head_in_focus(scene: Callable[..., Scene], alerts: list[str]) -> None:
    screen, act = opened(scene)
    jump(screen, FOOT_DROP)
    seen = texts(screen.window)
    assert in_order(
        seen,
        "Urgent: get checked soon",
        "Please get this checked today",
        "111",
        "Why:",
        "Do now",
        "Copy summary",
        "At work",
    )
    assert alerts == ["Urgent: get checked soon. Please get this checked today. Call 111 or your doctor."]
    assert screen.window.panel is not None
    assert screen.window.focusWidget() is screen.window.panel.first
    assert act.answers.heard[0]["tier"] == 3
    assert act.answers.heard[0]["until"] is None
    assert not any("Start" in each for each in seen)


def test_tier_4_says_the_number_digit_by_digit_and_first(scene: Callable[..., Scene], alerts: list[str]) -> None:
    screen, _act = opened(scene)
    jump(screen, CHEST)
    seen = texts(screen.window)
    assert in_order(seen, "Emergency: get help now", "Get help now: call 999", "999", "Why:", "Do now", "Copy summary")
    assert in_order(seen, "General", "After you call, tell reception, ext. 2222")
    assert alerts == ["Emergency. Get help now: call 9 9 9."]
    assert screen._result is not None
    assert screen._result.view.closes_after_s == 0
    press(screen, "C")
    assert QApplication.clipboard().text() == "999"
    assert "Copied" in texts(screen.window)


@pytest.mark.parametrize("broken", ["rules", "routines"])
def test_with_damaged_content_there_is_still_help(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def damaged(*_given: object) -> object:
        title = "questions.toml: damaged"
        raise ContentError(title)

    if broken == "rules":
        monkeypatch.setattr(check_in_screen, "content", damaged)
        screen, _act = opened(scene)
        assert "Get help now: call 999" in texts(screen.window)
    else:
        monkeypatch.setattr("ergobreak.screens.offering.chosen", damaged)
        screen, _act = opened(scene)
        jump(screen, ACHE)
        assert "An ache that often eases with gentle moving" in texts(screen.window)


def test_a_failure_in_the_middle_shows_the_signs_and_says_nothing_about_the_answers(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_given: object, **_named: object) -> object:
        raise KeyError("chest pain, as the person said")

    monkeypatch.setattr("ergobreak.triage.result.view", fails)
    screen, _act = opened(scene)
    press(screen, "4")
    press(screen, "1")
    press(screen, Qt.Key.Key_Return)
    assert "Get help now: call 999" in texts(screen.window)
    printed = capsys.readouterr()
    assert "KeyError in" in printed.err
    assert "chest" not in printed.err + printed.out


def test_the_summary_is_read_copied_and_saved_without_private_answers_unless_ticked(
    scene: Callable[..., Scene], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, _act = opened(scene)
    jump(screen, {**FOOT_DROP, "background": ["over_50"]})
    result = screen._result
    assert result is not None
    result.see_summary()
    seen = texts(screen.window)
    assert "Check-in summary" in seen
    assert "Private answers are left out." in seen
    press(screen, "S")
    copied = QApplication.clipboard().text()
    assert "a foot, wrist or arm does not lift as it did" in copied
    assert "50" not in copied

    assert result._summary_panel is not None
    assert result._summary_panel.include is not None
    result._summary_panel.include.click()
    result.copy_summary()
    assert "50" in QApplication.clipboard().text()

    for ending in (".txt", ".html", ".pdf"):
        path = tmp_path / f"summary{ending}"
        monkeypatch.setattr(check_in_result, "ask_where", lambda _window, path=path: str(path))
        result.save_summary()
        assert path.stat().st_size > 500
        assert os.name != "posix" or path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(check_in_result, "ask_where", lambda _window: str(tmp_path / "no" / "such" / "folder.txt"))
    result.save_summary()
    assert any(each.startswith("It could not be saved") for each in texts(screen.window))


def test_sources_and_version_are_one_press_away(scene: Callable[..., Scene]) -> None:
    screen, _act = opened(scene)
    jump(screen, TWO_WEEKS)
    press(screen, Qt.Key.Key_F1)
    seen = " ".join(texts(screen.window))
    assert "Read:" in seen
    assert "awaiting clinical review" in seen
    press(screen, Qt.Key.Key_Escape)
    assert "Book a visit" in texts(screen.window)


def test_moves_start_in_a_process_of_their_own(scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def start(_self: object, words: list[str]) -> bool:
        started.append(list(words))
        return True

    monkeypatch.setattr("ergobreak.screens.settings_runner.Runner.start", start)
    screen, _act = opened(scene)
    jump(screen, ACHE)
    assert screen._result is not None
    screen._result.see_moves()
    next(each for each in screen.window.findChildren(PrimaryButton) if each.text() == "Start").click()
    assert started == [["routine", "start", screen._result._routines[0]["id"]]]


def test_a_saved_file_is_for_its_owner_only(tmp_path: Path, app: QApplication) -> None:
    assert app is not None
    save(str(tmp_path / "one.html"), "text", "<p>words</p>")
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == "<p>words</p>"


def test_a_check_in_that_cannot_even_begin_opens_the_list_of_signs(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_words: object) -> object:
        raise RuntimeError("chest pain")

    monkeypatch.setattr(standing, "standing", broken)
    stands_in("GB", monkeypatch)
    act = scene(screen="check_in", prompt=0, data={})
    screen = check_in_screen.open_check_in(act.stage)
    screen.open()
    assert "Signs that need help fast" in texts(screen.window)
    assert any("local emergency number" in each or "999" in each for each in texts(screen.window))
    said = capsys.readouterr().err
    assert "RuntimeError in broken" in said
    assert "chest" not in said
