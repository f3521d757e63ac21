"""Idle time from the X server, which also calls when the watched threshold is crossed: nobody has to ask.

The SYNC extension keeps a counter named IDLETIME (milliseconds since the last input) and sets off an alarm when it
passes a value: upwards when nobody is there, downwards with the first input after that. Servers without it get the
question that screen savers ask (MIT-SCREEN-SAVER); that one has to be asked again and again.

A film player that keeps the screen on by pretending there was input sets the counter back as well; nothing in the
server tells the two apart.
"""

from __future__ import annotations

import logging
import struct
from typing import TYPE_CHECKING

from ergobreak.desktop.x11 import Connection, XError, connect, pad
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_INITIALIZE, _LIST_COUNTERS, _QUERY_COUNTER, _CREATE_ALARM, _DESTROY_ALARM = 0, 1, 5, 8, 11
_UPWARDS, _DOWNWARDS = 0, 1  # PositiveTransition, NegativeTransition
_ALARM_NOTIFY = 1
_ALARM_ACTIVE = 0
log = logging.getLogger(__name__)


class X11SyncIdle:
    """The IDLETIME counter and two alarms on it."""

    name = "x11-sync"
    event_driven = True

    def __init__(self, x: Connection, changed: Callable[[], None]) -> None:
        found = x.extension("SYNC")
        if found is None:
            raise DesktopError(_("This X server has no SYNC extension."))
        self._x, self._changed = x, changed
        self._major, first_event = found
        self._alarm_event = first_event + _ALARM_NOTIFY
        x.ask(struct.pack("<BBHBBH", self._major, _INITIALIZE, 2, 3, 1, 0))
        self._counter = _counters(x.ask(struct.pack("<BBH", self._major, _LIST_COUNTERS, 1))).get("IDLETIME", 0)
        if not self._counter:
            raise DesktopError(_("This X server does not count idle time."))
        self._alarms: list[int] = []
        self._read()
        x.on_event(self._on_event, changed)

    def _read(self) -> float:
        reply = self._x.ask(struct.pack("<BBHI", self._major, _QUERY_COUNTER, 2, self._counter))
        high, low = struct.unpack_from("<iI", reply, 8)
        return max(0.0, float((high << 32) | low) / 1000)

    def read(self) -> float | None:
        """Seconds since the last input."""
        try:
            return self._read()
        except (DesktopError, XError):
            return None

    def watch(self, threshold_s: float | None) -> None:
        """See the port."""
        try:
            for alarm in self._alarms:
                self._x.send(struct.pack("<BBHI", self._major, _DESTROY_ALARM, 2, alarm))
            self._alarms = []
            if threshold_s is not None:
                milliseconds = max(1, round(threshold_s * 1000))
                self._alarms = [self._alarm(milliseconds, _UPWARDS), self._alarm(milliseconds, _DOWNWARDS)]
        except DesktopError:
            log.info("the X server is gone: idle time cannot be watched")

    def _alarm(self, milliseconds: int, direction: int) -> int:
        alarm = self._x.new_id()
        # counter, value type (absolute), value, test type, delta 0 (stay where it is), events on
        what = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 3) | (1 << 4) | (1 << 5)
        high, low = milliseconds >> 32, milliseconds & 0xFFFFFFFF
        body = struct.pack("<IIIIiIIiII", alarm, what, self._counter, 0, high, low, direction, 0, 0, 1)
        self._x.send(struct.pack("<BBH", self._major, _CREATE_ALARM, 1 + len(body) // 4) + body)
        return alarm

    def _on_event(self, event: bytes) -> None:
        if event[0] & 0x7F == self._alarm_event:
            alarm, state = struct.unpack_from("<I", event, 4)[0], event[28]
            if alarm in self._alarms and state == _ALARM_ACTIVE:
                self._changed()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if not self._x.alive:
            return _("Idle time: the X server is gone, so presence is assumed.")
        return _("Idle time: from the X server, which reports changes by itself.")

    def stop(self) -> None:
        """Give everything back."""
        self.watch(None)
        self._x.release(self._on_event, self._changed)


class X11SaverIdle:
    """The screen saver's question, for servers that know no better."""

    name = "x11-screen-saver"
    event_driven = False

    def __init__(self, x: Connection, changed: Callable[[], None]) -> None:
        found = x.extension("MIT-SCREEN-SAVER")
        if found is None:
            raise DesktopError(_("This X server does not tell idle time."))
        self._x, self._changed = x, changed
        self._major = found[0]
        self._read()
        x.on_event(self._on_event, changed)

    def _read(self) -> float:
        reply = self._x.ask(struct.pack("<BBHI", self._major, 1, 2, self._x.root))
        return float(struct.unpack_from("<I", reply, 16)[0]) / 1000

    def read(self) -> float | None:
        """Seconds since the last input."""
        try:
            return self._read()
        except (DesktopError, XError):
            return None

    def watch(self, threshold_s: float | None) -> None:
        """Nothing to set up: this one is asked."""

    def _on_event(self, event: bytes) -> None:
        """Nothing is told by itself."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if not self._x.alive:
            return _("Idle time: the X server is gone, so presence is assumed.")
        return _("Idle time: from the X server, asked now and then.")

    def stop(self) -> None:
        """Give everything back."""
        self._x.release(self._on_event, self._changed)


def _counters(reply: bytes) -> dict[str, int]:
    """Name to number, out of the reply to ListSystemCounters."""
    count, at, found = struct.unpack_from("<I", reply, 8)[0], 32, {}
    for _number in range(count):
        counter, length = struct.unpack_from("<I", reply, at)[0], struct.unpack_from("<H", reply, at + 12)[0]
        found[reply[at + 14 : at + 14 + length].decode("ascii", "replace")] = counter
        at += 12 + len(pad(b"xx" + reply[at + 14 : at + 14 + length]))
    return found


def open_x11(changed: Callable[[], None], display: str = "") -> X11SyncIdle | X11SaverIdle:
    """The better of the two that this server has.

    Raises:
        DesktopError: no server, or one that has neither.
    """
    x = connect(display)
    for kind in (X11SyncIdle, X11SaverIdle):
        try:
            return kind(x, changed)
        except (DesktopError, XError) as error:
            log.debug("%s: %s", kind.name, error)
    x.release(lambda _event: None, changed)
    raise DesktopError(_("This X server does not tell idle time."))
