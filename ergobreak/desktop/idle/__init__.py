"""How long since the last input: a time, never what was typed."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Protocol

from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.desktop.bus import Bus

log = logging.getLogger(__name__)


class IdleSensor(Protocol):
    """Seconds since the last key or pointer input."""

    name: str  # "x11-sync", "mutter", "win32", "null" ...
    event_driven: bool  # crossings of the watched threshold are reported without being asked

    def read(self) -> float | None:
        """Seconds since the last input, or ``None`` where nobody can tell. Never raises."""

    def watch(self, threshold_s: float | None) -> None:
        """Call ``changed`` once when idle time crosses ``threshold_s``, and once when input comes back after that."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""


def choose(changed: Callable[[], None], session_bus: Bus | None = None) -> IdleSensor:
    """The best sensor that passes its own test here; the null sensor where none does.

    Args:
        changed: called from a sensor's thread when there is news, and when the sensor is lost; it must only post.
        session_bus: the message bus of the person's session, where there is one.
    """
    why = ""
    for name in ladder(sys.platform, os.environ):
        try:
            return _open(name, changed, session_bus)
        except DesktopError as error:
            log.debug("idle source %s: %s", name, error)
            why = error.title
    from ergobreak.desktop.idle.null import NullIdle  # noqa: PLC0415 - only where it is used

    return NullIdle(why)


def ladder(platform: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Which sources to try, best first. On Wayland the X server is never asked: it sees only its own windows' input."""
    if platform in {"win32", "darwin"}:
        return (platform,)
    wayland = environ.get("XDG_SESSION_TYPE") == "wayland" or bool(environ.get("WAYLAND_DISPLAY"))
    gnome = "gnome" in environ.get("XDG_CURRENT_DESKTOP", "").lower()
    if wayland:
        return ("mutter", "wayland", "screensaver") if gnome else ("wayland", "mutter", "screensaver")
    if environ.get("DISPLAY"):
        return ("x11", "mutter", "screensaver")
    return ()


def _open(name: str, changed: Callable[[], None], bus: Bus | None) -> IdleSensor:
    if sys.platform == "win32":
        from ergobreak.desktop.idle.win32 import Win32Idle  # noqa: PLC0415 - only where it is used

        return Win32Idle()
    if sys.platform == "darwin":
        from ergobreak.desktop.idle.macos import MacIdle  # noqa: PLC0415 - only where it is used

        return MacIdle()
    if name == "x11":
        from ergobreak.desktop.idle.x11 import open_x11  # noqa: PLC0415 - only where it is used

        return open_x11(changed)
    if name == "wayland":
        from ergobreak.desktop.idle.wayland import open_wayland  # noqa: PLC0415 - only where it is used

        return open_wayland(changed)
    if bus is None:
        raise DesktopError("There is no session bus.")
    if name == "mutter":
        from ergobreak.desktop.idle.mutter import MutterIdle  # noqa: PLC0415 - only where it is used

        return MutterIdle(bus, changed)
    from ergobreak.desktop.idle.screensaver import ScreenSaverIdle  # noqa: PLC0415 - only where it is used

    return ScreenSaverIdle(bus)
