"""Locked, asleep, going: what each system says about it, and how long it waits for us."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus as bus_itself
from jeepney.io.blocking import open_dbus_connection

from ergobreak.desktop.session import SessionState, choose
from ergobreak.desktop.session.linux import LinuxSession
from ergobreak.desktop.session.logind import Logind, inhibit
from ergobreak.errors import DesktopError
from tests.fakes.world import Ear, Service, message_bus, on_bus, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.desktop.bus import Bus

NAME = "org.freedesktop.login1"
MANAGER_PATH, SESSION_PATH, USER_PATH = (f"/org/freedesktop/login1{rest}" for rest in ("", "/session/_32", "/user/_31"))
MANAGER, SESSION = f"{NAME}.Manager", f"{NAME}.Session"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with message_bus() as found:
        yield found


@pytest.fixture
def here(address: str) -> Iterator[Bus]:
    with on_bus(address) as bus:
        yield bus


class FakeLogind:
    """One session of one person, and the delay as one end of a pipe: when it closes, the other end reads nothing."""

    def __init__(self, bus: Bus, methods: dict[str, Any] | None = None) -> None:
        self.bus = bus
        self.session = Service(bus, NAME, SESSION_PATH, properties={"LockedHint": ("b", False), "Active": ("b", True)})
        standard = {"GetSession": ("o", (SESSION_PATH,)), "GetSessionByPID": ("o", (SESSION_PATH,))}
        self.manager = Service(bus, NAME, MANAGER_PATH, standard if methods is None else methods)
        self.pipes: list[int] = []

    def take(self) -> int:
        if sys.platform == "win32":
            pytest.skip("logind and Wayland are not there")
        theirs, ours = os.pipe()
        self.pipes.append(theirs)
        os.set_blocking(theirs, False)
        return ours

    def waiting(self) -> int:
        """How many delays are held now."""
        return sum(not self._closed(each) for each in self.pipes)

    @staticmethod
    def _closed(pipe: int) -> bool:
        try:
            return os.read(pipe, 1) == b""
        except BlockingIOError:
            return False

    def sleeps(self, asleep: bool) -> None:
        self.bus.emit(MANAGER_PATH, MANAGER, "PrepareForSleep", "b", (asleep,))

    def close(self) -> None:
        for each in self.pipes:
            os.close(each)
        self.manager.leave()


@pytest.fixture
def logind(address: str) -> Iterator[FakeLogind]:
    with on_bus(address) as bus:
        fake = FakeLogind(bus)
        yield fake
        fake.close()


@pytest.mark.desktop
class TestLogind:
    def test_lock_and_unlock(self, logind: FakeLogind, here: Bus) -> None:
        ear = Ear()
        sensor = Logind(here, ear, Ear(), logind.take)
        assert not sensor.locked
        logind.session.change(SESSION, "LockedHint", "b", value=True)
        assert ear.hears(1)
        assert sensor.locked
        logind.session.change(SESSION, "LockedHint", "b", value=False)
        assert ear.hears(2)
        assert not sensor.locked
        sensor.stop()

    def test_another_person_at_the_machine(self, logind: FakeLogind, here: Bus) -> None:
        ear = Ear()
        sensor = Logind(here, ear, Ear(), logind.take)
        logind.session.change(SESSION, "Active", "b", value=False)
        assert ear.hears(1)
        assert sensor.locked
        sensor.stop()

    def test_a_mere_request_to_lock_is_not_a_lock(self, logind: FakeLogind, here: Bus) -> None:
        ear = Ear()
        sensor = Logind(here, ear, Ear(), logind.take)
        logind.bus.emit(SESSION_PATH, SESSION, "Lock")
        assert ear.stays_silent()
        assert not sensor.locked
        sensor.stop()

    def test_sleep_waits_until_everything_is_saved(self, logind: FakeLogind, here: Bus) -> None:
        ear = Ear()
        sensor = Logind(here, ear, Ear(), logind.take)
        assert logind.waiting() == 1
        sensor.let_go()
        assert logind.waiting() == 1, "nobody sleeps, so nothing is given up"
        logind.sleeps(True)
        assert ear.hears(1)
        assert sensor.asleep
        assert logind.waiting() == 1
        sensor.let_go()
        assert logind.waiting() == 0
        logind.sleeps(False)
        assert ear.hears(2)
        assert not sensor.asleep
        assert until(lambda: logind.waiting() == 1), "ready for the next time"
        sensor.stop()
        assert logind.waiting() == 0

    def test_shutdown_is_the_end(self, logind: FakeLogind, here: Bus) -> None:
        ending = Ear()
        sensor = Logind(here, Ear(), ending, logind.take)
        logind.bus.emit(MANAGER_PATH, MANAGER, "PrepareForShutdown", "b", (True,))
        assert ending.hears(1)
        sensor.let_go()
        assert logind.waiting() == 0
        sensor.stop()

    def test_a_logind_that_grants_no_delay_still_tells(self, logind: FakeLogind, here: Bus) -> None:
        def refuse() -> int:
            raise DesktopError("not allowed")

        ear = Ear()
        sensor = Logind(here, ear, Ear(), refuse)
        assert not sensor.waits
        logind.sleeps(True)
        assert ear.hears(1)
        sensor.let_go()
        sensor.stop()

    def test_a_user_service_finds_the_graphical_session(self, address: str, here: Bus) -> None:
        with on_bus(address) as bus:
            fake = FakeLogind(bus, {"GetUser": ("o", (USER_PATH,))})
            user = Service(bus, NAME, USER_PATH, properties={"Display": ("(so)", ("2", SESSION_PATH))})
            sensor = Logind(here, Ear(), Ear(), fake.take)
            assert sensor._session.path == SESSION_PATH
            sensor.stop()
            user.properties["Display"] = ("(so)", ("", "/"))
            with pytest.raises(DesktopError):
                Logind(here, Ear(), Ear(), fake.take)
            fake.close()

    def test_no_logind_is_an_answer(self, here: Bus) -> None:
        with pytest.raises(DesktopError):
            Logind(here, Ear(), Ear(), lambda: -1)


@pytest.mark.desktop
def test_the_delay_is_a_real_descriptor_from_the_bus(address: str) -> None:
    if sys.platform == "win32":
        pytest.skip("logind and Wayland are not there")
    theirs, ours = os.pipe()
    asked: list[tuple[Any, ...]] = []

    def serve() -> None:
        with open_dbus_connection(bus=address, enable_fds=True) as door:
            door.send_and_get_reply(bus_itself.RequestName(NAME, 4))
            ready.set()
            while True:
                call = door.receive(timeout=5.0)
                if call.header.message_type is MessageType.method_call:
                    asked.append((call.header.fields[HeaderFields.member], *call.body))
                    door.send(new_method_return(call, "h", (open(ours, "wb", buffering=0, closefd=False),)))  # noqa: SIM115 - it goes over the bus
                    os.close(ours)
                    return

    ready = threading.Event()
    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(5.0)
    fd = inhibit(address)
    thread.join(5.0)
    assert asked[0][0:2] == ("Inhibit", "sleep:shutdown")
    assert asked[0][4] == "delay"
    os.set_blocking(theirs, False)
    with pytest.raises(BlockingIOError):
        os.read(theirs, 1)
    os.close(fd)
    assert os.read(theirs, 1) == b"", "closing it lets the machine sleep"
    os.close(theirs)


@pytest.mark.desktop
def test_without_a_delay_the_reason_is_named(address: str) -> None:
    with pytest.raises(DesktopError, match="delay"):
        inhibit(address)


@pytest.mark.desktop
class TestDesktop:
    def test_a_screen_saver_that_comes_later_is_heard_too(self, address: str, here: Bus) -> None:
        ear = Ear()
        sensor = LinuxSession(ear, Ear(), here, None)
        assert sensor.name == "screen-saver"
        with on_bus(address) as bus:
            path = "/org/gnome/ScreenSaver"
            saver = Service(bus, "org.gnome.ScreenSaver", path, {"GetActive": ("b", (True,))})
            assert ear.hears(1), "it was active when it came"
            assert sensor.read() == SessionState(locked=True)
            bus.emit(path, saver.name, "ActiveChanged", "b", (False,))
            assert ear.hears(2)
            assert sensor.read() == SessionState()
            bus.emit(path, saver.name, "ActiveChanged", "b", (True,))
            assert ear.hears(3)
            saver.leave()
            assert ear.hears(4), "a saver that crashed locks nothing"
            assert sensor.read() == SessionState()
        sensor.stop()

    def test_the_session_manager_asks_and_is_answered(self, address: str, here: Bus) -> None:
        ending = Ear()
        with on_bus(address) as bus:
            client_path = "/org/gnome/SessionManager/Client7"
            client = Service(bus, "org.gnome.SessionManager", client_path, {"EndSessionResponse": ("", ())})
            manager = Service(
                bus, client.name, "/org/gnome/SessionManager",
                {"RegisterClient": ("o", (client_path,)), "UnregisterClient": ("", ())},
            )  # fmt: skip
            sensor = LinuxSession(Ear(), ending, here, None)
            assert until(lambda: sensor._end is not None and sensor._end._client is not None)
            interface = "org.gnome.SessionManager.ClientPrivate"
            bus.emit(client_path, interface, "QueryEndSession", "u", (0,))
            assert until(lambda: client.called("EndSessionResponse") == [(True, "")]), "never in the way"
            assert ending.count == 0
            bus.emit(client_path, interface, "EndSession", "u", (0,))
            assert ending.hears(1)
            sensor.saved()
            assert until(lambda: len(client.called("EndSessionResponse")) == 2)
            sensor.stop()
            assert until(lambda: manager.called("UnregisterClient") == [(client_path,)])
            client.leave()

    def test_no_news_is_not_told(self, logind: FakeLogind, here: Bus) -> None:
        ear = Ear()
        sensor = LinuxSession(ear, Ear(), here, here)
        logind.session.change(SESSION, "LockedHint", "b", value=False)
        assert ear.stays_silent()
        assert sensor.name == "logind"
        sensor.stop()
        sensor.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems always tell of lock and sleep")
def test_a_machine_with_nothing_is_never_locked() -> None:
    sensor = choose(Ear(), Ear())
    assert sensor.read() == SessionState()
    sensor.saved()
    assert "gap in the clock" in sensor.sentence()
