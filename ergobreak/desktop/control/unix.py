"""A Unix socket, mode 0600 in a folder of mode 0700, and the peer's user id checked besides."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import socket
import struct
import sys
import threading
import time
from dataclasses import dataclass, field

from ergobreak.desktop.control import Handler, answer
from ergobreak.door import MAX_BYTES
from ergobreak.errors import DesktopError

log = logging.getLogger(__name__)
PATIENCE_S = 5.0  # for a client to say its line and to take the answer
MOST_CLIENTS = 32


@dataclass(slots=True)
class _Client:
    sock: socket.socket
    until: float
    heard: bytearray = field(default_factory=bytearray)
    reply: bytes = b""


class SocketDoor:
    """Serves all clients from one thread that sleeps until somebody knocks."""

    def __init__(self, address: str, handler: Handler) -> None:
        self._address, self._handler = address, handler
        self._listener = _listen(address)
        self._selector = selectors.DefaultSelector()
        self._wake_out, self._wake_in = socket.socketpair()
        self._listener.setblocking(False)  # noqa: FBT003 - the socket's own signature
        self._inode = os.stat(address).st_ino  # noqa: PTH116 - the address is a plain string
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_out, selectors.EVENT_READ)
        self._clients: dict[int, _Client] = {}
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Shut it and take the socket's name away."""
        if self._closed.is_set():
            return
        self._closed.set()
        with contextlib.suppress(OSError):  # the thread was awake, saw the flag and has gone already
            self._wake_in.send(b"x")
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)
        with contextlib.suppress(OSError):
            if os.stat(self._address).st_ino == self._inode:  # noqa: PTH116 - perhaps a successor's by now
                os.unlink(self._address)  # noqa: PTH108 - the address is a plain string

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""
        return f"Commands are heard at {self._address}, from this account only."

    def _serve(self) -> None:
        while not self._closed.is_set():
            soonest = min((each.until for each in self._clients.values()), default=None)
            timeout = None if soonest is None else max(0.0, soonest - time.monotonic())
            for key, _mask in self._selector.select(timeout):
                if key.fileobj is self._listener:
                    self._welcome()
                elif key.fd in self._clients:
                    self._attend(self._clients[key.fd])
            now = time.monotonic()
            for late in [each for each in self._clients.values() if each.until <= now]:
                self._hang_up(late)
        for each in list(self._clients.values()):
            self._hang_up(each)
        self._selector.close()
        for mine in (self._listener, self._wake_in, self._wake_out):
            mine.close()

    def _welcome(self) -> None:
        try:
            sock, _peer = self._listener.accept()
        except OSError:
            return
        if len(self._clients) >= MOST_CLIENTS or _uid(sock) not in {_own_uid(), None}:
            sock.close()
            return
        sock.setblocking(False)  # noqa: FBT003 - the socket's own signature
        self._clients[sock.fileno()] = _Client(sock, time.monotonic() + PATIENCE_S)
        self._selector.register(sock, selectors.EVENT_READ)

    def _attend(self, client: _Client) -> None:
        try:
            if client.reply:
                self._say(client)
            else:
                self._hear(client)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._hang_up(client)

    def _hear(self, client: _Client) -> None:
        part = client.sock.recv(65536)
        client.heard += part
        if not part or len(client.heard) > MAX_BYTES:
            self._hang_up(client)
            return
        line, found, _rest = bytes(client.heard).partition(b"\n")
        if found:
            client.reply = answer(line, self._handler)
            self._selector.modify(client.sock, selectors.EVENT_WRITE)
            self._say(client)

    def _say(self, client: _Client) -> None:
        sent = client.sock.send(client.reply)
        client.reply = client.reply[sent:]
        if not client.reply:
            self._hang_up(client)

    def _hang_up(self, client: _Client) -> None:
        self._clients.pop(client.sock.fileno(), None)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(client.sock)
        client.sock.close()


def _listen(address: str) -> socket.socket:
    """The socket. A name left by a daemon that was killed is taken over; the lock has already said who may."""
    if sys.platform == "win32":  # for the type checker
        raise NotImplementedError
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(address)  # noqa: PTH108 - the address is a plain string
        listener.bind(address)
    except OSError as error:
        listener.close()
        title = f"Commands cannot be heard at {address}: {error.strerror or error}."
        raise DesktopError(title, "Check that the folder exists and is yours.") from error
    finally:
        os.umask(before)
    listener.listen(128)  # a full queue would turn clients away as if nobody were here
    return listener


def _own_uid() -> int:
    if sys.platform == "win32":  # for the type checker
        raise NotImplementedError
    return os.getuid()


def _uid(sock: socket.socket) -> int | None:
    """Whose process is at the other end; ``None`` where the system does not say (then the folder guards alone)."""
    if sys.platform == "linux":
        credentials = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", credentials)[1])
    if sys.platform == "darwin":
        local_peercred, level = 0x001, 0  # sys/un.h: LOCAL_PEERCRED at SOL_LOCAL; struct xucred begins version, uid
        return int(struct.unpack("2I", sock.getsockopt(level, local_peercred, 8))[1])
    return None
