"""A real desktop for the length of a test: X server, window manager, message bus and a panel with a tray.

``panel_desktop`` gives the environment that programs on it need, and starts and stops the panel. Everything has a time
limit, takes a free display and keeps its settings in the test's own folder.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.fakes.world import message_bus, needs, program, until, x_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=320;y=466"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""


@dataclass(slots=True, kw_only=True)
class PanelDesktop:
    """A running desktop.

    Args:
        env: what its programs need in their environment.
    """

    env: dict[str, str]
    icon_at: tuple[int, int] = (14, 466)  # where the only tray icon stands
    _panel: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def start_panel(self) -> None:
        """Start the panel, and give it time to draw itself."""
        self._panel.enter_context(self.run("xfce4-panel", "--disable-wm-check"))
        time.sleep(1.0)

    def stop_panel(self) -> None:
        """End the panel."""
        self._panel.close()

    def run(self, *words: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
        """Run something on it."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return program(*words, env=self.env, **quiet)

    def mouse(self, x: int, y: int, button: int = 1) -> None:
        """Click somewhere."""
        self._xdotool("mousemove", str(x), str(y))
        time.sleep(0.2)
        self._xdotool("click", str(button))

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self._xdotool("key", name)
            time.sleep(0.1)

    def _xdotool(self, *words: str) -> None:
        words = ("xdotool", *words)
        subprocess.run(words, env={"PATH": "/usr/bin:/bin", **self.env}, check=True, timeout=10)


@pytest.fixture
def panel_desktop(tmp_path: Path) -> Iterator[PanelDesktop]:
    """A desktop whose panel runs."""
    needs("Xvfb", "openbox", "xfce4-panel", "xdotool", "dbus-daemon")
    folder = tmp_path / "config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    folder.mkdir(parents=True)
    (folder / "xfce4-panel.xml").write_text(SETTINGS)
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    with contextlib.ExitStack() as stack:
        display, _process = stack.enter_context(x_server())
        env = {
            "DISPLAY": display,
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_RUNTIME_DIR": str(run),
            "GTK_A11Y": "none",
            "NO_AT_BRIDGE": "1",
        }
        with pytest.MonkeyPatch.context() as patch:
            for name, value in env.items():
                patch.setenv(name, value)  # what the bus starts itself has the bus's environment
            address = stack.enter_context(message_bus())
        desktop = PanelDesktop(env={**env, "DBUS_SESSION_BUS_ADDRESS": address})
        stack.enter_context(desktop.run("openbox"))
        stack.callback(desktop.stop_panel)
        desktop.start_panel()
        yield desktop


@pytest.fixture
def dunst(panel_desktop: PanelDesktop) -> Iterator[PanelDesktop]:
    """The same desktop with a notification service."""
    needs("dunst", "gdbus")
    with panel_desktop.run("dunst"):
        ask = ("gdbus", "wait", "--session", "--timeout=5", "org.freedesktop.Notifications")
        env = {"PATH": "/usr/bin:/bin", **panel_desktop.env}
        assert until(lambda: subprocess.run(ask, env=env, check=False, timeout=10).returncode == 0)
        yield panel_desktop
