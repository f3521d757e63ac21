"""The calendar of the weekly number: which facts count, and at which minute it goes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.plan import WorkingHours
from ergobreak.desktop.journal import Entry
from ergobreak.report.week import OFFICE, choose_minute, monday_of, name_of, share
from tests.report.office import MONDAY, die, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2026, 11, 16, tzinfo=UTC)
HALF = WorkingHours(ranges=(((480, 720),), ((480, 720),), ((480, 720),), (), (), (), ()))


def minutes(hours: WorkingHours, now: datetime, times: int) -> Iterator[datetime | None]:
    dice = die()
    return (choose_minute(hours, now, dice) for _each in range(times))


def test_breaks_that_were_offered_are_counted_and_nothing_else() -> None:
    facts = [
        *worked(7, 3),
        *worked(2, 0, kind="micro_break"),
        *worked(9, 9, kind="posture_check"),
        *worked(9, 9, kind="check_in"),
        *worked(9, 9, monday=MONDAY - timedelta(days=7)),
        Entry(at="2026-11-17T10:00:00+00:00", fact="natural_break", kind=""),
        Entry(at="2026-11-17T11:00:00+00:00", fact="postponed", kind="micro_break"),
        Entry(at="2026-11-17T11:10:00+00:00", fact="ignored", kind="micro_break"),
        Entry(at="2026-11-17T12:00:00+00:00", fact="credited", kind="micro_break"),
    ]
    assert share(facts, MONDAY) == (7 + 2 + 1, 10 + 2 + 2)


@pytest.mark.parametrize(("at", "offered"), [("2026-11-23T03:59:00", 1), ("2026-11-23T04:00:00", 0)])
def test_a_week_ends_with_its_last_night(at: str, offered: int) -> None:
    fact = Entry(at=f"{at}+00:00", fact="taken", kind="micro_break")
    assert share([fact], MONDAY) == (offered, offered)


def test_without_hours_it_is_office_hours() -> None:
    found = [each for each in minutes(WorkingHours(), START, 4000) if each is not None]
    assert len(found) == 4000
    days = Counter(each.weekday() for each in found)
    assert set(days) == {0, 1, 2, 3, 4}
    assert all(abs(count - 800) < 4 * (800 * 0.8) ** 0.5 for count in days.values()), "each day as likely"
    assert all(OFFICE[0][0] <= each.hour * 60 + each.minute < OFFICE[0][1] for each in found)
    assert all(each.second == 0 for each in found)
    assert len(set(found)) > 1500, "of 2,400 minutes"


def test_own_hours_are_kept() -> None:
    found = [each for each in minutes(HALF, START, 300) if each is not None]
    assert {each.weekday() for each in found} == {0, 1, 2}
    assert {each.hour for each in found} == {8, 9, 10, 11}


def test_after_the_last_working_minute_there_is_none() -> None:
    assert list(minutes(HALF, START + timedelta(days=2, hours=11, minutes=59), 5)) == [None] * 5
    [only] = set(minutes(HALF, START + timedelta(days=2, hours=11, minutes=58), 5))
    assert only == START + timedelta(days=2, hours=11, minutes=59)


@given(st.integers(min_value=0, max_value=7 * 24 * 60 - 1), st.integers(min_value=0, max_value=2**32))
def test_the_minute_lies_ahead_and_in_this_week(minute: int, seed: int) -> None:
    now = START + timedelta(minutes=minute, seconds=20)
    found = choose_minute(WorkingHours(), now, die(seed))
    if found is None:
        assert now.weekday() >= 4
    else:
        assert now < found
        assert monday_of(found.date()) == monday_of(now.date()) == MONDAY


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_week_has_one_name(day: date) -> None:
    assert {name_of(monday_of(monday_of(day) + timedelta(days=each))) for each in range(7)} == {name_of(monday_of(day))}
