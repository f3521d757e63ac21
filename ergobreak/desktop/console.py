"""Ctrl+C, Ctrl+Break and the closing of the window, on Windows.

Windows tells of them in a thread of its own. Python only makes a note of that and looks at it when its main thread
comes back to Python code, and ours sits in the tray's message loop, or waits: the note would lie there until the mouse
happens to meet the icon. So we ask Windows to tell us directly. Other systems have signals, which interrupt.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

CLOSE_EVENT = 2  # after its handler returns Windows ends the process, whatever it is doing
LAST_WORDS_S = 4.0  # Windows itself gives five
_kept: list[Any] = []  # what Windows may call must not be collected


def heed(stop: Callable[[], None], done: threading.Event) -> None:
    """From now on call ``stop`` when the console says that this is the end. Does nothing elsewhere.

    Args:
        stop: begins the end; may be called from any thread, as often as anybody likes.
        done: set when everything is saved.
    """
    if sys.platform == "win32":

        def told(event: int) -> bool:
            return answer(event, stop, done)

        handler = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint32)(told)
        if ctypes.WinDLL("kernel32").SetConsoleCtrlHandler(handler, 1):
            _kept.append(handler)


def answer(event: int, stop: Callable[[], None], done: threading.Event) -> bool:
    """What to do about one console event; ``True`` keeps Windows from ending the process at once."""
    stop()
    if event >= CLOSE_EVENT:
        done.wait(LAST_WORDS_S)
    return True
