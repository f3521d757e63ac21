"""The tray icon and a notice on a real desktop: Xfce's panel, dunst, a mouse and keys."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.core.effects import TrayState
from ergobreak.desktop import notify, tray
from ergobreak.desktop.notify import CLICK, Notice
from ergobreak.desktop.tray import SEPARATOR, MenuItem, stock
from tests.fakes.world import on_bus, until

if TYPE_CHECKING:
    from tests.desktop.conftest import PanelDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.slow]


class Model:
    def __init__(self) -> None:
        self.done: list[str] = []
        self.made = 0

    def tooltip(self) -> str:
        return "Next break at 14:20"

    def activate(self) -> None:
        self.done.append("activate")

    def menu(self) -> tuple[MenuItem, ...]:
        self.made += 1
        return (
            MenuItem(label="Next in 5 min", enabled=False),
            SEPARATOR,
            MenuItem(label="Routines", children=(MenuItem(label="Neck", action=lambda: self.done.append("neck")),)),
            MenuItem(label="Pause", checked=False, action=lambda: self.done.append("pause")),
        )


def test_click_menu_keys_and_a_new_panel(panel_desktop: PanelDesktop) -> None:
    model = Model()
    with on_bus(panel_desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
        icon = tray.choose(model, bus)
        assert icon.name == "sni"
        runner = threading.Thread(target=icon.run, args=(lambda: None,))
        runner.start()
        assert until(icon.visible)
        time.sleep(0.5)
        panel_desktop.mouse(*panel_desktop.icon_at)
        assert until(lambda: model.done == ["activate"])

        made = model.made
        panel_desktop.mouse(*panel_desktop.icon_at, button=3)
        assert until(lambda: model.made > made), "the menu is made when it opens"
        time.sleep(0.5)
        panel_desktop.keys("Down", "Right", "Return")
        assert until(lambda: model.done == ["activate", "neck"])

        panel_desktop.stop_panel()
        assert until(lambda: not icon.visible())
        panel_desktop.start_panel()
        assert until(icon.visible, 10.0)
        time.sleep(0.5)
        panel_desktop.mouse(*panel_desktop.icon_at)
        assert until(lambda: model.done == ["activate", "neck", "activate"])

        icon.show(TrayState.PAUSED)
        time.sleep(0.5)
        tasks = list(Path("/proc/self/task").iterdir())
        before = [_switches(each) for each in tasks if each.name != str(threading.get_native_id())]
        for _ in range(5):
            panel_desktop.keys("shift")
            panel_desktop.mouse(300, 200)
        after = [_switches(each) for each in tasks if each.name != str(threading.get_native_id())]
        assert after == before, "a person who types wakes nobody here"
        icon.stop()
        runner.join(5)
        assert not runner.is_alive()


def _switches(task: Path) -> str:
    return next(line for line in (task / "status").read_text().splitlines() if line.startswith("voluntary"))


def test_a_click_on_a_notice(dunst: PanelDesktop) -> None:
    heard: list[str] = []
    with on_bus(dunst.env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
        notifier = notify.choose(bus)
        notifier.notify(
            Notice(id="cue", title="Soon", body="Click to start", actions=((CLICK, "Start"),)), heard.append
        )
        assert until(lambda: "a click opens" in notifier.sentence())
        time.sleep(0.7)
        dunst.mouse(480, 60, button=2)  # dunst keeps its first button for closing
        assert until(lambda: heard == [CLICK])
        notifier.stop()


def test_the_old_x11_tray_as_a_last_resort(panel_desktop: PanelDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", panel_desktop.env["DISPLAY"])
    model = Model()
    icon = stock.choose(model, ("xorg",))
    assert icon.name == "xorg"
    ready = threading.Event()
    runner = threading.Thread(target=icon.run, args=(ready.set,))
    runner.start()
    assert ready.wait(5)
    assert until(icon.visible)
    icon.show(TrayState.HELD)
    time.sleep(0.7)
    panel_desktop.mouse(*panel_desktop.icon_at)
    assert until(lambda: model.done == ["activate"])
    icon.stop()
    runner.join(5)
    assert not runner.is_alive()
