"""Is the person's session locked or asleep, and is it about to end?"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Bus

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """What is known of the session now.

    Args:
        locked: the screen is locked, or another person has switched to their own session.
        asleep: the machine is going to sleep, asleep, or has not said yet that it is back.
    """

    locked: bool = False
    asleep: bool = False


class SessionSensor(Protocol):
    """The session's state, told by itself.

    Its maker hands in two callables, both called from a sensor's thread and both only to post: ``changed`` when there
    is news to ``read``, and ``ending`` when the session or the machine is about to go. After news of sleep and after
    ``ending`` the sensor holds the system back for a few seconds where it can, until ``saved`` is called.
    """

    name: str

    def read(self) -> SessionState:
        """The state now, out of memory. Never raises; what cannot be known is ``False``."""

    def saved(self) -> None:
        """Everything is on disk: the machine may sleep or go."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""


def choose(
    changed: Callable[[], None],
    ending: Callable[[], None],
    session_bus: Bus | None = None,
    system_bus: Bus | None = None,
) -> SessionSensor:
    """The sensor for this system; the null sensor where nothing tells."""
    try:
        if sys.platform == "win32":
            from ergobreak.desktop.session.win32 import Win32Session  # noqa: PLC0415 - only where it is used

            return Win32Session(changed, ending)
        if sys.platform == "darwin":
            from ergobreak.desktop.session.macos import MacSession  # noqa: PLC0415 - only where it is used

            return MacSession(changed, ending)
        if session_bus is not None or system_bus is not None:
            from ergobreak.desktop.session.linux import LinuxSession  # noqa: PLC0415 - only where it is used

            return LinuxSession(changed, ending, session_bus, system_bus)
    except DesktopError as error:
        log.debug("session: %s", error)
    from ergobreak.desktop.session.null import NullSession  # noqa: PLC0415 - only where it is used

    return NullSession()
