"""Starting once, ending well, dying badly, and coming back."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes.world import program, until

if sys.platform != "linux":
    pytest.skip("a desktop of X11, and what /proc tells", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.daemon.house import Desk, House

pytestmark = [pytest.mark.desktop, pytest.mark.slow]


def nothing_left(house: House) -> bool:
    """No process, no socket."""
    assert until(lambda: not house.children(), 10.0), house.children()
    return not house.socket.exists()


def test_a_second_start_shows_what_the_first_one_does(house: House) -> None:
    house.start()
    second = house.cli("run")
    assert second.returncode == 0
    assert second.stdout.startswith("ergobreak is running already.\nNext: micro-break in ")
    assert second.stderr == ""
    assert house.names().count("started") == 1


def test_of_two_that_start_at_once_one_wins(house: House) -> None:
    both = [house.launch(), house.launch()]
    assert until(lambda: any(each.poll() is not None for each in both), 30.0)
    [loser] = [each for each in both if each.poll() is not None]
    [winner] = [each for each in both if each is not loser]
    assert loser.returncode == 0
    assert house.wait(lambda found: found)["pid"] == winner.pid
    assert house.names().count("started") == 1


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "quit"])
def test_it_ends_in_good_order_and_takes_its_screen_along(house: House, how: str) -> None:
    daemon = house.start()
    house.cli("break", "micro", "--offer")
    assert until(lambda: len(house.screens()) == 1, 20.0)
    if how == "quit":
        ended = house.cli("quit")
        assert (ended.returncode, ended.stdout) == (0, "ergobreak has stopped.\n")
    else:
        daemon.send_signal(getattr(signal, how))
    assert house.ends(daemon) == 0
    assert nothing_left(house)
    assert not Path(f"{house.journal}-wal").exists(), "the journal was closed"
    assert house.names()[-1] == "stopped"
    assert "Traceback" not in house.said
    assert house.cli("status").returncode == 3


@pytest.mark.parametrize("after_s", [0.15, 0.6, 1.2])
def test_it_can_be_stopped_while_it_still_starts(own_desk: Desk, houses: Callable[..., House], after_s: float) -> None:
    house = houses(own_desk.env)  # no panel: it waits a while for one
    daemon = house.launch()
    assert until(lambda: b"ergobreak\0run" in Path(f"/proc/{daemon.pid}/cmdline").read_bytes())
    time.sleep(after_s)  # the moment itself is what is tried
    daemon.send_signal(signal.SIGTERM)
    assert house.ends(daemon, 15.0) in {0, -signal.SIGTERM}
    assert nothing_left(house)
    assert "Traceback" not in house.said


def test_the_person_logs_out_of_x(own_desk: Desk, houses: Callable[..., House]) -> None:
    house = houses(own_desk.env)
    daemon = house.start()
    house.cli("break", "micro", "--offer")
    assert until(lambda: len(house.screens()) == 1, 20.0)
    own_desk.x.kill()
    if until(lambda: daemon.poll() is not None, 3.0):
        assert daemon.returncode == 0
    else:
        assert house.wait(lambda found: found)["pid"] == daemon.pid, "it goes on without a display"
        assert house.cli("quit").returncode == 0
        assert house.ends(daemon) == 0
    assert "Traceback" not in house.said
    assert nothing_left(house)


def test_the_message_bus_dies(own_desk: Desk, houses: Callable[..., House]) -> None:
    house = houses(own_desk.env)
    daemon = house.start()
    own_desk.stop_bus()
    house.cli("break", "micro", "--offer")
    assert house.phase("open")
    assert until(lambda: len(house.screens()) == 1, 20.0)
    assert house.cli("skip").returncode == 0
    house.fact("skipped")
    assert house.cli("doctor").returncode in {0, 1}
    daemon.terminate()
    assert house.ends(daemon) == 0
    assert "Traceback" not in house.said
    assert nothing_left(house)


def test_the_panel_comes_late_goes_and_comes_back(own_desk: Desk, houses: Callable[..., House]) -> None:
    house = houses(own_desk.env)
    house.start()
    assert not house.status()["tray_visible"]
    assert "No panel shows the icon" in house.cli("doctor").stdout
    for _twice in range(2):
        with program("xfce4-panel", "--disable-wm-check", env=own_desk.env):
            house.wait(lambda found: found["tray_visible"])
        house.wait(lambda found: not found["tray_visible"])


def test_killed_and_started_again_it_goes_on_where_it_was(house: House) -> None:
    house.settings(posture_per_day=0, check_in_per_day=0)
    house.worked(left_s=600.0, hands_s=900.0, sat_s=1200.0)
    daemon = house.start()
    before = house.status()["counters"]
    house.cli("break", "micro", "--offer")
    assert until(lambda: len(house.screens()) == 1, 20.0)
    daemon.kill()
    daemon.wait(10.0)
    assert house.socket.exists(), "nobody was left to clear up"
    assert until(lambda: not house.screens(), 15.0), "the screen sees that it is alone and goes"

    house.start()
    after = house.status()["counters"]
    for name in ("sitting_s", "hands_s"):
        assert before[name] <= after[name] <= before[name] + 40
    layers = before["layers"]["micro_break"], after["layers"]["micro_break"]
    assert layers[0]["counted_s"] <= layers[1]["counted_s"] <= layers[0]["counted_s"] + 40


def test_a_pause_outlives_a_restart(house: House) -> None:
    daemon = house.start()
    house.cli("pause", "1h")
    daemon.terminate()
    house.ends(daemon)
    house.start()
    status = house.status()
    assert (status["mode"], status["state"]) == ("paused", "paused")
    assert 3500 < status["pause"]["seconds_left"] <= 3600


def test_everything_it_wrote_is_for_its_owner_only(house: House) -> None:
    house.settings(micro_every_min=30)
    daemon = house.start()
    house.cli("break", "micro")
    house.cli("settings", "set", "theme", "dark")
    out = house.folder / "state" / "mine.json"
    assert house.cli("export", "--out", str(out)).returncode == 0
    before_the_end = modes(house)
    daemon.terminate()
    house.ends(daemon)
    found = {**before_the_end, **modes(house)}
    assert {"journal.sqlite", "snapshot.json", "config.toml", "lock", "ctl.sock", "mine.json"} <= set(found)
    open_to_others = {name: oct(mode) for name, mode in found.items() if mode & 0o077}
    assert open_to_others == {}


def modes(house: House) -> dict[str, int]:
    folders = [house.folder / name for name in ("state", "runtime", "config")]
    paths = [*folders, *(each for folder in folders for each in folder.rglob("*"))]
    return {each.name: stat.S_IMODE(each.lstat().st_mode) for each in paths if each.exists()}


def test_an_idle_daemon_does_nothing_at_all(desk: Desk, house: House) -> None:
    house.settings(posture_per_day=0, check_in_per_day=0)
    house.compile()
    daemon = house.start()
    time.sleep(2.0)  # what a start has to do is done
    before = burden(daemon.pid)
    time.sleep(12.0)  # the thing measured is that nothing happens meanwhile
    after = burden(daemon.pid)
    assert after["write_bytes"] == before["write_bytes"]
    assert after["wchar"] == before["wchar"]
    assert after["children"] == before["children"]
    assert after["jiffies"] - before["jiffies"] <= 2
    assert list(house.children()) == [daemon.pid], house.children()


def burden(pid: int) -> dict[str, int]:
    """What a process has written, how long it has run, and whom it has started."""
    rows = Path(f"/proc/{pid}/io").read_text().splitlines()
    found = {name: int(number) for name, number in (row.split(": ") for row in rows)}
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    # utime, stime; minor faults of children that were waited for tell whether there were any
    return {**found, "jiffies": int(fields[11]) + int(fields[12]), "children": int(fields[8]) + len(_children(pid))}


def _children(pid: int) -> list[str]:
    return [each for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()]


def test_many_ask_at_once(house: House) -> None:
    house.start()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: house.ask("status")["status"]["pid"], range(64)))
    assert set(answers) == {house.processes[0].pid}
    assert os.path.exists(house.socket)  # noqa: PTH110 - as plain as it gets
