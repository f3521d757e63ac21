"""The line to a message bus: a socket, the thread that listens to it, who waits for which answer, and coming back.

What the messages mean is the business of ``bus``, which builds on this class and overrides ``heard``, ``lost`` and
``back``. One lock keeps what is sent in whole messages; the maps are changed by single operations only, which Python
keeps whole between threads.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import struct
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from jeepney import HeaderFields, Message, MessageType, Parser
from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket
from jeepney.wrappers import DBusAddress, new_method_call

from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable

_DAEMON = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_LONGEST_WAIT_S = 300.0
_CONNECT_TIMEOUT_S = 2.0
_SEND_TIMEOUT_S = 5  # a bus that takes nothing for so long is as good as dead

log = logging.getLogger(__name__)


class Line:
    """A connection that listens, answers who waits, and comes back after it was cut.

    Args:
        which: ``session``, ``system`` or an address.
    """

    first_wait_s = 1.0  # before the first try to come back; doubled after each

    def __init__(self, which: str) -> None:
        self._which = which
        self.unique_name = ""
        self._socket: socket.socket | None = None
        self._parser = Parser()
        self._send_lock = threading.Lock()
        self._serial = 0
        self._waiting: dict[int, Callable[[Message | None], None]] = {}
        self._later: deque[Message] = deque()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._receive, name=f"bus-{which[:7]}", daemon=True)

    def heard(self, message: Message) -> None:
        """Take a signal or a call. On the listening thread."""

    def lost(self) -> None:
        """Hear that the line is cut. On the listening thread."""

    def back(self) -> None:
        """Hear that the line is there again. On the listening thread."""

    @property
    def connected(self) -> bool:
        """Whether messages go through at the moment."""
        return self._socket is not None

    def open(self) -> None:
        """Connect and start to listen.

        Raises:
            DesktopError: there is no such bus, or it does not let us in.
        """
        self._connect()
        self._thread.start()

    def close(self) -> None:
        """Leave the bus. Safe to call twice, from any thread."""
        self._closed.set()
        self._hang_up()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=2.0)

    def send(self, message: Message, then: Callable[[Message | None], None] | None = None) -> int:
        """Send a message; its serial number, or 0 when there is no line. ``then`` is registered before it leaves."""
        with self._send_lock:
            if self._socket is None:
                return 0
            self._serial += 1
            serial = self._serial
            data = message.serialise(serial)
            if then is not None:
                self._waiting[serial] = then
            try:
                self._socket.sendall(data)
            except OSError:
                self._waiting.pop(serial, None)
                self._hang_up()
                return 0
        return serial

    def request(self, message: Message, then: Callable[[Message | None], None]) -> None:
        """Send a call; ``then`` hears the reply, or ``None`` when none can come any more."""
        if not self.send(message, then):
            then(None)

    def exchange(self, message: Message, timeout_s: float) -> Message | None:
        """Send a call and wait for the reply; ``None`` when there is none in time."""
        got: list[Message | None] = []
        done = threading.Event()

        def keep(reply: Message | None) -> None:
            got.append(reply)
            done.set()

        serial = self.send(message, keep)
        if not serial:
            return None
        if threading.current_thread() is self._thread:
            self._pump(time.monotonic() + timeout_s, done)
        else:
            done.wait(timeout_s)
        self._waiting.pop(serial, None)
        return got[0] if got else None

    def _hang_up(self) -> None:
        here = self._socket
        if here is not None:
            try:
                here.shutdown(socket.SHUT_RDWR)  # wakes the receiving thread, which does the rest
            except OSError:
                log.debug("the bus had hung up already")

    def _connect(self) -> None:
        address = {"session": "SESSION", "system": "SYSTEM"}.get(self._which, self._which)
        if self._which == "session" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            address = f"unix:path={os.environ.get('XDG_RUNTIME_DIR', '/nonexistent')}/bus"
        try:
            fresh = prep_socket(get_bus(address), timeout=_CONNECT_TIMEOUT_S)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise DesktopError(f"There is no {self._which} message bus ({error}).") from error
        fresh.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", _SEND_TIMEOUT_S, 0))
        self._parser = Parser()
        self._later.clear()
        self._socket = fresh
        named = threading.Event()

        def hello(message: Message | None) -> None:
            if message is not None and message.header.message_type is MessageType.method_return:
                self.unique_name = message.body[0]
                named.set()

        self.send(new_method_call(_DAEMON, "Hello"), hello)
        self._pump(time.monotonic() + _CONNECT_TIMEOUT_S, named)
        if not named.is_set():
            self._forget_line()
            raise DesktopError(f"The {self._which} message bus does not let us in.")

    def _read(self, deadline: float | None) -> Message | None:
        """Wait for a message; ``None`` when the deadline has passed."""
        here = self._socket
        while here is not None:
            message: Message | None = self._parser.get_next_message()
            if message is not None:
                return message
            if deadline is not None:
                ready, _, _ = select.select([here], [], [], max(0.0, deadline - time.monotonic()))
                if not ready:
                    return None
            data = here.recv(65536)
            if not data:
                break
            self._parser.add_data(data)
        raise ConnectionResetError

    def _pump(self, deadline: float, done: threading.Event) -> None:
        """Wait for one answer on the receiving thread: other answers are handed out, the rest is kept for later."""
        while not done.is_set():
            try:
                message = self._read(deadline)
            except OSError:
                return
            if message is None:
                return
            if not self._answered(message):
                self._later.append(message)

    def _receive(self) -> None:
        while not self._closed.is_set():
            try:
                while True:
                    message = self._later.popleft() if self._later else self._read(None)
                    if message is not None and not self._answered(message):
                        self.heard(message)
            except OSError:
                log.debug("the %s bus hung up", self._which)
            except Exception:  # what cannot be unpacked leaves the stream unreadable
                log.exception("the %s bus sent something unreadable", self._which)
            self._forget_line()
            safely(self.lost)
            self._come_back()
        self._forget_line()  # closed while it was coming back

    def _forget_line(self) -> None:
        with self._send_lock:
            here, self._socket = self._socket, None
            waiting, self._waiting = self._waiting, {}
        if here is not None:
            here.close()
        for then in waiting.values():
            safely(then, None)

    def _come_back(self) -> None:
        wait_s = self.first_wait_s
        while not self._closed.wait(wait_s):
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
            try:
                self._connect()
            except DesktopError:
                continue
            safely(self.back)
            return

    def _answered(self, message: Message) -> bool:
        reply_to = message.header.fields.get(HeaderFields.reply_serial)
        if reply_to is None:
            return False
        then = self._waiting.pop(reply_to, None)
        if then is not None:
            safely(then, message)
        return True


def safely(handler: Callable[..., Any], *given: object) -> None:
    """Call a handler; its fault is logged and goes no further."""
    try:
        handler(*given)
    except Exception:  # a handler's fault must not stop the listening
        log.exception("a bus handler failed")
