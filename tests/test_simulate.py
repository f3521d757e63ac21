"""Simulating from the command line: the documented JSON, days from a file, odd clocks."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ergobreak.cli import main
from ergobreak.core.life import Activity, Part
from ergobreak.simulate import LIVES, PERSONS, days, named_life, simulate
from tests.core.plans import small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY = "2026-03-02T09:00"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["simulate", "--json", "--start", MONDAY, *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["simulate", *words]) == 2
    return capsys.readouterr().err


def life(folder: Path, text: str) -> Path:
    path = folder / "day.toml"
    path.write_text(text, encoding="utf-8")
    return path


# -- the JSON ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIVES)
def test_the_json_is_as_documented(capsys: pytest.CaptureFixture[str], name: str) -> None:
    found = told(capsys, "--life", name, "--profile", "balanced")
    assert list(found) == ["version", "profile", "start", "seconds", "steps", "spans", "timeline", "totals", "problems"]
    assert (found["version"], found["profile"], found["problems"]) == (1, "balanced", [])
    assert found["seconds"] == sum(minutes for _do, minutes in LIVES[name]) * 60
    begin = datetime.fromisoformat(found["start"])
    assert begin.tzinfo is not None
    before = 0.0
    for each in found["timeline"]:
        assert set(each) == {"at", "seconds", "what", "kind", "details"}
        assert each["seconds"] >= before
        before = each["seconds"]
        assert (datetime.fromisoformat(each["at"]) - begin).total_seconds() == pytest.approx(before, abs=0.1)
    end = 0.0
    for each in found["spans"]:
        assert each["from_s"] == pytest.approx(end), "without a hole"
        assert each["activity"] in {one.value for one in Activity}
        end = each["to_s"]
    assert end == pytest.approx(found["seconds"])
    totals = found["totals"]
    assert totals["micro_breaks"] == sum(
        count
        for how, count in totals["ended"].get("micro_break", {}).items()
        if how in {"taken", "credited", "shortened"}
    )


def test_the_same_day_comes_out_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--days", "3") == told(capsys, "--days", "3")


@pytest.mark.parametrize("person", PERSONS)
def test_every_person_gets_through_the_day(capsys: pytest.CaptureFixture[str], person: str) -> None:
    ended = told(capsys, "--person", person)["totals"]["ended"]
    outcomes = {how for by in ended.values() for how in by}
    wanted = {"pauses": "credited", "starts": "taken", "skips": "skipped", "ignores": "ignored"}
    assert wanted[person] in outcomes


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--days", "2", "--start", MONDAY]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Profile: balanced\nMon 02 Mar\n09:")
    assert "Tue 03 Mar" in text
    assert "{" not in text


# -- a day from a file -------------------------------------------------------------------------------------------------


def test_a_day_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = life(
        tmp_path,
        '[[part]]\ndo = "typing"\nminutes = 40\n[[part]]\ndo = "call"\nminutes = 20.5\nclock_minutes = -60\n',
    )
    found = told(capsys, "--life", str(path), "--person", "ignores")
    assert found["seconds"] == 3630.0
    assert [each["activity"] for each in found["spans"]] == ["typing", "call"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["no [[part]] tables"]),
        ("part = 3", ["no [[part]] tables"]),
        ("part = [1]", ["part 1: do", "Known: typing"]),
        ('[[part]]\ndo = "typing"\nminutes = 5\n[[part]]\ndo = "dance"\nminutes = 5', ["part 2: do", "away"]),
        ('[[part]]\ndo = "typing"', ["part 1: minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = 0', ["part 1: minutes", "above 0"]),
        ('[[part]]\ndo = "typing"\nminutes = 1e9', ["part 1: minutes", "1440"]),
        ('[[part]]\ndo = "typing"\nminutes = nan', ["part 1: minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = true', ["part 1: minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = "5"', ["part 1: minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = 5\nclock_minutes = "x"', ["part 1: clock_minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = 5\nclock_minutes = nan', ["part 1: clock_minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = 5\nclock_minutes = 1e300', ["part 1: clock_minutes"]),
        ('[[part]]\ndo = "typing"\nminutes = 5\nmood = "good"', ["part 1: mood", "Known keys"]),
        ("[[part", ["is no TOML file"]),
    ],
)
def test_a_wrong_file_is_named_with_the_part_that_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, names: list[str]
) -> None:
    path = life(tmp_path, text)
    said = refused(capsys, "--life", str(path))
    assert str(path) in said
    for each in names:
        assert each in said


def test_other_things_that_are_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "Known days: unbroken, office" in refused(capsys, "--life", "holiday")
    assert "cannot be read" in refused(capsys, "--life", str(tmp_path))
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    assert "is no TOML file" in refused(capsys, "--life", str(binary))
    assert "Known: balanced" in refused(capsys, "--profile", "lazy")
    for count in ("0", "32", "-1"):
        assert "between 1 and 31" in refused(capsys, "--days", count)
    for when in ("soon", "2026-13-01", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert "--start" in refused(capsys, "--start", when, "--days", "2")


def test_an_overlay_that_asks_too_much_is_reported_and_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    overlay = tmp_path / "policy.toml"
    overlay.write_text("micro_every_min = 30\nmovement_every_min = 1\n")
    found = told(capsys, "--policy", str(overlay))
    assert len(found["problems"]) == 1
    assert "movement_every_min" in found["problems"][0]
    overlay.write_text("micro_every_min = 30\nmicro_every_min_at_most = 20\n")
    assert told(capsys, "--policy", str(overlay))["problems"] == []
    assert "cannot be read" in refused(capsys, "--policy", str(tmp_path / "no.toml"))


# -- odd clocks --------------------------------------------------------------------------------------------------------


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoneInfo]:
    if sys.platform != "win32":
        monkeypatch.setitem(os.environ, "TZ", "Europe/Berlin")
        time.tzset()
    yield ZoneInfo("Europe/Berlin")
    if sys.platform != "win32":
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28T22:00", 1), ("2026-10-24T22:00", -1)])
def test_the_night_in_which_the_clock_changes_changes_no_break(berlin: ZoneInfo, night: str, hours: int) -> None:
    plain = datetime.fromisoformat("2026-03-02T22:00").replace(tzinfo=berlin)
    odd = datetime.fromisoformat(night).replace(tzinfo=berlin)
    parts = [Part(activity=Activity.TYPING, seconds=8 * 3600.0)]
    usual, changed = (simulate(small(), parts, begin) for begin in (plain, odd))
    rows = [[(each.seconds, each.what, each.kind) for each in one.timeline] for one in (usual, changed)]
    assert rows[0] == rows[1]
    last = changed.timeline[-1]
    shift = last.at.replace(tzinfo=None) - odd.replace(tzinfo=None)
    assert shift.total_seconds() == pytest.approx(last.seconds + hours * 3600, abs=1.0), "but the clock shows it"


@pytest.mark.parametrize("clock_s", [-7200.0, -86400.0, 7200.0])
def test_a_clock_that_is_set_in_the_middle_of_the_day_changes_no_break(clock_s: float) -> None:
    begin = datetime.fromisoformat("2026-03-02T12:00+00:00")
    halves = [Part(activity=Activity.TYPING, seconds=7200.0)] * 2
    odd = [halves[0], Part(activity=Activity.TYPING, seconds=7200.0, clock_s=clock_s)]
    usual, changed = simulate(small(), halves, begin), simulate(small(), odd, begin)
    rows = [[(round(each.seconds), each.what) for each in one.timeline] for one in (usual, changed)]
    assert rows[0] == rows[1]


def test_days_have_nights_between_them() -> None:
    week = days(named_life("office"), 5)
    assert [each.activity for each in week].count(Activity.ASLEEP) == 4
    assert sum(each.seconds for each in week) == pytest.approx(4 * 86400 + 500 * 60)
