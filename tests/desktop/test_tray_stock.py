"""pystray's own icons behind our port, with stand-ins for what Windows and macOS bring."""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from ergobreak.core.effects import TrayState
from ergobreak.desktop import icons
from ergobreak.desktop.tray import SEPARATOR, MenuItem, stock
from ergobreak.desktop.tray.null import NullTray
from tests.fakes.world import until

if TYPE_CHECKING:
    import pytest

stock.load("dummy")
base: Any = importlib.import_module("pystray._base")


class Icon(base.Icon):  # type: ignore[misc]  # pystray ships no types
    """A system that keeps what it was shown."""

    def __init__(self, *given: object, **named: object) -> None:
        self.finished = threading.Event()
        self.did: list[tuple[str, threading.Thread]] = []
        self.popped: list[list[str]] = []
        self._icon_image = SimpleNamespace(setTemplate_=lambda on: self._note(f"template {on}"))
        super().__init__(*given, **named)

    def _note(self, what: str) -> None:
        self.did.append((what, threading.current_thread()))

    def _show(self) -> None:
        self._note("show")
        self._assert_image()

    def _assert_image(self) -> None:
        self._note("image")

    def _hide(self) -> None:
        self._note("hide")

    def _update_icon(self) -> None:
        self._note("icon")
        self._icon_valid = True

    def _update_title(self) -> None:
        assert len(self.title) < 128, "Windows refuses more"
        self._note("title")

    def _update_menu(self) -> None:
        self._note("menu")
        self.rows = list(self.menu)

    def _on_notify(self, _wparam: int, lparam: int) -> None:
        if lparam == 0x0205:
            self.popped.append([row.text for row in self.rows])
        else:
            self()

    def _run(self) -> None:
        self._mark_ready()
        self.finished.wait()

    def _stop(self) -> None:
        self.finished.set()


class Model:
    minutes = 5

    def __init__(self) -> None:
        self.done: list[str] = []

    def tooltip(self) -> str:
        return f"Next break in {self.minutes} min. " + "x" * 200

    def activate(self) -> None:
        self.done.append("activate")

    def menu(self) -> tuple[MenuItem, ...]:
        return (
            MenuItem(label=f"In {self.minutes} min", enabled=False),
            SEPARATOR,
            MenuItem(label="Go", action=lambda: self.done.append("go")),
            MenuItem(label="More", children=(MenuItem(label="Neck", action=lambda: self.done.append("neck")),)),
            MenuItem(label="Pause", checked=True),
        )


def standing(name: str, model: Model) -> tuple[stock.StockTray, threading.Thread]:
    tray = stock.StockTray(model, name, SimpleNamespace(Icon=Icon))
    ready = threading.Event()
    runner = threading.Thread(target=tray.run, args=(ready.set,))
    runner.start()
    assert ready.wait(5)
    return tray, runner


def test_windows_opens_a_fresh_menu_and_takes_a_click() -> None:
    model = Model()
    tray, runner = standing("win32", model)
    icon = tray._icon
    assert until(tray.visible)
    model.minutes = 4
    icon._on_notify(0, 0x0205)
    assert icon.popped == [["In 4 min", "- - - -", "Go", "More", "Pause"]]
    icon._on_notify(0, 0x0202)
    icon.rows[2](icon)
    next(iter(icon.rows[3].submenu))(icon)
    assert model.done == ["activate", "go", "neck"]
    assert [row.enabled for row in icon.rows] == [False, True, True, True, True]
    assert icon.rows[4].checked is True
    assert len(icon.title) == 127
    icon.did.clear()
    tray.refresh()
    tray.refresh()
    assert [what for what, _ in icon.did] == ["title"], "told once, and no menu is made while nobody looks"
    tray.stop()
    tray.stop()
    runner.join(5)
    assert not runner.is_alive()


def test_each_picture_is_made_once() -> None:
    tray, runner = standing("win32", Model())
    first = tray._icon.icon
    assert first.tobytes() == icons.rgba("running", 64)
    tray.show(TrayState.PAUSED)
    tray.show(TrayState.PAUSED)
    assert tray._icon.icon.tobytes() == icons.rgba("paused", 64)
    tray.show(TrayState.RUNNING)
    assert tray._icon.icon is first
    assert [what for what, _ in tray._icon.did].count("icon") == 3, "at the start, and at each change"
    tray.stop()
    runner.join(5)


def test_macos_is_changed_on_its_main_thread_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    helper = ModuleType("PyObjCTools.AppHelper")
    helper.callAfter = asked.append  # type: ignore[attr-defined]  # a stand-in
    monkeypatch.setitem(sys.modules, "PyObjCTools", ModuleType("PyObjCTools"))
    monkeypatch.setitem(sys.modules, "PyObjCTools.AppHelper", helper)
    tray, runner = standing("darwin", Model())
    before = list(tray._icon.did)
    for ask in (lambda: tray.show(TrayState.HELD), tray.stop):
        other = threading.Thread(target=ask)
        other.start()
        other.join(5)
    assert tray._icon.did == before, "nothing happens on the threads that asked"
    for do in asked:
        do()
    runner.join(5)
    done = [what for what, thread in tray._icon.did[len(before) :] if thread is threading.main_thread()]
    assert "show" in done
    assert "template True" in done
    assert "icon" in done


def test_what_does_not_load_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    found = stock.choose(Model(), ("nonsense", "xorg"))
    assert isinstance(found, NullTray)
    assert "no program keeps an X11 tray" in found.sentence()
