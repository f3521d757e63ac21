"""Choosing: nobody is ever offered what is left out for them, days vary, and every choice has its reason."""

from __future__ import annotations

import itertools
import json
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ergobreak
from ergobreak.routines import reasons, tables
from ergobreak.routines.adaptation import Adaptation, Moves, adaptation
from ergobreak.routines.chance import seed_of
from ergobreak.routines.choose import Choice, choose
from ergobreak.routines.gate import Request, Slot
from ergobreak.routines.history import Fact, History, What, history
from ergobreak.routines.library import load_all
from ergobreak.routines.model import Group, Place
from ergobreak.routines.score import scale

LIBRARY = load_all()
MONDAY = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - one person's wall clock
AT_DESK = Request(now=MONDAY, available_s=60)
NOBODY = Adaptation()
NEW = History()


def pick(request: Request, past: History = NEW, now: Adaptation = NOBODY, seed: int = 1) -> Choice:
    return choose(request, LIBRARY, past, now, seed, groups=tables.groups())


def offered(choice: Choice) -> str:
    assert choice.offer is not None
    return choice.offer.id


def everything(choice: Choice) -> set[str]:
    return {each.id for each in ([choice.offer] if choice.offer else []) + list(choice.runners_up)}


# Properties: any life, any pattern, any condition

IDS = sorted(LIBRARY.by_id)
FACTS = st.builds(
    Fact,
    at=st.integers(0, 20 * 24 * 60).map(lambda minutes: MONDAY - timedelta(minutes=minutes)),
    routine=st.sampled_from(IDS),
    what=st.sampled_from(What),
)
REQUESTS = st.builds(
    Request,
    now=st.just(MONDAY),
    available_s=st.sampled_from([20.0, 30.0, 40.0, 60.0, 120.0, 300.0]),
    slot=st.sampled_from(Slot),
    cap_s=st.sampled_from([60.0, 90.0, 120.0, 180.0]),
    places=st.frozensets(st.sampled_from(Place), min_size=1),
    floor_ok=st.booleans(),
    open_office=st.booleans(),
    on_request=st.booleans(),
    meeting_in_min=st.none() | st.floats(0, 60),
    sat_min=st.floats(0, 120),
    stood_min=st.floats(0, 60),
    typing_heavy=st.booleans(),
    region=st.sampled_from(["", *tables.vocabulary().regions]),
    seated_only=st.booleans(),
    strength=st.booleans(),
    lessons=st.booleans(),
)
ADAPTATIONS = st.builds(
    lambda names, conditions, avoid, tier, moves, words: adaptation(
        avoid=avoid, conditions=conditions, patterns=[tables.patterns()[name] for name in names]
    ).with_check_in(tier=tier, moves=moves, avoid=words),
    names=st.lists(st.sampled_from(sorted(tables.patterns())), max_size=4, unique=True),
    conditions=st.frozensets(st.sampled_from(sorted(tables.vocabulary().conditions)), max_size=3),
    avoid=st.frozensets(st.sampled_from(sorted(tables.vocabulary().tags)), max_size=3),
    tier=st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4]),
    moves=st.sampled_from(Moves),
    words=st.lists(st.sampled_from(["forward_bend", "twist", "overhead", "long_sit", "end_range"]), max_size=2),
)


@settings(max_examples=300, deadline=None)
@given(facts=st.lists(FACTS, max_size=30), request=REQUESTS, now=ADAPTATIONS, seed=st.integers(0, 2**64))
def test_nothing_left_out_is_ever_offered(facts: list[Fact], request: Request, now: Adaptation, seed: int) -> None:
    past = history(facts)
    choice = pick(request, past, now, seed)

    for name in everything(choice):
        routine = LIBRARY.by_id[name]
        hurt = past.of(name).hurt
        assert not now.avoid & set(routine.tags)
        assert not now.conditions & set(routine.not_if)
        assert now.tier < 3
        assert now.moves is not Moves.NONE
        assert not now.no_exercises
        assert hurt is None or MONDAY - hurt >= timedelta(days=14)
        assert routine.seconds() <= request.available_s
        assert name != past.last_offered
        assert routine.set is not Group.OPT_IN
        assert Place.FLOOR not in routine.place or request.floor_ok
        assert routine.discreet or not request.open_office or request.on_request
        if request.seated_only:
            assert Place.CHAIR in routine.place
            assert "standing" not in routine.tags


@settings(max_examples=150, deadline=None)
@given(facts=st.lists(FACTS, max_size=30), request=REQUESTS, now=ADAPTATIONS, seed=st.integers(0, 2**64))
def test_each_routine_is_offered_or_has_a_reason_in_words_and_the_same_day_goes_the_same_way(
    facts: list[Fact], request: Request, now: Adaptation, seed: int
) -> None:
    past = history(facts)
    choice = pick(request, past, now, seed)

    assert everything(choice) | choice.excluded.keys() == LIBRARY.by_id.keys()
    assert not everything(choice) & choice.excluded.keys()
    assert all(reasons.out(each).endswith(".") for each in choice.excluded.values())
    assert json.loads(json.dumps(reasons.as_dict(choice)))["why"] == reasons.why(choice)
    assert reasons.why(choice).endswith(".")
    assert pick(request, past, now, seed) == choice


@pytest.mark.parametrize("name", [name for name in tables.patterns() if name not in {"P23", "P24"}])
@pytest.mark.parametrize("seconds", [40, 120])
def test_nobody_but_those_two_is_left_with_nothing(name: str, seconds: int) -> None:
    now = adaptation(patterns=[tables.patterns()[name]])

    assert pick(replace(AT_DESK, available_s=seconds), now=now).offer is not None


# A week


def a_week(profile: str, *, seed: int = 3, open_office: bool = True) -> list[tuple[datetime, str]]:
    """Five days of micro-breaks and movement breaks, each taken, at the rhythm of the default profile."""
    facts: list[Fact] = []
    offers: list[tuple[datetime, str]] = []
    for day in range(5):
        for slot in range(17):
            at = MONDAY + timedelta(days=day, minutes=25 * (slot + 1))
            long = slot % 2 == 1
            request = Request(
                now=at,
                available_s=300 if long else 40,
                slot=Slot.MOVEMENT if long else Slot.MICRO,
                sat_min=50 if long else 25,
                open_office=open_office,
                seated_only=profile == "seated_only",
                strength=False,
            )
            choice = pick(request, history(facts), seed=seed)
            name = offered(choice)
            offers.append((at, name))
            facts += [Fact(at=at, routine=name, what=What.OFFERED), Fact(at=at, routine=name, what=What.DONE)]
    return offers


@pytest.mark.parametrize("open_office", [True, False])
@pytest.mark.parametrize("profile", ["balanced", "seated_only"])
def test_a_week_brings_many_different_routines_and_never_the_same_twice_running(
    profile: str, open_office: bool
) -> None:
    names = [name for _at, name in a_week(profile, open_office=open_office)]

    assert len(set(names)) >= 8
    assert all(one != next_one for one, next_one in itertools.pairwise(names))


def test_a_week_reaches_every_part_of_the_body() -> None:
    counts = Counter(
        tables.groups()[region]
        for _at, name in a_week("balanced", open_office=False)
        for region in LIBRARY.by_id[name].regions
    )

    assert all(counts[group] >= 2 for group in tables.vocabulary().groups)


def test_what_is_not_a_walk_nor_for_the_eyes_waits_ninety_minutes() -> None:
    last: dict[str, datetime] = {}
    for at, name in a_week("balanced"):
        routine = LIBRARY.by_id[name]
        if name in last and routine.set not in {Group.WALK, Group.EYES} and "breath" not in routine.regions:
            assert at - last[name] >= timedelta(minutes=90)
        last[name] = at


# Stories


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


PROFILES = {
    each["name"]: each
    for each in tomllib.loads((Path(ergobreak.__file__).parent / "profiles.toml").read_text(encoding="utf-8"))[
        "profile"
    ]
}


@pytest.mark.parametrize("name", PROFILES)
def test_no_profile_with_any_pattern_ever_offers_what_is_left_out(name: str) -> None:
    profile = PROFILES[name]
    avoid = {*profile.get("avoid", ()), *profile.get("avoid_at_first", ())}
    assert avoid <= tables.vocabulary().tags.keys()
    for pattern in tables.patterns().values():
        now = adaptation(avoid=avoid, conditions=profile.get("conditions", ()), patterns=[pattern])
        for slot, seconds in ((Slot.MICRO, profile["numbers"]["micro_length_s"]), (Slot.MOVEMENT, 300)):
            request = replace(AT_DESK, slot=slot, available_s=seconds, seated_only=name == "seated_only", sat_min=30)
            choice = pick(request, now=now)
            assert bool(choice.offer) is not pattern.no_exercises
            for each in everything(choice):
                routine = LIBRARY.by_id[each]
                assert not now.avoid & set(routine.tags)
                assert not now.conditions & set(routine.not_if)


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
