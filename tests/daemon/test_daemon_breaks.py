"""Breaks on a real desktop, from the counter to the journal."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.world import until

if sys.platform != "linux":
    pytest.skip("a desktop of X11, and what /proc tells", allow_module_level=True)

if TYPE_CHECKING:
    from tests.daemon.house import Desk, House

pytestmark = [pytest.mark.desktop, pytest.mark.slow]
QUICK = {"prelude_s": 0, "posture_per_day": 0, "check_in_per_day": 0}


def offered(house: House, desk: Desk) -> str:
    """A micro-break stands on the screen and has the keys; its number."""
    house.start()
    house.cli("break", "micro", "--offer")
    house.phase("open")
    return on_screen(desk)


def on_screen(desk: Desk) -> str:
    assert until(lambda: desk.focused() in desk.windows(), 20.0), "the break takes the keys"
    return desk.focused()


def press(desk: Desk, house: House, key: str, phase: str) -> None:
    """Press a key until it is heard: for the first moments a break is deaf, so that typing cannot answer it."""

    def heard() -> bool:
        desk.key(key)
        return until(lambda: ((house.status().get("prompt") or {}).get("phase", "")) == phase, 1.0)

    assert until(heard, 20.0), house.said


def lull(desk: Desk, house: House) -> None:
    """The cue is over and somebody types on; then their hands come to rest, and the screen shows."""
    house.phase("waiting")
    desk.key("a")
    house.phase("open")
    on_screen(desk)


def nothing_on_screen(desk: Desk) -> bool:
    return until(lambda: not desk.windows(), 20.0)


def test_a_break_comes_with_a_cue_waits_for_a_lull_and_is_taken(desk: Desk, house: House) -> None:
    house.settings(**QUICK | {"prelude_s": 3})
    house.worked(left_s=1.0)
    daemon = house.start()
    status = house.wait(lambda found: found["tray_visible"])
    assert (status["backends"]["tray"], status["backends"]["idle"]) == ("sni", "x11-sync")

    house.phase("prelude")
    assert until(lambda: len(house.screens()) == 1, 20.0), "the screen gets ready behind the cue"
    while (house.status()["prompt"] or {})["phase"] == "prelude":
        desk.key("a")
        assert not desk.windows(), "a cue in the tray is no window"
    typed_until = time.monotonic() + 4.5
    while time.monotonic() < typed_until:
        desk.key("a")
        assert house.phase("prelude", "waiting"), "nobody is interrupted in the middle of a word"

    ready = house.screens()
    prompt = house.phase("open")
    assert (prompt["kind"], house.screens()) == ("micro_break", ready), house.said
    on_screen(desk)
    press(desk, house, "Return", "running")
    house.fact("taken", "micro_break")
    assert nothing_on_screen(desk)
    assert until(lambda: not house.screens(), 10.0)
    status = house.status()
    assert (status["breaks_today"], status["prompt"]) == (1, None)
    assert status["counters"]["layers"]["micro_break"]["counted_s"] < 30
    names = house.names()
    assert [each for each in names if each != "replanned"] == ["started", "cue", "shown", "begun", "taken"]
    daemon.terminate()
    assert house.ends(daemon) == 0
    assert house.names()[-1] == "stopped"


def test_escape_closes_the_offer_and_that_is_a_skip(desk: Desk, house: House) -> None:
    offered(house, desk)
    press(desk, house, "Escape", "")
    house.fact("skipped", "micro_break")
    assert nothing_on_screen(desk)


def test_in_three_minutes(desk: Desk, house: House) -> None:
    offered(house, desk)
    assert house.cli("snooze", "3m").returncode == 0
    assert house.fact("postponed").details == {"seconds": 180}
    assert nothing_on_screen(desk)
    prompt = house.phase("postponed")
    assert 170 <= prompt["seconds_left"] <= 180
    assert "Postponed: micro-break in" in house.cli("status").stdout


def test_a_click_on_the_notice_opens_the_break(desk: Desk, house: House) -> None:
    house.settings(**QUICK | {"prelude_s": 60})
    house.worked(left_s=0.5)
    house.start()
    house.phase("prelude")
    desk.do("mousemove", "480", "60")

    def clicked() -> bool:
        desk.do("click", "2")  # dunst keeps its first button for closing
        time.sleep(0.2)
        return bool(house.status()["prompt"]["phase"] != "prelude")

    assert until(clicked, 20.0)
    house.phase("open")
    on_screen(desk)


def test_a_killed_screen_is_answered_for(desk: Desk, house: House) -> None:
    offered(house, desk)
    [screen] = house.screens()
    time.sleep(5.0)  # later than that it was surely seen
    os.kill(screen, signal.SIGKILL)
    house.fact("ignored", "micro_break")
    assert house.status()["prompt"] is None


def test_a_screen_killed_behind_its_cue_is_made_anew(desk: Desk, house: House) -> None:
    house.settings(**QUICK | {"prelude_s": 4})
    house.worked(left_s=0.5)
    house.start()
    house.phase("prelude")
    assert until(lambda: len(house.screens()) == 1, 20.0)
    [screen] = house.screens()
    os.kill(screen, signal.SIGKILL)
    lull(desk, house)
    assert screen not in house.screens()


def test_a_screen_that_cannot_start_becomes_a_notice_with_answers(desk: Desk, house: House) -> None:
    house.env = {**house.env, "QT_QPA_PLATFORM": "no-such-platform"}
    house.settings(**QUICK | {"prelude_s": 1})
    house.worked(left_s=0.5)
    house.start()
    house.phase("waiting")
    desk.key("a")
    house.phase("open")
    assert until(lambda: "a screen ended with code" in house.said, 20.0)
    desk.do("mousemove", "480", "60")

    def clicked() -> bool:
        desk.do("click", "2")
        time.sleep(0.2)
        return bool(house.status()["prompt"]["phase"] == "running")

    assert until(clicked, 20.0), "a click on the notice starts the break"
    taken = house.fact("taken", "micro_break")
    assert 3 <= taken.details["seconds"] <= 8, "and it ends by itself"


def test_forgetting_takes_the_screen_along(desk: Desk, house: House) -> None:
    offered(house, desk)
    assert house.cli("forget", "--yes").returncode == 0
    assert nothing_on_screen(desk)
    assert until(lambda: not house.screens(), 10.0)
    status = house.status()
    assert (status["prompt"], status["state"]) == (None, "running")
    house.cli("break", "micro", "--offer")
    assert house.phase("open")["id"] > 1, "no late answer of the old screen finds the new one"
