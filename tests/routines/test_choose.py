"""Choosing: nobody is ever offered what is left out for them, and weeks vary."""

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
from ergobreak.routines.gate import Request, Slot
from ergobreak.routines.history import Fact, What, history
from ergobreak.routines.model import Group, Place
from tests.routines.choosing import AT_DESK, LIBRARY, MONDAY, everything, offered, pick

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
