"""A minimal Wayland client: enough to ask a compositor to say when nobody is there.

Written by hand, since the whole need is four messages out and four in, and the bindings that exist have been seen to
crash at exit. Nothing is drawn and no input is seen: the compositor only says "idle" and "resumed".
"""

from __future__ import annotations

import logging
import os
import select
import socket
import struct
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.desktop.poller import Ears, shared
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_DISPLAY, _REGISTRY = 1, 2
_SYNC, _GET_REGISTRY, _BIND = 0, 1, 0
_ANSWER_S = 3.0
_HEAD = 8  # bytes before the arguments of a message
log = logging.getLogger(__name__)


def text(value: str) -> bytes:
    """A string on the wire: its length with the closing zero, then itself, filled up to four."""
    raw = value.encode() + b"\0"
    return struct.pack("=I", len(raw)) + raw + b"\0" * (-len(raw) % 4)


class Wayland:
    """One connection and the list of what the compositor offers.

    Attributes:
        offered: interface -> (its number in the registry, its version).
    """

    def __init__(self, sock: socket.socket, ears: Ears) -> None:
        self.offered: dict[str, tuple[int, int]] = {}
        self.alive = True
        self._sock, self._ears = sock, ears
        self._lock = threading.RLock()
        self._buffer = bytearray()
        self._next = _REGISTRY
        self._handlers: dict[int, Callable[[int, bytes], None]] = {_DISPLAY: self._on_display}
        self._lost: Callable[[], None] | None = None
        sock.settimeout(0)
        try:
            self.request(_DISPLAY, _GET_REGISTRY, struct.pack("=I", self.new(self._on_registry)))
            self._round_trip()
        except DesktopError:
            sock.close()
            raise

    def new(self, handler: Callable[[int, bytes], None]) -> int:
        """A fresh object number whose events go to ``handler(opcode, arguments)``."""
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._handlers[number] = handler
            return number

    def forget(self, number: int) -> None:
        """Drop the events of that object from now on."""
        with self._lock:
            self._handlers.pop(number, None)

    def request(self, number: int, opcode: int, arguments: bytes = b"") -> None:
        """Send one request. Raises DesktopError when the compositor is gone."""
        message = struct.pack("=II", number, (_HEAD + len(arguments)) << 16 | opcode) + arguments
        with self._lock:
            if not self.alive:
                raise DesktopError(_("The compositor is gone."))
            try:
                while message:
                    message = message[self._sock.send(message) :]
            except OSError as error:
                self._die()
                raise DesktopError(_("The compositor is gone.")) from error

    def bind(self, interface: str, version: int, handler: Callable[[int, bytes], None]) -> int:
        """The object number of something offered."""
        name, offered = self.offered[interface]
        number = self.new(handler)
        arguments = struct.pack("=I", name) + text(interface) + struct.pack("=II", min(version, offered), number)
        self.request(_REGISTRY, _BIND, arguments)
        return number

    def listen(self, lost: Callable[[], None]) -> None:
        """From now on events are handed out by the poller's thread; ``lost`` is called if the compositor goes away."""
        self._lost = lost
        self._ears.add(self._sock.fileno(), self._on_readable)

    def settle(self) -> None:
        """Wait until everything asked so far has been taken. Only before ``listen``. Raises DesktopError."""
        self._round_trip()

    def close(self) -> None:
        """Give the socket back. Safe to call twice."""
        self.alive = False
        if (fd := self._sock.fileno()) >= 0:
            if self._lost is not None:
                self._ears.remove(fd)
            self._sock.close()

    def _round_trip(self) -> None:
        done: list[int] = []
        self.request(_DISPLAY, _SYNC, struct.pack("=I", self.new(lambda opcode, _arguments: done.append(opcode))))
        deadline = time.monotonic() + _ANSWER_S
        while not done:
            left = deadline - time.monotonic()
            if left <= 0 or not self.alive or not select.select([self._sock], [], [], left)[0]:
                raise DesktopError(_("The compositor does not answer."))
            self._take()

    def _on_readable(self) -> None:
        if self.alive:
            self._take()

    def _take(self) -> None:
        try:
            data = self._sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._die()
            return
        self._buffer += data
        while len(self._buffer) >= _HEAD:
            number, word = struct.unpack_from("=II", self._buffer)
            size = word >> 16
            if size < _HEAD:
                self._die()
                return
            if len(self._buffer) < size:
                return
            arguments = bytes(self._buffer[_HEAD:size])
            del self._buffer[:size]
            with self._lock:
                handler = self._handlers.get(number)
            if handler is not None:
                handler(word & 0xFFFF, arguments)

    def _die(self) -> None:
        if self.alive:
            self.alive = False
            log.info("the compositor is gone")
            if self._lost is not None:
                self._ears.soon(self._lost)
                self._ears.soon(self.close)

    def _on_display(self, opcode: int, arguments: bytes) -> None:
        if opcode == 0:  # error: the protocol ends here
            log.warning("the compositor reports a protocol error (%d)", struct.unpack_from("=I", arguments, 4)[0])
            self._die()

    def _on_registry(self, opcode: int, arguments: bytes) -> None:
        if opcode == 0:
            name, length = struct.unpack_from("=II", arguments)
            interface = arguments[8 : 8 + length - 1].decode("utf-8", "replace")
            version = struct.unpack_from("=I", arguments, 8 + (length + 3) // 4 * 4)[0]
            self.offered.setdefault(interface, (name, version))


def connect(display: str = "", ears: Ears | None = None) -> Wayland:
    """A connection to the compositor (by default ``$WAYLAND_DISPLAY``).

    Raises:
        DesktopError: there is none.
    """
    name = display or os.environ.get("WAYLAND_DISPLAY", "")
    if sys.platform == "win32" or not name:
        raise DesktopError(_("There is no Wayland compositor here (WAYLAND_DISPLAY is not set)."))
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent")) / name  # an absolute name wins
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.settimeout(_ANSWER_S)
        sock.connect(str(path))
    except OSError as error:
        sock.close()
        raise DesktopError(_("No Wayland compositor answers at {name}.").format(name=name)) from error
    return Wayland(sock, ears or shared())
