"""Two peers on a real message bus, and what happens when the bus dies."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop.bus import Bus, Incoming, Remote, UnknownMethod, open_bus
from ergobreak.errors import DesktopError
from tests.fakes.world import message_bus, needs, on_bus, program, until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.desktop

SHOP = Remote(name="test.Shop", path="/shop", interface="test.Shop")


@pytest.fixture
def address() -> Iterator[str]:
    with message_bus() as address:
        yield address


@pytest.fixture
def bus(address: str) -> Iterator[Bus]:
    with on_bus(address) as bus:
        yield bus


@pytest.fixture
def shop(address: str) -> Iterator[Bus]:
    def answer(call: Incoming) -> tuple[str, tuple[object, ...]]:
        match call.member:
            case "Buy":
                return "s", (f"{call.body[1]} {call.body[0]}",)
            case "Get":
                return "v", (("u", 7),)
            case "Sleep":
                time.sleep(0.5)
                return "", ()
            case "Break":
                raise RuntimeError("no")
            case _:
                raise UnknownMethod(call.member)

    with on_bus(address) as shop:
        shop.serve("/shop", answer)
        assert shop.own("test.Shop")
        yield shop


def test_a_call_is_answered(bus: Bus, shop: Bus) -> None:
    assert shop.connected
    assert bus.call(SHOP, "Buy", "su", ("apples", 3)) == ("3 apples",)
    assert bus.get(SHOP, "Price") == 7


@pytest.mark.usefixtures("shop")
def test_what_fails_says_who_and_what(bus: Bus) -> None:
    with pytest.raises(DesktopError, match=r"test\.Shop refused Steal.*UnknownMethod"):
        bus.call(SHOP, "Steal")
    with pytest.raises(DesktopError, match=r"test\.Shop refused Break.*Failed no"):
        bus.call(SHOP, "Break")
    with pytest.raises(DesktopError, match="no answer in time"):
        bus.call(SHOP, "Sleep", timeout_s=0.05)
    assert bus.call(SHOP, "Buy", "su", ("pears", 1)) == ("1 pears",), "the late answer confuses nobody"
    with pytest.raises(DesktopError, match="ServiceUnknown"):
        bus.call(Remote(name="test.Nobody", path="/", interface="test.Nobody"), "Hello")


@pytest.mark.usefixtures("shop")
def test_a_question_does_not_wait(bus: Bus) -> None:
    heard: list[object] = []
    started = time.monotonic()
    bus.ask(SHOP, "Sleep", then=heard.append)
    bus.ask(SHOP, "Steal", then=heard.append)
    assert time.monotonic() - started < 0.3
    assert until(lambda: heard == [(), None])


def test_signals_reach_who_asked_for_them(bus: Bus, shop: Bus) -> None:
    heard: list[str] = []
    forget = bus.on_signal(lambda signal: heard.append(signal.body[0]), interface="test.Shop", sender="test.Shop")
    bus.on_signal(lambda signal: heard.append("cheap " + signal.body[0]), member="Offer", arg0="plums")
    bus.call(SHOP, "Buy", "su", ("apples", 3))  # the rules have arrived
    shop.emit("/shop", "test.Shop", "Offer", "s", ("plums",))
    shop.emit("/shop", "test.Shop", "Offer", "s", ("nuts",))
    assert until(lambda: heard == ["plums", "cheap plums", "nuts"])
    forget()
    shop.emit("/shop", "test.Shop", "Offer", "s", ("plums",))
    assert until(lambda: heard[3:] == ["cheap plums"])


def test_a_handler_may_call_while_other_messages_wait(bus: Bus, shop: Bus) -> None:
    order: list[str] = []

    def handle(signal: Incoming) -> None:
        order.append(signal.body[0])
        order.append(bus.call(SHOP, "Buy", "su", (signal.body[0], 1))[0])

    bus.on_signal(handle, interface="test.Shop", member="Offer")
    bus.call(SHOP, "Buy", "su", ("apples", 3))
    for fruit in ("plums", "nuts"):
        shop.emit("/shop", "test.Shop", "Offer", "s", (fruit,))
    assert until(lambda: order == ["plums", "1 plums", "nuts", "1 nuts"])


def test_a_handlers_fault_stops_nothing(bus: Bus, shop: Bus, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []
    bus.on_signal(lambda _signal: 1 / 0, member="Offer")  # type: ignore[arg-type]  # that is the point
    bus.on_signal(lambda signal: heard.append(signal.body[0]), member="Offer")
    bus.call(SHOP, "Buy", "su", ("apples", 3))
    shop.emit("/shop", "test.Shop", "Offer", "s", ("plums",))
    assert until(lambda: heard == ["plums"])
    assert "a bus handler failed" in caplog.text


def test_names_are_watched(bus: Bus, address: str) -> None:
    owners: list[str | None] = []
    bus.watch_name("test.Late", owners.append)
    assert until(lambda: owners == [None])
    with on_bus(address) as late:
        assert late.own("test.Late")
        assert until(lambda: owners == [None, late.unique_name])
        late.disown("test.Late")
        assert until(lambda: owners[2:] == [None])


def test_nothing_wakes_while_nothing_happens(bus: Bus) -> None:
    bus.watch_name("test.Late", lambda _owner: None)
    listener = next(each for each in threading.enumerate() if each is bus._thread)
    status = Path(f"/proc/self/task/{listener.native_id}/status")

    def switches() -> str:
        return next(line for line in status.read_text().splitlines() if line.startswith("voluntary"))

    time.sleep(0.2)
    before = switches()
    time.sleep(1.0)
    assert switches() == before


def test_a_machine_without_a_bus_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(DesktopError, match="There is no session message bus"):
        open_bus("session")


def take_long(_call: Incoming) -> tuple[str, tuple[object, ...]]:
    time.sleep(2)
    return "", ()


def test_the_bus_dies_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("dbus-daemon")
    monkeypatch.setattr(Bus, "first_wait_s", 0.05)
    address = f"unix:path={tmp_path}/bus"
    daemon = ("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}")
    owners: list[str | None] = []
    heard: list[str] = []
    with program(*daemon):
        assert until((tmp_path / "bus").exists)
        shop, bus = open_bus(address), open_bus(address)
        shop.serve("/shop", lambda call: ("s", (call.member,)))
        assert shop.own("test.Shop")
        bus.watch_name("test.Shop", owners.append)
        bus.on_signal(lambda signal: heard.append(signal.body[0]), interface="test.Shop")
        assert until(lambda: owners == [shop.unique_name])
        shop.serve("/slow", take_long)
        slow = Remote(name="test.Shop", path="/slow", interface="test.Shop")
        failed: list[object] = []
        bus.ask(slow, "Wait", then=failed.append)
    assert until(lambda: failed == [None]), "who waits hears at once"
    assert until(lambda: owners[-1] is None)
    with pytest.raises(DesktopError, match="the message bus has gone"):
        bus.call(SHOP, "Hello")
    bus.emit("/x", "test.Shop", "Nothing")
    (tmp_path / "bus").unlink(missing_ok=True)
    with program(*daemon):
        assert until(lambda: owners[-1] is not None, 10.0), "the shop has its name again, and the watcher knows"
        assert bus.call(SHOP, "Hello") == ("Hello",)
        shop.emit("/shop", "test.Shop", "Offer", "s", ("plums",))
        assert until(lambda: heard == ["plums"])
        for each in (bus, shop, bus):
            each.close()
