"""logind's word on lock, sleep and shutdown, and the delay that lets state be saved before sleep.

The delay is a file descriptor: while it is open, sleep waits (five seconds by default, logind's own limit). It is asked
for on a short connection of its own, since only that one needs to be able to carry descriptors.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING, Any

from ergobreak.desktop.bus import Remote
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Bus, Incoming

_NAME = "org.freedesktop.login1"
_MANAGER = Remote(name=_NAME, path="/org/freedesktop/login1", interface=f"{_NAME}.Manager")
_SESSION = f"{_NAME}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ANSWER_S = 2.0
log = logging.getLogger(__name__)


class Logind:
    """One source for ``LinuxSession``. Raises DesktopError when logind does not answer or knows no session of ours."""

    def __init__(
        self,
        bus: Bus,
        changed: Callable[[], None],
        ending: Callable[[], None],
        take: Callable[[], int] | None = None,
    ) -> None:
        self.locked = self.asleep = self._going = False
        self._bus, self._changed, self._ending = bus, changed, ending
        self._take = take or inhibit
        self._lock = threading.Lock()
        self._fd = -1
        self._hint, self._in_front = False, True
        self._session = Remote(name=_NAME, path=find_session(bus), interface=_SESSION)
        self._forget = [
            bus.on_signal(self._on_properties, sender=_NAME, path=self._session.path, interface=_PROPERTIES,
                          member="PropertiesChanged"),
            bus.on_signal(self._on_unlock, sender=_NAME, path=self._session.path, interface=_SESSION, member="Unlock"),
            bus.on_signal(self._on_sleep, sender=_NAME, interface=_MANAGER.interface, member="PrepareForSleep"),
            bus.on_signal(self._on_shutdown, sender=_NAME, interface=_MANAGER.interface, member="PrepareForShutdown"),
            bus.on_connect(self._come_back),
        ]  # fmt: skip
        try:
            self._look()  # after the listening has begun, or a change in between would be lost
        except DesktopError:
            self.stop()
            raise
        self._hold()

    @property
    def waits(self) -> bool:
        """Whether sleep waits for ``let_go``."""
        return self._fd >= 0

    def let_go(self) -> None:
        """Everything is saved: sleep or shut down now. Does nothing at any other time."""
        if self.asleep or self._going:
            self._drop()

    def stop(self) -> None:
        """Give everything back."""
        for forget in self._forget:
            forget()
        self._forget = []
        self._drop()

    def _hold(self) -> None:
        with self._lock:
            if self._fd >= 0:
                return
            try:
                self._fd = self._take()
            except DesktopError as error:
                log.info("sleep will not wait for us: %s", error)

    def _drop(self) -> None:
        with self._lock:
            fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _look(self) -> None:
        self._hint = bool(self._bus.get(self._session, "LockedHint", timeout_s=_ANSWER_S))
        self._in_front = bool(self._bus.get(self._session, "Active", timeout_s=_ANSWER_S))
        self.locked = self._hint or not self._in_front

    def _on_properties(self, signal: Incoming) -> None:
        values: dict[str, tuple[str, Any]] = signal.body[1] if signal.body[0] == _SESSION else {}
        if "LockedHint" in values:
            self._hint = bool(values["LockedHint"][1])
        if "Active" in values:
            self._in_front = bool(values["Active"][1])
        self._judge()

    def _on_unlock(self, _signal: Incoming) -> None:
        self._hint = False
        self._judge()

    def _judge(self) -> None:
        self.locked = self._hint or not self._in_front
        self._changed()

    def _on_sleep(self, signal: Incoming) -> None:
        self.asleep = bool(signal.body[0])
        self._changed()
        if not self.asleep:
            self._hold()

    def _on_shutdown(self, signal: Incoming) -> None:
        self._going = bool(signal.body[0])
        if self._going:
            self._ending()
        else:
            self._hold()  # called off

    def _come_back(self) -> None:
        try:
            self._look()
        except DesktopError as error:
            log.info("logind did not come back: %s", error)
            self.locked = False
        self.asleep = False
        self._changed()


def find_session(bus: Bus) -> str:
    """The object path of the person's session: this process's own, or (as a user service) their graphical one.

    Raises:
        DesktopError: logind does not answer, or there is no such session.
    """
    asked: list[tuple[str, str, tuple[Any, ...]]] = []
    if number := os.environ.get("XDG_SESSION_ID", ""):
        asked.append(("GetSession", "s", (number,)))
    asked.append(("GetSessionByPID", "u", (os.getpid(),)))
    for method, signature, body in asked:
        try:
            return str(bus.call(_MANAGER, method, signature, body, timeout_s=_ANSWER_S)[0])
        except DesktopError as error:
            log.debug("%s: %s", method, error)
    user = str(bus.call(_MANAGER, "GetUser", "u", (_own_uid(),), timeout_s=_ANSWER_S)[0])
    number, path = bus.get(Remote(name=_NAME, path=user, interface=f"{_NAME}.User"), "Display", timeout_s=_ANSWER_S)
    if not number:
        raise DesktopError(_("logind knows no graphical session of this person."))
    return str(path)


def _own_uid() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def inhibit(address: str = "SYSTEM") -> int:
    """A delay on sleep and shutdown, as a file descriptor.

    Raises:
        DesktopError: logind does not give one.
    """
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415 - only where it is used
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - only where it is used
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415 - only where it is used

    manager = DBusAddress(_MANAGER.path, bus_name=_NAME, interface=_MANAGER.interface)
    body = ("sleep:shutdown", "ergobreak", _("Saving the state of the day"), "delay")
    try:
        with open_dbus_connection(bus=address, enable_fds=True) as door:
            reply = door.send_and_get_reply(new_method_call(manager, "Inhibit", "ssss", body), timeout=_ANSWER_S)
            return int(unwrap_msg(reply)[0].to_raw_fd())
    except Exception as error:  # what jeepney raises has no common base
        raise DesktopError(f"logind gives no delay ({error}).") from error
