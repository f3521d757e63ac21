"""Hears on the session bus when the tray icon is announced, and when the panel has been given its picture."""

from __future__ import annotations

import threading
import time
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus.Monitoring")


class Ear:
    """What the messages on the bus mean for the icon. Times are those handed in; ``None`` until it happened."""

    def __init__(self) -> None:
        self._item = ""
        self._asked: set[tuple[str, int]] = set()
        self.announced: float | None = None
        self.pictured: float | None = None
        self.done = threading.Event()

    def hear(self, message: Message, at: float) -> None:
        """Take one message off the bus into account."""
        fields: dict[Any, Any] = message.header.fields
        sender = fields.get(HeaderFields.sender, "")
        if message.header.message_type is MessageType.method_call:
            self._call(message, fields, sender, at)
        elif message.header.message_type is MessageType.method_return and self.pictured is None:
            asked = (fields.get(HeaderFields.destination, ""), fields.get(HeaderFields.reply_serial, -1))
            if sender == self._item and asked in self._asked:
                self.pictured = at
                self.done.set()

    def _call(self, message: Message, fields: dict[Any, Any], sender: str, at: float) -> None:
        member = fields.get(HeaderFields.member)
        if member == "RegisterStatusNotifierItem" and self.announced is None:
            self.announced, self._item = at, sender
        elif self.announced is not None and _wants_picture(member, message.body):
            self._asked.add((sender, message.header.serial))


class IconWatch:
    """Listens to everything on the bus from ``with`` on; times are ``time.monotonic``.

    Args:
        address: of the session bus.
    """

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)
        self.ear = Ear()

    def __enter__(self) -> Self:
        self._connection.send_and_get_reply(new_method_call(BUS, "BecomeMonitor", "asu", ([], 0)), timeout=5)
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ear.done.set()
        self._connection.close()

    def _listen(self) -> None:
        while not self.ear.done.is_set():
            try:
                message = self._connection.receive(timeout=1)
            except TimeoutError:
                continue
            except (OSError, ValueError, TypeError):  # closed under our hands
                return
            self.ear.hear(message, time.monotonic())


def _wants_picture(member: object, body: tuple[Any, ...]) -> bool:
    """All properties of the icon at once, or the picture by itself."""
    if not body or body[0] not in {"org.kde.StatusNotifierItem", "org.freedesktop.StatusNotifierItem"}:
        return False
    return member == "GetAll" or (member == "Get" and body[1] in {"IconPixmap", "IconName"})
