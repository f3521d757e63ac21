"""A day at the command line, with a real daemon behind the door; and the same words where none runs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

STATUS = {
    "version", "app_version", "now", "away_s", "state", "mode", "present", "outside_hours", "profile", "pause",
    "prompt", "next", "holds", "counters", "breaks_today", "moves_held", "pid",
    "policy_hash", "sharing", "backends", "tray_visible", "problems",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    """Each story begins with the reminders going."""
    if "running" in request.fixturenames:
        assert process(request.getfixturevalue("running"), "resume").code == 0


@pytest.mark.parametrize(
    "words",
    [("status",), ("status", "--json"), ("why",), ("pause", "1h"), ("resume",), ("break",), ("skip",), ("quit",)],
)
def test_with_no_daemon_each_verb_says_so(words: tuple[str, ...], ergobreak: Callable[..., Said]) -> None:
    said = ergobreak(*words)

    assert (said.code, said.out) == (3, "")
    assert "not running" in said.err
    assert "Start it with: ergobreak" in said.err


def test_the_status_for_people_and_for_programs(running: Path) -> None:
    plain, told = process(running, "status"), process(running, "status", "--json")

    assert plain.code == told.code == 0
    assert "Next: " in plain.out
    assert "You have sat for" in plain.out
    assert set(told.json) == STATUS
    assert (told.json["version"], told.json["mode"], told.json["profile"]) == (1, "normal", "balanced")
    assert {"kind", "seconds", "at", "silent"} == set(told.json["next"][0])
    assert {"hands_s", "sitting_s", "day_active_s", "day_sitting_s", "layers"} == set(told.json["counters"])


def test_a_pause_and_its_end(running: Path) -> None:
    paused = process(running, "pause", "45m")
    status = process(running, "status", "--json").json
    resumed = process(running, "resume", "--json")

    assert "Paused for 45 min" in paused.out
    assert status["mode"] != "normal"
    assert 2600 < status["pause"]["seconds_left"] <= 2700
    assert (resumed.code, resumed.json["mode"], resumed.json["pause"]) == (0, "normal", None)


@pytest.mark.parametrize("words", [("--forever",), ("--tomorrow",), ("--until", "23:59"), ("2h", "--keep-counting")])
def test_every_way_to_pause(running: Path, words: tuple[str, ...]) -> None:
    assert process(running, "pause", *words).code == 0
    assert process(running, "status", "--json").json["mode"] in {"paused", "quiet"}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("pause", "soon"), "'soon' is not a length of time"),
        (("pause", "0m"), "not a length of time"),
        (("pause", "9999h"), "not a length of time"),
        (("pause", "1h", "--forever"), "Choose one"),
        (("pause", "--until", "25:00"), "'25:00' is not a time of day"),
        (("pause", "--until-call-ends"), "No call is going on"),
        (("break", "long"), "invalid choice: 'long'"),
        (("snooze", "never"), "'never' is not a length of time"),
        (("status", "--xml"), "unrecognized arguments: --xml"),
    ],
)
def test_what_cannot_be_used_is_named(running: Path, words: tuple[str, ...], complaint: str) -> None:
    said = process(running, *words)

    assert (said.code, said.out) == (2, "")
    assert complaint in said.err


def test_a_break_asked_for_then_postponed_then_skipped(running: Path) -> None:
    offered = process(running, "break", "movement", "--offer")
    standing = process(running, "status", "--json").json["prompt"]
    postponed = process(running, "snooze", "3m")
    skipped = process(running, "skip", "--json")

    assert offered.code == postponed.code == skipped.code == 0
    assert (standing["kind"], standing["phase"]) == ("movement_break", "open")
    assert "Postponed: movement break" in postponed.out
    assert skipped.json["prompt"] is None


def test_a_break_that_begins_at_once(running: Path) -> None:
    assert "On a break: micro-break" in process(running, "break", "micro").out
    assert process(running, "status", "--json").json["prompt"]["phase"] == "running"


def test_why_tells_the_decisions_and_what_comes(running: Path) -> None:
    process(running, "pause", "30m")
    plain, told = process(running, "why"), process(running, "why", "--json")

    assert "You paused the reminders." in plain.out
    assert "\nNow:  " in plain.out
    assert set(told.json) == {"decisions", "now", "next", "coming", "moves"}
    assert {"at", "code", "kind", "values", "sentence"} == set(told.json["decisions"][-1])


def test_what_was_done_can_be_taken_away_and_deleted(running: Path, tmp_path: Path) -> None:
    process(running, "break", "movement", "--offer")
    process(running, "skip")
    taken = process(running, "export")
    rows = process(running, "export", "--csv", "--since", "2020-01-01").out.splitlines()
    kept = process(running, "export", "--json", "--out", str(tmp_path / "mine.json"))

    assert taken.json["version"] == 1
    assert {"at", "fact", "kind", "details"} == set(taken.json["entries"][0])
    assert rows[0] == "at,fact,kind,details"
    assert kept.code == 0
    assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["entries"]
    if sys.platform != "win32":  # modes are not Windows's
        assert (tmp_path / "mine.json").stat().st_mode & 0o077 == 0

    refused = process(running, "forget")
    gone = process(running, "forget", "--yes")
    assert (refused.code, gone.code) == (2, 0)
    assert "deletes every break" in refused.err
    assert "deleted" in gone.out
    assert "skipped" not in {each["fact"] for each in process(running, "export").json["entries"]}


def test_a_second_start_shows_the_first_ones_status(running: Path) -> None:
    second = process(running, "run", "--headless")

    assert second.code == 0
    assert second.out.startswith("ergobreak is running already.")
    assert "You have sat for" in second.out


def test_a_setting_changed_by_hand_is_soon_in_force(running: Path) -> None:
    assert process(running, "settings", "set", "micro_every_min", "31").code == 0

    layers: dict[str, dict[str, int]] = {}
    for _ in range(50):
        layers = process(running, "status", "--json").json["counters"]["layers"]
        if layers["micro_break"]["limit_s"] == 1860:
            break
    assert layers["micro_break"]["limit_s"] == 1860
    assert process(running, "settings", "unset", "micro_every_min").code == 0


def test_doctor_asks_the_daemon_too(running: Path) -> None:
    found = process(running, "doctor", "--json", QT_QPA_PLATFORM="offscreen").json
    names = [each["name"] for each in found["checks"]]

    assert set(found) == {"version", "app_version", "ok", "checks"}
    assert {"name", "ok", "sentence"} == set(found["checks"][0])
    assert {"version", "daemon", "part", "display", "screens", "settings", "journal", "autostart"} <= set(names)


def test_quit_ends_it(tmp_path: Path, running: Path) -> None:
    said = process(running, "quit")

    assert (said.code, said.out) == (0, "ergobreak has stopped.\n")
    for _ in range(50):
        if process(running, "status").code == 3:
            return
    pytest.fail("it still answers")
