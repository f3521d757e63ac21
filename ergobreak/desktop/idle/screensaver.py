"""Idle time from the desktop's screen saver service (KDE and others that answer it): asked, never told.

``GetSessionIdleTime`` is in the freedesktop interface; KDE answers in seconds where the text says so, some answer in
milliseconds, and many not at all. What comes back is checked once: two answers a moment apart must not differ by more
than the moment allows.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ergobreak.desktop.bus import Remote
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Bus

_SAVER = Remote(
    name="org.freedesktop.ScreenSaver", path="/org/freedesktop/ScreenSaver", interface="org.freedesktop.ScreenSaver"
)
_ANSWER_S = 1.0
_PROBE_S = 0.05


class ScreenSaverIdle:
    """The sensor. Raises DesktopError when nobody answers."""

    name = "screen-saver"
    event_driven = False

    def __init__(self, bus: Bus, sleep: Callable[[float], None] = time.sleep) -> None:
        self._bus = bus
        before = self._ask()
        sleep(_PROBE_S)
        grown = self._ask() - before
        # In 0.05 s a count of seconds grows by 0 or 1, a count of milliseconds by about 50.
        self._unit_s = 0.001 if grown > 1 else 1.0

    def _ask(self) -> int:
        return int(self._bus.call(_SAVER, "GetSessionIdleTime", timeout_s=_ANSWER_S)[0])

    def read(self) -> float | None:
        """Seconds since the last input."""
        try:
            return max(0.0, self._ask() * self._unit_s)
        except DesktopError:
            return None

    def watch(self, threshold_s: float | None) -> None:
        """Nothing to set up: this one is asked."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Idle time: from the desktop's screen saver service, asked now and then.")

    def stop(self) -> None:
        """There is nothing to give back."""
