"""Speaking from a screen's process, by a small process of its own that knows the system's voice.

Screens may not know the desktop, and a voice must never make a window wait: ``ergobreak.desktop.speech`` is started at
the first word, hears one JSON object a line on its standard input, and ends when that ends. A new line cuts the old one
off. The text is never an argument of a command, so it shows in no list of processes.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QByteArray

MODULE = "ergobreak.desktop.speech"
VOLUME_STEPS = (10, 20, 35, 50, 75, 100)  # per cent of what the voice can do
VOLUME_TOP = len(VOLUME_STEPS) - 1
USUAL_STEPS = 3
LAST_WORDS_MS = 1500


class Voice(QObject):
    """Reads lines aloud; silent until the first.

    Args:
        command: the program and its arguments; another one in tests.
        language: a code such as ``de``, for the voice to speak in.
    """

    unavailable = Signal(str)  # a sentence: why nothing is heard

    def __init__(self, command: Sequence[str] = (), language: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command) or (sys.executable, "-m", MODULE)
        self._language = "" if language == "system" else language
        self._process: QProcess | None = None
        self._heard = b""
        self._at = USUAL_STEPS

    @property
    def volume(self) -> int:
        """How loud, in per cent."""
        return VOLUME_STEPS[self._at]

    def speak(self, text: str) -> None:
        """Read ``text``, and stop reading what came before."""
        if text.strip():
            self._tell({"say": text, "volume": self.volume})

    def stop(self) -> None:
        """Be silent."""
        if self._process is not None:
            self._tell({"say": ""})

    def louder(self, by: int) -> None:
        """One step up or down, from the next line on."""
        self._at = min(VOLUME_TOP, max(0, self._at + by))

    def end(self) -> None:
        """Say the last line to its end, then go."""
        if self._process is not None:
            process, self._process = self._process, None
            process.closeWriteChannel()
            if not process.waitForFinished(LAST_WORDS_MS):
                process.terminate()
                process.waitForFinished(LAST_WORDS_MS)

    def _tell(self, message: dict[str, object]) -> None:
        if self._process is None:
            self._process = self._started()
        line = json.dumps(message, ensure_ascii=False) + "\n"
        self._process.write(line.encode())

    def _started(self) -> QProcess:
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._hear)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.start(self._command[0], [*self._command[1:], *([self._language] if self._language else [])])
        return process

    def _hear(self) -> None:
        """The first line says which voice there is; a sentence with it is why there is none."""
        if self._process is None:
            return
        said: QByteArray = self._process.readAllStandardOutput()
        self._heard += bytes(said.data())
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            if isinstance(answer, dict) and answer.get("silent"):
                self.unavailable.emit(str(answer["silent"]))
