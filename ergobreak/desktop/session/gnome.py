"""The end of a GNOME (or MATE) session: its session manager asks every client that has registered, and waits.

Without it a log-out would be noticed only by the signal that ends the process. Where there is no such session manager,
nothing is registered and that signal has to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop.bus import Remote

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Body, Bus, Incoming

_NAME = "org.gnome.SessionManager"
_MANAGER = Remote(name=_NAME, path="/org/gnome/SessionManager", interface=_NAME)
_CLIENT = f"{_NAME}.ClientPrivate"


class GnomeEnd:
    """One source for ``LinuxSession``."""

    def __init__(self, bus: Bus, ending: Callable[[], None]) -> None:
        self._bus, self._ending = bus, ending
        self._client: Remote | None = None
        self._asked = False
        self._forget = [
            bus.on_signal(self._on_query, interface=_CLIENT, member="QueryEndSession"),
            bus.on_signal(self._on_end, interface=_CLIENT, member="EndSession"),
            bus.watch_name(_NAME, self._on_owner),
        ]

    def agree(self) -> None:
        """Everything is saved."""
        if self._asked and self._client is not None:
            self._asked = False
            self._bus.ask(self._client, "EndSessionResponse", "bs", (True, ""))

    def stop(self) -> None:
        """Give everything back."""
        for forget in self._forget:
            forget()
        self._forget = []
        if self._client is not None:
            self._bus.ask(_MANAGER, "UnregisterClient", "o", (self._client.path,))
            self._client = None

    def _on_owner(self, owner: str | None) -> None:
        self._client = None
        if owner is not None:
            self._bus.ask(_MANAGER, "RegisterClient", "ss", ("ergobreak", ""), then=self._on_registered)

    def _on_registered(self, body: Body | None) -> None:
        if body is not None:
            self._client = Remote(name=_NAME, path=str(body[0]), interface=_CLIENT)

    def _on_query(self, signal: Incoming) -> None:
        if self._client is not None and signal.path == self._client.path:
            self._bus.ask(self._client, "EndSessionResponse", "bs", (True, ""))  # it is only a question so far

    def _on_end(self, signal: Incoming) -> None:
        if self._client is not None and signal.path == self._client.path:
            self._asked = True
            self._ending()
