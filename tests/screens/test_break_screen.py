"""The break screen as a person meets it: answered by key and by mouse, and heard by a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ergobreak.screens.break_view import Action, Phase
from ergobreak.screens.card import Look
from tests.screens.eye import faults
from tests.screens.stage import TURN, WALK, Scene, after_the_guard, press, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.screens.break_screen import BreakScreen

pytestmark = pytest.mark.screens


def test_enter_starts(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, Qt.Key.Key_Return)

    assert act.answers.heard == [{"do": "answer", "answer": "start", "routine": "walk"}]
    assert screen.state.phase is Phase.RUNNING
    assert act.ended == []


@pytest.mark.parametrize(
    ("key", "answer", "more"),
    [
        ("3", "postpone", {"seconds": 180.0}),
        ("1", "postpone", {"seconds": 600.0}),
        ("s", "shorter", {}),
        ("k", "skip", {}),
        ("j", "just_pause", {}),
    ],
)
def test_each_letter_answers_once(scene: Callable[..., Scene], key: str, answer: str, more: dict[str, Any]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, key)

    assert act.answers.words == [answer]
    assert more.items() <= act.answers.heard[0].items()
    assert bool(act.ended) == (answer in {"postpone", "skip"})


def test_typing_that_was_on_its_way_answers_nothing(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    for key in ("k", Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, "3"):
        act.clock.passes(0.15)
        press(screen, key)
    assert act.answers.heard == []

    act.clock.passes(0.1)
    press(screen, "k")
    assert act.answers.words == ["skip"]


def test_single_letters_can_be_switched_off(scene: Callable[..., Scene]) -> None:
    act = scene(look=Look(theme="light", single_keys=False))
    screen = shown(act)
    after_the_guard(act)
    for key in ("3", "s", "k", "j", "a"):
        press(screen, key)
    assert act.answers.heard == []

    press(screen, Qt.Key.Key_Escape)
    assert act.answers.words == ["closed"]


def test_another_walks_through_what_else_there_is(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, "a")
    assert screen.window.page.title.text() == TURN["title"]

    press(screen, "a")
    assert screen.window.page.title.text() == WALK["title"]
    assert act.answers.heard == []


def test_f1_says_why(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, Qt.Key.Key_F1)

    assert screen.window.page.why.text() == f"You have sat for a while. {WALK['purpose']}"


def test_space_pauses_and_goes_on(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Space)
    assert screen.state.paused
    act.clock.passes(60.0)
    screen.tick()
    assert screen.window.page.ring.number == "5:00"

    press(screen, Qt.Key.Key_Space)
    assert not screen.state.paused


def test_space_presses_what_the_person_has_moved_to(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Tab)
    press(screen, Qt.Key.Key_Tab)
    press(screen, Qt.Key.Key_Space)

    assert act.answers.words == ["start", "hurt"]


def test_tab_follows_the_reading_order_and_the_ring_follows_tab(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    visited: list[QWidget | None] = [screen.window.focus_ring.target]
    for _ in range(7):
        press(screen, Qt.Key.Key_Tab)
        visited.append(screen.window.focus_ring.target)

    order = ("start", "snooze", "shorter", "skip", "another", "just_pause", "snooze_long", "why")
    assert visited == [screen.window.page.press[Action(each)] for each in order]


def test_ctrl_and_plus_makes_the_text_larger(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    before = screen.window.page.title.font().pixelSize()
    press(screen, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)

    assert screen.window.page.title.font().pixelSize() > before
    assert faults(screen.window) == []


def test_the_mouse_alone_is_enough(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    QTest.mouseClick(screen.window.page.press[Action.SNOOZE_LONG], Qt.MouseButton.LeftButton)

    assert act.answers.heard[0]["seconds"] == 600.0
    assert act.ended == [True]


def test_a_break_runs_to_its_end(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.act(Action.START)
    act.clock.passes(290.0)
    screen.tick()
    assert screen.window.page.title.text() == "Head back when you like."
    assert screen.window.page.figure.steps[-1] == (1, False)

    act.clock.passes(10.0)
    screen.tick()
    assert act.answers.words == ["start", "done"]
    assert act.ended == [True]
    assert not screen.window.isVisible()


def test_the_last_word_is_the_count_of_the_day(scene: Callable[..., Scene]) -> None:
    act = scene(breaks_today=8)
    screen = shown(act)
    screen.act(Action.START)
    act.clock.passes(400.0)
    screen.tick()

    assert screen.window.page.title.text() == "9 breaks today"
    assert act.ended == []
    after_the_guard(act)
    press(screen, Qt.Key.Key_Escape)
    assert act.answers.words == ["start", "done"]
    assert act.ended == [True]


def test_back_before_the_end(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.act(Action.START)
    screen.act(Action.BACK)
    screen.act(Action.BACK)

    assert act.answers.words == ["start", "back"]


def test_shorter_lasts_as_long_as_the_card_says(scene: Callable[..., Scene]) -> None:
    act = scene(shorter_s=30.0)
    screen = shown(act)
    screen.act(Action.SHORTER)

    assert screen.window.page.ring.number == "0:30"


def test_just_a_pause_has_no_figure(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.act(Action.JUST_PAUSE)

    assert not screen.window.page.figure.isVisible()
    assert screen.window.page.title.text() == "Look far, breathe out, change position."
    assert act.answers.heard[0]["routine"] == ""


def test_a_figure_that_cannot_be_drawn_leaves_the_words_alone(scene: Callable[..., Scene]) -> None:
    screen = shown(scene(routine=WALK | {"broken": True}))

    assert not screen.window.page.figure.isVisible()
    assert screen.window.page.title.text() == WALK["title"]
    assert faults(screen.window) == []


def test_the_ring_waits_while_the_person_types_elsewhere(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.act(Action.START)
    screen.order({"do": "typing", "on": True})
    assert screen.window.page.note.text() == "Waiting while you type"
    act.clock.passes(60.0)
    screen.tick()
    assert screen.window.page.ring.number == "5:00"

    screen.order({"do": "typing", "on": False})
    act.clock.passes(60.0)
    screen.tick()
    assert screen.window.page.ring.number == "4:00"


def test_keys_in_the_break_itself_do_not_make_it_wait(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    after_the_guard(act)
    press(screen, Qt.Key.Key_Return)
    screen.order({"do": "typing", "on": True})

    assert not screen.window.page.note.isVisible()
    act.clock.passes(11.0)
    screen.tick()
    assert screen.window.page.note.isVisible()


def test_a_break_that_was_asked_for_starts_at_once(scene: Callable[..., Scene]) -> None:
    act = scene(running=True)
    screen = shown(act)

    assert screen.state.phase is Phase.RUNNING
    assert act.answers.words == ["start"]


def test_the_order_to_show_knows_better_than_the_card(scene: Callable[..., Scene]) -> None:
    act = scene(hidden=True)
    screen = act.break_screen()
    screen.prepare()
    assert not screen.window.isVisible()

    screen.order({"do": "show", "sat_s": 4080, "snooze_min": [3], "may_skip": False})
    QApplication.processEvents()
    assert screen.window.isVisible()
    assert screen.window.foot.text() == "You have sat for 68 min."
    assert not screen.window.page.press[Action.SKIP].isVisible()
    assert not screen.window.page.press[Action.SNOOZE_LONG].isVisible()


def test_close_says_nothing(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.leave()

    assert act.answers.heard == []
    assert act.ended == [True]


def test_the_windows_own_cross_is_esc(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.window.close()

    assert act.answers.words == ["closed"]


def test_firm_shows_skip_later_and_leaves_only_for_a_held_esc(scene: Callable[..., Scene]) -> None:
    act = scene(style="firm")
    screen = shown(act)
    after_the_guard(act)
    assert not screen.window.page.press[Action.SKIP].isVisible()

    press(screen, Qt.Key.Key_Escape)
    assert act.answers.heard == []
    QTest.keyPress(screen.window.windowHandle(), Qt.Key.Key_Escape)
    screen.window._esc.timeout.emit()
    assert act.answers.words == ["closed"]


def test_firm_with_its_skips_used_up_never_shows_skip(scene: Callable[..., Scene]) -> None:
    act = scene(style="firm", may_skip=False)
    screen = shown(act)
    screen._allow_skip() if screen._may_skip else None

    assert not screen.window.page.press[Action.SKIP].isVisible()


def lives(act: Scene, screen: BreakScreen, seconds: float) -> None:
    for _ in range(round(seconds)):
        act.clock.passes(1.0)
        screen.tick()


def test_the_voice_speaks_each_step_once_and_half_way_and_the_end(scene: Callable[..., Scene]) -> None:
    act = scene(look=Look(theme="light", voice=True))
    screen = shown(act)
    screen.act(Action.START)
    lives(act, screen, 3)
    assert act.voice.said == ["Walk away from the desk at an easy pace. Let your gaze go far."]
    assert screen.window.page.press[Action.VOICE].text() == "Voice off"
    lives(act, screen, 297)
    assert act.voice.said[1:] == ["Half way.", "Head back when you like.", "The break is over."]


def test_the_voice_is_off_until_somebody_wants_it(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    screen.act(Action.START)
    lives(act, screen, 3)
    assert act.voice.said == []
    screen.act(Action.VOICE)
    assert len(act.voice.said) == 1
    screen.act(Action.VOICE)
    lives(act, screen, 200)
    assert len(act.voice.said) == 1


def test_where_there_is_no_voice_it_says_so(scene: Callable[..., Scene]) -> None:
    act = scene(look=Look(theme="light", voice=True))
    screen = shown(act)
    screen.act(Action.START)
    act.voice.unavailable.emit("This machine has no voice.")
    assert screen.window.page.note.text() == "This machine has no voice."
    assert not screen.window.page.press[Action.VOICE].isVisible()


def test_tones_at_the_start_and_the_end_only_where_the_card_says_so(scene: Callable[..., Scene]) -> None:
    loud, quiet = scene(data={"sounds": True}), scene()
    for act in (loud, quiet):
        screen = shown(act)
        screen.act(Action.START)
        lives(act, screen, 300)
    assert (loud.tones, quiet.tones) == (["start", "end"], [])


def test_a_break_that_is_left_early_has_no_tone_at_its_end(scene: Callable[..., Scene]) -> None:
    act = scene(data={"sounds": True})
    screen = shown(act)
    screen.act(Action.START)
    screen.act(Action.BACK)
    assert act.tones == ["start"]


@pytest.mark.parametrize(("check_in", "opened"), [(True, "check-in"), (False, "red-flags")])
def test_that_hurt_opens_the_check_in_or_the_signs(scene: Callable[..., Scene], check_in: bool, opened: str) -> None:
    act = scene(data={"check_in": check_in})
    screen = shown(act)
    screen.act(Action.START)
    screen.act(Action.HURT)
    assert act.answers.words == ["start", "hurt"]
    assert [each[2] for each in act.started] == [opened]


@pytest.mark.parametrize("sat_s", [0.0, 3120.0])
def test_how_to_leave_stands_at_the_end_of_the_foot(scene: Callable[..., Scene], sat_s: float) -> None:
    window = shown(scene(style="firm", sat_s=sat_s)).window
    before, cap, after = window._before, window._cap, window._after
    assert (before.text(), after.text()) == ("Hold", "for 3 s to close")
    assert before.geometry().left() > window.width() / 2
    assert before.geometry().right() < cap.geometry().left() < after.geometry().left()


def test_what_was_offered_is_told_at_once(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    assert act.answers.offered == ["walk"]
    screen.act(Action.ANOTHER)
    assert act.answers.offered == ["walk", "turn"]
    ready = scene(hidden=True)
    ready.break_screen().prepare()
    assert ready.answers.offered == [], "nobody has seen it yet"


def test_each_prompt_is_put_in_its_own_words(scene: Callable[..., Scene]) -> None:
    heading = shown(scene(data={"words": "You have sat for {minutes} min. A walk?"})).window.page.heading
    assert heading.text() == "Movement break, 5 minutes  ·  You have sat for 52 min. A walk?"
    assert shown(scene()).window.page.heading.text() == "Movement break, 5 minutes"


def test_where_no_move_is_allowed_it_says_rest(scene: Callable[..., Scene]) -> None:
    screen = shown(scene(routine=None, others=(), data={"rest": True}))
    assert screen.window.page.title.text() == "Rest in an easy position."
    screen.act(Action.START)
    assert screen.window.page.title.text() == "Rest in an easy position."


def test_half_the_range_is_said_with_what_to_do(scene: Callable[..., Scene]) -> None:
    screen = shown(scene(data={"half_range": True}))
    assert screen.window.page.line.text().endswith("Only half the range today.")
    screen.act(Action.START)
    assert screen.window.page.line.text() == "Let your gaze go far. Only half the range today."


def test_what_a_screen_reader_finds(scene: Callable[..., Scene]) -> None:
    act = scene()
    screen = shown(act)
    window = QAccessible.queryAccessibleInterface(screen.window)
    ring = QAccessible.queryAccessibleInterface(screen.window.page.ring)
    start = QAccessible.queryAccessibleInterface(screen.window.page.press[Action.START])

    assert screen.window.windowTitle() == "ergobreak"
    name = "Movement break, 5 minutes. Stand up and walk. You have sat for 52 minutes."
    assert window.text(QAccessible.Text.Name) == name
    assert ring.role() == QAccessible.Role.ProgressBar
    assert ring.text(QAccessible.Text.Name) == "Time left"
    assert ring.text(QAccessible.Text.Description) == "5 minutes"
    assert start.role() in {QAccessible.Role.Button, QAccessible.Role.PushButton}
    assert start.text(QAccessible.Text.Name) == "Start"


def test_the_ring_speaks_four_times_and_never_each_second(scene: Callable[..., Scene]) -> None:
    act = scene(duration_s=60.0)
    screen = shown(act)
    screen.act(Action.START)
    spoken = [screen.window.page.ring.value()]
    for _ in range(59):
        act.clock.passes(1.0)
        screen.tick()
        if screen.window.page.ring.value() != spoken[-1]:
            spoken.append(screen.window.page.ring.value())

    assert spoken == [100, 50, 17]
    assert screen.window.page.ring.text() == "1 second"


def test_every_monitor_but_one_is_dimmed_and_none_is_left_behind(scene: Callable[..., Scene]) -> None:
    act = scene(look=Look(theme="light", dim_others=True))
    screen = shown(act)

    assert screen._dimmer.count == 0  # there is one monitor here
    own = screen.window.screen()
    screen._dimmer.cover([own], None)
    assert screen._dimmer.count == 1
    screen.leave()
    assert screen._dimmer.count == 0
