"""What a day came to, told by its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.ledger import DAYS_OF_WEEK, Span, day_of, week

ZONE = timezone(timedelta(hours=1))
FRIDAY = datetime(2026, 11, 20, tzinfo=ZONE)


@dataclass(frozen=True, kw_only=True)
class Fact:
    at: str
    fact: str
    kind: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def at(clock: str, day: int = 0) -> datetime:
    hour, minute = clock.split(":")
    return FRIDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


def fact(clock: str, what: str, kind: str = "", *, day: int = 0, **details: str | float) -> Fact:
    return Fact(at=at(clock, day).isoformat(), fact=what, kind=kind, details=details)


MORNING = (
    fact("08:30", "back", seconds=14 * 3600),
    fact("09:01", "taken", "micro_break", seconds=40, routine="neck_turns"),
    fact("09:30", "taken", "movement_break", seconds=300, routine="walk_5"),
    fact("10:50", "hold_ended", reason="microphone", seconds=1800),
    fact("12:45", "natural_break", seconds=3000, cleared="micro_break movement_break"),
    fact("12:45", "back", seconds=3000),
    fact("13:10", "credited", "micro_break", seconds=60),
)


def clocks(spans: tuple[Span, ...]) -> list[str]:
    return [f"{each.begin:%H:%M}-{each.end:%H:%M}" for each in spans]


def test_a_morning() -> None:
    today = week(MORNING, at("14:00"), running=True).today

    assert clocks(today.at_screen) == ["08:30-09:25", "09:30-11:55", "12:45-14:00"]
    assert dict(today.done) == {"micro_break": 2, "movement_break": 1}
    assert [each.kind for each in today.breaks] == ["micro_break", "movement_break", "natural_break", "micro_break"]
    assert today.away_s == 5 * 60 + 50 * 60
    assert clocks(today.holds) == ["10:20-10:50"]


def test_the_longest_still_stretch_tells_of_the_call_in_it() -> None:
    today = week(MORNING, at("14:00"), running=True).today

    assert today.still is not None
    assert clocks((today.still,)) == ["09:30-11:55"]
    assert today.still_in_call


def test_a_night_is_no_break_and_no_time_away() -> None:
    today = week(
        [fact("08:30", "natural_break", seconds=14 * 3600, cleared="micro_break")], at("09:00"), running=True
    ).today

    assert today.breaks == ()
    assert today.away_s == 0
    assert clocks(today.at_screen) == ["08:30-09:00"]


def test_what_was_skipped_or_ignored_leaves_no_mark() -> None:
    facts = [
        fact("09:00", "started"),
        fact("09:30", "skipped", "micro_break", seconds=0),
        fact("10:00", "ignored", "movement_break", seconds=0),
        fact("10:10", "postponed", "micro_break", seconds=180),
    ]
    today = week(facts, at("11:00"), running=True).today

    assert today.breaks == ()
    assert clocks(today.at_screen) == ["09:00-11:00"]


def test_checks_and_questions_are_no_breaks() -> None:
    facts = [
        fact("09:00", "taken", "posture_check", seconds=20),
        fact("09:10", "taken", "check_in", seconds=60),
        fact("09:20", "taken", "micro_break", seconds=0),  # the one question after three skips
    ]
    assert week(facts, at("10:00"), running=True).today.breaks == ()


def test_one_rest_is_one_mark() -> None:
    facts = [
        fact("09:00", "started"),
        fact("10:02", "credited", "movement_break", seconds=120),
        fact("10:10", "natural_break", seconds=600, cleared="micro_break"),
        fact("10:10", "back", seconds=600),
    ]
    today = week(facts, at("11:00"), running=True).today

    assert [each.outcome for each in today.breaks] == ["credited"]
    assert clocks(today.at_screen) == ["09:00-10:00", "10:10-11:00"]
    assert today.away_s == 10 * 60


def test_somebody_who_is_away_now_is_not_at_the_screen() -> None:
    today = week([fact("09:00", "started")], at("10:00"), running=True, away_s=900).today

    assert clocks(today.at_screen) == ["09:00-09:45"]


def test_a_call_that_goes_on_is_shown_up_to_now() -> None:
    found = week([fact("09:00", "started")], at("10:00"), running=True, standing=[("camera", 1200.0)])

    assert clocks(found.today.holds) == ["09:40-10:00"]


def test_without_the_program_presence_ends_with_the_last_sign_of_life() -> None:
    facts = [fact("09:00", "started"), fact("09:40", "shown", "micro_break", sat_s=2400)]

    assert clocks(week(facts, at("17:00"), running=False).today.at_screen) == ["09:00-09:40"]


def test_a_program_that_was_off_says_nothing_about_that_time() -> None:
    facts = [fact("09:00", "started"), fact("10:00", "stopped"), fact("11:00", "started")]
    today = week(facts, at("11:30"), running=True).today

    assert clocks(today.at_screen) == ["09:00-10:00", "11:00-11:30"]
    assert today.away_s == 0


def test_a_crash_proves_presence_up_to_the_last_fact() -> None:
    facts = [fact("09:00", "started"), fact("09:50", "begun", "micro_break"), fact("11:00", "started")]

    assert clocks(week(facts, at("11:30"), running=True).today.at_screen) == ["09:00-09:50", "11:00-11:30"]


def test_how_long_somebody_had_sat_tells_when_the_day_began() -> None:
    today = week([fact("10:00", "shown", "movement_break", sat_s=3000)], at("10:30"), running=True).today

    assert clocks(today.at_screen) == ["09:10-10:30"]


def test_the_small_hours_belong_to_the_day_before() -> None:
    facts = [fact("23:00", "started", day=-1), fact("01:00", "taken", "micro_break", seconds=40)]
    found = week(facts, at("02:00"), running=True)

    assert found.today.date == day_of(at("23:00", -1))
    assert dict(found.today.done) == {"micro_break": 1}


def test_a_week_begins_on_monday_and_knows_what_came_before() -> None:
    facts = [
        fact("09:00", "started", day=-7),
        fact("10:00", "stopped", day=-7),
        fact("10:00", "taken", "micro_break", day=-4, seconds=40, routine="neck_turns"),
        fact("10:00", "taken", "micro_break", seconds=40, routine="neck_turns"),
    ]
    found = week(facts, at("12:00"), running=True)

    assert [sum(each.done.values()) for each in found.days] == [1, 0, 0, 0, 1, 0, 0]
    assert dict(found.routines) == {"neck_turns": 2}
    assert found.last_before is not None


def test_no_facts_make_an_empty_week() -> None:
    found = week([], at("12:00"), running=True)

    assert len(found.days) == DAYS_OF_WEEK
    assert found.today.still is None
    assert found.today.at_screen == ()
    assert found.today.breaks == ()


KINDS = st.sampled_from(["micro_break", "movement_break", "eye_cue", "posture_check", ""])
FACTS = st.builds(
    lambda minute, what, kind, seconds: Fact(
        at=(FRIDAY - timedelta(days=4) + timedelta(minutes=minute)).isoformat(),
        fact=what,
        kind=kind,
        details={"seconds": seconds, "sat_s": seconds, "reason": "camera"},
    ),
    st.integers(0, 5 * 24 * 60),
    st.sampled_from(
        ["started", "stopped", "back", "taken", "shortened", "credited", "skipped", "ignored", "natural_break", "shown",
         "hold_ended", "held", "paused", "resumed"]
    ),
    KINDS,
    st.integers(0, 100_000),
)  # fmt: skip


@given(st.lists(FACTS, max_size=40), st.booleans(), st.integers(0, 10_000))
def test_whatever_the_facts_a_day_makes_sense(facts: list[Fact], running: bool, away_s: int) -> None:
    now = FRIDAY + timedelta(days=1, hours=12)
    found = week(facts, now, running=running, away_s=float(away_s))
    for day in found.days:
        for one, two in zip(day.at_screen, day.at_screen[1:], strict=False):
            assert one.end <= two.begin
        assert all(each.begin < each.end <= now for each in day.at_screen)
        assert 0 <= day.away_s <= 24 * 3600
        assert day.screen_s + day.away_s <= 24 * 3600 + 1
        if day.still is not None:
            assert day.still.seconds <= day.screen_s
    assert sum(found.routines.values()) <= len(facts)


@pytest.mark.parametrize("shuffled", [MORNING[::-1], MORNING[3:] + MORNING[:3]])
def test_the_order_of_the_rows_does_not_matter(shuffled: tuple[Fact, ...]) -> None:
    one, two = (week(each, at("14:00"), running=True).today for each in (MORNING, shuffled))

    assert (one.at_screen, one.breaks, one.away_s) == (two.at_screen, two.breaks, two.away_s)
