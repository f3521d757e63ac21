"""From settings to the plan: the numbers arrive, and a day under each profile is the day that was promised."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak import planning
from ergobreak.core.plan import EyeMode, HoldReason, Plan, PromptKind, Style
from ergobreak.planning import compile_snapshot, to_plan
from ergobreak.screens.card import Look
from ergobreak.settings import Layer, LayerName, profiles, resolve
from ergobreak.simulate import named_life, simulate
from ergobreak.snapshot import Snapshot, plan_of, read

if TYPE_CHECKING:
    from pathlib import Path


def plan_for(**values: object) -> Plan:
    loaded = resolve([Layer(name=LayerName.FILE, source="config.toml", values=values)])
    assert loaded.problems == ()
    return to_plan(loaded.values, loaded.profile)


# -- the plan ----------------------------------------------------------------------------------------------------------


def test_the_balanced_plan_has_three_layers_and_two_dailies() -> None:
    plan = plan_for()
    movement, micro, eyes = plan.breaks
    assert (movement.kind, movement.limit_s, movement.duration_s, movement.clears_after_s) == (
        PromptKind.MOVEMENT, 3000, 300, 120,
    )  # fmt: skip
    assert (micro.kind, micro.limit_s, micro.duration_s, micro.snooze_s) == (PromptKind.MICRO, 1500, 40, (180, 600))
    assert (eyes.kind, eyes.limit_s, eyes.silent) == (PromptKind.EYE_CUE, 1200, True)
    assert [(each.kind, each.per_day) for each in plan.dailies] == [(PromptKind.POSTURE, 3), (PromptKind.CHECK_IN, 1)]
    assert (plan.budget.max_prompts_h, plan.budget.min_gap_s, plan.budget.defer_max_s) == (3, 480, 900)
    assert plan.hours.ranges == ()
    assert plan.style is Style.GENTLE


def test_a_weight_shift_is_reset_by_nothing_but_itself() -> None:
    assert plan_for(profile="seated_only").layer(PromptKind.WEIGHT_SHIFT) is None
    shift = plan_for(profile="seated_only", weight_shift=True, weight_shift_every_min=45).layer(PromptKind.WEIGHT_SHIFT)
    assert shift is not None
    assert (shift.own_reset, shift.limit_s, shift.duration_s) == (True, 2700, 120)


@pytest.mark.parametrize("mode", [EyeMode.WITH_MICRO, EyeMode.ACTIVE, EyeMode.OFF])
def test_only_the_passive_eye_cue_is_a_layer_of_its_own(mode: EyeMode) -> None:
    plan = plan_for(eye_mode=mode.value)
    assert plan.layer(PromptKind.EYE_CUE) is None
    assert plan.eye_mode is mode


def test_what_is_switched_off_is_not_planned() -> None:
    assert plan_for(posture_per_day=0, check_in_per_day=0).dailies == ()
    assert [each.kind for each in plan_for(check_in_mode="off").dailies] == [PromptKind.POSTURE]
    assert plan_for(prelude_s=0).budget.prelude_s == 0


def test_the_gap_between_prompts_never_thins_out_a_faster_layer() -> None:
    assert plan_for(min_gap_min=20, micro_every_min=12).budget.min_gap_s == 12 * 60


def test_working_hours_lunch_and_days_off() -> None:
    hours = plan_for(
        hours_monday=["09:00-12:30", "13:15-17:30"], hours_sunday=[], lunch="12:30-13:15", wind_down_min=5
    ).hours
    assert hours.ranges[0] == ((540, 750), (795, 1050))
    assert hours.ranges[1] == ((0, 1440),)
    assert hours.ranges[6] == ()
    assert (hours.lunch, hours.wind_down_s) == ((750, 795), 300)


def test_each_reason_to_hold_has_its_switch_but_for_three() -> None:
    assert plan_for().holds.enabled == frozenset(HoldReason) - {HoldReason.BATTERY}
    always = {HoldReason.LOCKED, HoldReason.ASLEEP, HoldReason.PAUSED}
    off = {f"hold_{each.value}": False for each in HoldReason if each not in always}
    assert plan_for(**off).holds.enabled == always
    assert plan_for(hold_battery=True, hold_ceiling_min=60).holds.enabled == frozenset(HoldReason)
    assert plan_for(hold_ceiling_min=60).holds.ceiling_s == 3600


# Eight hours without a pause, every break taken: movement breaks, micro-breaks, weight shifts, minutes away, busiest
# hour, longest stretch of sitting still in minutes.
PROMISED = {
    "balanced": (8, 9, 0, 46, 3, 25),
    "gentle": (5, 5, 0, 17, 2, 45),
    "intensive": (13, 14, 0, 72, 4, 15),
    "pregnancy": (9, 9, 0, 51, 3, 25),
    "seated_only": (8, 9, 13, 67, 5, 20),
    "eye_strain": (8, 16, 0, 45, 3, 20),
    "back_return": (10, 11, 0, 58, 3, 20),
    "hands_and_neck": (9, 28, 0, 56, 5, 12),
}


@pytest.mark.parametrize("name", PROMISED)
def test_a_day_under_each_profile_is_the_day_that_was_promised(name: str) -> None:
    more = {"weight_shift": True} if name == "seated_only" else {}
    plan = plan_for(profile=name, **more)
    day = simulate(plan, named_life("unbroken"), datetime(2026, 3, 2, 9, tzinfo=UTC)).totals
    lived = (
        day.movement_breaks, day.micro_breaks, day.weight_shifts, day.away_min, day.busiest_hour, day.longest_still_min,
    )  # fmt: skip
    assert all(abs(is_ - promised) <= 1 for is_, promised in zip(lived, PROMISED[name], strict=True)), lived
    assert day.busiest_hour <= plan.budget.max_prompts_h


# -- the snapshot ------------------------------------------------------------------------------------------------------


def compiled(folder: Path, text: str, previous: Snapshot | None = None) -> Snapshot:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return compile_snapshot(path=path, environ={}, previous=previous)


def test_the_snapshot_carries_plan_look_values_and_problems(tmp_path: Path) -> None:
    made = compiled(tmp_path, 'micro_every_min = 30\ntheme = "dark"\ntext_scale = 1.5\nvoice = "x"\n')
    assert plan_of(made) == plan_for(micro_every_min=30)
    assert Look(**made.look) == Look(theme="dark", text_scale=1.5)
    assert (made.values["theme"], made.layers["theme"], made.layers["voice"]) == ("dark", "file", "default")
    assert made.own == {"micro_every_min": 30, "theme": "dark", "text_scale": 1.5}
    assert made.problems == [
        {
            "file": str(tmp_path / "config.toml"),
            "line": 4,
            "key": "voice",
            "message": 'needs true or false, not "x".',
        }
    ]


def test_the_last_good_values_go_from_snapshot_to_snapshot(tmp_path: Path) -> None:
    first = compiled(tmp_path, "micro_every_min = 30\n")
    second = compiled(tmp_path, "micro_every_min = [\n", first)
    third = compiled(tmp_path, "micro_every_min = \n", second)
    assert plan_of(third) == plan_of(first)


def test_a_policy_goes_into_the_snapshot_with_what_it_was_read_from(tmp_path: Path) -> None:
    policy = Layer(
        name=LayerName.MACHINE_MANDATORY, source="10.json", values={"corner": "top_left"}, watch=(str(tmp_path / "m"),)
    )
    made = compile_snapshot(path=tmp_path / "config.toml", environ={}, policy=lambda: [policy])
    assert made.locked == ["corner"]
    assert made.inputs[str(tmp_path / "m")] is None
    assert made.layers["corner"] == "machine_mandatory"


def today(days: int = 0) -> str:
    return (date.fromisoformat(time.strftime("%Y-%m-%d")) + timedelta(days=days)).isoformat()


def test_the_first_weeks_of_coming_back_leave_out_more_and_end_by_themselves(tmp_path: Path) -> None:
    text = 'profile = "back_return"\n'
    first = compiled(tmp_path, text)
    assert first.profile["since"] == today()
    assert first.until == today(14)
    assert "spinal_flexion" in first.profile["avoid"]
    assert first.values["check_in_per_day"] == 2

    old = Snapshot(profile={"name": "back_return", "since": today(-14)})
    later = compiled(tmp_path, text, old)
    assert (later.profile["since"], later.until) == (today(-14), "")
    assert "spinal_flexion" not in later.profile["avoid"]
    assert later.values["check_in_per_day"] == 1
    assert [each.per_day for each in plan_of(later).dailies] == [3, 1]

    own = compiled(tmp_path, text + "check_in_per_day = 2\n", old)
    assert own.values["check_in_per_day"] == 2


@pytest.mark.parametrize("since", ["nonsense", None, "2999-01-01"])
def test_a_damaged_or_future_day_of_choice_counts_from_today(since: str | None, tmp_path: Path) -> None:
    old = Snapshot(profile={"name": "balanced", "since": since})
    assert compiled(tmp_path, "", old).profile["since"] == today()


def test_another_profile_begins_anew(tmp_path: Path) -> None:
    old = Snapshot(profile={"name": "gentle", "since": "2020-01-01"})
    assert compiled(tmp_path, "", old).profile["since"] == today()


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("prelude_s = 10\n")
    calls: list[int] = []

    def meanwhile() -> list[Layer]:
        calls.append(1)
        if len(calls) == 1:
            path.write_text("prelude_s = 20 # longer\n")
        return []

    made = compile_snapshot(path=path, environ={}, policy=meanwhile)
    assert made.values["prelude_s"] == 20
    assert len(calls) == 2


def test_the_short_process_writes_a_private_snapshot_and_tells_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('micro_every_min = 30\nthem = "dark"\n')
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak.planning"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "ERGOBREAK_HOME": str(tmp_path)},
    )
    assert done.returncode == 0
    assert done.stderr.endswith('config.toml:2: them: there is no such key. Did you mean "theme"?\n')
    out = tmp_path / "state" / "snapshot.json"
    found = read(out)
    assert found is not None
    assert plan_of(found).breaks[1].limit_s == 1800
    if sys.platform != "win32":
        assert out.stat().st_mode & 0o777 == 0o600


def test_a_snapshot_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    (tmp_path / "state").write_text("a file where a folder belongs")
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    assert planning.main() == 1
    assert "snapshot.json cannot be written" in said.getvalue()


def test_the_profile_tells_the_routines_what_to_leave_out(tmp_path: Path) -> None:
    made = compiled(tmp_path, 'profile = "seated_only"\n')
    assert "standing" in made.profile["avoid"]
    assert made.values["place"] == "chair"
    assert made.profile["title"] == profiles()["seated_only"].title
    assert json.loads(made.to_json())["profile"]["conditions"] == ["cannot_stand"]
