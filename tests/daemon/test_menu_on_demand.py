"""What the tray gives at any hour: a routine for a part of the body, a surprise, favourites, and the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.daemon.menu import Menu, regions
from ergobreak.routines import favourites

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.desktop.tray import MenuItem

EVERY = frozenset({"library", "check_in", "posture", "workstation", "today", "settings", "red_flags"})


@dataclass
class Tray:
    """Remembers which verbs were asked for."""

    have: frozenset[str] = EVERY
    shown: list[tuple[str, ...]] = field(default_factory=list)

    def status(self) -> dict[str, Any]:
        quiet = {"state": "running", "mode": "normal", "present": True, "outside_hours": True, "profile": "balanced"}
        return {**quiet, "prompt": None, "pause": None, "holds": [], "next": [], "breaks_today": 0}

    def ask(self, do: str, **values: Any) -> None:  # noqa: ANN401 - plain JSON values
        raise AssertionError((do, values))

    def show(self, verb: str, *words: str) -> None:
        self.shown.append((verb, *words))

    def screens(self) -> frozenset[str]:
        return self.have


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    return tmp_path


def below(tray: Tray, label: str) -> dict[str, MenuItem]:
    row = next(each for each in Menu(tray).menu() if each.label == label)
    return {each.label: each for each in row.children}


def test_every_part_of_the_body_and_a_surprise_even_outside_hours() -> None:
    tray = Tray()
    rows = below(tray, "Start a routine")

    assert next(iter(rows)) == "Surprise me"
    for words in ("Surprise me", "Neck", "Low back"):
        action = rows[words].action
        assert action is not None
        action()
    assert tray.shown == [
        ("routine", "start", "--or-library", "--surprise"),
        ("routine", "start", "--or-library", "--region", "neck"),
        ("routine", "start", "--or-library", "--region", "low_back"),
    ]
    assert set(regions().values()) <= set(rows)


def test_favourites_come_first() -> None:
    favourites.keep(["chin_tuck"])
    tray = Tray()
    rows = below(tray, "Start a routine")
    action = rows["Chin tuck"].action

    assert next(iter(rows)) == "Chin tuck"
    assert action is not None
    action()
    assert tray.shown == [("routine", "start", "--or-library", "chin_tuck")]


def test_the_desk_has_its_own_rows() -> None:
    tray = Tray()
    rows = below(tray, "Your desk")

    assert [*rows] == ["Posture check", "Workstation check", "My desk has changed"]
    for each in rows.values():
        assert each.action is not None
        each.action()
    assert tray.shown == [("posture",), ("workstation",), ("workstation", "--changed")]


def test_without_these_screens_there_are_no_such_rows() -> None:
    labels = [each.label for each in Menu(Tray(have=frozenset({"today"}))).menu()]

    assert "Your desk" not in labels
    assert "Start a routine" not in labels
