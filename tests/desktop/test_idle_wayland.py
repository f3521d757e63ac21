"""Idle time on Wayland: a compositor of the test's own for every turn, and a real one (sway) for proof."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.desktop.idle.wayland import WaylandIdle, open_wayland
from ergobreak.desktop.wayland import Wayland, text
from ergobreak.errors import DesktopError
from tests.fakes.world import Ear, needs, program, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXT, KDE, SEAT = "ext_idle_notifier_v1", "org_kde_kwin_idle", "wl_seat"


class Ears:
    """A poller that listens only when the test says so."""

    def __init__(self) -> None:
        self.ready: dict[int, Callable[[], None]] = {}

    def add(self, fd: int, ready: Callable[[], None]) -> None:
        self.ready[fd] = ready

    def remove(self, fd: int) -> None:
        self.ready.pop(fd, None)

    def soon(self, call: Callable[[], None]) -> None:
        call()


class Compositor:
    """The other end of the wire: answers what the client asks, and says "idle" or "resumed" when told."""

    def __init__(self, offers: dict[str, int]) -> None:
        self.client, self.sock = socket.socketpair()
        self.ears = Ears()
        self.offers = list(offers.items())
        self.bound: dict[int, str] = {}
        self.notices: dict[int, int] = {}  # number -> milliseconds
        self.asked: list[int] = []  # which request made it
        self.now = 1000.0

    def connect(self, changed: Callable[[], None]) -> WaylandIdle:
        import threading  # noqa: PLC0415 - the greeting is a conversation

        done = threading.Event()

        def serve() -> None:
            self.sock.settimeout(0.05)
            while not done.is_set():
                self.take()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            return WaylandIdle(Wayland(self.client, self.ears), changed, lambda: self.now)
        finally:
            done.set()
            thread.join()
            self.sock.settimeout(0.03)

    def take(self) -> None:
        """All that was asked for: where a pair of sockets is a connection, requests come one by one."""
        try:
            while data := self.sock.recv(65536):
                self.obey(data)
        except TimeoutError:
            return

    def obey(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            number, word = struct.unpack_from("=II", data, at)
            self.request(number, word & 0xFFFF, data[at + 8 : at + (word >> 16)])
            at += word >> 16

    def request(self, number: int, opcode: int, body: bytes) -> None:
        if number == 1 and opcode == 1:
            for name, (interface, version) in enumerate(self.offers, 1):
                self.say(2, 0, struct.pack("=I", name) + text(interface) + struct.pack("=I", version))
        elif number == 1 and opcode == 0:
            self.say(struct.unpack("=I", body)[0], 0, struct.pack("=I", 0))
        elif number == 2:
            name, made = struct.unpack_from("=I", body)[0], struct.unpack_from("=I", body, len(body) - 4)[0]
            self.bound[made] = self.offers[name - 1][0]
        elif self.bound.get(number) == EXT:
            notice, milliseconds, _seat = struct.unpack("=III", body)
            self.notices[notice] = milliseconds
            self.asked.append(opcode)
        elif self.bound.get(number) == KDE:
            notice, _seat, milliseconds = struct.unpack("=III", body)
            self.notices[notice] = milliseconds
            self.asked.append(opcode)
        elif number in self.notices:
            del self.notices[number]

    def say(self, number: int, opcode: int, body: bytes = b"") -> None:
        self.sock.sendall(struct.pack("=II", number, (8 + len(body)) << 16 | opcode) + body)

    def tell(self, seconds: float, opcode: int) -> None:
        """Tell of the notice with that length, and let the client hear it."""
        self.take()
        number = next(each for each, length in self.notices.items() if length == round(seconds * 1000))
        self.say(number, opcode)
        self.hear()

    def hear(self) -> None:
        for ready in list(self.ears.ready.values()):
            ready()
        self.take()

    def lengths(self) -> list[int]:
        self.take()
        return sorted(self.notices.values())


@pytest.fixture(params=[{EXT: 2, SEAT: 7}, {EXT: 1, SEAT: 7}, {KDE: 1, SEAT: 7, EXT: 2}, {KDE: 1, SEAT: 5}])
def compositor(request: pytest.FixtureRequest) -> Iterator[Compositor]:
    made = Compositor(request.param)
    yield made
    made.sock.close()
    made.client.close()


def test_the_better_protocol_is_taken() -> None:
    made = Compositor({KDE: 1, SEAT: 7, EXT: 2})
    sensor = made.connect(Ear())
    assert made.asked == [2], "the request that leaves videos aside"
    assert "video" not in sensor.sentence()
    sensor.stop()
    made.sock.close()


def test_an_absence(compositor: Compositor) -> None:
    ear = Ear()
    sensor = compositor.connect(ear)
    sensor.watch(30.0)
    assert compositor.lengths() == [20_000, 30_000]
    assert sensor.read() == 0.0, "somebody was there within the watched time"
    compositor.tell(20.0, 0)
    assert ear.count == 0, "20 s are kept for bookkeeping only"
    compositor.now += 10.0
    compositor.tell(30.0, 0)
    assert ear.count == 1
    compositor.now += 5.0
    assert sensor.read() == 35.0
    compositor.tell(20.0, 1)
    compositor.tell(30.0, 1)
    assert ear.count == 2
    assert sensor.read() == 0.0
    sensor.stop()


def test_a_longer_threshold_asked_for_while_nobody_is_there(compositor: Compositor) -> None:
    ear = Ear()
    sensor = compositor.connect(ear)
    sensor.watch(4.0)
    compositor.tell(4.0, 0)
    assert ear.count == 1
    compositor.now += 2.0
    sensor.watch(30.0)
    assert 24_000 in compositor.lengths(), "six of the thirty seconds have gone by"
    compositor.now += 24.0
    compositor.tell(24.0, 0)
    assert ear.count == 2
    assert sensor.read() == 30.0
    compositor.tell(4.0, 1)
    assert ear.count == 3, "the notice that was left standing hears of the return"
    assert compositor.lengths() == [20_000, 30_000], "and from now on the whole length counts again"
    sensor.stop()


def test_a_shorter_threshold_has_been_crossed_already(compositor: Compositor) -> None:
    ear = Ear()
    sensor = compositor.connect(ear)
    sensor.watch(30.0)
    compositor.tell(30.0, 0)
    sensor.watch(4.0)
    assert ear.count == 1
    compositor.tell(30.0, 1)
    assert ear.count == 2
    assert compositor.lengths() == [4_000, 20_000]
    sensor.watch(None)
    assert compositor.lengths() == [20_000]
    sensor.stop()


def test_the_end_of_the_compositor_is_not_the_end_of_us(compositor: Compositor) -> None:
    ear = Ear()
    sensor = compositor.connect(ear)
    compositor.sock.close()
    for ready in list(compositor.ears.ready.values()):
        ready()
    assert ear.count == 1
    assert sensor.read() is None
    assert "gone" in sensor.sentence()
    sensor.watch(4.0)
    sensor.stop()
    sensor.stop()


@pytest.mark.parametrize("offers", [{SEAT: 7}, {EXT: 2}])
def test_a_compositor_without_the_protocol_says_so(offers: dict[str, int]) -> None:
    made = Compositor(offers)
    with pytest.raises(DesktopError):
        made.connect(Ear())
    made.sock.close()


@pytest.fixture
def sway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A compositor with no screen: the folder its sockets are in. It refuses to run as root, who lends it a user."""
    if sys.platform == "win32":
        pytest.skip("logind and Wayland are not there")
    needs("sway", "swaymsg")
    folder = Path(tempfile.mkdtemp(prefix="sway-"))
    words = ["sway", "-c", "/dev/null"]
    if os.getuid() == 0:
        needs("runuser")
        words = ["runuser", "-u", "nobody", "--", *words]
        shutil.chown(folder, "nobody")
    env = {"XDG_RUNTIME_DIR": str(folder), "WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1"}
    env |= {"WLR_RENDERER": "pixman", "HOME": str(folder), "WAYLAND_DISPLAY": "", "DISPLAY": ""}
    try:
        with program(*words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"):
            assert until((folder / "wayland-1").exists, 10.0), "sway did not start"
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
            monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.desktop
def test_a_real_compositor_tells(sway: Path) -> None:
    ear = Ear()
    sensor = open_wayland(ear)
    sensor.watch(0.5)
    assert ear.hears(1)
    assert (sensor.read() or 0) >= 0.49
    ipc = next(sway.glob("sway-ipc.*.sock"))
    words = ["swaymsg", "-s", str(ipc), "seat seat0 cursor move 5 5"]
    subprocess.run(words, check=True, capture_output=True, timeout=10)
    assert ear.hears(2)
    assert sensor.read() == 0.0
    assert ear.hears(3), "and the next absence"
    sensor.stop()
