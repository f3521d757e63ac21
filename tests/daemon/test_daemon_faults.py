"""What is broken around it: files, disk, bus, display. Reported where a person looks, never fatal, nothing lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.world import until

if sys.platform != "linux":
    pytest.skip("a desktop of X11, and what /proc tells", allow_module_level=True)

import resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.daemon.house import House

HEADER = 100  # where SQLite notes who has a file open and how; opening it may change that
pytestmark = [pytest.mark.desktop, pytest.mark.slow]


def problems(house: House) -> str:
    return " | ".join(house.status().get("problems", ()))


def goes_on(house: House) -> None:
    """The clock runs and a break can be had."""
    assert house.cli("break", "micro").returncode == 0
    assert house.status()["prompt"]["phase"] == "running"
    assert house.cli("skip").returncode == 0
    assert house.status()["prompt"] is None


# -- the journal -------------------------------------------------------------------------------------------------------


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all, and never was one\n" * 200)


def another_schema(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.executescript("CREATE TABLE entry (what TEXT); PRAGMA user_version = 7;")
    db.close()


@pytest.mark.parametrize("damage", [garbage, another_schema])
def test_a_journal_that_is_none_is_put_aside_whole(terminal: House, damage: Callable[[Path], None]) -> None:
    terminal.journal.parent.mkdir(parents=True)
    damage(terminal.journal)
    was = terminal.journal.read_bytes()
    daemon = terminal.start()

    [aside] = terminal.journal.parent.glob("journal.sqlite.damaged-*")
    assert aside.read_bytes()[HEADER:] == was[HEADER:]
    assert f"the damaged file was put aside as {aside.name}" in problems(terminal)
    doctor = terminal.cli("doctor", "--json")
    assert doctor.returncode == 1
    found = {each["name"]: each for each in json.loads(doctor.stdout)["checks"]}
    assert aside.name in found["problem"]["sentence"]
    goes_on(terminal)
    assert "begun" in terminal.names()

    daemon.terminate()
    terminal.ends(daemon)
    terminal.start()
    assert problems(terminal) == "", "said once; the file stays where it is"
    assert aside.exists()


def test_a_folder_that_cannot_be_had_costs_the_record_and_nothing_else(terminal: House) -> None:
    terminal.folder.mkdir()
    (terminal.folder / "state").write_text("a file where the folder belongs")
    daemon = terminal.start()
    assert "state/journal.sqlite" in problems(terminal)
    assert terminal.cli("doctor").returncode == 1
    goes_on(terminal)
    daemon.terminate()
    assert terminal.ends(daemon) == 0
    assert "Traceback" not in terminal.said


def test_while_the_disk_is_full_it_goes_on_and_then_catches_up(terminal: House) -> None:
    daemon = terminal.start()
    limits = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    goes_on(terminal)
    assert "journal.sqlite: " in problems(terminal)
    assert "begun" not in terminal.names()
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, limits)
    terminal.cli("pause", "10m")
    assert problems(terminal) == ""
    assert "begun" in terminal.names(), "what happened meanwhile is not lost"


def test_a_locked_journal_is_waited_for_and_not_taken_for_damaged(terminal: House) -> None:
    terminal.start()
    other = sqlite3.connect(terminal.journal)
    other.execute("BEGIN IMMEDIATE")
    goes_on(terminal)
    assert "locked" in problems(terminal)
    forget = terminal.cli("forget", "--yes")
    assert forget.returncode == 1
    assert "cannot be emptied" in forget.stderr
    other.rollback()
    other.close()
    terminal.cli("pause", "10m")
    assert problems(terminal) == ""
    assert "begun" in terminal.names()
    assert list(terminal.journal.parent.glob("*damaged*")) == []


def test_taking_data_away_and_deleting_it_while_it_runs(terminal: House, tmp_path: Path) -> None:
    terminal.compile()
    terminal.start()
    goes_on(terminal)
    rows = json.loads(terminal.cli("export").stdout)["entries"]
    assert [each["fact"] for each in rows] == terminal.names()
    assert terminal.cli("export", "--csv").stdout.splitlines()[0] == "at,fact,kind,details"
    assert json.loads(terminal.cli("export", "--since", "2100-01-01").stdout)["entries"] == []
    assert terminal.cli("export", "--since", "yesterday").returncode == 2
    nowhere = terminal.cli("export", "--out", str(terminal.journal / "below" / "a file"))
    assert (nowhere.returncode, "cannot be written" in nowhere.stderr) == (1, True)

    assert terminal.cli("forget").returncode == 2, "not without a word"
    gone = terminal.cli("forget", "--yes")
    assert (gone.returncode, gone.stdout) == (0, f"{len(rows)} facts were deleted.\n")
    assert terminal.names() == []
    assert b"micro_break" not in terminal.journal.read_bytes().replace(b'"micro_break"', b""), "not on the disk either"
    assert terminal.status()["breaks_today"] == 0
    goes_on(terminal)
    assert "begun" in terminal.names()


# -- settings ----------------------------------------------------------------------------------------------------------


def limit(status: dict[str, object]) -> object:
    counters = status["counters"]
    assert isinstance(counters, dict)
    return counters["layers"]["micro_break"]["limit_s"]


def test_a_settings_file_that_breaks_while_it_runs_and_is_mended_again(terminal: House) -> None:
    terminal.settings(micro_every_min=30)
    terminal.start()
    terminal.wait(lambda found: limit(found) == 1800)

    terminal.write(terminal.config, 'micro_every_min = 20\nmovement_every_min = "often"\n')
    status = terminal.wait(lambda found: found["problems"])
    [problem] = status["problems"]
    assert f"{terminal.config}, line 2, movement_every_min: " in problem
    assert limit(status) == 1200, "one wrong line does not void the others"
    assert problem in terminal.cli("status").stdout

    terminal.write(terminal.config, "micro_every_min = [20\n")
    status = terminal.wait(lambda found: found["problems"] and found["problems"] != [problem])
    assert f"{terminal.config}, line " in status["problems"][0]
    assert limit(status) == 1200, "the last good value is kept"

    terminal.write(terminal.config, "micro_every_min = 45\n")
    terminal.wait(lambda found: not found["problems"] and limit(found) == 2700)
    assert terminal.names().count("started") == 1


# -- no desktop --------------------------------------------------------------------------------------------------------


def test_without_a_display_prompts_are_lines_and_commands_are_answers(terminal: House) -> None:
    terminal.settings(prelude_s=2)
    terminal.worked(left_s=1.0)
    terminal.start()
    assert terminal.status()["backends"]["tray"] == "null"
    assert until(lambda: "Break soon. Pause now and it counts." in terminal.said, 20.0)
    assert until(lambda: "Time for a micro-break, 4 s. You have sat for " in terminal.said, 20.0)
    assert "Answer with: ergobreak break, ergobreak snooze, or ergobreak skip" in terminal.said

    assert terminal.cli("snooze", "1s").stdout.startswith("Postponed: micro-break in ")
    assert until(lambda: terminal.said.count("Time for a micro-break") == 2, 20.0)
    assert terminal.cli("break").stdout == "On a break: micro-break\n"
    assert until(lambda: "The break is over." in terminal.said, 20.0)
    terminal.fact("taken", "micro_break")
    assert terminal.cli("skip").returncode == 0
    assert terminal.names()[-1] == "skipped"


def test_asked_for_headless_it_leaves_the_display_alone(house: House) -> None:
    house.start("--headless")
    assert house.status()["backends"]["tray"] == "null"
    assert "There is no display, so prompts are printed" in house.said
    goes_on(house)
    assert house.screens() == []


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", ""])
def test_a_bus_that_is_not_there(terminal: House, address: str) -> None:
    terminal.env = {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address or "nonsense"}
    daemon = terminal.start()
    goes_on(terminal)
    assert terminal.cli("doctor").returncode == 0
    daemon.terminate()
    assert terminal.ends(daemon) == 0
    assert "Traceback" not in terminal.said


def test_a_display_that_is_not_there(terminal: House) -> None:
    terminal.env = {"DISPLAY": ":9987"}
    daemon = terminal.start()
    assert terminal.cli("break", "micro", "--offer").returncode == 0
    assert until(lambda: "a screen ended with code" in terminal.said, 20.0)
    assert terminal.status()["prompt"]["phase"] == "open", "the break is not lost with its screen"
    assert terminal.cli("break").returncode == 0
    assert terminal.status()["prompt"]["phase"] == "running"
    daemon.terminate()
    assert terminal.ends(daemon) == 0
    assert "Traceback" not in terminal.said


def test_doctor_without_anything_running(terminal: House) -> None:
    doctor = terminal.cli("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "ergobreak is not running. Start it with: ergobreak" in doctor.stdout
    for verb in ("status", "why", "skip", "resume", "quit"):
        refused = terminal.cli(verb)
        assert refused.returncode == 3
        assert refused.stderr.splitlines()[-1] == "Start it with: ergobreak"
    terminal.settings(micro_every_min=1)
    assert terminal.cli("doctor").returncode == 1


def test_a_daemon_that_hangs_is_not_waited_for_for_ever(terminal: House) -> None:
    daemon = terminal.start()
    daemon.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    try:
        refused = terminal.cli("status")
    finally:
        daemon.send_signal(signal.SIGCONT)
    assert refused.returncode in {1, 3}
    assert time.monotonic() - began < 15.0
