"""Notices on Linux: ``org.freedesktop.Notifications``, spoken to directly, since a click has to come back.

Services differ: what this one can do is asked before its first notice, and again when another service has taken over.
Buttons are sent only where it shows them; ``&`` and ``<`` are escaped only where it reads markup. A service that is not
running is started by the bus when the first notice is sent. Nothing here waits: every question is answered by callback.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from ergobreak.desktop import icons
from ergobreak.desktop.bus import Body, Bus, Incoming, Remote
from ergobreak.desktop.notify import APP, CLICK, Notice, OnAction
from ergobreak.words import _

NAME = "org.freedesktop.Notifications"
_SERVICE = Remote(name=NAME, path="/org/freedesktop/Notifications", interface=NAME)
_LOW = 0
_NO_EXPIRY_OF_OURS = -1

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Standing:
    """One notice on its way or on the screen; ``number`` is the service's own, 0 until it has answered."""

    notice: Notice
    on_action: OnAction
    number: int = 0
    closed: bool = False


class FreedesktopNotifier:
    """Notices through the desktop's own service."""

    name = "freedesktop"

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = threading.Lock()
        self._abilities: frozenset[str] | None = None
        self._standing: dict[str, _Standing] = {}
        self._failed = False
        self._forget = [
            bus.on_signal(self._pressed, interface=NAME, member="ActionInvoked", path=_SERVICE.path),
            bus.on_signal(self._gone, interface=NAME, member="NotificationClosed", path=_SERVICE.path),
            bus.watch_name(NAME, self._service_changed),
        ]

    def notify(self, notice: Notice, on_action: OnAction) -> None:
        """Show it."""
        with self._lock:
            before = self._standing.get(notice.id)
            number = before.number if before is not None else 0
            standing = _Standing(notice=notice, on_action=on_action, number=number)
            self._standing[notice.id] = standing
            abilities = self._abilities
        if abilities is None:
            self._bus.ask(_SERVICE, "GetCapabilities", then=lambda body: self._learned(body, standing))
        else:
            self._send(standing, abilities)

    def close(self, notice_id: str) -> None:
        """Take it away."""
        with self._lock:
            standing = self._standing.pop(notice_id, None)
            if standing is None:
                return
            standing.closed = True
        if standing.number:
            self._bus.ask(_SERVICE, "CloseNotification", "u", (standing.number,))

    def stop(self) -> None:
        """Take all away."""
        for each in tuple(self._standing):
            self.close(each)
        for forget in self._forget:
            forget()
        self._forget = []

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._failed or not self._bus.connected:
            return _("The desktop's notification service did not answer. Breaks open on their own.")
        if self._abilities is None:
            return _("Notices go through the desktop's notification service.")
        if "actions" in self._abilities:
            return _("Notices go through the desktop's notification service, and a click opens the break.")
        return _("Notices go through the desktop's notification service, which shows text only.")

    def _learned(self, body: Body | None, standing: _Standing) -> None:
        with self._lock:
            self._failed = body is None
            if body is not None:
                self._abilities = frozenset(body[0])
            if standing.closed:
                return
        if body is None:
            log.warning("no notification service answers")
            return
        self._send(standing, frozenset(body[0]))

    def _send(self, standing: _Standing, abilities: frozenset[str]) -> None:
        notice = standing.notice
        body = _plain_in_markup(notice.body) if "body-markup" in abilities else notice.body
        actions: list[str] = []
        if "actions" in abilities:
            labels = {CLICK: _("Open"), **dict(notice.actions)}  # Xfce shows the click's label as a button too
            actions = [word for pair in labels.items() for word in pair]
        hints = {
            "urgency": ("y", _LOW),
            "desktop-entry": ("s", APP),
            "image-path": ("s", str(icons.app_icon())),
            "transient": ("b", True),  # a break offer that is over has no place in a history
        }
        sent = (APP, standing.number, str(icons.app_icon()), notice.title, body, actions, hints, _NO_EXPIRY_OF_OURS)
        self._bus.ask(_SERVICE, "Notify", "susssasa{sv}i", sent, then=lambda reply: self._shown(reply, standing))

    def _shown(self, reply: Body | None, standing: _Standing) -> None:
        with self._lock:
            self._failed = reply is None
            if reply is None:
                log.warning("the notification service did not take the notice")
                if self._standing.get(standing.notice.id) is standing:
                    del self._standing[standing.notice.id]
                return
            standing.number = reply[0]
            too_late = standing.closed
        if too_late:
            self._bus.ask(_SERVICE, "CloseNotification", "u", (standing.number,))

    def _pressed(self, signal: Incoming) -> None:
        number, key = signal.body[:2]
        standing = self._take(number)
        if standing is not None:
            self._bus.ask(_SERVICE, "CloseNotification", "u", (number,))  # some services leave it standing
            standing.on_action(key)

    def _gone(self, signal: Incoming) -> None:
        self._take(signal.body[0])

    def _take(self, number: int) -> _Standing | None:
        with self._lock:
            for each in self._standing.values():
                if each.number == number:
                    return self._standing.pop(each.notice.id)
        return None

    def _service_changed(self, _owner: str | None) -> None:
        with self._lock:
            self._abilities = None
            self._standing = {key: each for key, each in self._standing.items() if not each.number}


def _plain_in_markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
