"""Lock, sleep and the end of the session on Linux: logind first, the screen savers' own word added to it.

Locked means that logind's hint says so, or that a screen saver says it is active, or that another person's session is
in front. logind's *Lock signal* is deliberately not counted: it is a request, and lockers that obey it without ever
telling when they open again would leave the session locked for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop.session import SessionState
from ergobreak.desktop.session.gnome import GnomeEnd
from ergobreak.desktop.session.logind import Logind
from ergobreak.desktop.session.screensaver import ScreenSavers
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Bus


class LinuxSession:
    """What the sources say, taken together. Raises DesktopError when there is no source at all."""

    def __init__(
        self,
        changed: Callable[[], None],
        ending: Callable[[], None],
        session_bus: Bus | None,
        system_bus: Bus | None,
    ) -> None:
        self._changed = changed
        self._logind: Logind | None = None
        self._savers: ScreenSavers | None = None
        self._end: GnomeEnd | None = None
        self._told = SessionState()
        if system_bus is not None:
            try:
                self._logind = Logind(system_bus, self._news, ending)
            except DesktopError:
                self._logind = None
        if session_bus is not None:
            self._savers = ScreenSavers(session_bus, self._news)
            self._end = GnomeEnd(session_bus, ending)
        if self._logind is None and self._savers is None:
            raise DesktopError("Neither logind nor a session bus answers.")
        self.name = "logind" if self._logind is not None else "screen-saver"
        self._told = self.read()

    def _news(self) -> None:
        now = self.read()
        if now != self._told:
            self._told = now
            self._changed()

    def read(self) -> SessionState:
        """The state now."""
        login, savers = self._logind, self._savers
        return SessionState(
            locked=(login is not None and login.locked) or (savers is not None and savers.active),
            asleep=login is not None and login.asleep,
        )

    def saved(self) -> None:
        """Let the machine go on."""
        if self._logind is not None:
            self._logind.let_go()
        if self._end is not None:
            self._end.agree()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._logind is None:
            return _("Lock: from the desktop's screen saver. Sleep: nothing here tells; a gap in the clock is noticed.")
        if self._logind.waits:
            return _("Lock and sleep: from logind, which waits until everything is saved.")
        return _("Lock and sleep: from logind.")

    def stop(self) -> None:
        """Give everything back."""
        for each in (self._logind, self._savers, self._end):
            if each is not None:
                each.stop()
