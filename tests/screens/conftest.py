"""A stage without a stage: screens painted offscreen, with a clock that is told and a daemon that only listens."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ergobreak import words
from ergobreak.screens.app import Stage
from ergobreak.screens.break_screen import BreakScreen
from ergobreak.screens.card import Card, Look
from ergobreak.screens.theme import theme_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

WALK: dict[str, Any] = {
    "id": "walk",
    "title": "Stand up and walk",
    "purpose": "Easy minutes on your feet clear the head.",
    "stop": "Stop at leg heaviness.",
    "steps": [
        {"say": "Walk away from the desk at an easy pace.", "cue": "Let your gaze go far.", "s": 285, "show": ["a"]},
        {"say": "Head back when you like.", "s": 15, "show": ["a"]},
    ],
}
TURN: dict[str, Any] = {
    "id": "turn",
    "title": "Slow head turns",
    "purpose": "Keeps the neck moving.",
    "steps": [
        {"say": "Turn your head to the right and back.", "reps": 4, "rs": 5, "side": "right", "show": ["a"]},
        {"say": "Turn your head to the left and back.", "reps": 4, "rs": 5, "side": "left", "show": ["a"]},
    ],
}
STOP = (
    "Stop at sharp or shooting pain, pain moving further down an arm or leg, new tingling, numbness or weakness, "
    "dizziness, chest pain or breathlessness. Rest in an easy position."
)


class FakeFigure(QWidget):
    """Has the shape of the figure, and remembers what it was told."""

    def __init__(self, colors: Mapping[str, Any], paper: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colors, self.paper = dict(colors), paper
        self.routine: Mapping[str, Any] | None = None
        self.steps: list[tuple[int, bool]] = []

    def set_routine(self, routine: Mapping[str, Any] | None) -> None:
        if routine is not None and routine.get("broken"):
            msg = "no such pose"
            raise ValueError(msg)
        self.routine = routine

    def show_step(self, index: int, mirrored: bool = False) -> None:
        self.steps.append((index, mirrored))

    def set_reduced_motion(self, reduced: bool) -> None:
        self.reduced = reduced

    def set_colors(self, colors: Mapping[str, Any], paper: str) -> None:
        self.colors, self.paper = dict(colors), paper


@dataclass
class FakeClock:
    """Seconds that pass when the story says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeAnswers:
    """A daemon that listens."""

    heard: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, word: str, **more: object) -> None:
        self.say({"do": "answer", "answer": word} | more)

    def say(self, message: dict[str, Any]) -> None:
        self.heard.append(message)

    @property
    def words(self) -> list[str]:
        return [each["answer"] for each in self.heard if each["do"] == "answer"]


@dataclass
class Scene:
    """A screen with everything it was given."""

    card: Card
    stage: Stage
    clock: FakeClock
    answers: FakeAnswers
    ended: list[bool] = field(default_factory=list)

    def break_screen(self) -> BreakScreen:
        return BreakScreen(self.stage, FakeFigure)


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

    def build(*, look: Look | None = None, **values: Any) -> Scene:
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


@dataclass
class LongWords:
    """A language whose words are a third longer, as German ones are."""

    def gettext(self, text: str) -> str:
        more = math.ceil(len(text) * 0.35)
        return text + ("lichkeiten und " * more)[:more].rstrip()

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


@pytest.fixture
def long_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogue", LongWords())
    monkeypatch.setattr(words, "_looked", True)


@pytest.fixture
def right_to_left(app: QApplication) -> Iterator[None]:
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
