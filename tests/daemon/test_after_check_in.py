"""What the daemon makes of a check-in: shorter bouts, moves held in plain sight, a question on its day. No content."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak import standing
from ergobreak.core.instant import Instant
from ergobreak.core.machine import start
from ergobreak.core.plan import HoldReason, Plan
from ergobreak.core.state import Hold, State
from ergobreak.daemon.after_check_in import ask_on, moves_held, offer_at_start, offered
from ergobreak.daemon.menu import Menu
from ergobreak.desktop import clock
from ergobreak.sentences import moves_line, report
from ergobreak.snapshot import built_in_snapshot
from tests.daemon.test_daemon_loop import FakeClock, a_room
from tests.test_privacy_law import found_in, go_through

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ergobreak.desktop.notify import Notice
    from ergobreak.snapshot import Snapshot
    from tests.daemon.house import House

TODAY = clock.now().wall.date()
TOMORROW = TODAY + timedelta(days=1)
HELD = {"tier": 4, "moves": "none", "avoid": [], "until": None, "ask_on": TOMORROW.isoformat(), "at_start": True}
BACK = {"tier": 1, "moves": "adapted", "avoid": ["long_sit"], "until": TOMORROW.isoformat()}
ANSWERS = ("chest", "pain", "tier", "emergency", "saddle", "back")


class Notes:
    """A notifier that remembers, and can be clicked."""

    name = "fake"

    def __init__(self) -> None:
        self.shown: list[tuple[Notice, Callable[[str], None]]] = []

    def notify(self, notice: Notice, on_action: Callable[[str], None]) -> None:
        self.shown.append((notice, on_action))

    def close(self, notice_id: str) -> None:
        raise NotImplementedError(notice_id)

    def stop(self) -> None:
        raise NotImplementedError

    def sentence(self) -> str:
        raise NotImplementedError


@pytest.fixture
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))


def settings(**values: object) -> Snapshot:
    found = built_in_snapshot()
    return replace(found, values={**found.values, **values})


def at_work(*holds: HoldReason) -> State:
    at = Instant(wall=clock.now().wall, mono=1000.0)
    return replace(start(Plan(), at), holds=tuple(Hold(reason=each, since=0.0) for each in holds))


@pytest.mark.usefixtures("_home")
def test_after_an_emergency_the_next_start_offers_one_quiet_notice() -> None:
    standing.keep(standing.checked(HELD))
    notes, opened = Notes(), []
    offer_at_start(at_work(HoldReason.PAUSED), settings(), lambda: notes, lambda: opened.append(True))
    (notice, click) = notes.shown[0]
    assert (notice.title, notice.body) == ("Check-in", "One short question, when it suits you.")
    assert not any(word in f"{notice}".lower() for word in ANSWERS)
    click("default")
    assert opened == [True]

    offer_at_start(at_work(), settings(), lambda: notes, lambda: None)
    assert len(notes.shown) == 1, "once"
    assert ask_on(settings()) == TOMORROW.isoformat(), "its own day comes all the same"


@pytest.mark.usefixtures("_home")
@pytest.mark.parametrize(
    ("outcome", "state", "wanted"),
    [
        (HELD, at_work(HoldReason.SHARING), settings()),
        (HELD, at_work(HoldReason.DO_NOT_DISTURB), settings()),
        (HELD, at_work(), settings(notices=False)),
        (HELD, at_work(), settings(check_in_mode="off")),
        (HELD, at_work(), settings(check_in_mode="signpost")),
        ({**HELD, "ask_on": TODAY.isoformat()}, at_work(), settings()),
        ({**HELD, "tier": 3, "at_start": False}, at_work(), settings()),
        ({**BACK, "ask_on": TOMORROW.isoformat()}, at_work(), settings()),
    ],
)
def test_nothing_is_shown_where_something_holds_it_or_its_day_has_come(
    outcome: dict[str, object], state: State, wanted: Snapshot
) -> None:
    standing.keep(standing.checked(outcome))
    notes = Notes()
    offer_at_start(state, wanted, lambda: notes, lambda: None)
    assert notes.shown == []


@pytest.mark.usefixtures("_home")
def test_only_the_guided_check_in_asks_again() -> None:
    standing.keep(standing.checked(HELD))
    assert [ask_on(settings(check_in_mode=mode)) for mode in ("guided", "signpost", "off")] == [
        TOMORROW.isoformat(), "", "",
    ]  # fmt: skip


@pytest.mark.usefixtures("_home")
def test_switched_off_the_menu_has_no_check_in_unless_a_hold_has_to_be_lifted() -> None:
    assert [offered(settings(check_in_mode=mode)) for mode in ("guided", "signpost", "off")] == [True, True, False]
    standing.keep(standing.checked(HELD))
    assert offered(settings(check_in_mode="off"))


@pytest.mark.usefixtures("_home")
def test_held_moves_are_told_without_saying_why() -> None:
    assert not moves_held()
    standing.keep(standing.checked(HELD))
    assert moves_held()
    line = moves_line({"moves_held": True})
    assert line == "Moves are paused until you say in the check-in that a health professional finds them fine."
    assert moves_line({}) == ""
    status = {"mode": "normal", "next": [], "counters": {"sitting_s": 0}, "moves_held": True}
    assert line in report(status).splitlines()


class Tray:
    """What the menu is made from."""

    def __init__(self, *, held: bool) -> None:
        self.held, self.shown = held, [""]

    def status(self) -> dict[str, object]:
        return {
            "mode": "normal", "prompt": None, "next": [], "holds": [], "breaks_today": 0, "moves_held": self.held,
        }  # fmt: skip

    def ask(self, do: str, **values: object) -> None:
        raise NotImplementedError(do)

    def show(self, verb: str, *_words: str) -> None:
        self.shown.append(verb)

    def screens(self) -> frozenset[str]:
        return frozenset({"check_in", "red_flags"})


@pytest.mark.usefixtures("_home")
def test_the_menu_says_that_moves_are_paused_and_opens_the_check_in() -> None:
    assert "Moves are paused: check in" not in [each.label for each in Menu(Tray(held=False)).menu()]
    tray = Tray(held=True)
    row = next(each for each in Menu(tray).menu() if each.label == "Moves are paused: check in")
    assert row.action is not None
    row.action()
    assert tray.shown[-1] == "check-in"
    assert "Moves" not in Menu(tray).tooltip(), "the tooltip is seen by whoever looks on"
    assert any(each.label == "Signs that need help fast" for each in Menu(tray).menu())


@pytest.mark.desktop
def test_a_running_daemon_sits_shorter_holds_moves_and_lets_go(terminal: House) -> None:
    terminal.start()
    usual = terminal.status()["counters"]["layers"]

    terminal.ask("assessed", **BACK)
    shorter = terminal.status()["counters"]["layers"]
    assert (shorter["micro_break"]["limit_s"], shorter["movement_break"]["limit_s"]) == (1200, 2400)
    terminal.ask("assessed", tier=0, moves="normal", avoid=[], until=None)
    assert terminal.status()["counters"]["layers"].keys() == usual.keys()
    assert terminal.status()["counters"]["layers"]["micro_break"]["limit_s"] == usual["micro_break"]["limit_s"]

    terminal.ask("assessed", **HELD)
    status = terminal.status()
    assert status["moves_held"] is True
    assert status["mode"] == "quiet", "the day is quiet"
    for words in (("status",), ("why",)):
        assert "Moves are paused until" in terminal.cli(*words).stdout
    assert "tier" not in json.dumps(status)

    terminal.ask("asked", ask_on=(TODAY + timedelta(days=7)).isoformat())
    assert terminal.status()["moves_held"] is True
    terminal.ask("assessed", tier=0, moves="normal", avoid=[], until=None)
    assert terminal.status()["moves_held"] is False
    assert "Moves are paused" not in terminal.cli("status").stdout


@pytest.mark.desktop
def test_an_emergency_that_is_cleared_ends_the_quiet_day_and_a_good_day_does_not(terminal: House) -> None:
    terminal.start()
    terminal.ask("assessed", **HELD)
    terminal.ask("assessed", tier=0, moves="normal", avoid=[], until=None)
    assert terminal.status()["mode"] == "quiet"
    terminal.ask("assessed", tier=0, moves="normal", avoid=[], until=None, resume=True)
    assert terminal.status()["mode"] == "normal"

    terminal.ask("pause", seconds=3600)
    terminal.ask("assessed", tier=0, moves="normal", avoid=[], until=None, resume=True)
    assert terminal.status()["mode"] == "paused", "a pause that the person made is the person's"


@pytest.mark.desktop
def test_started_after_an_emergency_that_nobody_told_it_the_day_is_quiet(terminal: House) -> None:
    (terminal.folder / "state").mkdir(parents=True, exist_ok=True)
    (terminal.folder / "state" / "standing.json").write_text(json.dumps(HELD), encoding="utf-8")
    terminal.start()
    assert terminal.wait(lambda status: status["mode"] == "quiet")["moves_held"] is True


@pytest.mark.desktop
@pytest.mark.screens
def test_a_whole_check_in_beside_a_running_daemon_leaves_no_answer_anywhere(terminal: House, tmp_path: Path) -> None:
    terminal.settings(check_in_patterns=True)
    terminal.start()
    done = go_through(tmp_path, "end", str(terminal.socket), terminal.folder, prompt=0)
    assert done.returncode == 0, done.stderr
    told = {"stdout": done.stdout, "stderr": done.stderr}
    for words in (("status",), ("status", "--json"), ("why",), ("why", "--json"), ("export",), ("export", "--csv")):
        told[" ".join(words)] = terminal.cli(*words).stdout
    told["doctor"] = terminal.cli("doctor").stdout
    assert found_in(tmp_path, {name: text.encode() for name, text in told.items()}) == []
    assert "wrist" not in told["export"] + told["status --json"] + told["why --json"] + told["doctor"]

    asked_for = json.loads(terminal.cli("export", "--check-ins").stdout)
    assert [set(each) for each in asked_for["check_ins"]] == [{"day", "tier", "places", "pain", "cleared"}]
    assert asked_for["check_ins"][0]["places"] == ["wrist_hand"]

    assert terminal.cli("forget", "--check-ins", "--yes").returncode == 0
    assert json.loads(terminal.cli("export", "--check-ins").stdout)["check_ins"] == []
    assert terminal.status()["moves_held"] is False
    assert not any(path.name in {"check_ins.sqlite", "standing.json"} for path in terminal.folder.rglob("*"))


def test_with_a_new_day_the_plan_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time = FakeClock()
    monkeypatch.setattr(clock, "now", time.now)
    monkeypatch.setattr(clock, "monotonic", lambda: time.mono)
    days: list[str] = []
    with a_room(time, tmp_path / "journal.sqlite") as room:
        room.loop.new_day = lambda: days.append(room.loop.state.day.date)
        room.run(lambda: time.pass_by(3600.0), room.loop.look)
        assert days == []
        room.run(lambda: time.pass_by(20 * 3600.0), room.loop.look)
        room.run(lambda: None)  # what was posted meanwhile
        assert days == ["2026-03-03"]
