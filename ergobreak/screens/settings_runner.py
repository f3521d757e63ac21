"""Short processes of ergobreak itself, run beside a window without ever making it wait.

A screen may not read settings (their gate is heavy) and may not touch the daemon's files; it asks the command line, as
a person would, and shows what came back. One at a time, in the order asked, so that two changes cannot cross.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QTimer

LONGEST_MS = 20_000
FAILED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a short process ended: exit code, what it printed, what it complained about."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def complaint(self) -> str:
        """Its complaint in one line, without the program's name before it."""
        lines = [each.strip() for each in self.err.splitlines() if each.strip()]
        return lines[0].removeprefix("ergobreak: ") if lines else ""


Done = Callable[[Outcome], None]


class Runner(QObject):
    """Runs ``python -m ergobreak ...``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[tuple[str, ...], Done]] = deque()
        self._process: QProcess | None = None
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(LONGEST_MS)
        self._watch.timeout.connect(self._too_long)

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return self._process is not None or bool(self._waiting)

    def run(self, arguments: Sequence[str], done: Done) -> None:
        """Run after what was asked before; ``done`` hears how it ended, in the thread of the windows."""
        self._waiting.append((tuple(arguments), done))
        if self._process is None:
            self._next()

    def start(self, arguments: Sequence[str]) -> bool:
        """Start something that lives on by itself; false if the system refused."""
        begun: object = QProcess.startDetached(sys.executable, ["-m", "ergobreak", *arguments])
        return bool(begun[0] if isinstance(begun, tuple) else begun)  # some versions of PySide6 give its number too

    def finish(self, longest_ms: int = LONGEST_MS) -> None:
        """Wait for what was asked, because the window goes: a change must not be lost."""
        while self._process is not None:
            process = self._process
            if not process.waitForFinished(longest_ms):
                process.kill()
                process.waitForFinished()
            if self._process is process:
                self._ended(process)

    def _next(self) -> None:
        if not self._waiting:
            return
        process = QProcess(self)
        self._process = process
        process.finished.connect(lambda *_how: self._ended(process))
        process.errorOccurred.connect(lambda _what: self._refused(process))
        process.start(sys.executable, ["-m", "ergobreak", *self._waiting[0][0]])
        process.closeWriteChannel()
        self._watch.start()

    def _refused(self, process: QProcess) -> None:
        if process.state() == QProcess.ProcessState.NotRunning:
            self._ended(process)

    def _too_long(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _ended(self, process: QProcess) -> None:
        if process is not self._process:
            return
        self._watch.stop()
        self._process = None
        _arguments, done = self._waiting.popleft()
        ended = process.exitStatus() == QProcess.ExitStatus.NormalExit
        fine = ended and process.error() == QProcess.ProcessError.UnknownError
        outcome = Outcome(
            code=process.exitCode() if fine else FAILED,
            out=bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace"),
            err=bytes(process.readAllStandardError().data()).decode("utf-8", "replace") or process.errorString(),
        )
        process.deleteLater()
        self._next()
        done(outcome)
