"""The daemon's senses with nothing behind them: a test says what they see, and they call as the real ones would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ergobreak.desktop.autostart import AutostartState
from ergobreak.desktop.quiet import Quiet
from ergobreak.desktop.session import SessionState

if TYPE_CHECKING:
    from ergobreak.core.plan import HoldReason


def nobody() -> None:
    """Take a call and do nothing."""


@dataclass(slots=True, kw_only=True)
class FakeIdle:
    """An idle sensor. ``idle(seconds)`` sets the time and tells of a crossing of the watched threshold."""

    changed: Callable[[], None] = nobody
    event_driven: bool = True
    name: str = "fake"
    seconds: float | None = 0.0
    threshold_s: float | None = None
    stopped: bool = False

    def idle(self, seconds: float | None) -> None:
        before, self.seconds = self.seconds, seconds
        if self.event_driven and self.threshold_s is not None and self._beyond(before) != self._beyond(seconds):
            self.changed()

    def _beyond(self, seconds: float | None) -> bool:
        return seconds is not None and self.threshold_s is not None and seconds >= self.threshold_s

    def read(self) -> float | None:
        return self.seconds

    def watch(self, threshold_s: float | None) -> None:
        self.threshold_s = threshold_s

    def sentence(self) -> str:
        return "Idle time: as the test says."

    def stop(self) -> None:
        self.stopped = True


@dataclass(slots=True, kw_only=True)
class FakeSession:
    """A session sensor: ``become(locked=True)`` and ``end()``. ``saves`` counts the calls of ``saved``."""

    changed: Callable[[], None] = nobody
    ending: Callable[[], None] = nobody
    name: str = "fake"
    state: SessionState = field(default_factory=SessionState)
    saves: int = 0
    stopped: bool = False

    def become(self, *, locked: bool = False, asleep: bool = False) -> None:
        fresh = SessionState(locked=locked, asleep=asleep)
        if fresh != self.state:
            self.state = fresh
            self.changed()

    def end(self) -> None:
        self.ending()

    def read(self) -> SessionState:
        return self.state

    def saved(self) -> None:
        self.saves += 1

    def sentence(self) -> str:
        return "Lock and sleep: as the test says."

    def stop(self) -> None:
        self.stopped = True


@dataclass(slots=True, kw_only=True)
class FakeQuiet:
    """A quiet sensor: ``become(HoldReason.MICROPHONE, passive=True)``."""

    changed: Callable[[], None] = nobody
    name: str = "fake"
    quiet: Quiet = field(default_factory=Quiet)
    again_s: float | None = None
    stopped: bool = False

    def become(self, *reasons: HoldReason, passive: bool = False) -> None:
        fresh = Quiet(reasons=frozenset(reasons), passive=passive)
        if fresh != self.quiet:
            self.quiet = fresh
            self.changed()

    def read(self) -> Quiet:
        return self.quiet

    def look_again_s(self) -> float | None:
        return self.again_s

    def sentences(self) -> list[str]:
        return ["Reasons to hold: as the test says."]

    def stop(self) -> None:
        self.stopped = True


@dataclass(slots=True, kw_only=True)
class FakeWatch:
    """A folder watch: ``touch()`` tells of a change."""

    changed: Callable[[], None] = nobody
    name: str = "fake"
    stopped: bool = False

    def touch(self) -> None:
        self.changed()

    def sentence(self) -> str:
        return "Settings files: as the test says."

    def stop(self) -> None:
        self.stopped = True


@dataclass(slots=True, kw_only=True)
class FakeAutostart:
    """An autostart switch in memory."""

    name: str = "fake"
    enabled: bool = False
    locked_by: str = ""

    def on(self) -> None:
        self.enabled = self.enabled if self.locked_by else True

    def off(self) -> None:
        self.enabled = self.enabled if self.locked_by else False

    def status(self) -> AutostartState:
        return AutostartState(enabled=self.enabled, where="memory", locked_by=self.locked_by)
