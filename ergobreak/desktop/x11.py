"""A small X11 client, for the few questions the senses have: idle time, and which window is in front.

It speaks the protocol itself over the display's own socket. The C library would be less code, but it ends the whole
process when the X server goes away, keeps its error handlers for the process as a whole, and shares them with whatever
else uses it (a tray icon does). Here a lost server is an exception in one place, and a window that has just been closed
(BadWindow) is an answer of ``None``.

Requests may come from any thread: one lock, and whoever asks reads the socket until the answer is there. Events are
kept and handed out in the poller's thread, so a handler may ask questions too. Displays reached over the network are
not supported: the senses belong to the machine the person sits at.
"""

from __future__ import annotations

import itertools
import logging
import os
import select
import struct
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from ergobreak.desktop.poller import Ears, shared
from ergobreak.desktop.x11_door import enter
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

ANSWER_S = 2.0
PROPERTY_NOTIFY, CONFIGURE_NOTIFY, UNMAP_NOTIFY, DESTROY_NOTIFY = 28, 22, 18, 17
PROPERTY_CHANGE, STRUCTURE_NOTIFY = 1 << 22, 1 << 17
_CHANGE_WINDOW_ATTRIBUTES, _INTERN_ATOM, _GET_PROPERTY, _QUERY_EXTENSION = 2, 16, 20, 98
_ERROR, _REPLY, _GENERIC_EVENT = 0, 1, 35
_SHORTEST = 32  # bytes; every answer and event has at least these

log = logging.getLogger(__name__)


class XError(Exception):
    """The server refused one request; most often the window it was about has just been closed."""


class Connection:
    """One connection to one X server; ``connect`` makes it."""

    def __init__(self, sock: socket.socket, setup: bytes, name: str, ears: Ears) -> None:
        self.name = name
        self._sock = sock
        self._ears = ears
        self._lock = threading.RLock()
        self._buffer = bytearray()
        self._sequence = 0
        self._answers: dict[int, bytes | None] = {}
        self._events: deque[bytes] = deque()
        self._handlers: list[Callable[[bytes], None]] = []
        self._on_lost: list[Callable[[], None]] = []
        self._users = 0
        self.alive = True
        base, mask = struct.unpack_from("<II", setup, 12)
        self._ids = (base | number * (mask & -mask) for number in itertools.count(1))
        self.root = _root_of(setup)
        sock.settimeout(0)
        ears.add(sock.fileno(), self._on_readable)

    def new_id(self) -> int:
        """A fresh resource number."""
        return int(next(self._ids))

    # Requests

    def send(self, request: bytes) -> None:
        """Send a request that has no answer; an error it causes is ignored. Raises DesktopError without a server."""
        with self._lock:
            self._write(request)

    def ask(self, request: bytes) -> bytes:
        """The reply to ``request``.

        Raises:
            XError: the server refused.
            DesktopError: the server is gone or says nothing for ``ANSWER_S``.
        """
        with self._lock:
            number = self._write(request)
            self._answers[number] = None
            try:
                return self._wait_for(number)
            finally:
                self._answers.pop(number, None)
                if self._events:
                    self._ears.soon(self._hand_out)

    def _write(self, request: bytes) -> int:
        if not self.alive:
            raise DesktopError(_("The X server is gone."))
        self._sequence = (self._sequence + 1) & 0xFFFF
        view = memoryview(request)
        try:
            while view:
                try:
                    view = view[self._sock.send(view) :]
                except BlockingIOError:
                    if not select.select([], [self._sock], [], ANSWER_S)[1]:
                        raise
        except OSError as error:
            self._lost()
            raise DesktopError(_("The X server is gone.")) from error
        return self._sequence

    def _wait_for(self, number: int) -> bytes:
        deadline = time.monotonic() + ANSWER_S
        while (answer := self._answers[number]) is None:
            if not self.alive:
                raise DesktopError(_("The X server is gone."))
            if (left := deadline - time.monotonic()) <= 0:
                raise DesktopError(_("The X server does not answer."))  # a late reply finds nobody and is dropped
            if select.select([self._sock], [], [], left)[0]:
                self._read()
        if answer[0] == _ERROR:
            raise XError(f"X error {answer[1]}")
        return answer

    def _read(self) -> None:
        try:
            data = self._sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lost()
            return
        self._buffer += data
        while len(self._buffer) >= _SHORTEST:
            kind, length = self._buffer[0], _SHORTEST
            if kind in {_REPLY, _GENERIC_EVENT}:
                length += 4 * int(struct.unpack_from("<I", self._buffer, 4)[0])
            if len(self._buffer) < length:
                return
            message = bytes(self._buffer[:length])
            del self._buffer[:length]
            if kind not in {_ERROR, _REPLY}:
                self._events.append(message)
            elif (number := struct.unpack_from("<H", message, 2)[0]) in self._answers:
                self._answers[number] = message

    # Events

    def on_event(self, handler: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        """Hand every event (32 bytes or more) to ``handler``; call ``lost`` once if the server goes away."""
        with self._lock:
            self._handlers.append(handler)
            self._on_lost.append(lost)
            self._users += 1

    def release(self, handler: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        """Forget both. The connection is closed with its last user."""
        with self._lock:
            if handler in self._handlers:
                self._handlers.remove(handler)
                self._users -= 1
            if lost in self._on_lost:
                self._on_lost.remove(lost)
            last = self._users <= 0
        if last:
            self.close()

    def _on_readable(self) -> None:
        with self._lock:
            if self.alive:
                self._read()
        self._hand_out()

    def _hand_out(self) -> None:
        while True:
            with self._lock:
                if not self._events:
                    return
                event, handlers = self._events.popleft(), list(self._handlers)
            for handler in handlers:
                try:
                    handler(event)
                except (XError, DesktopError) as error:
                    log.debug("an X event could not be followed up: %s", error)

    def _lost(self) -> None:
        if self.alive:
            self.alive = False
            log.info("the X server is gone")
            for call in (*self._on_lost, self.close):
                self._ears.soon(call)

    def close(self) -> None:
        """Give the socket back. Safe to call twice."""
        self.alive = False
        with self._lock:
            fd = self._sock.fileno()
        if fd >= 0:
            self._ears.remove(fd)
            self._sock.close()
        if _connections.get(self.name) is self:
            del _connections[self.name]

    # The core requests that the senses use

    def atom(self, name: str) -> int:
        """The number of a name."""
        raw = name.encode()
        reply = self.ask(struct.pack("<BBHHH", _INTERN_ATOM, 0, 2 + (len(raw) + 3) // 4, len(raw), 0) + pad(raw))
        return int(struct.unpack_from("<I", reply, 8)[0])

    def get_property(self, window: int, name: int) -> bytes | None:
        """The raw value of a property (its first 4 KiB); ``None`` without one or without the window."""
        try:
            reply = self.ask(struct.pack("<BBHIIIII", _GET_PROPERTY, 0, 6, window, name, 0, 0, 1024))
        except XError:
            return None
        size, count = reply[1], struct.unpack_from("<I", reply, 16)[0]
        return reply[32 : 32 + count * size // 8] if size else None

    def get_numbers(self, window: int, name: int) -> tuple[int, ...]:
        """A property that is a list of 32-bit numbers; empty without one."""
        raw = self.get_property(window, name) or b""
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def select_events(self, window: int, mask: int) -> None:
        """Be told of those events of that window; a window that is gone is no error."""
        self.send(struct.pack("<BBHIII", _CHANGE_WINDOW_ATTRIBUTES, 0, 4, window, 1 << 11, mask))

    def extension(self, name: str) -> tuple[int, int] | None:
        """The (major opcode, first event) of an extension, or ``None`` where the server has none."""
        raw = name.encode()
        reply = self.ask(struct.pack("<BBHHH", _QUERY_EXTENSION, 0, 2 + (len(raw) + 3) // 4, len(raw), 0) + pad(raw))
        return (reply[9], reply[10]) if reply[8] else None


def pad(raw: bytes) -> bytes:
    """Filled up to a multiple of four, as the protocol wants it."""
    return raw + b"\0" * (-len(raw) % 4)


def _root_of(setup: bytes) -> int:
    vendor, formats = struct.unpack_from("<H", setup, 24)[0], setup[29]
    return int(struct.unpack_from("<I", setup, 40 + (vendor + 3) // 4 * 4 + 8 * formats)[0])


_connections: dict[str, Connection] = {}
_connecting = threading.Lock()


def connect(display: str = "", ears: Ears | None = None) -> Connection:
    """The process's connection to ``display`` (by default ``$DISPLAY``), shared by all who ask.

    Raises:
        DesktopError: there is no such server, or it does not let us in.
    """
    name = display or os.environ.get("DISPLAY", "")
    with _connecting:
        found = _connections.get(name)
        if found is None or not found.alive:
            sock, setup = enter(name)
            found = _connections[name] = Connection(sock, setup, name, ears or shared())
        return found
