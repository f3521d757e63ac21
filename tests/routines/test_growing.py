"""Doses that grow and come back, plans over weeks, many ways to say one thing, and the player's script."""

from __future__ import annotations

import itertools
import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.routines import tables
from ergobreak.routines.adaptation import Adaptation, Moves
from ergobreak.routines.history import Fact, History, What, history, lived, relived
from ergobreak.routines.library import load_all
from ergobreak.routines.model import LEVELS, Routine, Side
from ergobreak.routines.plans import Accepted, due_today, may_accept, today_in
from ergobreak.routines.player_script import begins_left, script
from ergobreak.routines.progression import fitting, level_now, levels, rise
from ergobreak.routines.wording import pick, template, told

LIBRARY = load_all()
NOW = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - one person's wall clock
CAT = LIBRARY.by_id["cat_camel"]
WELL = Adaptation()


def done(name: str, days_ago: list[float], rated: What = What.FINE) -> list[Fact]:
    return [
        Fact(at=NOW - timedelta(days=days), routine=name, what=what) for days in days_ago for what in (What.DONE, rated)
    ]


# Doses


def test_six_easy_times_in_a_fortnight_and_it_may_grow() -> None:
    six, five = history(done("cat_camel", [1, 2, 3, 5, 8, 13])), history(done("cat_camel", [1, 2, 3, 5, 8, 15]))

    assert rise(LIBRARY, {}, {}, six, NOW) == "cat_camel"
    assert rise(LIBRARY, {}, {}, five, NOW) == ""


def test_a_year_is_lived_through_again_from_a_few_numbers() -> None:
    begin = datetime(2026, 3, 2, 9).astimezone()

    def row(day: int, name: str, fact: str, rating: str = "") -> dict[str, str]:
        at = (begin + timedelta(days=day)).isoformat()
        return {"at": at, "routine": name, "fact": fact, "rating": rating}

    six = [row(day, "cat_camel", "taken") for day in range(6)]
    more = [row(day, "bridge", "done") for day in range(6)]
    cut = [row(day, "bridge", "shortened") for day in range(6)]
    hurt, so_so = row(4, "cat_camel", "hurt"), row(4, "cat_camel", "rated", "meh")

    def risen(rows: list[dict[str, str]]) -> dict[str, int]:
        return levels(relived(json.loads(json.dumps(lived(rows)))), LIBRARY)

    assert risen(six[:5]) == {}
    assert risen(six) == {"cat_camel": 2}
    assert sum(risen([*six, *more]).values()) == 2, "one rise a week over the whole library"
    assert risen(cut) == {}, "a break that was cut short is no reason for more"
    assert risen([*six, hurt]) == risen([*six, so_so]) == {}
    assert risen([row(day, "cat_camel", "taken") for day in range(40)]) == {"cat_camel": 3}
    assert len(json.dumps(lived(row(day // 6, "walk_2", "taken") for day in range(2400)))) < 25_000


def test_what_cannot_be_read_of_a_year_is_left_out() -> None:
    bad = {"done": {"cat_camel": ["x", 3], "bridge": 7}, "hard": "?"}
    assert [each.routine for each in relived(bad)] == ["cat_camel"]
    assert relived(None) == []
    assert lived([{"fact": "taken", "routine": "bridge", "at": "yesterday"}]) == {"done": {}, "hard": {}}


def test_a_level_gives_way_where_there_is_no_time_for_it() -> None:
    assert [fitting(CAT, 3, seconds).seconds() for seconds in (300, 100, 85, 10)] == [118, 97, 83, 83]
    assert not fitting(CAT, 3, 300).grows


@pytest.mark.parametrize("rated", [What.MEH, What.HURT])
def test_not_while_it_is_no_pleasure(rated: What) -> None:
    facts = [*done("cat_camel", [1, 2, 3, 5, 8, 13]), Fact(at=NOW - timedelta(days=4), routine="cat_camel", what=rated)]

    assert rise(LIBRARY, {}, {}, history(facts), NOW) == ""


def test_not_after_a_worse_check_in_and_only_one_a_week() -> None:
    past = history(done("cat_camel", [1, 2, 3, 5, 8, 13]) + done("bird_dog", [1, 2, 3, 4, 5, 6, 7]))

    assert rise(LIBRARY, {}, {}, past, NOW) == "bird_dog"
    assert rise(LIBRARY, {}, {"bird_dog": NOW - timedelta(days=6)}, past, NOW) == ""
    assert rise(LIBRARY, {"bird_dog": 3}, {"bird_dog": NOW - timedelta(days=8)}, past, NOW) == "cat_camel"
    assert rise(LIBRARY, {}, {}, past, NOW, hold_until=NOW.date() + timedelta(days=11)) == ""
    assert rise(LIBRARY, {}, {}, past, NOW, hold_until=NOW.date()) == "bird_dog"
    assert rise(LIBRARY, {}, {}, past, NOW, hold_until=NOW.date() + timedelta(days=15)) == "bird_dog"  # before it


def test_completions_count_from_the_last_rise() -> None:
    past = history(done("cat_camel", [1, 2, 3, 9, 10, 11]))

    assert rise(LIBRARY, {"cat_camel": 2}, {"cat_camel": NOW - timedelta(days=8)}, past, NOW) == ""


def test_after_an_idle_week_one_level_lower_and_after_a_flare_the_base() -> None:
    levels = {"cat_camel": 3}
    fresh, idle = history(done("cat_camel", [2])), history(done("cat_camel", [7]))

    assert level_now(CAT, levels, fresh, WELL, NOW) == 3
    assert level_now(CAT, levels, idle, WELL, NOW) == 2
    assert level_now(CAT, levels, fresh, Adaptation(moves=Moves.ADAPTED), NOW) == 1
    assert level_now(CAT, levels, fresh, Adaptation(half_range=True), NOW) == 1
    assert level_now(LIBRARY.by_id["chin_tuck"], {"chin_tuck": 3}, fresh, WELL, NOW) == 1


@given(
    levels=st.dictionaries(st.sampled_from(sorted(LIBRARY.by_id)), st.integers(-3, 9)),
    days=st.lists(st.floats(0, 30), max_size=20),
)
def test_a_level_is_always_one_of_the_three_and_never_above_what_was_reached(
    levels: dict[str, int], days: list[float]
) -> None:
    past = history(done("cat_camel", days))

    for routine in LIBRARY:
        level = level_now(routine, levels, past, WELL, NOW)
        assert level in LEVELS
        assert level <= max(1, levels.get(routine.id, 1))


# Plans

SHOULDER = tables.plans()["two_minute_shoulder"]
SINCE = date(2026, 11, 2)


def test_ten_weeks_of_five_days_and_a_missed_day_moves_nothing() -> None:
    plan = Accepted(plan=SHOULDER, since=SINCE)
    facts: list[Fact] = []
    due = []
    for day in range(80):
        at = datetime(2026, 11, 2, 9, 0) + timedelta(days=day)  # noqa: DTZ001 - one person's wall clock
        now = today_in(plan, history(facts), at.date())
        due.append(now.due)
        if now.due and day % 6:
            facts.append(Fact(at=at, routine=now.due, what=What.DONE))
    weeks = [due[start : start + 7] for start in range(0, 80, 7)]

    assert set(due) == {"two_minute_shoulder", ""}
    assert not any(due[70:])
    assert len([each for each in facts if each.at.date() < SINCE + timedelta(days=7)]) == 5
    assert all(week.count("two_minute_shoulder") in {5, 6, 7} for week in weeks[:10])
    assert today_in(plan, history(facts), SINCE + timedelta(days=70)).finished


def test_five_days_in_a_week_are_plenty() -> None:
    plan = Accepted(plan=SHOULDER, since=SINCE)
    at = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - one person's wall clock
    past = history(Fact(at=at + timedelta(days=day), routine="two_minute_shoulder", what=What.DONE) for day in range(5))

    assert today_in(plan, past, SINCE + timedelta(days=5)).due == ""
    assert today_in(plan, past, SINCE + timedelta(days=5)).done_days == 5
    assert today_in(plan, past, SINCE + timedelta(days=7)).due == "two_minute_shoulder"


def test_only_on_the_days_one_chose() -> None:
    plan = Accepted(plan=SHOULDER, since=SINCE, weekdays=frozenset({0, 2, 4}))
    days = [SINCE + timedelta(days=each) for each in range(7)]

    assert [bool(today_in(plan, History(), day).due) for day in days] == [True, False, True, False, True, False, False]


def test_the_next_band_is_an_option_when_three_in_a_row_were_easy() -> None:
    plan = Accepted(plan=SHOULDER, since=SINCE)
    easy = done("two_minute_shoulder", [4, 3, 2], What.EASY)

    assert today_in(plan, history(easy), NOW.date()).harder
    assert not today_in(plan, history(easy + done("two_minute_shoulder", [1], What.FINE)), NOW.date()).harder
    assert not today_in(plan, history(easy[:4]), NOW.date()).harder


def test_a_plan_with_several_routines_takes_turns() -> None:
    hands = Accepted(plan=tables.plans()["hands"], since=NOW.date() - timedelta(days=2))
    first = today_in(hands, History(), NOW.date()).due
    then = today_in(hands, history(done(first, [1])), NOW.date()).due

    assert {first, then} == {"wrist_stretch_pair", "tendon_glides"}
    assert due_today([hands], History(), NOW.date()) == {first}


def test_a_plan_waits_while_its_routine_is_left_out() -> None:
    assert may_accept(SHOULDER, taken=(), blocked=())
    assert not may_accept(SHOULDER, taken=(), blocked=("two_minute_shoulder",))
    assert not may_accept(SHOULDER, taken=("two_minute_shoulder",), blocked=())


# What was offered last


def test_what_the_last_prompt_came_with_is_known_though_another_was_looked_at() -> None:
    def offers(*rows: tuple[float, str, What]) -> tuple[str, str]:
        facts = [Fact(at=NOW + timedelta(minutes=minutes), routine=name, what=what) for minutes, name, what in rows]
        found = history(facts)
        return found.last_first, found.last_offered

    walk = ((0.0, "a", What.OFFERED), (0.2, "b", What.OFFERED), (0.4, "c", What.OFFERED))
    assert offers(*walk) == offers(*walk, (0.5, "c", What.SKIPPED)) == ("a", "c")
    assert offers(*walk, (0.5, "c", What.SKIPPED), (1.0, "d", What.OFFERED)) == ("d", "d")
    assert offers(*walk, (25.0, "e", What.OFFERED)) == ("e", "e"), "nobody answered the first prompt"
    assert offers((0.0, "a", What.DONE)) == ("", "a")


# Wordings


def test_there_are_a_dozen_ways_to_say_each_prompt() -> None:
    for layer, ways in tables.wordings().items():
        if layer not in {"nothing_fits", "rest"}:
            assert len(set(ways)) >= 12, layer
        for way in ways:
            assert "!" not in way
            assert "should " not in way.lower()


@given(seed=st.integers(0, 2**63), start=st.integers(0, 500))
def test_no_wording_comes_twice_running_and_all_come_round(seed: int, start: int) -> None:
    ways = tables.wordings()["micro_break"]
    said = [pick(ways, seed=seed, turn=turn) for turn in range(start, start + 3 * len(ways))]

    assert all(one != other for one, other in itertools.pairwise(said))
    assert set(said) == set(ways)


def test_who_sits_for_good_is_not_told_to_stand() -> None:
    for turn in range(30):
        way = template(tables.wordings(), "movement_break", seed=1, turn=turn, sat_min=52, seated=True)
        text = told(way, 52 * 60)
        assert not any(word in text.lower() for word in ("stand", "feet", "legs", "walk", "up,"))
        assert "{" not in text


@given(start=st.integers(0, 500), minutes=st.sampled_from([0.0, 0.5, 1.0, 52.0]))
def test_minutes_are_only_named_where_there_are_some(start: int, minutes: float) -> None:
    for layer in ("micro_break", "movement_break"):
        ways = [
            template(tables.wordings(), layer, seed=1, turn=turn, sat_min=minutes) for turn in range(start, start + 30)
        ]
        assert all(one != other for one, other in itertools.pairwise(ways))
        assert all(ways)
        assert minutes >= 1 or not any("{minutes}" in each for each in ways)


def test_a_wording_counts_the_minutes_of_the_moment_it_is_shown() -> None:
    assert told("You have sat for {minutes} min. A walk?", 3179) == "You have sat for 52 min. A walk?"
    assert told("", 3179) == ""


def test_every_kind_of_break_has_its_wordings_and_a_kind_without_any_has_none() -> None:
    layers = tables.wordings()
    assert {"micro_break", "movement_break", "movement_break_seated", "weight_shift", "eye_cue"} <= layers.keys()
    assert template(layers, "posture_check", seed=1, turn=3, sat_min=5) == ""


# The player's script


@pytest.mark.parametrize("routine", list(LIBRARY), ids=lambda routine: routine.id)
@pytest.mark.parametrize("level", LEVELS)
def test_a_script_gets_ready_goes_through_each_step_and_ends_with_todays_breaks(routine: Routine, level: int) -> None:
    made = script(routine, level=level, breaks_today=6)
    steps = [line for line in made.lines if line.kind == "step"]

    assert made.lines[0].kind == "ready"
    assert made.lines[0].seconds == 5
    assert made.seconds == 5 + LIBRARY.by_id[made.id].seconds(level)
    assert [line.number for line in steps] == list(range(1, len(steps) + 1))
    assert all(line.spoken.startswith(line.say) for line in steps)
    assert all(line.repetitions * line.each_s == line.seconds for line in steps)
    assert [line.next for line in steps] == [*(line.say for line in steps[1:]), ""]
    assert made.lines[-1].spoken == "Done. 7 breaks today."
    assert json.loads(json.dumps(made.as_dict()))["lines"][0]["say"] == "Get ready"


def test_begun_on_the_left_words_and_pictures_change_sides() -> None:
    twist = LIBRARY.by_id["floor_twist"]
    right, left = script(twist), script(twist, left_first=True)

    assert right.lines[2].say == "Bend your right knee and place your right foot outside your left knee."
    assert left.lines[2].say == "Bend your left knee and place your left foot outside your right knee."
    assert (right.lines[2].mirrored, left.lines[2].mirrored) == (False, True)
    assert left.lines[2].side_words == "Left side"


def test_sides_take_turns_by_day_only_where_there_are_two() -> None:
    days = [date(2026, 11, 22) + timedelta(days=each) for each in range(4)]

    assert [begins_left(LIBRARY.by_id["doorway_pec"], day) for day in days].count(True) == 2
    assert not any(begins_left(LIBRARY.by_id["chin_tuck"], day) for day in days)


def test_left_and_right_always_mean_sides() -> None:
    for routine in LIBRARY:
        sides = {step.side for step in routine.steps}
        for step in routine.steps:
            words = f"{step.say} {step.cue}".lower().replace(",", " ").replace(".", " ").split()
            if {"left", "right"} & set(words):
                assert {Side.LEFT, Side.RIGHT} <= sides, (routine.id, step.say)


def test_half_the_range_is_said_before_the_first_step() -> None:
    made = script(CAT, half_range=True)

    assert "half the range" in made.lines[0].cue
    assert "half the range" in made.lines[0].spoken
    assert not script(CAT).lines[0].cue


def test_a_step_that_takes_a_while_is_halved_aloud() -> None:
    made = script(LIBRARY.by_id["childs_pose"])

    assert [line.half_way for line in made.lines if line.kind == "step"] == ["", "", "Half way.", ""]
