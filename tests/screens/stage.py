"""What the tests of screens stand on: a figure that remembers, a clock that is told, a daemon that listens."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ergobreak.screens.app import Stage
from ergobreak.screens.break_screen import BreakScreen
from ergobreak.screens.break_sound import Sound
from ergobreak.screens.card import Card
from ergobreak.screens.tones import Tones

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL = QSize(1280, 800)
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
    offered: list[str] = field(default_factory=list)

    def answer(self, word: str, **more: object) -> None:
        self.say({"do": "answer", "answer": word} | more)

    def say(self, message: dict[str, Any]) -> None:
        if message["do"] == "offered":
            self.offered.append(message["routine"])
        else:
            self.heard.append(message)

    @property
    def words(self) -> list[str]:
        return [each["answer"] for each in self.heard if each["do"] == "answer"]


class FakeVoice(QObject):
    """Remembers what it was to say."""

    unavailable = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.steps: list[int] = []
        self.stops = 0

    def speak(self, text: str) -> None:
        self.said.append(text)

    def stop(self) -> None:
        self.stops += 1

    def louder(self, by: int) -> None:
        self.steps.append(by)

    def end(self) -> None:
        self.stops += 1


@dataclass
class Scene:
    """A screen with everything it was given."""

    card: Card
    stage: Stage
    clock: FakeClock
    answers: FakeAnswers
    ended: list[bool] = field(default_factory=list)
    voice: FakeVoice = field(default_factory=FakeVoice)
    started: list[tuple[str, ...]] = field(default_factory=list)
    tones: list[str] = field(default_factory=list)

    def break_screen(self) -> BreakScreen:
        tones = Tones(on=bool(self.card.data.get("sounds")), start=self.heard)
        sound = Sound(self.card, None, self.voice, tones)  # type: ignore[arg-type] # a fake has the same four words
        return BreakScreen(self.stage, FakeFigure, sound, self.started.append)

    def heard(self, _program: str, arguments: list[str]) -> None:
        self.tones.append(arguments[-1])


@dataclass
class LongWords:
    """A language whose words are a third longer, as German ones are."""

    def gettext(self, text: str) -> str:
        more = math.ceil(len(text) * 0.35)
        return text + ("lichkeiten und " * more)[:more].rstrip()

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


def shown(scene: Scene, size: QSize = USUAL) -> BreakScreen:
    screen = scene.break_screen()
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size)
    QApplication.processEvents()
    return screen


def after_the_guard(scene: Scene) -> None:
    scene.clock.passes(1.0)


def press(screen: BreakScreen, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
    QTest.keyClick(screen.window.windowHandle(), code, held)
    QApplication.processEvents()
