"""What the Today and Settings screens are given, from the journal, the status and the settings."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal

import pytest

from ergobreak.desktop.journal import Entry
from ergobreak.simulate import named_life, simulate
from ergobreak.snapshot import built_in_snapshot, plan_of
from ergobreak.views import minute_of, settings_data, today_data

if TYPE_CHECKING:
    from pathlib import Path

Person = Literal["pauses", "starts", "skips"]
NOW = datetime(2026, 11, 20, 14, 24, tzinfo=timezone(timedelta(hours=1)))


def entry(clock: str, fact: str, kind: str = "", **details: str | float) -> Entry:
    hour, minute = map(int, clock.split(":"))
    return Entry(at=NOW.replace(hour=hour, minute=minute).isoformat(), fact=fact, kind=kind, details=details)


def status(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
    coming = [
        {"kind": "eye_cue", "seconds": 60, "at": "2026-11-20T14:25:00+01:00", "silent": True},
        {"kind": "movement_break", "seconds": 720, "at": "2026-11-20T14:36:00+01:00", "silent": False},
    ]
    return {
        "mode": "normal",
        "present": True,
        "prompt": None,
        "holds": [],
        "next": coming,
        "profile": "balanced",
    } | values


DAY = [
    entry("08:30", "back", seconds=50_000),
    entry("09:30", "taken", "movement_break", seconds=300, routine="walk_5"),
    entry("11:00", "hold_ended", reason="camera", seconds=1800),
    entry("11:30", "hold_ended", reason="do_not_disturb", seconds=600),
    entry("12:00", "hold_ended", reason="outside_hours", seconds=600),
]


def test_a_day_in_minutes_since_midnight() -> None:
    data = today_data(DAY, status(), NOW)

    assert data["now"] == 14 * 60 + 24
    assert data["day"]["spans"] == [[510, 565], [570, 864]]
    assert data["day"]["marks"] == [{"from": 565, "to": 570, "kind": "movement_break", "outcome": "taken"}]
    assert [each["reason"] for each in data["day"]["holds"]] == ["call", "do_not_disturb"]
    assert data["planned"] == [{"at": 14 * 60 + 36, "kind": "movement_break"}]


def test_the_data_is_plain_json() -> None:
    data = today_data(DAY, status(), NOW, library=True)

    assert json.loads(json.dumps(data)) == data


def test_moves_are_counted_by_part_of_the_body_up_to_two() -> None:
    many = [entry(f"1{hour}:00", "taken", "micro_break", seconds=40, routine="cat_camel") for hour in range(4)]
    unknown = [entry("09:00", "taken", "micro_break", seconds=40, routine="gone_from_the_library")]
    data = today_data([*DAY, *many, *unknown], status(), NOW)

    assert all(0 <= each["done"] <= 2 for each in data["moves"])
    assert {each["name"] for each in data["moves"]} >= {"neck_shoulder", "low_back", "eyes"}
    assert any(each["done"] for each in data["moves"])


def test_without_a_daemon_nothing_is_planned() -> None:
    data = today_data(DAY, None, NOW)

    assert data["status"] is None
    assert data["planned"] == []


@pytest.mark.parametrize("values", [{"mode": "paused"}, {"prompt": {"phase": "held", "kind": "micro_break"}}])
def test_nothing_is_planned_while_its_time_is_not_known(values: dict[str, Any]) -> None:
    assert today_data(DAY, status(**values), NOW)["planned"] == []


@pytest.mark.parametrize("life", ["office", "meetings", "unbroken"])
@pytest.mark.parametrize("person", ["pauses", "starts", "skips"])
def test_a_day_of_the_real_core_counts_as_the_simulation_does(life: str, person: Person) -> None:
    plan, start = plan_of(built_in_snapshot()), NOW.replace(hour=9, minute=0)
    found = simulate(plan, named_life(life), start, person)
    facts = [Entry(at=start.isoformat(), fact="started")]
    facts += [
        Entry(at=each.at.isoformat(), fact=each.what, kind=each.kind, details=each.values) for each in found.timeline
    ]
    end = start + timedelta(seconds=found.seconds)
    day = today_data(facts, status(), end)["day"]

    assert day["done"].get("movement_break", 0) == found.totals.movement_breaks
    assert day["done"].get("micro_break", 0) == found.totals.micro_breaks
    assert day["still_min"] <= found.seconds / 60


def test_a_gap_of_a_week_is_a_welcome_back() -> None:
    then = Entry(at=(NOW - timedelta(days=9)).isoformat(), fact="stopped")
    begun = Entry(at=(NOW - timedelta(days=9, hours=1)).isoformat(), fact="started")

    assert today_data([begun, then, *DAY], status(), NOW)["welcome_back"]
    assert not today_data(DAY, status(), NOW)["welcome_back"]


def test_the_hour_after_midnight_goes_on_counting() -> None:
    late = NOW + timedelta(hours=11)

    assert minute_of(late, NOW.date()) == (14 + 11) * 60 + 24


def test_settings_data_has_every_key_with_what_its_row_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    data = settings_data()

    data = json.loads(json.dumps(data))
    assert {each["key"] for each in data["rows"]} >= {"profile", "micro_every_min", "hours_monday", "theme"}
    assert {"gentle", "balanced"} <= {each["name"] for each in data["profiles"]}
    assert all(each["numbers"] for each in data["profiles"])
    assert data["about"]["sources"]
