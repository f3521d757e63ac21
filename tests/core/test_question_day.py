"""The question after a check-in: a day on the calendar, folded into the one deadline; once a day, in a free slot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ergobreak.core.events import Answer, PausedBy
from ergobreak.core.hours import seconds_to_day
from ergobreak.core.machine import start
from ergobreak.core.plan import BreakPlan, DailyPlan, HoldReason, Plan, PromptKind
from tests.core.plans import small
from tests.core.worker import Worker

MIN = 60.0
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG = BreakPlan(kind=PromptKind.MOVEMENT, limit_s=3600.0, duration_s=300.0, clears_after_s=120.0)


def asking(day: str, *, others: tuple[DailyPlan, ...] = ()) -> Plan:
    question = DailyPlan(kind=PromptKind.CHECK_IN, per_day=1, first_after_s=300.0, duration_s=60.0, not_before=day)
    return small(breaks=(LONG,), dailies=(*others, question))


def test_before_its_day_nobody_is_asked() -> None:
    worker = Worker(asking("2026-03-03"), MONDAY)
    worker.type_for(40 * MIN)
    assert [each.kind for each in worker.screens()] == []


def test_on_its_day_it_comes_in_the_first_free_slot_and_once() -> None:
    worker = Worker(asking("2026-03-02"), MONDAY)
    worker.type_for(5 * MIN + 5)
    worker.rest_for(5)
    assert [each.kind for each in worker.screens()] == [PromptKind.CHECK_IN]
    worker.answer(Answer.SKIP)
    worker.type_for(30 * MIN)
    assert len(worker.screens()) == 1


def test_after_days_away_it_still_waits() -> None:
    worker = Worker(asking("2026-03-02"), MONDAY + timedelta(days=9))
    worker.type_for(6 * MIN)
    worker.rest_for(5)
    assert [each.kind for each in worker.screens()] == [PromptKind.CHECK_IN]


def test_somebody_who_works_through_the_night_is_asked_when_the_new_day_begins() -> None:
    night = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)  # still Sunday: a day begins at four
    worker = Worker(small(breaks=(), dailies=asking("2026-03-02").dailies), night)
    worker.type_for(29 * MIN)
    assert worker.screens() == []
    worker.type_for(7 * MIN)
    worker.rest_for(5)
    assert [each.kind for each in worker.screens()] == [PromptKind.CHECK_IN]


def test_the_next_look_is_the_day_itself_when_nothing_else_is_planned() -> None:
    plan = small(breaks=(), dailies=asking("2026-03-05").dailies)
    at = Worker(plan, MONDAY).at()
    state = start(plan, at)
    assert state.wake_by is not None
    assert state.wake_by - at.mono == (2 * 24 + 19) * 3600.0, "Thursday, four in the morning"
    assert seconds_to_day(MONDAY, "2026-03-01", 240) == 0.0


def test_what_holds_breaks_holds_the_question_too() -> None:
    worker = Worker(asking("2026-03-02"), MONDAY)
    worker.set_reasons(HoldReason.MICROPHONE)
    worker.type_for(20 * MIN)
    assert worker.screens() == []
    worker.set_reasons()
    worker.type_for(1 * MIN)
    worker.rest_for(5)
    assert [each.kind for each in worker.screens()] == [PromptKind.CHECK_IN]


def test_a_day_that_was_made_quiet_stays_quiet_and_the_question_comes_the_day_after() -> None:
    worker = Worker(asking("2026-03-02"), MONDAY)
    worker.say(PausedBy(at=worker.at(), tomorrow=True, counting=True))
    worker.type_for(40 * MIN)
    assert worker.screens() == []
    worker.sleep_for(24 * 3600.0)
    worker.type_for(8 * MIN)
    worker.rest_for(5)
    assert [each.kind for each in worker.screens()] == [PromptKind.CHECK_IN]


def test_it_takes_the_place_of_the_usual_check_in_of_that_day() -> None:
    usual = DailyPlan(kind=PromptKind.CHECK_IN, per_day=1)
    worker = Worker(asking("2026-03-02", others=(usual,)), MONDAY)
    worker.type_for(6 * MIN)
    worker.rest_for(5)
    worker.answer(Answer.FINE)
    worker.type_for(55 * MIN)
    assert [each.kind for each in worker.screens()].count(PromptKind.CHECK_IN) == 1
