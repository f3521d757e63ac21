"""The window in front, on a real X server under a real window manager."""

from __future__ import annotations

import struct
import subprocess
from typing import TYPE_CHECKING

import pytest

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet, choose
from ergobreak.desktop.quiet.x11 import X11Front
from ergobreak.desktop.x11 import Connection, connect, pad
from tests.fakes.world import Ear, needs, program, until, x_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.desktop
FULL, APP = HoldReason.FULL_SCREEN, HoldReason.APP


def holding(*reasons: HoldReason) -> Quiet:
    return Quiet(reasons=frozenset(reasons))


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    needs("openbox")
    with (
        x_server() as (name, _process),
        program("openbox", "--sm-disable", env={"DISPLAY": name}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL),
    ):
        x = connect(name)
        x.on_event(ignore, nothing)
        supported = x.atom("_NET_SUPPORTED")
        assert until(lambda: len(x.get_numbers(x.root, supported)) > 10), "the window manager did not start"
        yield name
        x.release(ignore, nothing)


def ignore(_event: bytes) -> None:
    """Somebody else's event."""


def nothing() -> None:
    """Take the call."""


class Window:
    """A program's window."""

    def __init__(self, x: Connection, program_class: str = "demo") -> None:
        self.x, self.number = x, x.new_id()
        x.send(struct.pack("<BBHIIhhHHHHII", 1, 0, 8, self.number, x.root, 50, 50, 200, 100, 0, 1, 0, 0))
        self.set("WM_CLASS", "STRING", f"{program_class}\0{program_class.title()}\0".encode())
        x.send(struct.pack("<BBHI", 8, 0, 2, self.number))
        self.activate()

    def set(self, name: str, kind: str, value: bytes) -> None:
        units, names = 6 + len(pad(value)) // 4, (self.x.atom(name), self.x.atom(kind))
        self.x.send(struct.pack("<BBHIIIBxxxI", 18, 0, units, self.number, *names, 8, len(value)) + pad(value))

    def tell_manager(self, kind: str, *values: int) -> None:
        numbers = (*values, 0, 0, 0, 0, 0)[:5]
        event = struct.pack("<BBHII5I", 33, 32, 0, self.number, self.x.atom(kind), *numbers)
        self.x.send(struct.pack("<BBHII", 25, 0, 11, self.x.root, 0x180000) + event)

    def activate(self) -> None:
        active = self.x.atom("_NET_ACTIVE_WINDOW")

        def in_front() -> bool:
            self.tell_manager("_NET_ACTIVE_WINDOW", 2)  # again: a manager that is just starting misses the first
            return self.x.get_numbers(self.x.root, active)[:1] == (self.number,)

        assert until(in_front), "not in front"

    def full_screen(self, on: bool) -> None:
        self.tell_manager("_NET_WM_STATE", int(on), self.x.atom("_NET_WM_STATE_FULLSCREEN"))

    def move(self, x: int, y: int) -> None:
        self.x.send(struct.pack("<BBHIHxxII", 12, 0, 5, self.number, 3, x, y))

    def close(self) -> None:
        self.x.send(struct.pack("<BBHI", 4, 0, 2, self.number))


class TestX11:
    def test_a_film_in_full_screen(self, display: str) -> None:
        ear = Ear()
        source = X11Front(ear, frozenset(), display)
        window = Window(connect(display))
        assert source.read() == Quiet()
        window.full_screen(on=True)
        assert ear.hears(1)
        assert source.read() == holding(FULL)
        window.full_screen(on=False)
        assert ear.hears(2)
        assert source.read() == Quiet()
        window.close()
        source.stop()

    def test_titles_and_moves_are_no_news(self, display: str) -> None:
        ear = Ear()
        source = X11Front(ear, frozenset(), display)
        window = Window(connect(display))
        assert source.read() == Quiet()
        for number in range(20):
            window.set("WM_NAME", "STRING", b"title %d" % number)
            window.move(number, number)
        assert ear.stays_silent()
        window.close()
        source.stop()

    def test_a_window_that_closes_in_full_screen_holds_nothing(self, display: str) -> None:
        ear = Ear()
        source = X11Front(ear, frozenset(), display)
        window = Window(connect(display))
        source.read()
        window.full_screen(on=True)
        assert ear.hears(1)
        window.close()
        assert ear.hears(2)
        assert source.read() == Quiet()
        source.stop()

    def test_a_number_of_a_window_that_is_long_gone(self, display: str) -> None:
        """A window manager may leave the number of a closed window behind; that is not an error."""
        source = X11Front(Ear(), frozenset({"demo"}), display)
        x = connect(display)
        window = Window(x)
        window.close()
        assert x.get_property(window.number, x.atom("WM_CLASS")) is None
        assert source._names(window.number) == set()
        source.stop()

    def test_a_listed_program_in_front(self, display: str) -> None:
        ear = Ear()
        source = X11Front(ear, frozenset({"slides"}), display)
        other, slides = Window(connect(display), "other"), Window(connect(display), "slides")
        assert until(lambda: source.read() == holding(APP))
        other.activate()
        assert until(lambda: source.read() == Quiet())
        assert ear.hears(2)
        other.close()
        slides.close()
        source.stop()

    def test_all_together_on_this_desktop(self, display: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISPLAY", display)
        for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.delenv(name, raising=False)
        ear = Ear()
        sensor = choose(ear, wanted=frozenset({FULL}))
        window = Window(connect(display))
        window.full_screen(on=True)
        assert ear.hears(1)
        assert until(lambda: sensor.read() == Quiet(reasons=frozenset({FULL}), passive=True))
        assert "X server" in " ".join(sensor.sentences())
        window.close()
        sensor.stop()
