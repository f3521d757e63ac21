"""Idle time on Windows: the tick of the session's last input against the tick of now. Asked, never told.

Both are milliseconds since start-up in 32 bits, so they wrap after 49.7 days; the difference is taken in 32 bits too.
The tick of the last input has been seen to lie a little ahead of now, which is not 49 days but nothing.
"""

from __future__ import annotations

import ctypes
import sys

from ergobreak.errors import DesktopError
from ergobreak.words import _

_AHEAD = 0xFFFFFFFF - 60_000


class LastInput(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = [("size", ctypes.c_uint32), ("tick", ctypes.c_uint32)]


def idle_between(last_tick: int, now_tick: int) -> float:
    """Seconds from one 32-bit tick to the other, the wrap and a last input "in the future" taken care of."""
    difference = (now_tick - last_tick) & 0xFFFFFFFF
    return 0.0 if difference > _AHEAD else difference / 1000


if sys.platform == "win32":

    class Win32Idle:
        """The sensor. Raises DesktopError when this session has no input."""

        name = "win32"
        event_driven = False

        def __init__(self) -> None:
            self._user32 = ctypes.WinDLL("user32", use_last_error=True)
            self._kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel32.GetTickCount.restype = ctypes.c_uint32
            if self.read() is None:
                raise DesktopError(_("Windows does not tell idle time in this session."))

        def read(self) -> float | None:
            """Seconds since the last input of this session."""
            info = LastInput(size=ctypes.sizeof(LastInput))
            if not self._user32.GetLastInputInfo(ctypes.byref(info)):
                return None
            return idle_between(int(info.tick), int(self._kernel32.GetTickCount()))

        def watch(self, threshold_s: float | None) -> None:
            """Nothing to set up: this one is asked."""

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _("Idle time: from Windows, asked now and then.")

        def stop(self) -> None:
            """There is nothing to give back."""
