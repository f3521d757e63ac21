"""A stage without a stage: screens painted offscreen."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from ergobreak import words
from ergobreak.screens import check_in_front
from ergobreak.screens.app import Stage
from ergobreak.screens.card import Card, Look
from ergobreak.screens.theme import theme_for
from tests.screens.stage import STOP, TURN, WALK, FakeAnswers, FakeClock, LongWords, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def app() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setStyle("Fusion")
    made = QApplication(["ergobreak"])
    made.setQuitOnLastWindowClosed(False)
    return made


@pytest.fixture
def scene(app: QApplication) -> Iterator[Callable[..., Scene]]:
    """Builds a scene from card values; closes every window afterwards."""

    def build(*, look: Look | None = None, **values: Any) -> Scene:  # noqa: ANN401 - whatever a card may hold
        given: dict[str, Any] = {
            "screen": "break",
            "prompt": 12,
            "kind": "movement_break",
            "duration_s": 300.0,
            "sat_s": 3120.0,
            "snooze_min": (3.0, 10.0),
            "routine": WALK,
            "others": (TURN,),
            "why": "You have sat for a while.",
            "stop_rule": STOP,
        }
        card = Card(**(given | values), look=look or Look(theme="light"))
        clock, answers, ended = FakeClock(), FakeAnswers(), []
        stage = Stage(
            card=card,
            theme=theme_for(card.look, app),
            answers=answers,  # type: ignore[arg-type] # a fake has the same two words
            quit=lambda: ended.append(True),
            clock=clock,
        )
        return Scene(card, stage, clock, answers, ended)

    yield build
    for window in app.topLevelWidgets():
        leave = getattr(window, "leave", None)
        if leave is not None:
            leave()
        window.close()
        window.deleteLater()
    app.processEvents()


@pytest.fixture
def long_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogue", LongWords())
    monkeypatch.setattr(words, "_looked", True)


@pytest.fixture
def right_to_left(app: QApplication) -> Iterator[None]:
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture(autouse=True)
def no_check_in_goes_on_listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test's window is never closed by its process's end; each would keep one of the system's few watchers."""
    taken: list[tuple[check_in_front.OneAtATime, QObject | None]] = []
    take = check_in_front.OneAtATime.take

    def noted(self: check_in_front.OneAtATime) -> bool:
        took = take(self)
        taken.append((self, self._watcher))
        return took

    monkeypatch.setattr(check_in_front.OneAtATime, "take", noted)
    yield
    for each, watcher in taken:
        with suppress(RuntimeError):  # gone already
            each.give_back()
            if watcher is not None:  # this one alone: what else waits to be deleted has its own time
                QCoreApplication.sendPostedEvents(watcher, QEvent.Type.DeferredDelete.value)
