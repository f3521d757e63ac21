"""Choosing, told as moments of a day: who gets what, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from ergobreak.routines import reasons, tables
from ergobreak.routines.adaptation import Adaptation, Moves
from ergobreak.routines.chance import seed_of
from ergobreak.routines.gate import Slot
from ergobreak.routines.history import Fact, History, What, history
from ergobreak.routines.model import Group, Place
from ergobreak.routines.score import scale
from tests.routines.choosing import AT_DESK, LIBRARY, MONDAY, NOBODY, everything, offered, pick


def test_after_a_long_sit_one_gets_up() -> None:
    for seed in range(20):
        choice = pick(replace(AT_DESK, sat_min=40), seed=seed)
        routine = LIBRARY.by_id[offered(choice)]
        assert Place.STANDING in routine.place or "standing" in routine.tags
        assert choice.excluded["chair_twist"].code == "still_sitting"


def test_after_standing_for_long_one_sits_down() -> None:
    choice = pick(replace(AT_DESK, stood_min=35))

    assert choice.excluded["standing_reset"].code == "still_standing"
    assert all(LIBRARY.by_id[name].on_chair for name in everything(choice))


def test_hands_that_typed_rest_unless_relief_for_them_was_asked_for() -> None:
    typing = replace(AT_DESK, typing_heavy=True, available_s=70)

    assert pick(typing).excluded["hand_shakeout"].code == "hands_need_rest"
    names = everything(pick(replace(typing, region="hands")))
    assert {"hand_shakeout", "tendon_glides"} <= names
    assert "wrist_stretch_pair" not in names


def test_before_a_meeting_it_is_short_and_unseen() -> None:
    choice = pick(replace(AT_DESK, available_s=120, meeting_in_min=4))

    assert all(LIBRARY.by_id[name].seconds() <= 45 and LIBRARY.by_id[name].discreet for name in everything(choice))


def test_the_region_asked_for_comes_first_and_another_is_for_something_else() -> None:
    for seed in range(20):
        choice = pick(replace(AT_DESK, region="neck"), seed=seed)
        groups = tables.groups()
        assert choice.offer is not None
        assert "neck" in choice.offer.regions
        first = {groups[region] for region in choice.runners_up[0].regions}
        assert not first & {groups[region] for region in choice.offer.regions} - {""}
        assert reasons.why(choice).startswith("You asked for the neck.")


def test_a_movement_break_is_one_routine_and_then_free_time() -> None:
    choice = pick(replace(AT_DESK, available_s=300, slot=Slot.MOVEMENT, sat_min=50))

    assert choice.offer is not None
    assert choice.fill_s == 300 - choice.offer.seconds()
    assert choice.offer.seconds() <= 120 or choice.offer.set is Group.WALK


def test_what_hurt_rests_for_two_weeks() -> None:
    def after(days: float) -> bool:
        hurt = Fact(at=MONDAY - timedelta(days=days), routine="chin_tuck", what=What.HURT)
        return "chin_tuck" in everything(pick(AT_DESK, history([hurt])))

    assert not after(0.1)
    assert not after(13.9)
    assert after(14)


def test_strength_comes_once_a_day_and_a_region_not_two_days_running_unless_planned() -> None:
    long = replace(AT_DESK, available_s=120)
    today = history([Fact(at=MONDAY - timedelta(hours=3), routine="wall_push_up", what=What.DONE)])
    yesterday = history(
        [
            Fact(at=MONDAY - timedelta(days=1), routine="two_minute_shoulder", what=What.DONE),
            Fact(at=MONDAY - timedelta(hours=20), routine="gaze_20", what=What.DONE),
        ]
    )

    assert {"sit_to_stand", "wall_push_up", "two_minute_shoulder"} <= everything(pick(long))
    assert not {"sit_to_stand", "wall_push_up", "two_minute_shoulder"} & everything(pick(long, today))
    assert pick(long, yesterday).excluded["wall_push_up"].code == "strength_yesterday"
    assert "sit_to_stand" in everything(pick(long, yesterday))
    planned = replace(long, due=frozenset({"two_minute_shoulder"}))
    assert "two_minute_shoulder" in everything(pick(planned, yesterday))


def test_the_nerve_slider_waits_to_be_switched_on() -> None:
    long = replace(AT_DESK, available_s=120)

    assert pick(long).excluded["leg_nerve_slider"].code == "opt_in"
    assert "leg_nerve_slider" in everything(pick(replace(long, opted_in=frozenset({"leg_nerve_slider"}))))


def test_liked_ones_come_more_often_and_skipped_ones_less() -> None:
    def share(what: What, name: str) -> int:
        facts = [Fact(at=MONDAY - timedelta(days=5, minutes=each), routine=name, what=what) for each in range(3)]
        past = replace(history(facts), last_offered="")
        return sum(offered(pick(AT_DESK, past, seed=seed)) == name for seed in range(200))

    assert share(What.LIKED, "scapular_squeeze") > share(What.SKIPPED, "scapular_squeeze")
    favourite = Counter(offered(pick(AT_DESK, seed=seed)) for seed in range(200)).most_common(1)[0]
    assert share(What.SKIPPED, favourite[0]) < favourite[1]


def test_at_most_one_a_week_is_called_new() -> None:
    first = pick(AT_DESK)
    then = history([Fact(at=MONDAY - timedelta(days=2), routine="chin_tuck", what=What.OFFERED)])

    assert first.new
    assert not pick(AT_DESK, then).new


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (Adaptation(tier=3), "looked at first"),
        (Adaptation(moves=Moves.NONE), "Rest in an easy position."),
        (Adaptation(avoid=frozenset(tables.vocabulary().tags)), ""),
    ],
)
def test_when_nothing_may_be_offered_it_says_why(now: Adaptation, said: str) -> None:
    choice = pick(replace(AT_DESK, available_s=10) if not said else AT_DESK, now=now)

    assert choice.offer is None
    assert (said or "Look far, breathe out, change position.") in reasons.why(choice)


def test_the_reason_names_the_long_sit_and_the_last_time() -> None:
    past = history(
        Fact(at=MONDAY - timedelta(days=1, hours=index), routine=name, what=What.DONE)
        for index, name in enumerate(each.id for each in LIBRARY if each.set is not Group.STRENGTH)
    )
    said = {reasons.why(pick(replace(AT_DESK, sat_min=40), past, seed=seed)) for seed in range(30)}

    assert any("You sat for 40 minutes." in each for each in said)


def test_each_person_has_a_seed_of_their_own() -> None:
    assert seed_of("ada") != seed_of("bob")
    assert seed_of("ada") == seed_of("ada")
    assert len({offered(pick(AT_DESK, seed=seed_of(name))) for name in "abcdefghijkl"}) > 1


def test_the_same_comes_again_after_ninety_minutes_and_a_walk_or_a_far_look_at_once() -> None:
    def after(minutes: int, name: str) -> bool:
        facts = [
            Fact(at=MONDAY - timedelta(minutes=minutes), routine=name, what=What.DONE),
            Fact(at=MONDAY - timedelta(minutes=1), routine="standing_reset", what=What.SKIPPED),
        ]
        return name in everything(pick(replace(AT_DESK, available_s=120), history(facts)))

    assert not after(89, "chin_tuck")
    assert after(90, "chin_tuck")
    assert after(5, "walk_2")
    assert after(5, "gaze_20")
    assert after(5, "belly_breathing")


def points(name: str, past: History) -> dict[str, float]:
    weighed = scale(AT_DESK, past, NOBODY, tables.groups(), list(LIBRARY)).weigh(LIBRARY.by_id[name])
    return {each.code: round(each.points, 2) for each in weighed}


def test_what_was_done_lately_counts_against_it_and_fades_in_days() -> None:
    def lately(hours: float) -> float:
        return points(
            "chin_tuck", history([Fact(at=MONDAY - timedelta(hours=hours), routine="chin_tuck", what=What.DONE)])
        )["lately"]

    assert lately(0) == -2.0
    assert lately(24) == -0.74
    assert lately(96) == -0.04


def test_what_was_missing_this_week_counts_for_it() -> None:
    def facts(count: int) -> History:
        return history(
            Fact(at=MONDAY - timedelta(days=each + 1), routine="neck_turns", what=What.DONE) for each in range(count)
        )

    # The chin tuck is for neck and upper back: the emptier of the two counts.
    assert points("neck_side_stretch", History())["balance"] == 1.5
    assert points("neck_side_stretch", facts(1))["balance"] == 0.75
    assert "balance" not in points("neck_side_stretch", facts(2))
    assert points("chin_tuck", facts(2))["balance"] == 1.5
    assert points("neck_turns", facts(3))["often"] == -1.0
