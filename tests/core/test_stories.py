"""Working days, told as they happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ergobreak.core.effects import Nudge, TrayState
from ergobreak.core.events import (
    Answer,
    Answered,
    BreakAsked,
    Complained,
    Complaint,
    CueClicked,
    HoldIgnored,
    PausedBy,
    PlanChanged,
    Resumed,
    SkipAsked,
    SnoozeAsked,
    Ticked,
)
from ergobreak.core.machine import next_wake, start, step
from ergobreak.core.plan import (
    BreakPlan,
    Budget,
    DailyPlan,
    EyeMode,
    HoldReason,
    Presence,
    PromptKind,
    Style,
    WorkingHours,
)
from ergobreak.core.presence import counted
from ergobreak.core.state import Phase
from tests.core.plans import small
from tests.core.worker import NINE, Worker

MIN = 60.0
MICRO, MOVE = PromptKind.MICRO, PromptKind.MOVEMENT


def micro_s(worker: Worker) -> float:
    layer = worker.plan.layer(MICRO)
    assert layer is not None
    return counted(worker.state, worker.plan, layer, worker.now)


def move_s(worker: Worker) -> float:
    layer = worker.plan.layer(MOVE)
    assert layer is not None
    return counted(worker.state, worker.plan, layer, worker.now)


def test_a_morning_of_typing_brings_a_quiet_cue_then_waits_for_a_lull_then_the_screen() -> None:
    worker = Worker(small())
    worker.type_for(25 * MIN - 1)
    assert worker.phase() == ""
    worker.type_for(2)
    assert worker.phase() == "prelude"
    assert [each.kind for each in worker.cues()] == [MICRO]
    worker.type_for(61)
    assert worker.phase() == "waiting"
    assert worker.screens() == []
    worker.rest_for(4)
    assert worker.phase() == "open"
    assert worker.screens()[0].duration_s == 40


def test_a_pause_at_the_cue_is_credited_and_no_window_comes() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.rest_for(41)
    assert worker.facts("credited") == ["micro_break credited"]
    assert worker.screens() == []
    assert worker.closed()[0].prompt_id == worker.cues()[0].prompt_id
    worker.return_now()
    assert micro_s(worker) < 1


def test_a_pause_begun_at_the_cue_is_left_alone_when_the_cue_ends() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.type_for(36)
    worker.rest_for(41)
    assert worker.screens() == []
    assert worker.facts("credited") == ["micro_break credited"]


def test_who_never_stops_typing_gets_the_screen_when_the_deferral_ends() -> None:
    worker = Worker(small())
    worker.type_for(25 * MIN + 60 + 15 * MIN - 2)
    assert worker.screens() == []
    worker.type_for(4)
    assert len(worker.screens()) == 1


def test_a_break_taken_resets_its_layer_and_says_the_honest_total() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.type_for(62)
    worker.rest_for(5)
    assert worker.screens()[0].sat_s == pytest.approx(25 * MIN + 66, abs=3)
    worker.answer(Answer.START)
    assert worker.state.tray is TrayState.BREAK
    worker.rest_for(40)
    worker.answer(Answer.DONE)
    assert worker.facts("taken") == ["micro_break taken"]
    assert micro_s(worker) < 1
    assert move_s(worker) == pytest.approx(25 * MIN + 66 + 40, abs=4), "a micro-break at the desk is still sitting"
    assert worker.state.day.breaks == 1


def test_a_movement_break_resets_both_layers_and_the_total() -> None:
    worker = Worker(small())
    worker.say(BreakAsked(at=worker.at(), kind=MOVE, running=True))
    assert worker.phase() == "running"
    worker.rest_for(300)
    worker.answer(Answer.DONE)
    assert (micro_s(worker), move_s(worker)) == (0, 0)
    assert worker.state.sat_s == 0


def test_the_longer_break_wins_and_carries_the_shorter() -> None:
    plan = small(
        breaks=(
            BreakPlan(kind=MICRO, limit_s=1500, duration_s=40, clears_after_s=40),
            BreakPlan(kind=MOVE, limit_s=1700, duration_s=300, clears_after_s=120),
        )
    )
    worker = Worker(plan)
    worker.type_for(30 * MIN, until_cue=True)
    assert worker.now - 1000 == pytest.approx(1500, abs=1)
    worker.type_for(62)
    worker.rest_for(5)
    assert (worker.screens()[0].kind, worker.screens()[0].also) == (MOVE, (MICRO,))


def test_a_call_holds_the_break_and_afterwards_one_merged_prompt_comes() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    worker.set_reasons(HoldReason.MICROPHONE, passive=True)
    worker.rest_for(50 * MIN)
    assert worker.phase() == "held"
    assert worker.cues() == []
    assert worker.screens() == []
    assert worker.state.tray is TrayState.HELD
    worker.last_input = worker.now
    worker.set_reasons()
    worker.type_for(14)
    assert worker.screens() == []
    worker.type_for(2)
    assert [(each.kind, each.also) for each in worker.screens()] == [(MOVE, (MICRO,))]
    assert worker.screens()[0].sat_s == pytest.approx(70 * MIN, abs=30)


def test_a_call_that_begins_over_an_open_prompt_takes_the_window_away_and_brings_it_back_once() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.type_for(62)
    worker.rest_for(5)
    first = worker.screens()[0].prompt_id
    worker.set_reasons(HoldReason.CAMERA, passive=True)
    assert worker.closed()[-1].prompt_id == first
    worker.tell(Answered(at=worker.at(), prompt_id=first, answer=Answer.DIED))
    assert worker.phase() == "held"
    worker.rest_for(5 * MIN)
    worker.set_reasons()
    worker.return_now()
    worker.type_for(80)
    assert len(worker.screens()) == 2


def test_a_break_that_runs_goes_on_through_the_lock() -> None:
    worker = Worker(small())
    worker.say(BreakAsked(at=worker.at(), kind=MOVE, running=True))
    worker.rest_for(60)
    worker.set_reasons(HoldReason.LOCKED)
    worker.rest_for(240)
    assert worker.phase() == "running"
    worker.set_reasons()
    worker.answer(Answer.DONE)
    assert worker.facts("taken") == ["movement_break taken"]


def test_lunch_with_a_locked_screen_clears_everything_and_nothing_greets_the_return() -> None:
    worker = Worker(small())
    worker.type_for(24 * MIN)
    worker.set_reasons(HoldReason.LOCKED)
    worker.rest_for(45 * MIN)
    worker.set_reasons()
    worker.return_now()
    assert (micro_s(worker), move_s(worker)) == pytest.approx((0, 0), abs=1)
    worker.type_for(20 * MIN)
    assert worker.cues() == []
    assert "- natural_break" in worker.facts("natural_break")


def test_nothing_is_shown_within_a_minute_of_coming_back() -> None:
    worker = Worker(small())
    worker.type_for(25 * MIN - 5)
    worker.rest_for(36)
    worker.return_now()
    left = 25 * MIN - micro_s(worker)
    assert left > 60, "36 s of 40 s take nine tenths off the counter"
    worker = Worker(small())
    worker.type_for(49 * MIN - 20, until_cue=True)
    worker.answer(Answer.SKIP) if worker.phase() == "open" else worker.say(SkipAsked(at=worker.at()))
    worker.type_for(25 * MIN - 10)
    worker.set_reasons(HoldReason.LOCKED)
    worker.rest_for(8)
    worker.set_reasons()
    worker.return_now()
    back = worker.now
    worker.type_for(120)
    shown = [at for at, each in worker.effects if isinstance(each, Nudge) and each.prompt_id and at > back]
    assert all(at >= back + 59 for at in shown)


def test_half_a_rest_takes_half_an_interval_off() -> None:
    worker = Worker(small())
    worker.type_for(24 * MIN)
    worker.rest_for(31)
    worker.return_now()
    assert move_s(worker) == pytest.approx(24 * MIN - 50 * MIN * 31 / 120, abs=10)
    worker.rest_for(100)
    worker.return_now()
    assert move_s(worker) == pytest.approx(0, abs=1), "never below nothing"


def test_a_night_with_the_lid_closed_is_rest() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    worker.sleep_for(10 * 3600)
    assert (micro_s(worker), move_s(worker)) == (0, 0)
    assert worker.phase() == ""


def test_a_suspend_that_nobody_announced_is_absence_too() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    worker.now += 3 * 3600
    worker.last_input = worker.now
    worker.look()
    assert micro_s(worker) < 1


def test_a_short_sleep_between_two_looks_is_not_counted_as_work() -> None:
    worker = Worker(small())
    worker.type_for(60)
    worker.now += 20 * MIN
    worker.last_input = worker.now
    worker.look(slept_s=10 * MIN)
    assert move_s(worker) == pytest.approx(0, abs=1), "ten minutes away from the desk clear everything"
    assert worker.state.day.sitting_s == pytest.approx(60 + 10 * MIN, abs=2)


def test_setting_the_wall_clock_back_changes_nothing_that_is_counted() -> None:
    worker = Worker(small())
    worker.type_for(10 * MIN)
    worker.shift = -3 * 3600
    worker.type_for(14 * MIN)
    assert micro_s(worker) == pytest.approx(24 * MIN, abs=1)
    worker.type_for(2 * MIN, until_cue=True)
    assert len(worker.cues()) == 1


def test_snooze_is_granted_until_the_budget_is_used_up() -> None:
    worker = Worker(small(), NINE)
    worker.type_for(26 * MIN, until_cue=True)
    worker.type_for(62)
    worker.rest_for(5)
    assert worker.screens()[-1].snooze_s == (180, 600)
    worker.answer(Answer.POSTPONE, seconds=600)
    assert worker.phase() == "postponed"
    worker.type_for(10 * MIN + 62)
    worker.rest_for(5)
    assert worker.screens()[-1].snooze_s == ()
    worker.answer(Answer.POSTPONE, seconds=600)
    assert worker.state.prompt is not None
    assert worker.state.prompt.postponed_s == pytest.approx(750), "half of 25 min, and not a second more"
    worker.type_for(3 * MIN + 62)
    worker.rest_for(5)
    worker.answer(Answer.POSTPONE, seconds=600)
    assert worker.phase() == ""
    assert worker.facts("skipped") == ["micro_break skipped"]


def test_three_skips_rest_the_layer_for_an_hour_and_then_one_question_comes() -> None:
    worker = Worker(small(breaks=(BreakPlan(kind=MICRO, limit_s=1500, duration_s=40, clears_after_s=40),)))
    for _each in range(3):
        worker.type_for(27 * MIN, until_cue=True)
        worker.type_for(62)
        worker.rest_for(5)
        worker.answer(Answer.SKIP)
    cues = len(worker.cues())
    worker.type_for(59 * MIN)
    assert len(worker.cues()) == cues
    worker.type_for(2 * MIN)
    worker.rest_for(5)
    assert worker.screens()[-1].ask
    worker.say(Complained(at=worker.at(), kind=MICRO, complaint=Complaint.TOO_OFTEN))
    assert "micro_break complaint" in worker.facts("complaint")
    assert worker.phase() == ""
    worker.type_for(20 * MIN, until_cue=True)
    assert not any(each.ask for each in worker.screens()[-1:]) or len(worker.cues()) > cues


def test_no_answer_for_twice_the_length_is_ignored_and_forgotten() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.type_for(62)
    worker.rest_for(5)
    worker.last_input = worker.now
    worker.type_for(77)
    assert worker.phase() == "open"
    worker.type_for(3)
    assert worker.facts("ignored") == ["micro_break ignored"]
    assert worker.closed()


def test_shorter_turns_five_minutes_into_half_a_minute_and_takes_half_off() -> None:
    worker = Worker(small())
    worker.say(BreakAsked(at=worker.at(), kind=MOVE))
    worker.type_for(2)
    worker.answer(Answer.SHORTER)
    assert worker.state.prompt is not None
    assert worker.state.prompt.length_s == 30
    worker.rest_for(30)
    worker.answer(Answer.DONE)
    assert worker.facts("shortened") == ["movement_break shortened"]


def test_a_second_answer_changes_nothing() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.type_for(62)
    worker.rest_for(5)
    old = worker.screens()[0].prompt_id
    worker.answer(Answer.SKIP)
    before = worker.state
    effects = worker.tell(Answered(at=worker.at(), prompt_id=old, answer=Answer.START))
    assert effects == ()
    assert worker.state == before


def test_a_screen_that_dies_while_offered_is_ignored_and_while_running_ends_the_break() -> None:
    worker = Worker(small())
    worker.say(BreakAsked(at=worker.at(), kind=MICRO))
    worker.answer(Answer.DIED)
    assert worker.facts("ignored") == ["micro_break ignored"]
    worker.say(BreakAsked(at=worker.at(), kind=MOVE, running=True))
    worker.rest_for(200)
    worker.answer(Answer.DIED)
    assert worker.facts("taken") == ["movement_break taken"], "200 s away clear a movement break"


def test_a_screen_that_dies_behind_the_cue_is_made_anew() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.tell(Answered(at=worker.at(), prompt_id=worker.cues()[0].prompt_id, answer=Answer.DIED))
    worker.type_for(62)
    worker.rest_for(5)
    assert len(worker.screens()) == 1


def test_a_click_on_the_cue_opens_the_break_at_once() -> None:
    worker = Worker(small())
    worker.type_for(26 * MIN, until_cue=True)
    worker.say(CueClicked(at=worker.at()))
    assert worker.phase() == "open"


def test_the_cue_can_be_postponed_and_skipped() -> None:
    for event, outcome in ((SnoozeAsked, "postponed"), (SkipAsked, "skipped")):
        worker = Worker(small())
        worker.type_for(26 * MIN, until_cue=True)
        worker.say(event(at=worker.at()))
        assert worker.facts(outcome) == [f"micro_break {outcome}"]
        assert worker.closed()


def test_a_pause_counts_nothing_and_ends_by_itself() -> None:
    worker = Worker(small())
    worker.type_for(10 * MIN)
    worker.say(PausedBy(at=worker.at(), seconds=1800))
    assert worker.state.tray is TrayState.PAUSED
    worker.type_for(29 * MIN)
    assert worker.mode() == "paused"
    worker.type_for(2 * MIN)
    assert worker.mode() == "normal"
    assert micro_s(worker) == pytest.approx(11 * MIN, abs=2)


def test_a_quiet_time_counts_on_and_the_break_comes_afterwards() -> None:
    worker = Worker(small())
    worker.say(PausedBy(at=worker.at(), seconds=3600, counting=True))
    worker.type_for(3590)
    assert worker.phase() == "held"
    assert worker.screens() == []
    worker.type_for(30)
    assert len(worker.screens()) == 1


def test_a_pause_until_tomorrow_ends_when_the_day_begins() -> None:
    worker = Worker(small(), NINE.replace(hour=16))
    worker.say(PausedBy(at=worker.at(), tomorrow=True))
    worker.sleep_for(16 * 3600)
    worker.type_for(1)
    assert worker.mode() == "normal"


def test_a_pause_until_a_time_of_day_follows_the_clock_on_the_wall() -> None:
    worker = Worker(small())
    worker.say(PausedBy(at=worker.at(), until=9 * 60 + 30))
    worker.type_for(29 * MIN)
    assert worker.mode() == "paused"
    worker.type_for(61)
    assert worker.mode() == "normal"


def test_a_pause_until_the_call_ends() -> None:
    worker = Worker(small())
    worker.say(PausedBy(at=worker.at(), until_call_ends=True))
    assert worker.mode() == "normal", "there is no call"
    worker.set_reasons(HoldReason.MICROPHONE, passive=True)
    worker.say(PausedBy(at=worker.at(), until_call_ends=True))
    worker.rest_for(10 * MIN)
    assert worker.mode() == "paused"
    worker.set_reasons()
    assert worker.mode() == "normal"


def test_resume_ends_a_pause_that_has_no_end() -> None:
    worker = Worker(small())
    worker.say(PausedBy(at=worker.at()))
    worker.type_for(24 * 3600)
    assert worker.mode() == "paused"
    worker.say(Resumed(at=worker.at()))
    assert worker.mode() == "normal"


def test_outside_working_hours_time_is_counted_and_nothing_comes() -> None:
    days = tuple(((9 * 60, 12 * 60), (13 * 60, 17 * 60)) if day < 5 else () for day in range(7))
    plan = small(hours=WorkingHours(ranges=days, wind_down_s=600))
    worker = Worker(plan, datetime(2026, 3, 2, 17, 0, tzinfo=UTC))
    worker.type_for(3 * 3600)
    assert worker.cues() == []
    assert micro_s(worker) > 1500
    worker = Worker(plan, datetime(2026, 3, 2, 16, 28, tzinfo=UTC))
    worker.type_for(30 * MIN)
    assert worker.cues() == [], "16:53 is within the wind-down"
    worker = Worker(plan, datetime(2026, 3, 7, 10, 0, tzinfo=UTC))
    worker.type_for(2 * 3600)
    assert worker.cues() == [], "Saturday"


def test_a_reason_that_lasts_for_two_hours_is_reported_once_and_can_be_ignored() -> None:
    worker = Worker(small())
    worker.set_reasons(HoldReason.DO_NOT_DISTURB)
    worker.type_for(2 * 3600 + 60)
    reports = [each for _at, each in worker.effects if isinstance(each, Nudge) and each.reason is not None]
    assert [(each.reason, each.held) for each in reports] == [(HoldReason.DO_NOT_DISTURB, 1)]
    worker.type_for(3600)
    assert len([each for _at, each in worker.effects if isinstance(each, Nudge) and each.reason is not None]) == 1
    worker.say(HoldIgnored(at=worker.at(), reason=HoldReason.DO_NOT_DISTURB))
    worker.type_for(20)
    assert len(worker.screens()) == 1


def test_a_reason_that_is_switched_off_holds_nothing() -> None:
    worker = Worker(small())
    worker.plan = small(holds=replace(worker.plan.holds, enabled=frozenset()))
    worker.set_reasons(HoldReason.FULL_SCREEN)
    worker.type_for(26 * MIN, until_cue=True)
    assert len(worker.cues()) == 1


def test_the_hour_has_at_most_its_number_of_prompts_and_the_gap_is_kept() -> None:
    plan = small(
        breaks=(BreakPlan(kind=MICRO, limit_s=600, duration_s=40, clears_after_s=40),),
        budget=Budget(max_prompts_h=2, min_gap_s=480),
    )
    worker = Worker(plan)
    while worker.now < 1000 + 3 * 3600:
        worker.type_for(3600, until_cue=True)
        worker.rest_for(41)
        worker.return_now()
    at = [when for when, each in worker.effects if isinstance(each, Nudge) and each.prompt_id]
    assert all(later - first >= 3600 - 1 for first, later in zip(at, at[2:], strict=False))


def test_posture_checks_and_check_ins_take_only_free_slots() -> None:
    plan = small(
        dailies=(
            DailyPlan(kind=PromptKind.POSTURE, per_day=3),
            DailyPlan(kind=PromptKind.CHECK_IN, per_day=1, first_after_s=5400),
        )
    )
    worker = Worker(plan)
    worker.type_for(24 * MIN)
    worker.rest_for(130)
    worker.return_now()
    worker.type_for(22 * MIN)
    worker.rest_for(10)
    worker.return_now()
    assert [each.kind for each in worker.screens()] == [PromptKind.POSTURE] or worker.screens() == []
    if worker.phase() == "open":
        worker.answer(Answer.FINE)
    assert worker.facts("taken") in ([], ["posture_check taken"])


def test_every_second_day_means_every_second_day() -> None:
    plan = small(breaks=(), dailies=(DailyPlan(kind=PromptKind.CHECK_IN, per_day=0.5, first_after_s=600),))
    shown = []
    for day in (2, 3, 4, 5):
        worker = Worker(plan, datetime(2026, 3, day, 9, 0, tzinfo=UTC))
        worker.type_for(20 * MIN)
        worker.rest_for(5)
        shown.append(len(worker.screens()))
    assert shown in ([0, 1, 0, 1], [1, 0, 1, 0])


def test_the_eye_cue_is_silent_and_costs_no_prompt() -> None:
    eye = BreakPlan(kind=PromptKind.EYE_CUE, limit_s=1200, duration_s=20, clears_after_s=20, silent=True)
    worker = Worker(small(breaks=(*small().breaks, eye)))
    worker.type_for(21 * MIN)
    assert [each.kind for _at, each in worker.effects if isinstance(each, Nudge)] == [PromptKind.EYE_CUE]
    assert worker.state.shown == ()


def test_in_the_other_eye_modes_the_micro_break_carries_it() -> None:
    worker = Worker(small(eye_mode=EyeMode.ACTIVE))
    worker.say(BreakAsked(at=worker.at(), kind=MICRO))
    assert PromptKind.EYE_CUE in worker.screens()[0].also


def test_the_firm_style_lets_nobody_skip_three_times_in_a_row() -> None:
    worker = Worker(small(style=Style.FIRM))
    for may in (True, True, False):
        worker.say(BreakAsked(at=worker.at(), kind=MICRO))
        assert worker.screens()[-1].may_skip is may
        worker.answer(Answer.SKIP)


def test_a_wish_is_granted_at_any_hour_and_over_any_reason() -> None:
    worker = Worker(small())
    worker.set_reasons(HoldReason.DO_NOT_DISTURB, HoldReason.FULL_SCREEN)
    worker.say(BreakAsked(at=worker.at(), kind=MICRO, running=True))
    assert worker.phase() == "running"


def test_that_hurt_ends_the_break_and_is_on_record_with_the_routine() -> None:
    worker = Worker(small())
    worker.say(BreakAsked(at=worker.at(), kind=MICRO, running=True))
    worker.rest_for(10)
    worker.answer(Answer.HURT, routine="cat_camel")
    assert worker.facts("hurt", "shortened") == ["micro_break hurt", "micro_break shortened"]


def test_a_restart_is_not_a_fresh_day() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    saved = worker.state
    worker.now += 5
    worker.state = start(worker.plan, worker.at(), saved)
    worker.last_input = worker.now
    worker.look()
    assert micro_s(worker) == pytest.approx(20 * MIN + 5, abs=2)


def test_after_a_reboot_the_time_in_between_is_rest_and_the_clock_has_another_zero() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    saved = worker.state
    worker.begin = NINE.replace(hour=11)
    worker.now = 1000.0
    worker.state = start(worker.plan, worker.at(), saved)
    worker.last_input = worker.now
    worker.look()
    assert (micro_s(worker), move_s(worker)) == pytest.approx((0, 0), abs=1)


def test_a_held_break_survives_a_restart() -> None:
    worker = Worker(small())
    worker.set_reasons(HoldReason.DO_NOT_DISTURB)
    worker.type_for(26 * MIN)
    assert worker.phase() == "held"
    worker.state = start(worker.plan, worker.at(), worker.state)
    worker.look()
    worker.set_reasons()
    worker.type_for(20)
    assert len(worker.screens()) == 1


def test_new_settings_keep_what_was_counted() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    worker.plan = small(breaks=(replace(small().breaks[0], limit_s=1260), small().breaks[1]))
    worker.say(PlanChanged(at=worker.at()))
    worker.type_for(70, until_cue=True)
    assert len(worker.cues()) == 1


def test_without_an_idle_sensor_presence_is_assumed_and_every_moment_will_do() -> None:
    plan = small(presence=Presence(event_driven=False))
    worker = Worker(plan)
    end = worker.now + 27 * MIN
    while worker.now < end:
        worker.now = min(end, worker.state.wake_by or end)
        worker.tell(Ticked(at=worker.at(), idle_s=None))
    assert len(worker.screens()) == 1


def test_a_sensor_that_must_be_asked_is_asked_only_when_a_threshold_can_fall() -> None:
    worker = Worker(small(presence=Presence(event_driven=False)))
    worker.look()
    assert worker.state.wake_by == pytest.approx(worker.last_input + 30)
    worker.now += 12
    worker.last_input = worker.now - 2
    worker.look()
    assert worker.state.wake_by == pytest.approx(worker.last_input + 30)


def test_the_countdown_goes_on_soon_after_the_typing_stops_even_where_the_sensor_must_be_asked() -> None:
    worker = Worker(small(presence=Presence(event_driven=False)))
    worker.last_input = worker.now
    worker.say(BreakAsked(at=worker.at(), kind=MICRO, running=True))
    seen = [worker.state.typing]
    worker.rest_for(4)
    seen.append(worker.state.typing)
    worker.last_input = worker.now
    worker.now = worker.state.wake_by or 0.0
    worker.look()
    assert [*seen, worker.state.typing] == [True, False, True]


def test_nobody_there_and_nothing_standing_needs_no_wake_up_at_all() -> None:
    worker = Worker(small())
    worker.type_for(60)
    worker.rest_for(40)
    assert next_wake(worker.state, worker.plan) is None


def test_a_new_day_starts_its_counts_again_and_nothing_else() -> None:
    worker = Worker(small(), NINE.replace(hour=3, minute=50))
    worker.type_for(9 * MIN)
    assert worker.state.day.sitting_s > 500
    worker.type_for(2 * MIN)
    assert worker.state.day.sitting_s < 130
    assert micro_s(worker) == pytest.approx(11 * MIN, abs=2)


def test_seated_weight_shifts_are_reset_by_nothing_but_themselves() -> None:
    shift = BreakPlan(kind=PromptKind.WEIGHT_SHIFT, limit_s=1800, duration_s=120, clears_after_s=120, own_reset=True)
    worker = Worker(small(breaks=(shift,)))
    worker.type_for(20 * MIN)
    worker.rest_for(10 * MIN)
    worker.return_now()
    worker.type_for(10 * MIN + 62)
    assert [each.kind for each in worker.cues()] == [PromptKind.WEIGHT_SHIFT]
    worker.rest_for(125)
    worker.return_now()
    assert worker.facts("credited") == ["weight_shift credited"]
    assert counted(worker.state, worker.plan, shift, worker.now) < 2


def test_events_that_make_no_sense_change_nothing() -> None:
    worker = Worker(small(breaks=()))
    before = worker.state
    for event in (
        Answered(at=worker.at(), prompt_id=99, answer=Answer.SKIP),
        SkipAsked(at=worker.at()),
        SnoozeAsked(at=worker.at()),
        CueClicked(at=worker.at()),
        Resumed(at=worker.at()),
        BreakAsked(at=worker.at(), kind=MOVE),
        HoldIgnored(at=worker.at(), reason=HoldReason.CAMERA),
    ):
        after, effects = step(before, event, worker.plan)
        assert (after, effects) == (before, ())


def test_time_that_runs_backwards_is_no_time() -> None:
    worker = Worker(small())
    worker.type_for(60)
    before = worker.state
    worker.now -= 30
    worker.look()
    assert worker.state.seen.mono == before.seen.mono
    assert worker.state.prompt is None
    assert before.prompt is None or before.prompt.phase is Phase.PRELUDE
