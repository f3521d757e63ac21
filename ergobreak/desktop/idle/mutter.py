"""Idle time from GNOME's compositor, by its own service on the message bus: X11 and Wayland alike.

An idle watch speaks every time nobody has been there for so long; a user-active watch speaks once, so it is asked for
each time. When the compositor starts anew its watches are gone and are asked for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop.bus import Remote
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Body, Bus, Incoming

_NAME = "org.gnome.Mutter.IdleMonitor"
_MONITOR = Remote(name=_NAME, path="/org/gnome/Mutter/IdleMonitor/Core", interface=_NAME)
_ANSWER_S = 1.0


class MutterIdle:
    """The sensor. Raises DesktopError when nobody answers to the name."""

    name = "mutter"
    event_driven = True

    def __init__(self, bus: Bus, changed: Callable[[], None]) -> None:
        self._bus, self._changed = bus, changed
        self._threshold: float | None = None
        self._idle_watch = self._active_watch = 0
        self._asked = 0  # answers to what was asked before the last ``watch`` are stale
        self._told = False
        self._stopped = False
        self._read()
        self._forget = [
            bus.on_signal(
                self._on_fired, interface=_MONITOR.interface, path=_MONITOR.path, member="WatchFired", sender=_NAME
            ),
            bus.watch_name(_NAME, self._on_owner),
        ]

    def _read(self) -> float:
        return float(self._bus.call(_MONITOR, "GetIdletime", timeout_s=_ANSWER_S)[0]) / 1000

    def read(self) -> float | None:
        """Seconds since the last input."""
        try:
            return self._read()
        except DesktopError:
            return None

    def watch(self, threshold_s: float | None) -> None:
        """See the port."""
        self._asked += 1
        for number in (self._idle_watch, self._active_watch):
            if number:
                self._bus.ask(_MONITOR, "RemoveWatch", "u", (number,))
        self._idle_watch = self._active_watch = 0
        self._threshold = threshold_s
        if threshold_s is not None and not self._stopped:
            milliseconds = max(1, round(threshold_s * 1000))
            self._bus.ask(_MONITOR, "AddIdleWatch", "t", (milliseconds,), then=self._keep("_idle_watch"))

    def _keep(self, where: str) -> Callable[[Body | None], None]:
        asked = self._asked

        def keep(body: Body | None) -> None:
            if body is None:
                return
            if asked == self._asked:
                setattr(self, where, int(body[0]))
            else:
                self._bus.ask(_MONITOR, "RemoveWatch", "u", (int(body[0]),))

        return keep

    def _on_fired(self, signal: Incoming) -> None:
        number = int(signal.body[0])
        if number == self._idle_watch:
            self._bus.ask(_MONITOR, "AddUserActiveWatch", then=self._keep("_active_watch"))
            self._changed()
        elif number == self._active_watch:
            self._active_watch = 0
            self._changed()

    def _on_owner(self, owner: str | None) -> None:
        first, self._told = not self._told, True
        if first:
            return  # how things are, not a change
        self._idle_watch = self._active_watch = 0
        self._changed()
        if owner is not None:
            self.watch(self._threshold)

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self.read() is None:
            return _("Idle time: GNOME does not answer at the moment, so presence is assumed.")
        return _("Idle time: from GNOME, which reports changes by itself.")

    def stop(self) -> None:
        """Give everything back."""
        if not self._stopped:
            self._stopped = True
            self.watch(None)
            for forget in self._forget:
                forget()
