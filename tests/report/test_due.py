"""When the number goes: at a drawn minute, at a moment when the daemon is awake anyway, and once a week at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak.core.plan import WorkingHours
from ergobreak.report import memory as memories
from ergobreak.report.due import MISSED, Weekly
from tests.report.office import NEXT_WEDNESDAY, die, managed

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = NEXT_WEDNESDAY - timedelta(days=2, hours=3)
HOURS = WorkingHours()


class Daemon:
    """Counts how often something was to be sent; what the process does when it has ended can be played."""

    def __init__(self, path: Path, seed: int = 1) -> None:
        self.path, self.sent = path, 0
        self.weekly = Weekly(self._send, path, die(seed))

    def _send(self) -> None:
        self.sent += 1

    def settle(self, now: datetime, **said: object) -> None:
        self.weekly.settle(managed(**said), HOURS, now)  # type: ignore[arg-type] # words of a policy

    def process_ends(self, now: datetime) -> None:
        memories.write(self.path, replace(memories.read(self.path), done=memories.week_of(now)))

    @property
    def moment(self) -> datetime:
        found = memories.read(self.path).moment()
        assert found is not None
        return found


@pytest.fixture
def daemon(tmp_path: Path) -> Daemon:
    return Daemon(tmp_path / "weekly_number.json")


def test_it_goes_at_the_drawn_minute_and_once(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    assert daemon.weekly.on
    daemon.weekly.look(daemon.moment - timedelta(seconds=1))
    assert daemon.sent == 0
    at = daemon.moment
    for late in range(0, 600, 60):
        daemon.weekly.look(at + timedelta(seconds=late))
    assert daemon.sent == 1


def test_the_next_week_has_its_own_minute(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    first = daemon.moment
    daemon.weekly.look(first)
    daemon.process_ends(first)
    daemon.weekly.look(MONDAY + timedelta(days=7))
    second = daemon.moment
    assert (memories.week_of(first), memories.week_of(second)) == ("2026-W48", "2026-W49")
    daemon.weekly.look(second)
    assert daemon.sent == 2


def test_a_restart_keeps_the_minute(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    again = Daemon(daemon.path, seed=99)
    again.settle(MONDAY + timedelta(minutes=1))
    assert again.moment == daemon.moment


def test_a_restart_after_it_went_sends_nothing_more(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    at = daemon.moment
    daemon.weekly.look(at)
    daemon.process_ends(at)
    again = Daemon(daemon.path, seed=99)
    again.settle(at + timedelta(minutes=1))
    again.weekly.look(at + timedelta(minutes=2))
    assert again.sent == 0


def test_after_a_missed_minute_another_is_drawn(daemon: Daemon) -> None:
    """Or everybody who was away would call in the first minute of the next morning."""
    daemon.settle(MONDAY)
    back = daemon.moment + MISSED + timedelta(hours=1)
    before = daemon.moment
    daemon.weekly.look(back)
    assert daemon.sent == 0
    assert daemon.moment > back > before


def test_when_the_week_is_over_nothing_is_made_up_for(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    saturday = MONDAY + timedelta(days=5)
    daemon.weekly.look(saturday)
    assert (daemon.sent, memories.read(daemon.path).at) == (0, "")
    daemon.weekly.look(saturday + timedelta(hours=5))
    assert daemon.sent == 0
    daemon.weekly.look(MONDAY + timedelta(days=7))
    assert memories.week_of(daemon.moment) == "2026-W49"


def test_stop_sharing_stops_it_at_once(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    daemon.settle(MONDAY, agreed=False)
    assert not daemon.weekly.on
    daemon.weekly.look(daemon.moment)
    assert daemon.sent == 0


def test_while_nobody_shares_nothing_is_written(daemon: Daemon) -> None:
    daemon.settle(MONDAY, agreed=False)
    for hour in range(24 * 14):
        daemon.weekly.look(MONDAY + timedelta(hours=hour))
    assert not daemon.path.exists()


def test_a_week_costs_one_write(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    written = daemon.path.stat().st_mtime_ns
    for minute in range(int((daemon.moment - MONDAY).total_seconds() // 60)):
        daemon.weekly.look(MONDAY + timedelta(minutes=minute))
    assert daemon.path.stat().st_mtime_ns == written


def test_a_folder_that_cannot_be_written_means_silence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    daemon = Daemon(tmp_path / "file" / "weekly_number.json")
    daemon.settle(MONDAY)
    daemon.weekly.look(MONDAY + timedelta(hours=3))
    assert daemon.sent == 0


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"version": 9}', '{"version": 1, "at": "noon"}', '{"version": 1, "at": "2026-11-24T10:00:00"}'],
)
def test_a_damaged_file_is_begun_again(daemon: Daemon, text: str) -> None:
    daemon.path.write_text(text)
    daemon.settle(MONDAY)
    assert daemon.moment > MONDAY


def test_what_is_kept_says_nothing_about_the_person(daemon: Daemon) -> None:
    daemon.settle(MONDAY)
    memories.table(daemon.path, memories.read(daemon.path), die())
    import json  # noqa: PLC0415 - only here

    kept = json.loads(daemon.path.read_text())
    assert set(kept) == {"version", "week", "at", "done", "table"}
    assert len(kept["table"]) == 5, "an answer to every bucket, whichever was true"
