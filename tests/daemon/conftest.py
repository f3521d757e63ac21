"""A whole ergobreak on a whole desktop: its process, its command line, its files, a person at the keys.

One desktop (X server, window manager, message bus, panel with a tray, notification service) serves all tests that do
not break it; each test has its own folder for ergobreak.
"""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import Desk, House
from tests.desktop.conftest import SETTINGS
from tests.fakes.world import message_bus, needs, program, until, x_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextlib.contextmanager
def a_desk(folder: Path, *, panel: bool = True, notices: bool = True) -> Iterator[Desk]:
    """A desktop for as long as it is wanted."""
    needs("Xvfb", "openbox", "xdotool", "dbus-daemon", "xfce4-panel", "dunst", "gdbus")
    places = {name: folder / name for name in ("config", "cache", "run")}
    channel = places["config"] / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    channel.mkdir(parents=True)
    (channel / "xfce4-panel.xml").write_text(SETTINGS)
    places["run"].mkdir(mode=0o700)
    with contextlib.ExitStack() as stack:
        display, x = stack.enter_context(x_server())
        env = {
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(places["config"]),
            "XDG_CACHE_HOME": str(places["cache"]),
            "XDG_RUNTIME_DIR": str(places["run"]),
            "XDG_SESSION_ID": "",
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent/system-bus",
            "GTK_A11Y": "none",
            "NO_AT_BRIDGE": "1",
        }
        with pytest.MonkeyPatch.context() as patch:
            for name, value in env.items():
                patch.setenv(name, value)  # what the bus starts itself has the bus's environment
            bus = contextlib.ExitStack()
            stack.enter_context(bus)
            env["DBUS_SESSION_BUS_ADDRESS"] = bus.enter_context(message_bus())
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        stack.enter_context(program("openbox", env=env, **quiet))
        desk = Desk(env=env, x=x, stop_bus=bus.close)
        if panel:
            desk.panel = stack.enter_context(program("xfce4-panel", "--disable-wm-check", env=env, **quiet))
        if notices:
            stack.enter_context(program("dunst", env=env, **quiet))
            ask = ("gdbus", "wait", "--session", "--timeout=10", "org.freedesktop.Notifications")
            assert until(lambda: subprocess.run(ask, env=desk.whole_env(), check=False, timeout=20).returncode == 0)
        yield desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desktop that all share."""
    with a_desk(tmp_path_factory.mktemp("desk")) as found:
        yield found


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[Desk]:
    """A bare desktop of the test's own, to be broken: no panel, no notices."""
    with a_desk(tmp_path / "desk", panel=False, notices=False) as found:
        yield found


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes installations, and tears them down whatever state they are in."""
    made: list[House] = []

    def make(env: dict[str, str] | None = None, name: str = "home") -> House:
        found = House(folder=tmp_path / name, env=env or {})
        made.append(found)
        return found

    yield make
    for each in made:
        each.tear_down()


@pytest.fixture
def house(desk: Desk, houses: Callable[..., House]) -> House:
    """An installation on the shared desktop; somebody has just touched the keys."""
    desk.key("shift")
    return houses(desk.env)


@pytest.fixture
def terminal(houses: Callable[..., House]) -> House:
    """An installation without display or bus: prompts are lines, commands are answers."""
    return houses()
