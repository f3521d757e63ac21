"""Is anybody there? The sensors against a real X server, a real compositor and stand-ins for the rest."""

from __future__ import annotations

import struct
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop.idle import choose, ladder
from ergobreak.desktop.idle.mutter import MutterIdle
from ergobreak.desktop.idle.null import NullIdle
from ergobreak.desktop.idle.screensaver import ScreenSaverIdle
from ergobreak.desktop.idle.win32 import idle_between
from ergobreak.desktop.idle.x11 import X11SaverIdle, open_x11
from ergobreak.desktop.x11 import connect
from ergobreak.desktop.x11_door import cookie_for
from ergobreak.errors import DesktopError
from tests.fakes.world import Ear, Service, message_bus, needs, on_bus, press_key, until, x_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    needs("xdotool")
    with x_server() as (name, _process):
        yield name


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with message_bus() as found:
        yield found


@pytest.mark.desktop
class TestX11:
    def test_it_tells_when_nobody_is_there_and_when_somebody_is_back(self, display: str) -> None:
        ear = Ear()
        sensor = open_x11(ear, display)
        press_key(display)
        sensor.watch(0.4)
        assert ear.hears(1), "crossing the threshold"
        assert (sensor.read() or 0) >= 0.4
        assert ear.stays_silent(), "once per crossing"
        press_key(display)
        assert ear.hears(2), "somebody is back"
        assert (sensor.read() or 0) < 0.4
        sensor.stop()
        sensor.stop()

    def test_only_the_last_threshold_counts(self, display: str) -> None:
        ear = Ear()
        sensor = open_x11(ear, display)
        press_key(display)
        sensor.watch(0.2)
        sensor.watch(None)
        assert ear.stays_silent(0.5)
        sensor.stop()

    def test_both_ways_of_asking_agree(self, display: str) -> None:
        press_key(display)
        sync = open_x11(Ear(), display)
        saver = X11SaverIdle(connect(display), Ear())
        assert saver.read() == pytest.approx(sync.read(), abs=0.2)
        assert not saver.event_driven
        saver.stop()
        assert sync.read() is not None, "the connection lives as long as its last user"
        sync.stop()

    def test_the_end_of_the_x_server_is_not_the_end_of_us(self) -> None:
        ear = Ear()
        with x_server() as (name, process):
            sensor = open_x11(ear, name)
            sensor.watch(0.2)
            assert ear.hears(1)
            process.kill()
            assert ear.hears(2), "the loss is news"
        assert sensor.read() is None
        assert "gone" in sensor.sentence()
        sensor.watch(1.0)
        sensor.stop()

    def test_the_listening_thread_ends_with_its_last_user(self, display: str) -> None:
        sensor = open_x11(Ear(), display)
        assert any(each.name == "poller" for each in threading.enumerate())
        sensor.stop()
        assert until(lambda: not any(each.name == "poller" for each in threading.enumerate()))

    def test_no_server_is_an_answer(self) -> None:
        for name in ("", ":987", "far.away:0"):
            with pytest.raises(DesktopError):
                connect(name or "not a display")


class TestXAuthority:
    @staticmethod
    def entry(family: int, address: bytes, display: bytes, cookie: bytes) -> bytes:
        fields = (address, display, b"MIT-MAGIC-COOKIE-1", cookie)
        return struct.pack(">H", family) + b"".join(struct.pack(">H", len(each)) + each for each in fields)

    def test_the_cookie_of_this_display_is_found(self) -> None:
        data = self.entry(256, b"host", b"1", b"one") + self.entry(65535, b"", b"2", b"two")
        assert cookie_for("1", data) == b"one"
        assert cookie_for("2", data) == b"two"
        assert cookie_for("3", data) == b""

    def test_a_torn_file_is_no_cookie(self) -> None:
        data = self.entry(256, b"host", b"1", b"one")
        assert all(cookie_for("1", data[:length]) == b"" for length in range(len(data)))


@pytest.mark.desktop
class TestMutter:
    def test_a_whole_absence(self, address: str) -> None:
        watches = iter(range(1, 100))
        methods = {
            "GetIdletime": ("t", (1500,)),
            "AddIdleWatch": lambda _body: ("u", (next(watches),)),
            "AddUserActiveWatch": lambda _body: ("u", (next(watches),)),
            "RemoveWatch": ("", ()),
        }
        ear = Ear()
        with on_bus(address) as there, on_bus(address) as here:
            core = "/org/gnome/Mutter/IdleMonitor/Core"
            mutter = Service(there, "org.gnome.Mutter.IdleMonitor", core, methods)
            sensor = MutterIdle(here, ear)
            assert sensor.read() == 1.5
            sensor.watch(30.0)
            assert until(lambda: mutter.called("AddIdleWatch") == [(30000,)])
            assert until(lambda: sensor._idle_watch == 1)
            there.emit(core, mutter.name, "WatchFired", "u", (1,))
            assert ear.hears(1)
            assert until(lambda: sensor._active_watch == 2)
            there.emit(core, mutter.name, "WatchFired", "u", (2,))
            assert ear.hears(2)
            there.emit(core, mutter.name, "WatchFired", "u", (77,))
            assert ear.stays_silent(), "another program's watch"
            sensor.stop()
            assert until(lambda: mutter.called("RemoveWatch") == [(1,)])

    def test_a_compositor_that_starts_anew_is_asked_again(self, address: str) -> None:
        ear = Ear()
        with on_bus(address) as there, on_bus(address) as here:
            core = "/org/gnome/Mutter/IdleMonitor/Core"
            methods = {"GetIdletime": ("t", (0,)), "AddIdleWatch": ("u", (5,)), "RemoveWatch": ("", ())}
            mutter = Service(there, "org.gnome.Mutter.IdleMonitor", core, methods)
            sensor = MutterIdle(here, ear)
            sensor.watch(10.0)
            assert until(lambda: sensor._idle_watch == 5 and sensor._told)
            mutter.leave()
            assert ear.hears(1)
            assert sensor.read() is None
            again = Service(there, "org.gnome.Mutter.IdleMonitor", core, methods)
            assert until(lambda: again.called("AddIdleWatch") == [(10000,)])
            sensor.stop()

    def test_nobody_answers(self, address: str) -> None:
        with on_bus(address) as here, pytest.raises(DesktopError):
            MutterIdle(here, Ear())


@pytest.mark.desktop
class TestScreenSaver:
    @pytest.mark.parametrize(("unit", "seconds"), [(1, 12.0), (1000, 12.0)])
    def test_seconds_and_milliseconds_are_told_apart(self, address: str, unit: int, seconds: float) -> None:
        start = time.monotonic() - seconds
        methods = {"GetSessionIdleTime": lambda _body: ("u", (int((time.monotonic() - start) * unit),))}
        with on_bus(address) as there, on_bus(address) as here:
            Service(there, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", methods)
            sensor = ScreenSaverIdle(here)
            assert sensor.read() == pytest.approx(seconds, abs=1.1)


class TestWindows:
    @pytest.mark.parametrize(
        ("last", "now", "seconds"),
        [(1000, 6000, 5.0), (0xFFFFFF00, 0x00000100, 0.512), (6000, 5990, 0.0), (0, 40 * 86_400_000, 40 * 86_400.0)],
    )
    def test_the_tick_wraps_and_may_run_ahead(self, last: int, now: int, seconds: float) -> None:
        assert idle_between(last, now) == seconds


class TestLadder:
    def test_each_system_starts_with_what_it_does_best(self) -> None:
        assert ladder("win32", {}) == ("win32",)
        assert ladder("darwin", {}) == ("darwin",)
        assert ladder("linux", {"DISPLAY": ":0"})[0] == "x11"
        assert ladder("linux", {}) == ()
        wayland = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
        assert ladder("linux", wayland)[0] == "wayland"
        assert ladder("linux", {**wayland, "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"})[0] == "mutter"

    def test_on_wayland_the_x_server_is_never_asked(self) -> None:
        assert "x11" not in ladder("linux", {"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"})

    @pytest.mark.skipif(sys.platform != "linux", reason="the other systems can always tell")
    def test_where_nobody_can_tell_presence_is_assumed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.delenv(name, raising=False)
        sensor = choose(Ear())
        assert isinstance(sensor, NullIdle)
        assert sensor.read() is None
        assert "presence is assumed" in sensor.sentence()

    @pytest.mark.desktop
    def test_the_real_thing_is_chosen(self, display: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISPLAY", display)
        for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.delenv(name, raising=False)
        sensor = choose(Ear())
        assert sensor.name == "x11-sync"
        sensor.stop()


@pytest.mark.desktop
def test_a_server_that_wants_a_cookie_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("xauth", "Xvfb")
    authority = f"{tmp_path}/authority"
    # The display's number is not known before the server runs, so the entry is for any number.
    cookie = "0123456789abcdef0123456789abcdef"
    for number in range(20):
        subprocess.run(["xauth", "-f", authority, "add", f":{number}", ".", cookie], check=True, capture_output=True)
    with x_server("-auth", authority) as (name, _process):
        if int(name[1:]) >= 20:
            subprocess.run(["xauth", "-f", authority, "add", name, ".", cookie], check=True, capture_output=True)
        monkeypatch.setenv("XAUTHORITY", "/nonexistent")
        with pytest.raises(DesktopError, match="let this program in"):
            connect(name)
        monkeypatch.setenv("XAUTHORITY", authority)
        sensor = open_x11(Ear(), name)
        assert sensor.read() is not None
        sensor.stop()
