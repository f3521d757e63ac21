"""A small desktop of a test's own: an X server, a message bus, services on it, and an ear that counts calls."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.desktop.bus import open_bus
from ergobreak.errors import DesktopError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.desktop.bus import Bus, Incoming

PATIENCE_S = 5.0


def until(holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Wait until it holds; whether it did in time."""
    deadline = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


class Ear:
    """Something to hand in as ``changed``."""

    def __init__(self) -> None:
        self.count = 0
        self._heard = threading.Condition()

    def __call__(self) -> None:
        with self._heard:
            self.count += 1
            self._heard.notify_all()

    def hears(self, count: int = 1, patience_s: float = PATIENCE_S) -> bool:
        """Whether it has been called ``count`` times in all, or is within the time."""
        with self._heard:
            return self._heard.wait_for(lambda: self.count >= count, patience_s)

    def stays_silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing is heard for so long."""
        before = self.count
        return not self.hears(before + 1, seconds)


def needs(*programs: str) -> None:
    """Skip the test on a machine that lacks a part of the desktop (``dev.py`` installs them all)."""
    missing = [each for each in programs if shutil.which(each) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@contextmanager
def program(
    *words: str,
    env: dict[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - whatever Popen takes
) -> Iterator[subprocess.Popen[str]]:
    """Run something for the length of a test."""
    process = subprocess.Popen(words, env={**os.environ, **(env or {})}, text=True, **more)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5.0)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@contextmanager
def x_server(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """An X server on a free display: (its name, its process)."""
    needs("Xvfb")
    ours, theirs = os.pipe()
    words = ("Xvfb", "-displayfd", str(theirs), "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset", *options)
    with program(*words, pass_fds=(theirs,), stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        # The whole line: a server whose words nobody takes ends itself.
        with open(ours, encoding="ascii") as told:  # noqa: PTH123 - a descriptor, not a path
            number = told.readline().strip()
        assert number, "the X server did not start"
        yield f":{number}", process


def press_key(display: str) -> None:
    """One tap of the Shift key."""
    subprocess.run(["xdotool", "key", "shift"], env={**os.environ, "DISPLAY": display}, check=True, timeout=10)


@contextmanager
def message_bus() -> Iterator[str]:
    """A message bus: its address."""
    needs("dbus-daemon")
    words = ("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
    with program(*words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@contextmanager
def on_bus(address: str) -> Iterator[Bus]:
    """A connection to that bus."""
    bus = open_bus(address)
    try:
        yield bus
    finally:
        bus.close()


class Service:
    """A service on the bus whose methods are a test's own table.

    Args:
        methods: member -> what it answers: (signature, body), or a callable from the call's body to that.
        properties: name -> (signature, value), by way of the standard interface.
    """

    def __init__(
        self,
        bus: Bus,
        name: str,
        path: str,
        methods: dict[str, Any] | None = None,
        properties: dict[str, tuple[str, Any]] | None = None,
    ) -> None:
        self.bus, self.name, self.path = bus, name, path
        self.methods, self.properties = methods or {}, properties or {}
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._forget = bus.serve(path, self._answer)
        assert bus.own(name)

    def _answer(self, call: Incoming) -> tuple[str, tuple[Any, ...]]:
        self.calls.append((call.member, call.body))
        if call.member == "Get" and call.body[1] in self.properties:
            return "v", (self.properties[call.body[1]],)
        if call.member not in self.methods:
            raise DesktopError(f"There is no {call.member} here.")
        answer = self.methods[call.member]
        signature, body = answer(call.body) if callable(answer) else answer
        return signature, body

    def called(self, member: str) -> list[tuple[Any, ...]]:
        """The bodies of the calls of that member so far."""
        return [body for name, body in self.calls if name == member]

    def change(self, interface: str, prop: str, signature: str, value: object) -> None:
        """Set a property and say so."""
        self.properties[prop] = (signature, value)
        body: tuple[Any, ...] = (interface, {prop: (signature, value)}, [])
        self.bus.emit(self.path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", body)

    def leave(self) -> None:
        """Go off the bus."""
        self._forget()
        self.bus.disown(self.name)
