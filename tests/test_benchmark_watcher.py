"""When the icon counts as visible: messages as a panel and an icon exchange them, without a bus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform != "linux":
    pytest.skip("the bus of a Linux desktop", allow_module_level=True)

from jeepney import DBusAddress, new_method_call, new_method_return
from jeepney.low_level import HeaderFields

from benchmarks.watcher import Ear

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message


@pytest.fixture
def call() -> Callable[..., Message]:
    serials = iter(range(1, 100))

    def make(member: str, interface: str, signature: str, body: tuple[object, ...], sender: str) -> Message:
        message = new_method_call(DBusAddress("/", ":1.9", interface), member, signature, body)
        message.header.serial = next(serials)
        message.header.fields[HeaderFields.sender] = sender
        return message

    return make


def test_the_icon_is_visible_when_the_panel_has_its_picture(call: Callable[..., Message]) -> None:
    heard = Ear()
    heard.hear(call("RegisterStatusNotifierItem", "org.kde.StatusNotifierWatcher", "s", ("/x",), ":1.9"), 1.0)
    asked = call("GetAll", "org.freedesktop.DBus.Properties", "s", ("org.kde.StatusNotifierItem",), ":1.3")
    other = call("GetAll", "org.freedesktop.DBus.Properties", "s", ("com.canonical.dbusmenu",), ":1.3")
    heard.hear(other, 1.5)
    heard.hear(asked, 2.0)
    for question, at in ((other, 2.5), (asked, 3.0), (asked, 4.0)):
        reply = new_method_return(question, "a{sv}", ({},))
        reply.header.fields[HeaderFields.sender] = ":1.9"
        heard.hear(reply, at)
    assert (heard.announced, heard.pictured) == (1.0, 3.0)
