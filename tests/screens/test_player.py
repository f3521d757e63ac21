"""The player as a person meets it: by key and by mouse, with and without a prompt, and heard by a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.screens.break_sound import CHECK_IN
from ergobreak.screens.card import Look
from ergobreak.screens.player_flow import Phase
from ergobreak.screens.player_view import Action
from ergobreak.screens.routine_screen import RATING_MS
from tests.screens.eye import faults
from tests.screens.playing import SIGNS, Play, play, routine
from tests.screens.stage import STOP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
TWINS = {"twins": {"seated_cat_camel": routine("seated_cat_camel")}}


def to_the_end(played: Play) -> None:
    for _ in range(6):
        played.screen.act(Action.NEXT)


def test_a_routine_from_get_ready_to_done(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    words, window = played.words, played.window
    assert (words.line.text(), window.ring.number) == ("Get ready", "5")
    assert words.cue.text().startswith("Kneel on all fours")

    played.lives(5)
    assert words.heading.text() == "Step 1 of 3"
    assert (window.ring.number, window.ring.caption) == ("8", "seconds")
    assert window.facts[3].text().startswith("Round your back to the ceiling")

    played.lives(8 + 15)
    assert (window.ring.number, window.ring.caption) == ("3", "of 10")
    assert window.facts[1].text() == "1:00"

    played.lives(65)
    assert played.screen.player.phase is Phase.DONE
    assert window.end.line.text() == "9 breaks today"
    assert played.act.ended == []


def test_with_a_prompt_it_answers_as_the_break_does(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12, door="/somewhere")
    assert played.act.answers.heard == []
    played.lives(6)
    assert played.act.answers.heard == [{"do": "answer", "answer": "start", "routine": "cat_camel"}]

    to_the_end(played)
    QTest.mouseClick(played.window.end.press[Action.NICE], Qt.MouseButton.LeftButton)
    assert played.act.answers.heard[1:] == [
        {"do": "answer", "answer": "done", "routine": "cat_camel", "rating": "nice"}
    ]
    assert played.act.ended == [True]


def test_without_a_prompt_it_tells_what_was_done(scene: Callable[..., Scene]) -> None:
    played = play(scene, door="/somewhere")
    played.lives(5 + 8 + 70 + 5 + 1)
    played.screen.act(Action.MEH)
    assert played.act.answers.heard == [{"do": "routine_done", "routine": "cat_camel", "rating": "meh", "seconds": 83}]


def test_the_last_page_says_done_by_itself_when_nobody_taps(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12)
    to_the_end(played)
    assert played.act.answers.words == ["start"]
    assert played.screen._last.interval() == RATING_MS
    played.screen._last.timeout.emit()
    assert played.act.answers.words == ["start", "done"]
    assert played.act.answers.heard[-1]["rating"] == ""
    assert played.act.ended == [True]


def test_an_order_to_close_on_the_last_page_still_says_done(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12)
    to_the_end(played)
    played.screen.leave()
    assert played.act.answers.words == ["start", "done"]


@pytest.mark.parametrize(("lived", "word"), [(2, "closed"), (20, "back")])
def test_closed_before_the_end(scene: Callable[..., Scene], lived: float, word: str) -> None:
    played = play(scene, prompt=12)
    played.lives(lived)
    played.press(Qt.Key.Key_Escape)
    assert played.act.answers.words[-1] == word
    assert played.act.ended == [True]


def test_a_routine_of_ones_own_that_is_closed_says_nothing(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(20)
    played.screen.window.close()
    assert played.act.answers.heard == []
    assert played.act.ended == [True]


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        (0, {"do": "routine_hurt", "routine": "cat_camel"}),
        (12, {"do": "answer", "answer": "hurt", "routine": "cat_camel"}),
    ],
)
def test_that_hurt_ends_at_once_and_shows_where_help_is(
    scene: Callable[..., Scene], prompt: int, told: dict[str, Any]
) -> None:
    played = play(scene, prompt=prompt)
    played.lives(20)
    played.press("h")
    end = played.window.end

    assert played.act.answers.heard[-1] == told
    assert end.line.text() == "The routine has ended."
    said = [each.text() for each in end.lines._labels]
    assert said[1:] == ["Signs that need help fast", *(f"• {each}" for each in SIGNS)]
    assert not played.window.card.isVisible()
    assert played.act.ended == []

    assert played.started == [CHECK_IN], "it opens by itself"
    QTest.mouseClick(end.press[Action.CHECK_IN], Qt.MouseButton.LeftButton)
    assert played.started == [CHECK_IN, CHECK_IN], "and again for whoever closed it"
    assert CHECK_IN[-3:] == ("check-in", "--because", "hurt")
    assert played.act.ended == [True]
    assert played.act.answers.heard.count(told) == 1


def test_with_no_check_in_and_no_signs_the_stop_rule_stands_there(scene: Callable[..., Scene]) -> None:
    played = play(scene, data={"signs": (), "check_in": False})
    played.screen.act(Action.HURT)
    assert not played.window.end.press[Action.CHECK_IN].isVisible()
    assert STOP in [each.text() for each in played.window.end.lines._labels]


def test_it_hurt_on_the_last_page_is_told_with_the_rating(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    to_the_end(played)
    played.screen.act(Action.RATED_HURT)
    assert [(each["do"], each["rating"]) for each in played.act.answers.heard] == [("routine_done", "hurt")]
    assert played.started == [CHECK_IN]
    assert played.screen.player.phase is Phase.HURT
    played.screen.act(Action.CLOSE)
    assert len(played.act.answers.heard) == 1


def test_space_pauses_and_arrows_step(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(6)
    played.press(Qt.Key.Key_Space)
    played.lives(60)
    assert played.words.note.text() == "Paused"
    assert played.window.ring.number == "7"
    assert played.window.card.figure.still[-1] == "a"

    played.press(Qt.Key.Key_Space)
    played.press(Qt.Key.Key_Right)
    assert played.words.heading.text() == "Step 2 of 3"
    played.press(Qt.Key.Key_Left)
    assert played.words.heading.text() == "Step 1 of 3"


@pytest.mark.usefixtures("right_to_left")
def test_right_to_left_the_left_arrow_goes_on(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(6)
    played.press(Qt.Key.Key_Left)
    assert played.words.heading.text() == "Step 2 of 3"


def test_typing_that_was_on_its_way_presses_nothing(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    for key in ("h", Qt.Key.Key_Space, Qt.Key.Key_Escape, "e"):
        played.press(key)
    assert played.screen.player.phase is Phase.READY
    assert not played.screen.player.paused
    assert played.act.ended == []


def test_single_letters_can_be_switched_off(scene: Callable[..., Scene]) -> None:
    played = play(scene, look=Look(theme="light", single_keys=False))
    played.lives(6)
    for key in ("h", "e", "t", "v"):
        played.press(key)
    assert not played.screen.player.easier
    assert played.act.answers.heard == []
    played.press(Qt.Key.Key_Right)
    assert played.screen.player.line.number == 2


def test_tab_walks_through_everything_and_then_space_presses(scene: Callable[..., Scene]) -> None:
    played = play(scene, data=TWINS)
    played.lives(6)
    walked = [played.window.focus_ring.target]
    for _ in range(8):
        played.press(Qt.Key.Key_Tab)
        walked.append(played.window.focus_ring.target)
    order = (Action.PAUSE, Action.NEXT, Action.EASIER, Action.SEATED, Action.HURT)
    head = (Action.WHY, Action.VOICE, Action.CLOSE, Action.PREVIOUS)
    assert walked == [played.window.press[each] for each in (*order, *head)]
    played.press(Qt.Key.Key_Space)
    assert not played.screen.player.paused


def test_in_a_firm_break_leaving_takes_three_seconds(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12, style="firm")
    played.lives(2)
    played.press(Qt.Key.Key_Escape)
    QTest.mouseClick(played.window.press[Action.CLOSE], Qt.MouseButton.LeftButton)
    assert played.act.ended == []
    assert played.window.press[Action.CLOSE].text() == "Hold for 3 s to close"

    QTest.keyPress(played.window.windowHandle(), Qt.Key.Key_Escape)
    QTest.qWait(1000)
    assert played.act.ended == []
    QTest.qWait(2300)
    assert played.act.ended == [True]
    assert played.act.answers.words == ["closed"]


def test_a_key_that_repeats_by_itself_is_still_held(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12, style="firm")
    played.lives(2)
    for _ in range(34):
        QTest.keyPress(played.window.windowHandle(), Qt.Key.Key_Escape)
        QTest.qWait(80)
        QTest.keyRelease(played.window.windowHandle(), Qt.Key.Key_Escape)
        QTest.qWait(20)
        if played.act.ended:
            break
    assert played.act.ended == [True]


def test_a_firm_routine_that_has_ended_is_left_at_once(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12, style="firm")
    to_the_end(played)
    played.act.clock.passes(1)
    played.press(Qt.Key.Key_Escape)
    assert played.act.ended == [True]


def test_a_routine_of_ones_own_is_never_firm(scene: Callable[..., Scene]) -> None:
    played = play(scene, style="firm")
    played.lives(2)
    played.press(Qt.Key.Key_Escape)
    assert played.act.ended == [True]


def test_easier_asks_less_and_says_how_and_can_be_taken_back(scene: Callable[..., Scene]) -> None:
    played = play(scene, data={"level": 3})
    played.lives(20)
    window = played.window
    usual = (window.ring.number, window.ring.caption, window.facts[1].text(), played.words.cue.text())
    assert usual == ("2", "of 15", "1:43", "Breathe out as you round, in as you sink.")
    played.press("e")
    assert (window.ring.number, window.ring.caption, window.facts[1].text()) == ("2", "of 5", "33 s")
    assert played.words.cue.text().startswith("Half the range, five repetitions")
    assert window.press[Action.EASIER].text() == "As usual"
    played.press("e")
    assert (window.ring.number, window.ring.caption, window.facts[1].text(), played.words.cue.text()) == usual
    assert window.press[Action.EASIER].text() == "Easier"


def test_easier_shows_what_it_asks_for(scene: Callable[..., Scene]) -> None:
    played = play(scene, "tendon_glides")
    played.lives(2)
    assert len(played.screen._pictures._frames.pictures) > 5  # type: ignore[union-attr] # it was drawn
    played.press("e")
    shown = {each.frame for each in played.screen._pictures._frames.pictures}  # type: ignore[union-attr] # as above
    assert shown == {"a", "b"}, "only straight and hook"


def test_seated_from_the_easier_form_leads_back_to_the_usual_one(scene: Callable[..., Scene]) -> None:
    played = play(scene, data=TWINS)
    played.lives(2)
    for key in "ett":
        played.press(key)
    played.lives(20)
    assert (played.window.title.text(), played.window.ring.caption) == ("Cat-camel on all fours", "of 10")


def test_seated_plays_the_twin_and_knows_the_way_back(scene: Callable[..., Scene]) -> None:
    played = play(scene, data=TWINS)
    played.lives(20)
    played.press("t")
    assert played.window.title.text() == "Seated cat-camel"
    assert played.screen.player.phase is Phase.READY
    assert played.window.press[Action.SEATED].text() == "On the floor"
    played.press("t")
    assert played.window.title.text() == "Cat-camel on all fours"
    played.press("t")
    to_the_end(played)
    played.screen.act(Action.CLOSE)
    assert played.act.answers.heard[-1]["routine"] == "seated_cat_camel"


def test_with_no_twin_there_is_no_seated(scene: Callable[..., Scene]) -> None:
    played = play(scene, "seated_cat_camel", data=TWINS)
    played.lives(2)
    played.press("t")
    assert not played.window.press[Action.SEATED].isVisible()
    assert played.window.title.text() == "Seated cat-camel"


def test_each_shape_of_the_hand_has_its_own_word_in_the_strip(scene: Callable[..., Scene]) -> None:
    played = play(scene, "tendon_glides")
    words = [each.words for each in played.window.strip._pictures]
    assert words[:5] == [
        "1 Fingers straight",
        "2 Fingers in a hook",
        "2 Fingers in a fist",
        "2 Fingers in a table top",
        "2 Fingers in a flat fist",
    ]


def test_what_is_worth_knowing_comes_after_what_the_move_is_for(scene: Callable[..., Scene]) -> None:
    played = play(scene, why="", data={"known": "A tendon runs through a tunnel."})
    played.lives(6)
    played.press(Qt.Key.Key_F1)
    said = [each.text() for each in played.window.why._labels]
    assert said[:3] == ["Why this?", routine("cat_camel")["purpose"], "A tendon runs through a tunnel."]


def test_f1_says_why_with_its_sources_and_the_time_waits(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(6)
    played.press(Qt.Key.Key_F1)
    said = [each.text() for each in played.window.why._labels]
    assert said == [
        "Why this?",
        "You have sat for a while.",
        routine("cat_camel")["purpose"],
        "Sources",
        "• Back pain exercises, 2024",
        "• Computer workstations, 2023, https://example.org",
    ]
    assert played.window.why.isVisible()
    played.lives(30)
    assert played.screen.player.line.number == 1
    played.press(Qt.Key.Key_F1)
    assert not played.window.why.isVisible()
    played.lives(8)
    assert played.screen.player.line.number == 2


def test_the_voice_says_each_line_once_half_way_and_the_end(scene: Callable[..., Scene]) -> None:
    played = play(scene, "seated_cat_camel", look=Look(theme="light", voice=True))
    played.lives(5 + 4 + 48 + 1)
    assert played.voice.said == [
        "Seated cat-camel. Get ready.",
        "Sit on the front half of the seat, hands on your thighs.",
        (
            "Round your back and tuck your tailbone under, then lift your chest and arch gently. 8 times. "
            "Breathe out as you round, in as you lift."
        ),
        "Half way.",
        "Done. 9 breaks today.",
    ]


def test_voice_can_be_switched_and_made_louder(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.lives(6)
    assert played.voice.said == []
    played.press("v")
    assert len(played.voice.said) == 1
    assert played.window.press[Action.VOICE].text() == "Voice off"
    played.press(Qt.Key.Key_Up)
    played.press(Qt.Key.Key_Down)
    assert played.voice.steps == [1, -1]
    played.press("v")
    assert played.voice.stops == 1


def test_no_voice_on_this_machine_is_said_in_words(scene: Callable[..., Scene]) -> None:
    played = play(scene, look=Look(theme="light", voice=True))
    played.voice.unavailable.emit("This machine has no voice.")
    assert played.words.note.text() == "This machine has no voice."
    assert played.window.press[Action.VOICE].text() == "Voice on"
    assert faults(played.window) == []


def test_the_time_waits_while_the_person_types_elsewhere(scene: Callable[..., Scene]) -> None:
    played = play(scene, prompt=12)
    played.lives(6)
    played.screen.order({"do": "typing", "on": True})
    assert played.words.note.text() == "Waiting while you type"
    played.lives(30)
    assert played.screen.player.line.number == 1
    played.screen.order({"do": "typing", "on": False})
    played.lives(8)
    assert played.screen.player.line.number == 2


def test_the_figure_keeps_step_with_the_count_and_the_other_side_is_mirrored(scene: Callable[..., Scene]) -> None:
    played = play(scene, "tendon_glides")
    figure = played.window.card.figure
    assert figure.still == ["a"]
    played.lives(5 + 4 + 1)
    assert figure.steps[-1] == (1, False)
    assert "Right side" in played.words.heading.text()
    played.lives(32)
    assert figure.steps[-1] == (2, True)
    assert "Left side" in played.words.heading.text()


def test_reduced_motion_shows_a_strip_and_slow_numbers(scene: Callable[..., Scene]) -> None:
    played = play(scene, look=Look(theme="light", reduced_motion=True))
    played.lives(5 + 2)
    assert played.window.ring.number == "10"
    assert played.window.card.figure.reduced
    played.lives(6)
    framed = played.window.strip.current
    played.lives(5.5)
    assert played.window.strip.current != framed


def test_a_figure_that_cannot_be_drawn_leaves_the_words_alone(scene: Callable[..., Scene]) -> None:
    bad = dict(routine("cat_camel")) | {"frames": {"a": {"base": "nobody"}, "b": {"base": "sit"}, "c": {"base": "sit"}}}
    played = play(scene, routine=bad)
    played.lives(20)
    assert not played.window.card.isVisible()
    assert not played.window.strip.isVisible()
    assert played.words.line.text().startswith("Round your back")
    assert faults(played.window) == []


def test_a_card_without_a_routine_is_a_quiet_pause(scene: Callable[..., Scene]) -> None:
    played = play(scene, routine=None)
    assert played.words.line.text() == "Look far, breathe out, change position."
    played.lives(41)
    assert played.window.end.line.text() == "9 breaks today"
    assert not played.window.end.rating.isVisible()
    assert faults(played.window) == []


def test_a_hidden_player_is_ready_when_the_order_comes(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    played.screen.window.hide()
    played.screen.prepare()
    played.screen.order({"do": "show"})
    QApplication.processEvents()
    assert played.screen.window.isVisible()


def test_what_a_screen_reader_finds(scene: Callable[..., Scene]) -> None:
    played = play(scene)
    window = played.screen.window
    name = QAccessible.queryAccessibleInterface(window).text(QAccessible.Text.Name)
    ring = QAccessible.queryAccessibleInterface(window.ring)
    before = QAccessible.queryAccessibleInterface(window.press[Action.PREVIOUS])
    strip = QAccessible.queryAccessibleInterface(window.strip)

    assert window.windowTitle() == "ergobreak"
    assert name == "Cat-camel on all fours. Low back, upper back, on the floor. Get ready."
    assert ring.role() == QAccessible.Role.ProgressBar
    assert ring.text(QAccessible.Text.Name) == "Time left"
    assert before.text(QAccessible.Text.Name) == "Previous step"
    assert strip.role() == QAccessible.Role.List
    items = [strip.child(number).text(QAccessible.Text.Name) for number in range(strip.childCount())]
    assert items == ["1 of 4, Kneeling", "2 of 4, Back rounded", "3 of 4, Back arched", "4 of 4, Kneeling"]
