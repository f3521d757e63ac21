"""The soft tones at the start and the end of a break, by a small process of its own that knows the system's sounds.

Screens may not know the desktop, and a tone must never make a window wait; so each is one program that plays and goes.
Off unless the card says otherwise.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess

if TYPE_CHECKING:
    from collections.abc import Callable

MODULE = "ergobreak.desktop.sound"


def start_detached(program: str, arguments: list[str]) -> None:
    """Start a program on its own; one that cannot be started is only silent."""
    QProcess.startDetached(program, arguments)


class Tones:
    """Plays each tone at most once.

    Args:
        on: whether anything is to be heard.
        start: how to start a program; stands in for it in tests.
    """

    def __init__(self, *, on: bool, start: Callable[[str, list[str]], None] = start_detached) -> None:
        self._left = ["start", "end"] if on else []
        self._start = start

    def begin(self) -> None:
        """The break, or the routine's first step, begins."""
        self._play("start")

    def end(self) -> None:
        """It has ended by itself."""
        self._play("end")

    def _play(self, which: str) -> None:
        if which in self._left:
            self._left.remove(which)
            self._start(sys.executable, ["-m", MODULE, which])
