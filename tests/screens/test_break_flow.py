"""A break lived through with no screen at all."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ergobreak.screens.break_flow import Countdown, Keys, moment
from ergobreak.screens.break_view import Action, Break, Phase, shown_seconds, view_of
from ergobreak.screens.times import clock_text, time_in_words

TURN: dict[str, Any] = {
    "title": "Slow head turns",
    "steps": [
        {"say": "Sit tall.", "s": 4, "side": "both"},
        {"say": "Turn right.", "hold": 10, "side": "right"},
        {"say": "Turn left.", "hold": 10, "side": "left"},
        {"say": "Change sides.", "reps": 4, "rs": 3, "side": "alternate"},
    ],
}


def offered(**values: Any) -> Break:  # noqa: ANN401 - whatever a break may hold
    given_values: dict[str, Any] = {
        "kind": "movement_break",
        "duration_s": 300.0,
        "countdown": Countdown.of(300.0),
        "snooze_min": (3.0, 10.0),
        "shorter_s": 30.0,
        "sat_s": 3120.0,
        "routine": TURN,
    }
    return Break(**(given_values | values))


def running(**values: Any) -> Break:  # noqa: ANN401 - whatever a break may hold
    return offered(phase=Phase.RUNNING, **values).settled(0.0)


def test_time_passes_only_while_it_runs() -> None:
    break_ = Countdown.of(40).run(100.0)
    assert break_.left(110.0) == 30

    waiting = break_.wait(110.0)
    assert waiting.left(500.0) == 30
    assert waiting.run(500.0).left(510.0) == 20


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 100)), max_size=20))
def test_time_left_never_grows_and_never_goes_below_nothing(course: list[tuple[bool, float]]) -> None:
    now, break_ = 0.0, Countdown.of(300)
    before = break_.left(now)
    for runs, seconds in course:
        break_ = break_.run(now) if runs else break_.wait(now)
        now += seconds
        assert 0 <= break_.left(now) <= before + 1e-6
        before = break_.left(now)


def test_steps_follow_each_other_and_the_second_side_is_mirrored() -> None:
    said = [moment(TURN, at) for at in (0, 5, 15, 24, 27.5)]

    assert [each.index for each in said if each] == [0, 1, 2, 3, 3]
    assert [each.mirrored for each in said if each] == [False, False, True, False, True]


def test_after_the_last_step_the_plain_words_stand_there() -> None:
    state = running()

    assert state.moment(36.0) is None
    assert view_of(state, 36.0).title == "Look far, breathe out, change position."


def test_keys_in_our_own_window_are_not_work() -> None:
    keys = Keys().used_here(100.0).told(typing=True)

    assert not keys.elsewhere(102.0)
    assert keys.elsewhere(112.0)
    assert not keys.told(typing=False).elsewhere(112.0)


def test_the_offer_in_words() -> None:
    view = view_of(offered(others=2, why="You have sat for a while."), 0.0)

    assert view.heading == "Movement break, 5 minutes"
    assert view.title == "Slow head turns"
    assert view.line == "Sit tall."
    assert (view.number, view.caption) == ("5:00", "minutes")
    assert view.foot == "You have sat for 52 min."
    assert view.name == "Movement break, 5 minutes. Slow head turns. You have sat for 52 minutes."
    assert list(view.buttons.values()) == [
        "Start",
        "In 3 min",
        "Shorter",
        "Skip",
        "Another",
        "Just a pause",
        "In 10 min",
        "Why this?",
    ]


def test_a_short_offer_has_nothing_shorter() -> None:
    view = view_of(offered(kind="micro_break", duration_s=40.0), 0.0)

    assert view.heading == "Micro-break, 40 seconds"
    assert (view.number, view.caption) == ("40", "seconds")
    assert Action.SHORTER not in view.buttons


def test_used_up_postponements_and_skips_are_not_offered() -> None:
    view = view_of(offered(snooze_min=(), may_skip=False), 0.0)

    assert Action.SNOOZE not in view.buttons
    assert Action.SKIP not in view.buttons
    assert Action.START in view.buttons


def test_no_sitting_time_says_nothing_about_it() -> None:
    assert view_of(offered(sat_s=30.0), 0.0).foot == ""


def test_what_a_running_break_says() -> None:
    view = view_of(running(stop_rule="Stop at pain."), 6.0)

    assert (view.heading, view.title, view.number, view.caption) == ("Movement break", "Turn right.", "4:54", "left")
    assert view.foot == "Stop at pain."
    assert list(view.buttons.values()) == ["I am back", "Pause", "That hurt", "Voice on"]


def test_why_the_ring_stands_still() -> None:
    assert view_of(running(typing=True), 9.0).note == "Waiting while you type"
    assert view_of(running(paused=True, typing=True), 9.0).note == "Paused"
    assert view_of(running(paused=True), 9.0).number == "5:00"


def test_less_motion_moves_the_ring_every_five_seconds() -> None:
    assert [shown_seconds(left, reduced_motion=True) for left in (40.0, 39.0, 35.5, 35.0, 0.0)] == [40, 40, 40, 35, 0]
    assert [shown_seconds(left, reduced_motion=False) for left in (40.0, 38.2, 0.4)] == [40, 39, 1]


def test_lengths_for_the_ear_and_the_eye() -> None:
    assert [time_in_words(each) for each in (1, 40, 60, 222)] == [
        "1 second",
        "40 seconds",
        "1 minute",
        "3 minutes 42 seconds",
    ]
    assert [clock_text(each) for each in (5, 60, 222)] == ["0:05", "1:00", "3:42"]


def test_the_last_word_counts_what_was_done() -> None:
    state = offered(phase=Phase.CLOSING, taken_today=9)

    assert view_of(state, 0.0).title == "9 breaks today"
    assert view_of(state, 0.0).buttons == {}
