"""One connection to a D-Bus message bus, shared by every edge that needs it: the only module that moves messages.

jeepney packs and unpacks; this class adds what an all-day process needs on top. One thread sleeps in ``recv`` and
wakes only for a message (no timer, no poll). Any thread may call. When the bus dies, waiting calls fail, connecting is
tried again (after 1 s, 2 s, 4 s ... 5 min), match rules and names are asked for again, and watchers hear of it.
Nothing here ends the process. The whole of it::

    bus = open_bus("session")                  # or "system", or an address; raises DesktopError
    THERE = Remote(name="org.x.Y", path="/org/x/Y", interface="org.x.Y")
    bus.call(THERE, "Method", "su", ("text", 1), timeout_s=2.0)      # -> tuple; raises DesktopError
    bus.ask(THERE, "Method", "s", ("text",), then=handler)           # does not wait; handler(tuple | None: it failed)
    bus.get(THERE, "Property")                 # the bare value, its variant taken off; raises DesktopError
    bus.emit("/path", "org.x.Y", "Signal", "s", ("text",))           # never raises; a dead bus hears nothing
    forget = bus.on_signal(handler, interface=..., member=..., path=..., sender=..., arg0=...)   # handler(Incoming)
    forget = bus.watch_name("org.x.Y", handler)  # handler(owner | None): soon, and at every change; None when bus dies
    forget = bus.on_connect(handler)           # handler(): each time the bus has come back (not the first time)
    forget = bus.serve("/path", answer)        # answer(Incoming) -> (signature, body); raise UnknownMethod to refuse
    bus.own("org.me.Name")                     # -> bool; asked for again when the bus comes back
    bus.connected   bus.unique_name   bus.close()

Handlers run on the receiving thread, one at a time: be quick, post to a queue. ``call`` works inside a handler too
(other messages wait meanwhile). An exception in a handler is logged and goes no further. Values are what jeepney makes of
them: a variant is ``(signature, value)``, a struct a tuple. ``sender`` may be a well-known name: the bus filters by it.
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
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jeepney import HeaderFields, Message, MessageFlag, MessageType, Parser
from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket
from jeepney.wrappers import DBusAddress, new_error, new_method_call, new_method_return, new_signal

from ergobreak.errors import DesktopError

Body = tuple[Any, ...]
Forget = Callable[[], None]
Then = Callable[[Body | None], None]

_PROPERTIES = "org.freedesktop.DBus.Properties"
_ERROR = "org.freedesktop.DBus.Error."
_LONGEST_WAIT_S = 300.0
_CONNECT_TIMEOUT_S = 2.0
_SEND_TIMEOUT_S = 5  # a bus that takes nothing for so long is as good as dead
_DO_NOT_QUEUE = 4
_OWNED = (1, 4)  # primary owner; already owner

log = logging.getLogger(__name__)


class UnknownMethod(DesktopError):  # noqa: N818 - the bus's own name for it
    """What ``serve`` answers when it is asked for something it has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """An interface of an object of a peer on the bus."""

    name: str
    path: str
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A signal, or a call to something that we serve."""

    path: str
    interface: str
    member: str
    sender: str
    body: Body


_DAEMON = Remote(name="org.freedesktop.DBus", path="/org/freedesktop/DBus", interface="org.freedesktop.DBus")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rule:
    fields: tuple[tuple[str, str], ...]
    handler: Callable[[Incoming], None]

    def text(self) -> str:
        return "type='signal'," + ",".join(f"{key}='{value}'" for key, value in self.fields)

    def fits(self, signal: Incoming) -> bool:
        for key, value in self.fields:
            if key == "arg0":
                seen = signal.body[0] if signal.body else None
            elif key == "sender" and not value.startswith(":"):
                continue
            else:
                seen = getattr(signal, key)
            if seen != value:
                return False
        return True


def open_bus(which: str = "session") -> Bus:
    """Connect to the ``session`` or ``system`` bus, or to an address.

    Raises:
        DesktopError: there is no such bus, or it does not let us in.
    """
    bus = Bus(which)
    bus.open()
    return bus


class Bus:
    """See the top of this module."""

    def __init__(self, which: str) -> None:
        self._which = which
        self.unique_name = ""
        self._socket: socket.socket | None = None
        self._parser = Parser()
        self._send_lock = threading.Lock()
        self._lock = threading.Lock()
        self._serial = 0
        self._waiting: dict[int, Callable[[Message | None], None]] = {}
        self._later: deque[Message] = deque()
        self._rules: list[_Rule] = []
        self._served: dict[str, Callable[[Incoming], tuple[str, Body]]] = {}
        self._names: list[str] = []
        self._reconnected: list[Callable[[], None]] = []
        self._lost: list[Callable[[], None]] = []
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._receive, name=f"bus-{which[:7]}", daemon=True)

    @property
    def connected(self) -> bool:
        """Whether messages go through at the moment."""
        return self._socket is not None

    def open(self) -> None:
        """Connect and start to listen; ``open_bus`` has done it already."""
        self._connect()
        self._thread.start()

    def close(self) -> None:
        """Leave the bus. Safe to call twice, from any thread."""
        self._closed.set()
        self._hang_up()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=2.0)

    def call(
        self, remote: Remote, method: str, signature: str = "", body: Body = (), *, timeout_s: float = 2.0
    ) -> Body:
        """Call and wait.

        Raises:
            DesktopError: an error came back, or nothing in time, or there is no bus.
        """
        got: list[Message | None] = []
        done = threading.Event()

        def keep(message: Message | None) -> None:
            got.append(message)
            done.set()

        serial = self._request(remote, method, signature, body, keep)
        if threading.current_thread() is self._thread:
            self._pump(time.monotonic() + timeout_s, done)
        else:
            done.wait(timeout_s)
        self._waiting.pop(serial, None)
        if not got or got[0] is None:
            why = "gave no answer in time" if self.connected else "is out of reach: the message bus has gone"
            raise DesktopError(f"{remote.name} {why} ({method}).")
        if got[0].header.message_type is MessageType.error:
            name = got[0].header.fields.get(HeaderFields.error_name, "")
            said = got[0].body[0] if got[0].body else ""
            raise DesktopError(f"{remote.name} refused {method}: {name} {said}".strip())
        return tuple(got[0].body)

    def ask(
        self, remote: Remote, method: str, signature: str = "", body: Body = (), *, then: Then | None = None
    ) -> None:
        """Call and go on; ``then`` hears the answer, or ``None`` when it failed. Never raises for a dead bus."""

        def heard(message: Message | None) -> None:
            if then is not None:
                good = message is not None and message.header.message_type is MessageType.method_return
                then(tuple(message.body) if message is not None and good else None)

        try:
            self._request(remote, method, signature, body, heard)
        except DesktopError:
            heard(None)

    def get(self, remote: Remote, prop: str, *, timeout_s: float = 2.0) -> Any:  # noqa: ANN401 - the peer decides the type
        """Read one property."""
        there = Remote(name=remote.name, path=remote.path, interface=_PROPERTIES)
        return self.call(there, "Get", "ss", (remote.interface, prop), timeout_s=timeout_s)[0][1]

    def emit(self, path: str, interface: str, member: str, signature: str = "", body: Body = ()) -> None:
        """Send a signal from one of our objects."""
        message = new_signal(DBusAddress(path, interface=interface), member, signature or None, body)
        self._send(message, self._next_serial())

    def on_signal(self, handler: Callable[[Incoming], None], **match: str) -> Forget:
        """Hear signals that fit ``interface``, ``member``, ``path``, ``sender`` and ``arg0``, where they are given."""
        rule = _Rule(fields=tuple(match.items()), handler=handler)
        self._rules.append(rule)
        self.ask(_DAEMON, "AddMatch", "s", (rule.text(),))

        def forget() -> None:
            if rule in self._rules:
                self._rules.remove(rule)
                self.ask(_DAEMON, "RemoveMatch", "s", (rule.text(),))

        return forget

    def watch_name(self, name: str, handler: Callable[[str | None], None]) -> Forget:
        """Tell who owns ``name``: soon, and whenever that changes."""
        told: list[str | None] = []

        def tell(owner: str | None) -> None:
            if not told or told[-1] != owner:
                told[:] = [owner]
                handler(owner)

        def look() -> None:
            self.ask(_DAEMON, "GetNameOwner", "s", (name,), then=lambda body: tell(body[0] if body else None))

        def gone() -> None:
            tell(None)

        stop = self.on_signal(lambda signal: tell(signal.body[2] or None), sender=_DAEMON.name,
                              interface=_DAEMON.interface, member="NameOwnerChanged", arg0=name)  # fmt: skip
        back = self.on_connect(look)
        self._lost.append(gone)
        look()

        def forget() -> None:
            stop()
            back()
            if gone in self._lost:
                self._lost.remove(gone)

        return forget

    def on_connect(self, handler: Callable[[], None]) -> Forget:
        """Hear every time the bus has come back."""
        self._reconnected.append(handler)
        return lambda: self._reconnected.remove(handler) if handler in self._reconnected else None

    def serve(self, path: str, answer: Callable[[Incoming], tuple[str, Body]]) -> Forget:
        """Answer the calls that come to ``path``."""
        self._served[path] = answer
        return lambda: self._served.pop(path, None) and None

    def own(self, name: str) -> bool:
        """Ask for a well-known name; whether it is ours now."""
        if name not in self._names:
            self._names.append(name)
        return self.call(_DAEMON, "RequestName", "su", (name, _DO_NOT_QUEUE))[0] in _OWNED

    def disown(self, name: str) -> None:
        """Give a well-known name back."""
        if name in self._names:
            self._names.remove(name)
            self.ask(_DAEMON, "ReleaseName", "s", (name,))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _next_serial(self) -> int:
        with self._lock:
            self._serial += 1
            return self._serial

    def _request(self, remote: Remote, method: str, signature: str, body: Body,
                 heard: Callable[[Message | None], None]) -> int:  # fmt: skip
        where = DBusAddress(remote.path, bus_name=remote.name, interface=remote.interface)
        serial = self._next_serial()
        self._waiting[serial] = heard
        if not self._send(new_method_call(where, method, signature or None, body), serial):
            self._waiting.pop(serial, None)
            raise DesktopError(f"{remote.name} is out of reach: the message bus has gone ({method}).")
        return serial

    def _send(self, message: Message, serial: int) -> bool:
        data = message.serialise(serial)
        with self._send_lock:
            if self._socket is None:
                return False
            try:
                self._socket.sendall(data)
            except OSError:
                self._hang_up()
                return False
        return True

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

        self._request(_DAEMON, "Hello", "", (), hello)
        self._pump(time.monotonic() + _CONNECT_TIMEOUT_S, named)
        if not named.is_set():
            self._drop()
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
                        self._dispatch(message)
            except OSError:
                log.debug("the %s bus hung up", self._which)
            except Exception:  # what cannot be unpacked leaves the stream unreadable
                log.exception("the %s bus sent something unreadable", self._which)
            self._drop()
            self._come_back()

    def _drop(self) -> None:
        with self._send_lock:
            here, self._socket = self._socket, None
        if here is not None:
            here.close()
        waiting, self._waiting = self._waiting, {}
        for heard in waiting.values():
            _safely(heard, None)
        for each in tuple(self._lost):
            _safely(each)

    def _come_back(self) -> None:
        wait_s = 1.0
        while not self._closed.wait(wait_s):
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
            try:
                self._connect()
            except DesktopError:
                continue
            for rule in tuple(self._rules):
                self.ask(_DAEMON, "AddMatch", "s", (rule.text(),))
            for name in tuple(self._names):
                self.ask(_DAEMON, "RequestName", "su", (name, _DO_NOT_QUEUE))
            for each in tuple(self._reconnected):
                _safely(each)
            return

    def _answered(self, message: Message) -> bool:
        reply_to = message.header.fields.get(HeaderFields.reply_serial)
        if reply_to is None:
            return False
        heard = self._waiting.pop(reply_to, None)
        if heard is not None:
            _safely(heard, message)
        return True

    def _dispatch(self, message: Message) -> None:
        get = message.header.fields.get
        incoming = Incoming(path=get(HeaderFields.path, ""), interface=get(HeaderFields.interface, ""),
                            member=get(HeaderFields.member, ""), sender=get(HeaderFields.sender, ""),
                            body=tuple(message.body))  # fmt: skip
        if message.header.message_type is MessageType.signal:
            for rule in tuple(self._rules):
                if rule.fits(incoming):
                    _safely(rule.handler, incoming)
        elif message.header.message_type is MessageType.method_call:
            reply = self._reply(message, incoming)
            if not message.header.flags & MessageFlag.no_reply_expected:
                self._send(reply, self._next_serial())

    def _reply(self, message: Message, incoming: Incoming) -> Message:
        answer = self._served.get(incoming.path)
        try:
            if incoming.interface == "org.freedesktop.DBus.Peer" and incoming.member == "Ping":
                return new_method_return(message)
            if answer is None:
                return new_error(message, _ERROR + "UnknownObject", "s", (incoming.path,))
            signature, body = answer(incoming)
            return new_method_return(message, signature or None, body)
        except UnknownMethod:
            return new_error(message, _ERROR + "UnknownMethod", "s", (incoming.member,))
        except Exception as error:  # a peer must not be able to stop us
            log.exception("could not answer %s", incoming.member)
            return new_error(message, _ERROR + "Failed", "s", (str(error),))


def _safely(handler: Callable[..., Any], *given: object) -> None:
    try:
        handler(*given)
    except Exception:  # a handler's fault must not stop the listening
        log.exception("a bus handler failed")
