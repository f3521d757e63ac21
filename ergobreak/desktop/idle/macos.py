"""Idle time on macOS: Quartz knows the seconds since the last input of this session. Asked, never told.

No permission is needed for a time; only for seeing the input itself, which this program never does. Written from
Apple's documentation and not yet run on a Mac.
"""

from __future__ import annotations

import ctypes
import sys

from ergobreak.errors import DesktopError
from ergobreak.words import _

_FRAMEWORK = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_SESSION_STATE = 0  # kCGEventSourceStateCombinedSessionState
_ANY_INPUT = 0xFFFFFFFF  # kCGAnyInputEventType

if sys.platform == "darwin":

    class MacIdle:
        """The sensor. Raises DesktopError where Quartz does not answer (no window session)."""

        name = "macos"
        event_driven = False

        def __init__(self) -> None:
            try:
                self._seconds = ctypes.CDLL(_FRAMEWORK).CGEventSourceSecondsSinceLastEventType
            except (OSError, AttributeError) as error:
                raise DesktopError(_("macOS does not tell idle time here.")) from error
            self._seconds.restype = ctypes.c_double
            self._seconds.argtypes = [ctypes.c_int32, ctypes.c_uint32]
            if self.read() is None:
                raise DesktopError(_("macOS does not tell idle time here."))

        def read(self) -> float | None:
            """Seconds since the last input of this session."""
            seconds = float(self._seconds(_SESSION_STATE, _ANY_INPUT))
            return seconds if seconds >= 0 else None

        def watch(self, threshold_s: float | None) -> None:
            """Nothing to set up: this one is asked."""

        def sentence(self) -> str:
            """One sentence for ``doctor``."""
            return _("Idle time: from macOS, asked now and then.")

        def stop(self) -> None:
            """There is nothing to give back."""
