"""The signs that need help fast: there whatever else is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ergobreak.cli import check_in as verbs
from ergobreak.errors import ContentError
from ergobreak.screens import check_in_content, red_flags_screen
from ergobreak.screens.card import Card, Look
from ergobreak.screens.red_flags_screen import RedFlagsScreen
from ergobreak.triage import safety
from ergobreak.triage.emergency import Help
from ergobreak.triage.store import CheckInStore
from tests.fakes.places import stands_in
from tests.screens.check_in_people import texts
from tests.screens.eye import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    stands_in("GB", monkeypatch)


def flags(scene: Callable[..., Scene], help_: Help | None = None, **card: object) -> tuple[RedFlagsScreen, Scene]:
    act = scene(**{"screen": "red_flags", "prompt": 0, "data": {}, **card})
    screen = RedFlagsScreen(act.stage, help_)
    screen.open()
    QApplication.processEvents()
    return screen, act


def damaged(*_given: object) -> object:
    title = "signs.toml: damaged"
    raise ContentError(title)


def test_the_list_has_the_number_large_and_closes_only_by_hand(scene: Callable[..., Scene]) -> None:
    screen, act = flags(scene)
    seen = texts(screen.window)
    assert seen.index("999") < seen.index("Get help now: call 999")
    assert "Get checked today: call 111 or your doctor" in seen
    assert not screen.window._idle.isActive()
    screen._copy()
    assert QApplication.clipboard().text() == "999"
    assert screen.window.windowTitle() == "Check-in"
    screen.leave()
    assert not screen.window.isVisible()
    screen.clip.clear()
    assert act.ended


def test_an_unknown_country_gives_words_instead_of_a_number(scene: Callable[..., Scene]) -> None:
    screen, _act = flags(scene, Help())
    assert "Get help now: call your local emergency number" in texts(screen.window)


def test_with_nothing_readable_the_built_in_sentence_stands_alone(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "packaged_signs", damaged)
    monkeypatch.setattr(check_in_content, "packaged_countries", damaged)
    monkeypatch.setattr("ergobreak.snapshot.read", lambda _path: None)
    monkeypatch.setattr("ergobreak.snapshot.built_in_snapshot", damaged)
    screen, _act = flags(scene)
    seen = texts(screen.window)
    assert "Emergency: get help now" in seen
    assert any("112 works in the EU, 999 in the United Kingdom, 911" in each for each in seen)
    assert faults(screen.window) == []


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut(scene: Callable[..., Scene], theme: str, scale: float) -> None:
    screen, _act = flags(scene, look=Look(theme=theme, text_scale=scale))
    for size in ((1280, 800), (1920, 1080), (900, 640)):
        screen.window.resize(*size)
        QApplication.processEvents()
        assert faults(screen.window) == []


@pytest.mark.parametrize("name", ["red_flags", "check_in"])
def test_it_opens_with_no_daemon_and_ruined_files(tmp_path: Path, name: str) -> None:
    ruined = tmp_path / "state"
    ruined.mkdir()
    (ruined / "snapshot.json").write_text("{", encoding="utf-8")
    (ruined / "check_ins.sqlite").write_bytes(b"no database")
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak.screens.app"],
        input=Card(screen=name, look=Look(theme="light")).to_json() + "\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_command_prints_the_list_with_no_toolkit(capsys: pytest.CaptureFixture[str]) -> None:
    assert verbs.red_flags(Namespace(text=True)) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Signs that need help fast")
    assert "Get help now: call 999" in printed


def test_the_next_break_is_told_only_when_one_comes() -> None:
    status = {"mode": "normal", "next": [{"at": "2026-03-02T14:36:10+00:00", "silent": False}]}
    assert verbs.next_break(status) == "14:36"
    assert verbs.next_break({**status, "mode": "paused"}) == ""
    assert verbs.next_break(None) == ""


def test_reviewers_judge_many_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sets.json"
    file.write_text('[{"id": "A", "answers": {"overall": "good"}}]', encoding="utf-8")
    assert verbs.triage(Namespace(json=str(file))) == 0
    assert json.loads(capsys.readouterr().out)[0]["tier"] == 0


def test_forgetting_leaves_no_file(tmp_path: Path) -> None:
    from datetime import date  # noqa: PLC0415 - only here

    from ergobreak.triage.history import Past  # noqa: PLC0415 - only here
    from ergobreak.triage.model import Tier  # noqa: PLC0415 - only here

    assert not verbs.forget_check_ins()
    CheckInStore(tmp_path / "state" / "check_ins.sqlite").remember(Past(on=date(2026, 3, 2), tier=Tier.VISIT))
    (tmp_path / "state" / "standing.json").write_text("{}", encoding="utf-8")
    assert verbs.forget_check_ins()
    assert list((tmp_path / "state").iterdir()) == []


def test_esc_closes_the_list(scene: Callable[..., Scene]) -> None:
    from tests.screens.check_in_people import press  # noqa: PLC0415 - made for the other screen

    screen, act = flags(scene)
    act.clock.passes(1.0)
    press(screen, Qt.Key.Key_Escape)  # type: ignore[arg-type] # it has a window, which is all that is asked for
    assert act.ended
    assert red_flags_screen.CARD_STATES
