"""What the player's tests stand on: real routines, a card, a voice that only listens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ergobreak.routines.library import load_all
from ergobreak.screens.routine_screen import RoutineScreen
from ergobreak.screens.tones import Tones
from tests.screens.stage import STOP, USUAL, FakeFigure, FakeVoice, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.screens.player_page import Words
    from ergobreak.screens.player_window import PlayerWindow

SIGNS = ("Chest pain or a tight, heavy chest", "New weakness in an arm or a leg")
SOURCES = ("Back pain exercises, 2024", {"title": "Computer workstations", "year": 2023, "link": "https://example.org"})


@cache
def routine(name: str) -> Mapping[str, Any]:
    found = load_all().get(name)
    assert found is not None
    return found.as_dict()


class PlayedFigure(FakeFigure):
    """A figure that remembers what the player asked of it."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - passed on as they come
        super().__init__(*given)
        self.still: list[str] = []
        self.sought: list[float] = []
        self.turned: list[bool] = []

    def show_frame(self, name: str, before: str | None = None) -> None:
        self.still.append(name)

    def set_mirrored(self, mirrored: bool) -> None:
        self.turned.append(mirrored)

    def seek(self, seconds: float) -> None:
        self.sought.append(seconds)


@dataclass
class Play:
    """A player with everything it was given."""

    act: Scene
    screen: RoutineScreen
    voice: FakeVoice
    started: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def window(self) -> PlayerWindow:
        return self.screen.window

    @property
    def words(self) -> Words:
        return self.screen.window.words

    def lives(self, seconds: float, step: float = 0.5) -> None:
        """Time passes, and the player is asked as often as its timer would."""
        left = seconds
        while left > 0:
            self.act.clock.passes(min(step, left))
            left -= step
            self.screen.tick()
        QApplication.processEvents()

    def press(self, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
        QTest.keyClick(self.screen.window.windowHandle(), code, held)
        QApplication.processEvents()


def play(scene: Callable[..., Scene], name: str = "cat_camel", size: QSize = USUAL, **values: Any) -> Play:  # noqa: ANN401 - whatever a card may hold
    data = {"sources": SOURCES, "signs": SIGNS, "check_in": True} | values.pop("data", {})
    given = {"screen": "routine", "prompt": 0, "routine": routine(name), "breaks_today": 8, "stop_rule": STOP}
    act = scene(**(given | values), data=data)
    voice = FakeVoice()
    started: list[tuple[str, ...]] = []
    tones = Tones(on=bool(data.get("sounds")), start=act.heard)
    screen = RoutineScreen(act.stage, PlayedFigure, voice, started.append, tones)  # type: ignore[arg-type] # a fake has the same four words
    screen.open()
    screen.window.showNormal()
    screen.window.resize(size)
    QApplication.processEvents()
    return Play(act, screen, voice, started)
