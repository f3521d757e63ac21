"""Screens as child processes: what goes in, what is noticed, what is left behind (nothing)."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop import launcher
from ergobreak.desktop.launcher import Screen, start_verb
from ergobreak.screens.card import Card
from tests.fakes.world import until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.screens
scripts = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
CARD = Card(screen="break", prompt=3, kind="micro_break", duration_s=40.0, hidden=True).to_json()


class Undertaker:
    """Hears of every end."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int, str]] = []
        self._there = threading.Event()

    def __call__(self, screen: Screen, code: int, said: str) -> None:
        self.heard.append((screen.pid, code, said))
        self._there.set()

    def wait(self) -> tuple[int, int, str]:
        assert self._there.wait(30.0)
        return self.heard[0]


def gone(pid: int) -> bool:
    """Neither a process nor a zombie."""
    if sys.platform == "win32":  # has no zombies, and there os.kill would end a process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stands in for the interpreter: a script that the test writes."""
    path = tmp_path / "python"
    monkeypatch.setattr(sys, "executable", str(path))
    return path


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)


def test_a_screen_that_is_told_to_close_ends_well() -> None:
    heard = Undertaker()
    screen = Screen(CARD, heard, OFFSCREEN)
    assert screen.pid > 0
    screen.order("close")
    assert heard.wait() == (screen.pid, 0, "")
    assert gone(screen.pid)
    screen.order("show")
    screen.close()
    assert len(heard.heard) == 1


def test_the_end_of_its_input_ends_it() -> None:
    heard = Undertaker()
    screen = Screen(CARD, heard, OFFSCREEN)
    screen.close(patient=True)  # on a busy machine two seconds may pass before it reads anything
    assert heard.wait()[1] == 0


def test_a_card_nobody_can_use_comes_back_with_the_reason() -> None:
    heard = Undertaker()
    Screen("no card", heard, OFFSCREEN)
    _pid, code, said = heard.wait()
    assert code == 2
    assert "no usable card" in said


@scripts
def test_the_card_is_on_standard_input_and_nowhere_else(program: Path, tmp_path: Path) -> None:
    script(program, f'echo "$@" > {tmp_path}/arguments; head -n 1 > {tmp_path}/card; env > {tmp_path}/environment')
    heard = Undertaker()
    Screen('{"secret": "knee"}', heard)
    heard.wait()
    assert (tmp_path / "card").read_text() == '{"secret": "knee"}\n'
    for name in ("arguments", "environment"):
        assert "knee" not in (tmp_path / name).read_text()


@scripts
def test_one_that_does_not_listen_is_ended(program: Path) -> None:
    script(program, "exec sleep 60")
    heard = Undertaker()
    begun = time.monotonic()
    screen = Screen(CARD, heard)
    screen.close()
    assert heard.wait()[1] == -9
    assert 1.5 < time.monotonic() - begun < 15.0
    assert gone(screen.pid)


@scripts
def test_only_its_last_words_are_kept(program: Path) -> None:
    script(program, "yes 0123456789 | head -c 1000000 >&2; echo the end >&2; exit 7")
    heard = Undertaker()
    Screen(CARD, heard)
    _pid, code, said = heard.wait()
    assert (code, said.endswith("the end")) == (7, True)
    assert len(said) <= launcher.STDERR_KEPT


@scripts
def test_one_that_ends_before_its_card_has_arrived(program: Path) -> None:
    script(program, "exit 5")
    heard = Undertaker()
    screen = Screen("x" * 1_000_000, heard)
    assert heard.wait()[1] == 5
    screen.order("show")


def test_a_program_that_cannot_be_started_is_an_error(program: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Screen(CARD, Undertaker())


@scripts
def test_a_verb_goes_its_own_way_and_leaves_no_zombie(program: Path, tmp_path: Path) -> None:
    script(program, f'echo "$$ $(ps -o sid= -p $$) $@" > {tmp_path}/said.part; mv {tmp_path}/said.part {tmp_path}/said')
    start_verb("settings", "open")
    assert until((tmp_path / "said").exists, 20.0)
    number, group, *words = (tmp_path / "said").read_text().split()
    assert words == ["-m", "ergobreak", "settings", "open"]
    if sys.platform == "linux":
        assert number == group, "a session of its own: it outlives us"
    assert until(lambda: gone(int(number)), 10.0)


def test_a_verb_that_cannot_be_started_is_said_in_the_log(program: Path, caplog: pytest.LogCaptureFixture) -> None:
    start_verb("today")
    assert "('today',) cannot be started" in caplog.text
