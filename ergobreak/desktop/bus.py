"""One connection to a D-Bus message bus, shared by every edge that needs it: the only module that moves messages.

jeepney packs and unpacks, ``bus_line`` holds the connection, and this adds what an all-day process needs on top. One
thread sleeps in ``recv`` and wakes only for a message (no timer, no poll). Any thread may call. When the bus dies,
waiting calls fail, connecting is tried again (after 1 s, 2 s, 4 s ... 5 min), match rules and names are asked for
again, and watchers hear of it. Nothing here ends the process. The whole of it::

    bus = open_bus("session")                  # or "system", or an address; raises DesktopError
    THERE = Remote(name="org.x.Y", path="/org/x/Y", interface="org.x.Y")
    bus.call(THERE, "Method", "su", ("text", 1), timeout_s=2.0)      # -> tuple; raises DesktopError
    bus.ask(THERE, "Method", "s", ("text",), then=handler)           # does not wait; handler(tuple | None: failed)
    bus.get(THERE, "Property")                 # the bare value, its variant taken off; raises DesktopError
    bus.emit("/path", "org.x.Y", "Signal", "s", ("text",))           # never raises; a dead bus hears nothing
    forget = bus.on_signal(handler, interface=..., member=..., path=..., sender=..., arg0=...)  # handler(Incoming)
    forget = bus.watch_name("org.x.Y", handler)  # handler(owner | None): soon, and at every change; None when bus dies
    forget = bus.on_connect(handler)           # handler(): each time the bus has come back (not the first time)
    forget = bus.serve("/path", answer)        # answer(Incoming) -> (signature, body); raise UnknownMethod to refuse
    bus.own("org.me.Name")                     # -> bool; asked for again when the bus comes back
    bus.connected   bus.unique_name   bus.close()

Handlers run on the receiving thread, one at a time: be quick, post to a queue. ``call`` works inside a handler too
(other messages wait meanwhile). An exception in a handler is logged and goes no further. Values are what jeepney makes
of them: a variant is ``(signature, value)``, a struct a tuple. ``sender`` may be a well-known name: the bus filters by
it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jeepney import HeaderFields, Message, MessageFlag, MessageType
from jeepney.wrappers import DBusAddress, new_error, new_method_call, new_method_return, new_signal

from ergobreak.desktop.bus_line import Line, safely
from ergobreak.errors import DesktopError

Body = tuple[Any, ...]
Forget = Callable[[], None]
Then = Callable[[Body | None], None]

_PROPERTIES = "org.freedesktop.DBus.Properties"
_ERROR = "org.freedesktop.DBus.Error."
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


class Bus(Line):
    """See the top of this module."""

    def __init__(self, which: str) -> None:
        super().__init__(which)
        self._rules: list[_Rule] = []
        self._served: dict[str, Callable[[Incoming], tuple[str, Body]]] = {}
        self._names: list[str] = []
        self._reconnected: list[Callable[[], None]] = []
        self._lost: list[Callable[[], None]] = []

    def call(
        self, remote: Remote, method: str, signature: str = "", body: Body = (), *, timeout_s: float = 2.0
    ) -> Body:
        """Call and wait.

        Raises:
            DesktopError: an error came back, or nothing in time, or there is no bus.
        """
        reply = self.exchange(self._request(remote, method, signature, body), timeout_s)
        if reply is None:
            why = "gave no answer in time" if self.connected else "is out of reach: the message bus has gone"
            raise DesktopError(f"{remote.name} {why} ({method}).")
        if reply.header.message_type is MessageType.error:
            name = reply.header.fields.get(HeaderFields.error_name, "")
            said = reply.body[0] if reply.body else ""
            raise DesktopError(f"{remote.name} refused {method}: {name} {said}".strip())
        return tuple(reply.body)

    def ask(
        self, remote: Remote, method: str, signature: str = "", body: Body = (), *, then: Then | None = None
    ) -> None:
        """Call and go on; ``then`` hears the answer, or ``None`` when it failed. Never raises for a dead bus."""

        def heard(message: Message | None) -> None:
            if then is not None:
                good = message is not None and message.header.message_type is MessageType.method_return
                then(tuple(message.body) if message is not None and good else None)

        self.request(self._request(remote, method, signature, body), heard)

    def get(self, remote: Remote, prop: str, *, timeout_s: float = 2.0) -> Any:  # noqa: ANN401 - the peer decides the type
        """Read one property."""
        there = Remote(name=remote.name, path=remote.path, interface=_PROPERTIES)
        return self.call(there, "Get", "ss", (remote.interface, prop), timeout_s=timeout_s)[0][1]

    def emit(self, path: str, interface: str, member: str, signature: str = "", body: Body = ()) -> None:
        """Send a signal from one of our objects."""
        self.send(new_signal(DBusAddress(path, interface=interface), member, signature or None, body))

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

    # -- inside --------------------------------------------------------------------------------------------------------

    def _request(self, remote: Remote, method: str, signature: str, body: Body) -> Message:
        where = DBusAddress(remote.path, bus_name=remote.name, interface=remote.interface)
        return new_method_call(where, method, signature or None, body)

    def lost(self) -> None:
        """Tell the watchers that every name is out of reach."""
        for each in tuple(self._lost):
            safely(each)

    def back(self) -> None:
        """Ask again for all that the bus was asked for before."""
        for rule in tuple(self._rules):
            self.ask(_DAEMON, "AddMatch", "s", (rule.text(),))
        for name in tuple(self._names):
            self.ask(_DAEMON, "RequestName", "su", (name, _DO_NOT_QUEUE))
        for each in tuple(self._reconnected):
            safely(each)

    def heard(self, message: Message) -> None:
        """Hand a signal to its handlers, and answer a call."""
        get = message.header.fields.get
        incoming = Incoming(path=get(HeaderFields.path, ""), interface=get(HeaderFields.interface, ""),
                            member=get(HeaderFields.member, ""), sender=get(HeaderFields.sender, ""),
                            body=tuple(message.body))  # fmt: skip
        if message.header.message_type is MessageType.signal:
            for rule in tuple(self._rules):
                if rule.fits(incoming):
                    safely(rule.handler, incoming)
        elif message.header.message_type is MessageType.method_call:
            reply = self._reply(message, incoming)
            if not message.header.flags & MessageFlag.no_reply_expected:
                self.send(reply)

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
