"""The question after a result, as somebody meets it on the days after: neutral when it comes by itself, soon over."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ergobreak import standing
from ergobreak.screens import check_in_screen
from ergobreak.screens.check_in_content import preferences
from ergobreak.screens.check_in_screen import CheckInScreen
from tests.fakes.places import stands_in
from tests.screens.check_in_people import ACHE, CHEST, DAY, FOOT_DROP, TWO_WEEKS, Given, answer, opened, press, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
OFFER = "A short question about last time"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    stands_in("GB", monkeypatch)


def checked_in(scene: Callable[..., Scene], given: Given) -> None:
    screen, _act = opened(scene)
    answer(screen, given)
    screen._end()


def waits() -> standing.Question:
    found = standing.question()
    assert found is not None
    return found


def on(scene: Callable[..., Scene], day: date, *, prompt: int = 7) -> tuple[CheckInScreen, Scene]:
    """The check-in on a later day, by itself unless it is prompt 0."""
    act = scene(screen="check_in", prompt=prompt, door="somewhere", data={})
    screen = CheckInScreen(act.stage, day)
    screen.open()
    QApplication.processEvents()
    act.clock.passes(1.0)
    return screen, act


@pytest.mark.parametrize(
    ("given", "tier", "days", "at_start"),
    [(ACHE, 1, 3, False), (TWO_WEEKS, 2, 7, False), (FOOT_DROP, 3, 1, False), (CHEST, 4, 1, True)],
)
def test_each_result_leaves_one_question_and_its_day(
    scene: Callable[..., Scene], given: Given, tier: int, days: int, *, at_start: bool
) -> None:
    checked_in(scene, given)
    assert waits() == standing.Question(tier=tier, on=DAY + timedelta(days=days), at_start=at_start)


def test_a_question_that_comes_by_itself_says_nothing_to_whoever_looks_on(scene: Callable[..., Scene]) -> None:
    checked_in(scene, TWO_WEEKS)
    screen, act = on(scene, waits().on)
    seen = texts(screen.window)
    assert OFFER in seen
    assert "Have you booked a visit?" not in seen
    press(screen, "1")
    assert "Have you booked a visit?" in texts(screen.window)
    press(screen, "1")
    assert act.answers.heard == [{"do": "asked"}, {"do": "answer", "answer": "fine"}]
    assert standing.question() is None


def test_put_away_twice_it_never_comes_again_but_the_way_stays_open(scene: Callable[..., Scene]) -> None:
    checked_in(scene, FOOT_DROP)
    first = waits().on
    screen, act = on(scene, first)
    press(screen, "2")
    assert act.answers.heard[0] == {"do": "asked", "ask_on": (first + timedelta(days=1)).isoformat(), "dismissed": 1}
    second = waits()
    assert (second.on, second.dismissed) == (first + timedelta(days=1), 1)

    again, _act = on(scene, second.on)
    press(again, Qt.Key.Key_Escape)
    assert standing.question() is None
    assert standing.held(second.on), "the hold stands all the same"

    later, _act = on(scene, second.on + timedelta(days=5))
    assert OFFER not in texts(later.window)
    by_hand, _act = on(scene, second.on + timedelta(days=5), prompt=0)
    assert "Were you able to speak to someone?" in texts(by_hand.window)


def test_left_unanswered_until_it_closes_counts_as_put_away(scene: Callable[..., Scene]) -> None:
    checked_in(scene, ACHE)
    screen, act = on(scene, waits().on)
    screen.leave()
    assert waits().dismissed == 1
    assert act.answers.words == ["skip"]


def test_before_its_day_the_usual_check_in_comes_and_the_question_stays(scene: Callable[..., Scene]) -> None:
    checked_in(scene, TWO_WEEKS)
    before = waits()
    screen, _act = on(scene, before.on - timedelta(days=2))
    assert "How does your body feel right now?" in texts(screen.window)
    press(screen, Qt.Key.Key_Escape)
    assert waits() == before


def test_gone_or_nearly_lifts_what_was_left_out(scene: Callable[..., Scene]) -> None:
    checked_in(scene, ACHE)
    screen, act = on(scene, waits().on, prompt=0)
    press(screen, "1")
    assert act.answers.heard[-1]["moves"] == "normal"
    assert standing.standing(DAY) == {}


def test_not_booked_yet_keeps_the_advice_and_asks_in_a_week(scene: Callable[..., Scene]) -> None:
    checked_in(scene, TWO_WEEKS)
    day = waits().on
    screen, _act = on(scene, day, prompt=0)
    press(screen, "3")
    assert waits().on == day + timedelta(days=7)
    assert standing.standing(day + timedelta(days=6))["moves"] == "gentle_only"


def test_not_seen_yet_shows_who_to_call_and_asks_tomorrow(scene: Callable[..., Scene]) -> None:
    checked_in(scene, CHEST)
    day = waits().on
    screen, _act = on(scene, day, prompt=0)
    assert "Have you been seen?" in texts(screen.window)
    press(screen, "3")
    assert "999" in texts(screen.window)
    assert waits() == standing.Question(tier=4, on=day + timedelta(days=1))


def test_a_good_day_keeps_the_question_of_the_hold(scene: Callable[..., Scene]) -> None:
    checked_in(scene, FOOT_DROP)
    left = waits()
    screen, _act = on(scene, DAY, prompt=0)
    press(screen, "4")
    press(screen, "1")
    assert waits() == left


def test_that_hurt_goes_before_any_question(scene: Callable[..., Scene]) -> None:
    checked_in(scene, FOOT_DROP)
    screen, _act = opened(scene, data={"because": "hurt"})
    assert any("First, a safety check" in each for each in texts(screen.window))


def test_what_lies_on_the_disk_is_a_day_and_no_word_more(scene: Callable[..., Scene], tmp_path: Path) -> None:
    checked_in(scene, CHEST)
    kept = json.loads((tmp_path / "state" / "standing.json").read_text(encoding="utf-8"))
    assert set(kept) == {"tier", "moves", "avoid", "until", "ask_on", "at_start"}


@pytest.mark.parametrize("mode", ["signpost", "off"])
def test_a_hold_can_be_lifted_in_every_mode_and_nothing_else_is_asked(
    scene: Callable[..., Scene], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked_in(scene, FOOT_DROP)
    wanted = replace(preferences(), mode=mode)
    monkeypatch.setattr(check_in_screen, "preferences", lambda: wanted)
    screen, _act = on(scene, DAY, prompt=0)
    assert "Were you able to speak to someone?" in texts(screen.window)
    press(screen, "4")  # it is worse, or something is new
    assert "Signs that need help fast" in texts(screen.window)
    assert screen._page is None

    again, act = on(scene, DAY, prompt=0)
    press(again, "1")  # yes, and they say moves are fine
    assert act.answers.heard[-1]["moves"] == "normal"
    assert standing.standing(DAY) == {}


def test_a_cleared_emergency_ends_its_quiet_day_and_says_so(scene: Callable[..., Scene]) -> None:
    checked_in(scene, CHEST)
    again, act = on(scene, DAY, prompt=0)
    assert "Have you been seen?" in texts(again.window)
    press(again, "1")  # yes, and they say moves are fine
    told = act.answers.heard[-1]
    assert (told["do"], told["tier"], told["resume"]) == ("assessed", 0, True)
    seen = texts(again.window)
    assert "Moves are on again" in seen
    assert "Breaks and reminders go on too. Start gently, and stop if it hurts." in seen
    press(again, "?")
    press(again, Qt.Key.Key_Escape)
    assert "Moves are on again" in texts(again.window), "back from the signs"
    press(again, Qt.Key.Key_Escape)
    assert not again.window.isVisible()
    assert standing.standing(DAY) == {}


def test_an_emergency_that_was_a_slip_ends_its_quiet_day_too(scene: Callable[..., Scene]) -> None:
    screen, act = opened(scene)
    answer(screen, CHEST)
    assert "resume" not in act.answers.heard[-1]
    screen.change_an_answer()
    screen._back()
    press(screen, "1")  # good
    assert "A second look" in texts(screen.window)
    press(screen, "3")  # the first was a slip
    told = act.answers.heard[-1]
    assert (told["tier"], told.get("resume")) == (0, True)
