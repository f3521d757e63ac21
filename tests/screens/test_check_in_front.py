"""A second check-in is never a second window: the first comes to the front, or steps aside when it has had its time."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSysInfo
from PySide6.QtWidgets import QApplication

from ergobreak import standing
from ergobreak.paths import runtime_folder
from ergobreak.screens import check_in_front
from ergobreak.screens.check_in_front import OneAtATime
from tests.fakes.places import stands_in
from tests.screens.check_in_people import ACHE, CHEST, answer, opened, press, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.stage import Scene

pytestmark = pytest.mark.screens
FIRST = "How does your body feel right now?"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    stands_in("GB", monkeypatch)


def second_call(because: str = "") -> bool:
    """What another process would do meanwhile; true when it may leave the screen to the first."""
    said: list[bool] = []
    other = OneAtATime()
    assert not other.take(), "two at once"
    thread = threading.Thread(target=lambda: said.append(other.call(because)))
    thread.start()
    until = time.monotonic() + 5
    while thread.is_alive() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)
    thread.join(1)
    if not said[0]:
        other.give_back()
    return said[0]


def test_a_second_call_brings_the_first_window_back_as_it_was(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    answer(first, ACHE, before="region")
    first.window.showMinimized()
    assert second_call()
    assert not first.window.isMinimized()
    assert "Where is it?" in texts(first.window)
    assert not (runtime_folder() / "check-in.call").exists()


def test_the_second_process_opens_nothing_and_ends(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _act = opened(scene)
    monkeypatch.setattr(OneAtATime, "call", lambda _self, _because: True)
    second, act = opened(scene)
    QApplication.processEvents()
    assert first.window.isVisible()
    assert not second.window.isVisible()
    assert act.ended == [True]


def test_one_that_comes_by_itself_stays_away_and_moves_nothing(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    second, act = opened(scene, prompt=7)
    QApplication.processEvents()
    assert first.window.isVisible()
    assert not second.window.isVisible()
    assert act.answers.heard[-1]["answer"] == "fine"


def test_good_to_hear_steps_aside_for_somebody_who_comes_again(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    press(first, "1")
    assert not second_call()
    assert not first.window.isVisible()


def test_an_emergency_stays_and_comes_to_the_front_also_after_that_hurt(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    answer(first, CHEST)
    assert second_call("hurt")
    assert first.window.isVisible()
    assert first._result is not None
    assert first._result.view.state == "emergency"


def test_that_hurt_gets_its_own_check_in_where_nothing_was_said_yet(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    assert FIRST in texts(first.window)
    assert not second_call("hurt")
    assert not first.window.isVisible()


def test_that_hurt_does_not_take_away_answers_that_were_begun(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    answer(first, ACHE, before="region")
    assert second_call("hurt")
    assert "Where is it?" in texts(first.window)


def test_a_window_that_does_not_answer_keeps_nobody_from_help(
    scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _act = opened(scene)
    monkeypatch.setattr(check_in_front, "PATIENCE_S", 0.1)
    second, _act = opened(scene)  # the first has no turn while this one waits
    assert second.window.isVisible()
    assert FIRST in texts(first.window)


def test_once_closed_the_next_one_is_the_first(scene: Callable[..., Scene]) -> None:
    first, _act = opened(scene)
    first.clip.copy("a summary", private=True)  # the process goes on for two minutes
    first._end()
    assert OneAtATime().take()


def test_a_process_that_died_holds_nobody_up() -> None:
    lock = runtime_folder() / "check-in.lock"
    machine = f"{QSysInfo.machineHostName()}\n{bytes(QSysInfo.machineUniqueId().data()).decode()}"
    lock.write_text(f"999999999\nergobreak\n{machine}\n\n", encoding="utf-8", newline="\n")  # as Qt writes it
    one = OneAtATime()
    assert one.take()
    one.give_back()


def test_without_a_folder_to_agree_in_it_opens(scene: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise OSError

    monkeypatch.setattr(check_in_front, "runtime_folder", none)
    screen, _act = opened(scene)
    assert screen.window.isVisible()
    assert standing.question() is None
