"""A hidden desktop to measure on: X server, window manager, session bus, panel with a tray, notification service.

Everything lies in a temporary folder and ends with the ``with`` block. A panel that is a real tray host makes the time
until the icon is fetched an honest one.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""
READY_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The hidden desktop: what a program needs in its environment to be on it."""

    folder: Path
    env: dict[str, str]


def until(what: str, holds: Callable[[], bool], seconds: float = READY_WITHIN_S) -> None:
    """Ask again and again until it holds.

    Raises:
        TimeoutError: it did not come to hold.
    """
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)


@contextmanager
def program(command: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the background, and end it by its own id."""
    with log.open("ab") as out:
        child = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def desk(size: str = "1280x800x24") -> Iterator[Desk]:
    """A desktop of one's own."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="ergobreak-bench-", ignore_cleanup_errors=True))
        )
        log = folder / "desk.log"
        for name in ("home", "config", "data", "cache", "state", "run"):
            (folder / name).mkdir(mode=0o700)
        channel = folder / "config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
        channel.mkdir(parents=True)
        (channel / "xfce4-panel.xml").write_text(PANEL)
        env = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("DBUS_", "DISPLAY", "ERGOBREAK_", "PYTHON", "WAYLAND_", "XDG_"))
        } | {
            "HOME": str(folder / "home"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_CURRENT_DESKTOP": "XFCE",
            "XDG_SESSION_TYPE": "x11",
            "ERGOBREAK_HOME": str(folder / "ergobreak"),
            "ERGOBREAK_WELCOMED": "true",
            "GTK_A11Y": "none",
            "NO_AT_BRIDGE": "1",
        }  # fmt: skip
        env["DISPLAY"] = stack.enter_context(_screen(size, env, log))
        env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={folder / 'run' / 'bus'}"
        bus = ["dbus-daemon", "--session", "--nofork", f"--address={env['DBUS_SESSION_BUS_ADDRESS']}"]
        stack.enter_context(program(bus, env, log))
        until("session bus", (folder / "run" / "bus").exists)
        for command in (["openbox"], ["xfce4-panel", "--disable-wm-check"], ["dunst"]):
            stack.enter_context(program(command, env, log))
        until("tray", lambda: has_name("org.kde.StatusNotifierWatcher", env))
        until("notifications", lambda: has_name("org.freedesktop.Notifications", env))
        time.sleep(1.0)  # let them finish starting, or they would be measured too
        yield Desk(folder=folder, env=env)


@contextmanager
def _screen(size: str, env: dict[str, str], log: Path) -> Iterator[str]:
    """An X server on a number that it picks itself."""
    reader, writer = os.pipe()
    with log.open("ab") as out:
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        server = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, pass_fds=(writer,)
        )
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            message = f"Xvfb did not start: {log.read_text()}"
            raise RuntimeError(message)
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def has_name(name: str, env: dict[str, str]) -> bool:
    """Whether somebody on the session bus has that name."""
    command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]
    asked = subprocess.run(
        [*command, "org.freedesktop.DBus.NameHasOwner", f"string:{name}"],
        env=env, capture_output=True, text=True, timeout=10, check=False,
    )  # fmt: skip
    return "boolean true" in asked.stdout


@contextmanager
def person(env: dict[str, str], every_s: float = 3.0) -> Iterator[list[float]]:
    """Somebody at the machine: every three seconds the pointer moves for a moment and a Shift key is pressed.

    Gives the list of the moments (``time.monotonic``) at which a burst had ended; it grows.
    """
    ends: list[float] = []
    stop = threading.Event()

    def at_work() -> None:
        burst = []
        for step in range(10):
            burst += ["mousemove_relative", "--", "7" if step < 5 else "-7", "3" if step % 2 else "-3", "sleep", "0.02"]  # noqa: PLR2004 - there and back
        while not stop.wait(every_s):
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(
                    ["xdotool", *burst, "key", "shift"], env=env, timeout=10, check=False, capture_output=True
                )
                ends.append(time.monotonic())

    hands = threading.Thread(target=at_work, daemon=True)
    hands.start()
    try:
        yield ends
    finally:
        stop.set()
        hands.join()
