"""The status: one schema for everybody, whatever goes on."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from ergobreak.core.events import Answer, BreakAsked, PausedBy, SnoozeAsked
from ergobreak.core.plan import BreakPlan, HoldReason, Plan, PromptKind
from ergobreak.sentences import headline, report
from ergobreak.status import VERSION, sat_s, status
from tests.core.plans import small
from tests.core.worker import Worker

KEYS = {
    "version", "app_version", "now", "state", "mode", "present", "outside_hours", "profile", "pause", "prompt", "next",
    "holds", "counters", "breaks_today", "away_s",
}  # fmt: skip
MIN = 60.0


def told(worker: Worker) -> dict[str, Any]:
    """The status, checked for what always holds."""
    found = status(worker.state, worker.plan, worker.at())
    assert set(found) == KEYS
    assert found["version"] == VERSION
    assert datetime.fromisoformat(found["now"]).tzinfo is not None
    assert json.loads(json.dumps(found)) == found
    for row in found["next"]:
        assert row["seconds"] >= 0
        assert datetime.fromisoformat(row["at"]).tzinfo is not None
    for layer in found["counters"]["layers"].values():
        assert layer["counted_s"] >= 0
    assert report(found).splitlines()[0] == headline(found)
    return found


def test_a_morning() -> None:
    worker = Worker(small())
    found = told(worker)
    assert [each["kind"] for each in found["next"]] == ["micro_break", "movement_break"]
    assert (found["next"][0]["seconds"], found["prompt"], found["holds"]) == (1500, None, [])

    worker.type_for(10 * MIN)
    found = told(worker)
    assert (found["next"][0]["seconds"], found["counters"]["sitting_s"]) == (900, 600)
    assert found["counters"]["layers"]["micro_break"] == {"counted_s": 600, "limit_s": 1500}
    assert headline(found) == "Next: micro-break in 15 min"


def test_each_phase_of_a_prompt_has_its_words() -> None:
    worker = Worker(small())
    worker.type_for(25 * MIN, until_cue=True)
    found = told(worker)
    assert (found["state"], found["prompt"]["phase"], found["next"][0]["seconds"]) == ("prelude", "prelude", 0)
    assert (found["prompt"]["seconds_left"], headline(found)) == (60, "Break soon: micro-break")

    worker.say(SnoozeAsked(at=worker.at(), seconds=180.0))
    assert headline(told(worker)) == "Postponed: micro-break in 3 min"

    worker.say(BreakAsked(at=worker.at(), kind=PromptKind.MICRO, running=False))
    found = told(worker)
    assert (found["state"], headline(found)) == ("break", "On a break: micro-break")
    worker.answer(Answer.START)
    assert told(worker)["prompt"]["phase"] == "running"
    worker.now += 40.0
    worker.answer(Answer.DONE)
    found = told(worker)
    assert (found["breaks_today"], found["prompt"]) == (1, None)


def test_what_holds_is_named_with_its_age() -> None:
    worker = Worker(small())
    worker.type_for(20 * MIN)
    worker.set_reasons(HoldReason.MICROPHONE)
    worker.type_for(10 * MIN)
    found = told(worker)
    assert found["holds"] == [{"reason": "microphone", "seconds": 600, "ignored": False}]
    assert headline(found) == "Held: microphone in use for 10 min"
    assert "Standing reasons: microphone in use for 10 min" in report(found)


@pytest.mark.parametrize(
    ("seconds", "line"), [(1800.0, "Paused for 30 min more"), (5400.0, "Paused for 1 h 30 min more"), (None, "Paused")]
)
def test_a_pause(seconds: float | None, line: str) -> None:
    worker = Worker(small())
    worker.say(PausedBy(at=worker.at(), seconds=seconds))
    found = told(worker)
    assert (found["mode"], found["state"], headline(found)) == ("paused", "paused", line)
    assert found["pause"] == {"seconds_left": seconds, "until_call_ends": False}


def test_a_pause_by_the_clock_counts_down_on_the_clock() -> None:
    worker = Worker(small())
    worker.say(PausedBy(at=worker.at(), until=10 * 60))
    assert told(worker)["pause"] == {"seconds_left": 3600, "until_call_ends": False}
    worker.shift = 1800.0
    assert told(worker)["pause"] == {"seconds_left": 1800, "until_call_ends": False}


def test_somebody_who_rests_is_not_present() -> None:
    worker = Worker(small())
    worker.type_for(10 * MIN)
    worker.rest_for(5 * MIN)
    found = told(worker)
    assert not found["present"]
    assert headline(found) == "Resting with you. The clock goes on when you are back."
    assert found["counters"]["sitting_s"] == sat_s(worker.state, worker.at()) == 600


def test_a_plan_without_breaks() -> None:
    found = told(Worker(Plan()))
    assert (found["next"], headline(found)) == ([], "No breaks are switched on.")


def test_a_silent_layer_is_listed_and_not_announced() -> None:
    eye = BreakPlan(kind=PromptKind.EYE_CUE, limit_s=600.0, duration_s=20.0, clears_after_s=20.0, silent=True)
    found = told(Worker(small(breaks=(eye, *small().breaks))))
    assert found["next"][0] == {**found["next"][0], "kind": "eye_cue", "silent": True}
    assert headline(found) == "Next: micro-break in 25 min"
