"""Do-not-disturb and "keep the screen on": services on a real bus, some of them the real thing."""

from __future__ import annotations

import os
import struct
import subprocess
from typing import TYPE_CHECKING

import pytest

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.desktop.quiet.dconf import DconfSwitch
from ergobreak.desktop.quiet.dnd import XfceSwitch, sources
from ergobreak.desktop.quiet.gvdb import boolean, lookup
from ergobreak.desktop.quiet.inhibitors import sources as inhibitors
from tests.fakes.world import Ear, Service, message_bus, needs, on_bus, program, until, x_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.desktop.bus import Bus

pytestmark = pytest.mark.desktop
DND = HoldReason.DO_NOT_DISTURB


def holding(*reasons: HoldReason) -> Quiet:
    return Quiet(reasons=frozenset(reasons))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with message_bus() as found:
        yield found


@pytest.fixture
def here(address: str) -> Iterator[Bus]:
    with on_bus(address) as bus:
        yield bus


class TestDoNotDisturb:
    def test_kde_tells(self, address: str, here: Bus) -> None:
        ear = Ear()
        found = [make() for make in sources(here, ear, {})]
        with on_bus(address) as bus:
            path = "/org/freedesktop/Notifications"
            notes = Service(bus, "org.freedesktop.Notifications", path, properties={"Inhibited": ("b", True)})
            assert ear.hears(1), "it was on when the service came"
            assert [each.read() for each in found].count(holding(DND)) == 1
            notes.change("org.freedesktop.Notifications", "Inhibited", "b", value=False)
            assert ear.hears(2)
            assert all(each.read() == Quiet() for each in found)
            notes.change("org.freedesktop.Notifications", "Inhibited", "b", value=True)
            assert ear.hears(3)
            notes.leave()
            assert ear.hears(4), "a service that is gone holds nothing"
            assert all(each.read() == Quiet() for each in found)
        for each in found:
            each.stop()

    def test_a_service_that_does_not_know_is_not_busy(self, address: str, here: Bus) -> None:
        found = [make() for make in sources(here, Ear(), {})]
        with on_bus(address) as bus:
            notes = Service(bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications")
            assert until(lambda: len(notes.called("Get")) == 2), "asked once in each way"
            assert all(each.read() == Quiet() for each in found)
            assert any("does not tell (KDE)" in each.sentence() for each in found)
            notes.leave()
        for each in found:
            each.stop()

    def test_the_real_dunst(self, address: str, here: Bus) -> None:
        needs("dunst", "dunstctl")
        with x_server() as (display, _process):
            self.dunst_on(address, here, display)

    def dunst_on(self, address: str, here: Bus, display: str) -> None:
        env = {"DBUS_SESSION_BUS_ADDRESS": address, "DISPLAY": display}
        ear = Ear()
        found = [make() for make in sources(here, ear, {})]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with program("dunst", "-conf", "/dev/null", env=env, **quiet):
            assert until(lambda: any("tells (dunst)" in each.sentence() for each in found))
            subprocess.run(["dunstctl", "set-paused", "true"], env={**os.environ, **env}, check=True, timeout=10)
            assert ear.hears(1)
            assert [each.read() for each in found].count(holding(DND)) == 1
            subprocess.run(["dunstctl", "set-paused", "false"], env={**os.environ, **env}, check=True, timeout=10)
            assert ear.hears(2)
        for each in found:
            each.stop()

    def test_xfce_tells(self, address: str, here: Bus) -> None:
        ear = Ear()
        source = XfceSwitch(here, ear)
        with on_bus(address) as bus:
            path = "/org/xfce/Xfconf"
            settings = Service(bus, "org.xfce.Xfconf", path, {"GetProperty": ("v", (("b", True),))})
            assert ear.hears(1)
            assert source.read() == holding(DND)
            body = ("xfce4-notifyd", "/do-not-disturb", ("b", False))
            bus.emit(path, settings.name, "PropertyChanged", "ssv", body)
            assert ear.hears(2)
            assert source.read() == Quiet()
            bus.emit(path, settings.name, "PropertyChanged", "ssv", ("xfce4-panel", "/do-not-disturb", ("b", True)))
            assert ear.stays_silent()
            settings.leave()
        source.stop()

    def test_gnome_tells(self, address: str, here: Bus, tmp_path: Path) -> None:
        key = "/org/gnome/desktop/notifications/show-banners"
        file = tmp_path / "user"
        file.write_bytes(table({key: b"\1\0b"}))
        ear = Ear()
        source = DconfSwitch(here, ear, file=file)
        assert source.read() == Quiet()
        with on_bus(address) as bus:

            def written(path: str) -> None:
                bus.emit("/ca/desrt/dconf/Writer/user", "ca.desrt.dconf.Writer", "Notify", "sass", (path, [""], "tag"))

            file.write_bytes(table({key: b"\0\0b"}))
            written("/org/gnome/desktop/interface/clock-format")
            assert ear.stays_silent(0.2), "another setting"
            written(key)
            assert ear.hears(1)
            assert source.read() == holding(DND)
            file.unlink()
            written("/org/gnome/desktop/")
            assert ear.hears(2), "the whole folder was reset"
            assert source.read() == Quiet()
        source.stop()


class TestInhibitors:
    def test_a_film_in_a_window(self, address: str, here: Bus) -> None:
        ear = Ear()
        logind, session = (make() for make in inhibitors(here, here, ear))
        with on_bus(address) as bus:
            manager = Service(
                bus, "org.freedesktop.login1", "/org/freedesktop/login1",
                properties={"BlockInhibited": ("s", "shutdown:sleep")},
            )  # fmt: skip
            assert until(lambda: manager.called("Get") != [])
            interface = "org.freedesktop.login1.Manager"
            manager.change(interface, "BlockInhibited", "s", "shutdown:idle")
            assert ear.hears(1)
            assert logind.read() == Quiet(passive=True)
            assert session.read() == Quiet()
            manager.change(interface, "BlockInhibited", "s", "")
            assert ear.hears(2)
            assert logind.read() == Quiet()
            gnome = Service(
                bus, "org.gnome.SessionManager", "/org/gnome/SessionManager", properties={"InhibitedActions": ("u", 12)}
            )
            assert ear.hears(3)
            assert session.read() == Quiet(passive=True)
            gnome.leave()
            manager.leave()
        logind.stop()
        session.stop()


def table(entries: dict[str, bytes]) -> bytes:
    """A dconf file with these keys, all in one bucket."""
    items, values = b"", b""
    start = 24
    first_value = start + 8 + 4 + 24 * len(entries)
    for key, value in entries.items():
        hashed = 5381
        for byte in key.encode():
            hashed = (hashed * 33 + byte) & 0xFFFFFFFF
        at = first_value + len(values)
        values += key.encode() + value
        name, end = len(key), at + len(key) + len(value)
        items += struct.pack("<IIIHcxII", hashed, 0xFFFFFFFF, at, name, b"v", at + name, end)
    root = struct.pack("<II", start, first_value)
    return b"GVariant" + bytes(8) + root + struct.pack("<III", 0, 1, 0) + items + values


class TestDconfFile:
    def test_what_dconf_itself_writes(self, tmp_path: Path) -> None:
        needs("dconf")
        folder = tmp_path / "d"
        folder.mkdir()
        (folder / "keys").write_text(
            "[org/gnome/desktop/notifications]\nshow-banners=false\n[org/gnome/desktop/interface]\nclock='24h'\n",
            encoding="ascii",
        )
        subprocess.run(["dconf", "compile", str(tmp_path / "user"), str(folder)], check=True, timeout=10)
        data = (tmp_path / "user").read_bytes()
        assert boolean(lookup(data, "/org/gnome/desktop/notifications/show-banners")) is False
        assert boolean(lookup(data, "/org/gnome/desktop/interface/clock")) is None
        assert lookup(data, "/org/gnome/desktop/notifications/missing") is None

    def test_a_torn_file_reads_as_unset(self) -> None:
        key = "/org/gnome/desktop/notifications/show-banners"
        whole = table({key: b"\0\0b"})
        assert boolean(lookup(whole, key)) is False
        for length in range(len(whole)):
            assert boolean(lookup(whole[:length], key)) in {None, False}
