"""A managed machine: a policy comes, holds, changes and goes while ergobreak runs."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak.core.plan import PromptKind
from ergobreak.daemon.menu import Menu
from ergobreak.errors import ErgobreakError
from tests.fakes.world import until

if TYPE_CHECKING:
    from ergobreak.desktop.tray import MenuItem
    from tests.daemon.house import House

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(
        sys.platform == "win32" or os.geteuid() != 0, reason="root alone can write policies, or move their folders"
    ),
]


def policy(house: House, **values: object) -> None:
    path = house.folder / "machine" / "policies" / "managed" / "10.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    house.write(path, json.dumps(values))


def test_a_policy_comes_changes_and_goes_without_a_restart(terminal: House) -> None:
    terminal.start("--headless", "--log", "info")
    assert terminal.status()["policy_hash"] is None
    policy(terminal, corner="top_left", start_at_login=True)
    first = terminal.wait(lambda found: found["policy_hash"])["policy_hash"]
    assert json.loads(terminal.cli("policy", "show", "--json").stdout)["hash"] == first
    entry = terminal.folder.parent / ".config" / "autostart" / "ergobreak.desktop"
    assert until(entry.exists)
    assert terminal.cli("autostart", "off").returncode == 2
    assert entry.exists()

    policy(terminal, corner="bottom_left", start_at_login=False, style="firm")
    terminal.wait(lambda found: found["policy_hash"] not in {None, first})
    assert until(lambda: not entry.exists())
    problems = terminal.status()["problems"]
    assert any("a policy may not set this value: firm" in each for each in problems)
    assert any("1 policy cannot be used" in each for each in terminal.ask("doctor")["lines"])

    (terminal.folder / "machine" / "policies" / "managed" / "10.json").unlink()
    terminal.wait(lambda found: found["policy_hash"] is None)
    assert until(lambda: "policy none, errors 0" in terminal.said)  # said after it is in force
    assert f"policy {first}, errors 0" in terminal.said


def test_a_policy_is_in_force_from_the_start_even_with_an_old_snapshot(terminal: House) -> None:
    terminal.compile()
    policy(terminal, micro_every_min_at_most=10)
    terminal.start("--headless")
    terminal.wait(lambda found: found["policy_hash"])
    micro = next(each for each in terminal.status()["next"] if each["kind"] == "micro_break")
    assert micro["seconds"] <= 600


def test_a_change_of_policy_leaves_an_open_break_alone(house: House) -> None:
    house.settings(posture_per_day=0, check_in_per_day=0, prelude_s=0)
    house.worked(PromptKind.MICRO, 600.0)
    house.start()
    house.ask("break", kind="micro", start=False)
    before = house.phase("open")
    policy(house, micro_every_min_at_most=10, micro_length_s_at_least=90)
    status = house.wait(lambda found: found["policy_hash"])
    assert (status["prompt"]["id"], status["prompt"]["phase"]) == (before["id"], "open")
    assert status["prompt"]["length_s"] == before["length_s"]


class Parts:
    """What the menu is made from: a call that holds breaks, on a machine that may be managed."""

    def __init__(self, *, locked: bool) -> None:
        self.locked, self.asked = locked, [""]

    def status(self) -> dict[str, object]:
        hold = {"reason": "microphone", "seconds": 60, "ignored": False, "locked": self.locked}
        return {
            "mode": "normal", "prompt": None, "next": [], "holds": [hold], "breaks_today": 0,
            "policy_hash": "3f60d63e" if self.locked else None,
        }  # fmt: skip

    def ask(self, do: str, **_values: object) -> None:
        self.asked.append(do)

    def show(self, verb: str, *words: str) -> None:
        raise NotImplementedError(verb, words)

    def screens(self) -> frozenset[str]:
        return frozenset()


def held_row(parts: Parts) -> MenuItem:
    return next(each for each in Menu(parts).menu() if each.label.startswith("Holding breaks"))


def test_in_the_tray_a_locked_switch_is_dead_and_says_so() -> None:
    free, managed = Parts(locked=False), Parts(locked=True)
    assert [(each.label, each.enabled) for each in held_row(free).children] == [("Do not let this hold breaks", True)]
    assert [(each.label, each.enabled) for each in held_row(managed).children] == [
        ("Managed by your organisation", False)
    ]
    assert "Reload policies" not in [each.label for each in Menu(free).menu()]
    row = next(each for each in Menu(managed).menu() if each.label == "Reload policies")
    assert row.action is not None
    row.action()
    assert managed.asked[-1] == "reload"


def test_at_the_door_a_locked_hold_is_refused(terminal: House) -> None:
    policy(terminal, hold_microphone=True)
    terminal.compile()
    terminal.start("--headless")
    terminal.wait(lambda found: found["policy_hash"])
    with pytest.raises(ErgobreakError, match="managed by your organisation"):
        terminal.ask("ignore_hold", reason="microphone")
    assert terminal.ask("ignore_hold", reason="full_screen")["status"]
