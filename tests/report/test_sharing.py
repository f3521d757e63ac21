"""From end to end: a daemon, a person who agrees, a collector; and the row in the tray that nobody can take away."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak import snapshot
from ergobreak.daemon.menu import Menu
from ergobreak.daemon.telling import NOTHING_YET
from ergobreak.desktop import clock
from ergobreak.report import memory as memories
from ergobreak.settings.fields import ByPolicy
from ergobreak.settings.model import extra_of
from tests.report.office import KEY, Collector, last_week, worked, write_journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHOWS = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
PATIENCE_S = 40.0
SAID = {"reporting": "aggregate", "report_group": "site-a", "report_group_size": 1200}


class Home:
    """One installation in an organisation. The policy is laid into the snapshot, so that nobody need be root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.policy: dict[str, Any] = {}

    @property
    def env(self) -> dict[str, str]:
        kept = {
            key: each for key, each in os.environ.items()
            if key not in SHOWS and not key.lower().endswith("_proxy") and not key.startswith("ERGOBREAK_")
        }  # fmt: skip
        return kept | {"ERGOBREAK_HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words], env=self.env, capture_output=True, text=True, check=False, timeout=60,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, url: str, **said: object) -> None:
        """The organisation asks."""
        self.policy = {"hash": "0badcafe", "errors": 0, "organisation": SAID | {"report_url": url} | said}
        self.plan()

    def agree(self, *, yes: bool = True) -> None:
        """The person writes their word into their own file."""
        path = self.folder / "config" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{KEY} = {str(yes).lower()}\nwelcomed = true\n")
        self.plan()

    def plan(self) -> None:
        assert self.run("ergobreak.planning").returncode == 0
        path = self.folder / "state" / "snapshot.json"
        found = snapshot.read(path)
        assert found is not None
        path.write_text(json.dumps(asdict(found) | {"policy": self.policy}))

    def worked(self, taken: int = 18, skipped: int = 7) -> None:
        write_journal(self.folder / "state" / "journal.sqlite", worked(taken, skipped, last_week(clock.now().wall)))

    def due(self, minutes: int) -> None:
        """The minute that was drawn for this week."""
        at = clock.now().wall + timedelta(minutes=minutes)
        path = self.folder / "state" / "weekly_number.json"
        memories.write(path, memories.Memory(week=memories.week_of(clock.now().wall), at=at.isoformat()))

    @property
    def memory(self) -> memories.Memory:
        return memories.read(self.folder / "state" / "weekly_number.json")

    @property
    def status(self) -> dict[str, Any]:
        path = self.folder / ("status.json" if sys.platform in {"win32", "darwin"} else "runtime/status.json")
        found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def start(home: Home) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a daemon without a display and wait until it answers; whoever still runs is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "ergobreak", "run", "--headless"], env=home.env,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        running.append(process)
        until(lambda: home.run("ergobreak", "status").returncode == 0)
        return process

    yield begin
    for each in running:
        each.terminate()
        each.wait(20)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.1)


def test_the_process_sends_what_the_dry_run_showed(home: Home) -> None:
    home.worked()
    with Collector() as collector:
        home.ask(collector.url)
        home.agree()
        shown = json.loads(home.run("ergobreak", "report", "--dry-run").stdout)
        assert collector.heard == []
        done = home.run("ergobreak.report")
        again = home.run("ergobreak.report")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert again.returncode == 1
    [heard] = collector.heard
    assert (shown["goes"], shown["reasons"]) == (True, [])
    assert base64.b64decode(shown["request"]["body_base64"]) == heard.body
    assert shown["request"]["body_bytes"] == len(heard.body)
    assert shown["request"]["url"] == collector.url


def test_a_no_counts_from_the_moment_it_is_written(home: Home) -> None:
    """Even before the daemon has read it: the process reads again by itself."""
    home.worked()
    with Collector() as collector:
        home.ask(collector.url)
        home.agree()
        path = home.folder / "config" / "config.toml"
        path.write_text(path.read_text().replace(f"{KEY} = true", f"{KEY} = false"))
        assert home.run("ergobreak.report").returncode == 1
    assert (collector.heard, home.memory.done) == ([], "")


def test_the_dry_run_says_why_nothing_goes(home: Home) -> None:
    nobody = home.run("ergobreak", "report", "--dry-run")
    assert nobody.returncode == 0
    assert [each["reason"] for each in json.loads(nobody.stdout)["reasons"]] == ["policy_off"]

    home.worked()
    home.ask("https://collector.example", report_group_size=60)
    small = json.loads(home.run("ergobreak", "report", "--dry-run").stdout)
    assert [each["reason"] for each in small["reasons"]] == ["group_too_small", "not_agreed"]
    assert small["request"] is None

    home.ask("https://collector.example")
    mine = home.run("ergobreak", "report", "--dry-run")
    told = json.loads(mine.stdout)
    assert (mine.returncode, told["goes"]) == (0, False)
    assert [each["reason"] for each in told["reasons"]] == ["not_agreed"]
    assert told["request"]["url"] == "https://collector.example/v1/metrics", "what would go, to decide by"
    plain = home.run("ergobreak", "report")
    assert plain.stdout.splitlines()[:2] == [
        "Nothing is sent.",
        "You have not agreed. To agree: ergobreak settings set share_weekly_number true",
    ]


def test_the_daemon_sends_once_at_its_minute(home: Home, start: Callable[[], subprocess.Popen[bytes]]) -> None:
    home.worked()
    with Collector() as collector:
        home.ask(collector.url)
        home.agree()
        home.due(minutes=-1)
        start()
        until(lambda: collector.heard)
        until(lambda: home.memory.done)
        status = json.loads(home.run("ergobreak", "status", "--json").stdout)
        assert status["sharing"] is True
        time.sleep(0.5)
        assert len(collector.heard) == 1
    assert home.memory.done == memories.week_of(clock.now().wall)


def test_before_its_minute_and_without_a_yes_nothing_goes(
    home: Home, start: Callable[[], subprocess.Popen[bytes]]
) -> None:
    home.worked()
    with Collector() as collector:
        home.ask(collector.url)
        home.due(minutes=-1)
        start()
        for _each in range(5):
            status = json.loads(home.run("ergobreak", "status", "--json").stdout)
        assert (status["sharing"], collector.heard) == (False, [])
    assert home.memory.done == ""


def test_the_status_file_follows_the_daemons_life(home: Home, start: Callable[[], subprocess.Popen[bytes]]) -> None:
    home.ask("", reporting="inventory")
    process = start()
    until(lambda: home.status)
    assert home.status["service"] == "running"
    assert home.status["policy_hash"] == "0badcafe"
    assert home.status["backends"]["tray"] == "null"
    assert home.status["package_type"] == "checkout"
    assert home.run("ergobreak", "quit").returncode == 0
    process.wait(20)
    assert home.status["service"] == "stopped"


def test_where_reporting_is_off_there_is_no_file(home: Home, start: Callable[[], subprocess.Popen[bytes]]) -> None:
    home.ask("", reporting="off")
    process = start()
    assert home.run("ergobreak", "quit").returncode == 0
    process.wait(20)
    assert home.status == {}


# -- the tray ----------------------------------------------------------------------------------------------------------


class Parts:
    """What a click does, written down."""

    def __init__(self, *, sharing: bool) -> None:
        self.shown: list[tuple[str, ...]] = []
        self._sharing = sharing

    def status(self) -> dict[str, Any]:
        return {**NOTHING_YET, "sharing": self._sharing}

    def ask(self, do: str, **values: Any) -> None:  # noqa: ANN401 - plain JSON values
        """Nothing is asked of the daemon."""

    def show(self, verb: str, *words: str) -> None:
        self.shown.append((verb, *words))

    def screens(self) -> frozenset[str]:
        return frozenset()


def test_whoever_shares_sees_it_and_can_stop() -> None:
    parts = Parts(sharing=True)
    [row] = [each for each in Menu(parts).menu() if each.label == "Weekly number is shared"]
    see, stop = row.children
    assert (see.label, stop.label) == ("See exactly what is sent", "Stop sharing")
    assert row.enabled
    for each in (see, stop):
        assert each.enabled
        assert each.action is not None
        each.action()
    assert parts.shown == [("report", "--open"), ("settings", "set", KEY, "false")]


def test_whoever_does_not_share_is_not_reminded_of_it() -> None:
    assert not [each for each in Menu(Parts(sharing=False)).menu() if "shared" in each.label]


def test_no_policy_can_say_yes_or_stand_in_the_way_of_a_no() -> None:
    assert extra_of(KEY)["policy"] == ByPolicy.NO.value


def test_stop_sharing_works_by_the_verb_behind_the_row(home: Home) -> None:
    home.worked()
    home.ask("https://collector.example")
    home.agree()
    assert home.run("ergobreak", "settings", "set", KEY, "false").returncode == 0
    home.plan()
    told = json.loads(home.run("ergobreak", "report", "--dry-run").stdout)
    assert [each["reason"] for each in told["reasons"]] == ["not_agreed"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there the system's own opener is called")
def test_see_exactly_opens_the_same_words(home: Home, tmp_path: Path) -> None:
    """A stand-in for the desktop's opener copies what it is given."""
    home.worked()
    home.ask("https://collector.example")
    home.agree()
    programs = tmp_path / "bin"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\ncp "$1" "{tmp_path}/seen.txt"\n')
    opener.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", "report", "--open"], check=False, capture_output=True, text=True,
        env=home.env | {"PATH": f"{programs}:{os.environ['PATH']}"}, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    head, _empty, body = (tmp_path / "seen.txt").read_text().partition("\n\n")
    assert head == "This goes this week, once, and nothing else does."
    assert json.loads(body) == json.loads(home.run("ergobreak", "report", "--dry-run").stdout)
