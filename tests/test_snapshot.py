"""The snapshot: read with the standard library, believed only while nothing has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.plan import (
    Basis,
    BreakPlan,
    Budget,
    DailyPlan,
    EyeMode,
    HoldPlan,
    HoldReason,
    Plan,
    Presence,
    PromptKind,
    Style,
    WorkingHours,
)
from ergobreak.planning import compile_snapshot
from ergobreak.snapshot import BUILT_IN, Snapshot, built_in_snapshot, is_current, plan_as_dict, plan_of, read


def made_in(folder: Path, environ: dict[str, str] | None = None) -> Snapshot:
    return compile_snapshot(path=folder / "config.toml", environ=environ or {})


def saved(folder: Path, snapshot: Snapshot) -> Path:
    path = folder / "snapshot.json"
    path.write_text(snapshot.to_json(), encoding="utf-8")
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = made_in(tmp_path)
    assert read(saved(tmp_path, made)) == made
    assert is_current(made, {})


def test_it_is_current_until_a_file_comes_changes_or_goes(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    before = made_in(tmp_path)
    config.write_text("voice = true\n")
    assert not is_current(before, {})
    now = made_in(tmp_path)
    assert is_current(now, {})
    config.write_text("voice = false\n")
    assert not is_current(now, {})
    config.unlink()
    assert not is_current(now, {})
    assert is_current(before, {})


def test_the_same_length_and_time_in_a_new_file_is_noticed(tmp_path: Path) -> None:
    config, new = tmp_path / "config.toml", tmp_path / "new"
    config.write_text("prelude_s = 10\n")
    found = config.stat()
    made = made_in(tmp_path)
    new.write_text("prelude_s = 20\n")
    os.utime(new, ns=(found.st_atime_ns, found.st_mtime_ns))
    new.replace(config)
    assert not is_current(made, {})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_it_is_noticed_when_only_who_may_write_to_a_file_changes(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("prelude_s = 10\n")
    made = made_in(tmp_path)
    config.chmod(0o666)
    assert not is_current(made, {})


def test_half_a_letter_of_a_stranger_does_not_keep_it_from_being_written(tmp_path: Path) -> None:
    made = replace(made_in(tmp_path), problems=[{"file": "10.json", "line": 1, "key": "\ud800", "message": "x"}])
    found = read(saved(tmp_path, made))
    assert found is not None
    assert found.problems[0]["key"] == "?"


def test_a_settings_variable_makes_it_stale_and_another_does_not(tmp_path: Path) -> None:
    made = made_in(tmp_path, {"ERGOBREAK_THEME": "dark", "ERGOBREAK_HOME": "/x", "PATH": "/bin"})
    assert made.environment == {"ERGOBREAK_THEME": "dark"}
    assert is_current(made, {"ERGOBREAK_THEME": "dark", "ERGOBREAK_HOME": "/y"})
    assert not is_current(made, {"ERGOBREAK_THEME": "light"})
    assert not is_current(made, {})
    assert not is_current(made, {"ERGOBREAK_THEME": "dark", "ERGOBREAK_VOICE": "on"})


def test_another_version_or_a_day_that_has_come_makes_it_stale(tmp_path: Path) -> None:
    made = made_in(tmp_path)
    assert not is_current(replace(made, app="0.0.1"), {})
    assert not is_current(replace(made, until="2020-01-01"), {})
    assert is_current(replace(made, until="2999-01-01"), {})


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"plan": {}},
        {"plan": None},
        {"look": []},
        {"own": None},
        {"problems": {}},
        {"app": 3},
    ],
)
def test_a_damaged_or_older_snapshot_is_none(change: dict[str, Any], tmp_path: Path) -> None:
    raw = json.loads(made_in(tmp_path).to_json()) | change
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps(raw))
    assert read(path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", "[" * 100_000, '{"version": 1}'])
def test_what_is_no_snapshot_is_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(text)
    assert read(path) is None
    assert read(tmp_path / "missing") is None
    assert read(tmp_path) is None


PATHS: list[tuple[str | int, ...]] = [
    ("breaks",),
    ("eye_mode",),
    ("hours",),
    ("style",),
    ("budget", "max_prompts_h"),
    ("budget", "min_gap_s"),
    ("presence", "event_driven"),
    ("presence", "idle_after_s"),
    ("breaks", 0, "kind"),
    ("breaks", 0, "limit_s"),
    ("breaks", 0, "snooze_s"),
    ("breaks", 0, "own_reset"),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("wrong", [None, "word", {"a": 1}, [["x"]]])
def test_a_wrong_value_deep_in_the_plan_is_damage(path: tuple[str | int, ...], wrong: object, tmp_path: Path) -> None:
    raw = json.loads(made_in(tmp_path).to_json())
    place = raw["plan"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    file = tmp_path / "snapshot.json"
    file.write_text(json.dumps(raw))
    assert read(file) is None


seconds = st.floats(1, 90_000)
minute_pairs = st.tuples(st.integers(0, 719), st.integers(720, 1440))
plans = st.builds(
    Plan,
    profile=st.text(max_size=8),
    breaks=st.lists(
        st.builds(
            BreakPlan,
            kind=st.sampled_from(PromptKind),
            limit_s=seconds,
            duration_s=seconds,
            clears_after_s=seconds,
            snooze_s=st.lists(seconds, max_size=3).map(tuple),
            basis=st.sampled_from(Basis),
            own_reset=st.booleans(),
            silent=st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
    dailies=st.lists(
        st.builds(DailyPlan, kind=st.sampled_from(PromptKind), per_day=st.floats(0, 8), duration_s=seconds), max_size=2
    ).map(tuple),
    eye_mode=st.sampled_from(EyeMode),
    budget=st.builds(Budget, max_prompts_h=st.integers(1, 9), min_gap_s=seconds, prelude_s=seconds),
    hours=st.builds(
        WorkingHours,
        ranges=st.just(()) | st.lists(st.lists(minute_pairs, max_size=2).map(tuple), min_size=7, max_size=7).map(tuple),
        lunch=st.none() | minute_pairs,
        wind_down_s=seconds,
    ),
    presence=st.builds(Presence, idle_after_s=seconds, event_driven=st.booleans()),
    holds=st.builds(HoldPlan, enabled=st.frozensets(st.sampled_from(HoldReason)), ceiling_s=seconds),
    style=st.sampled_from(Style),
)


@given(plans)
def test_every_plan_survives_the_file(plan: Plan) -> None:
    assert plan_of(Snapshot(plan=json.loads(json.dumps(plan_as_dict(plan))))) == plan


def test_the_built_in_snapshot_is_what_no_file_gives_and_is_never_current(tmp_path: Path) -> None:
    built_in, made = built_in_snapshot(), made_in(tmp_path)
    assert (built_in.plan, built_in.look, built_in.values) == (made.plan, made.look, made.values)
    assert plan_of(built_in).profile == "balanced"
    assert not is_current(built_in, {})
    assert built_in.inputs == {}
    assert Path(BUILT_IN).exists()


def test_reading_it_brings_no_gate_into_the_process(tmp_path: Path) -> None:
    path = saved(tmp_path, made_in(tmp_path))
    code = (
        "import sys; from ergobreak.snapshot import *; s = read(sys.argv[1]); assert plan_of(s) and built_in_snapshot()"
        "; is_current(s); print('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert not {"pydantic", "pydantic_settings", "tomllib", "tomlkit", "platformdirs", "asyncio"} & set(
        done.stdout.split()
    )
