"""pystray's own icons behind our port: Windows, macOS, and the fall-backs on Linux (AppIndicator, X11).

What this module adds to pystray, and why:

- Tooltips are cut to 127 characters: Windows refuses longer ones with an error.
- Windows writes each icon into a file and loads it from there, so pictures are made once and set only when they change;
  and its menu is made anew just before it opens, since pystray shows the one of the last update.
- macOS wants its main thread for every change: calls from other threads go through ``AppHelper.callAfter``.
- X11 has no menu, and says nothing when there is no tray to dock in: we look for one first, and again when asked. It
  is also never told of clicks, unless we ask the X server for them.
- ``run_detached`` is never used: its threads outlive the program on X11.

AppIndicator and X11 run on this project's test machines, and the Windows part ran there under wine; the macOS part is
written from pystray's source and is tested against a stand-in for it.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from ergobreak.core.effects import TrayState
from ergobreak.desktop import icons
from ergobreak.desktop.tray import APP
from ergobreak.desktop.tray.null import NullTray
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.tray import MenuItem, Tray, TrayModel

_LONGEST_TOOLTIP = 127
_PICTURE_PX = 64  # systems scale it down
_NEED_X11_TRAY = frozenset({"appindicator", "xorg"})  # AppIndicator falls back to it where our own icon has no host

log = logging.getLogger(__name__)


def choose(model: TrayModel, backends: tuple[str, ...]) -> Tray:
    """Take the first backend that loads and has somewhere to show its icon; never raises."""
    why = ""
    for name in backends:
        try:
            return StockTray(model, name, load(name))
        except Exception as error:  # noqa: BLE001 - libraries and systems raise anything here; there is always another way
            log.info("no %s tray: %s", name, error)
            why = str(error)
    return NullTray(why)


def load(name: str) -> Any:  # noqa: ANN401 - pystray ships no types
    """Load one backend of pystray, and only that one.

    Raises:
        Exception: whatever the system's libraries raise where they are missing.
    """
    if name in _NEED_X11_TRAY and not _x11_tray_is_there():
        raise ImportError("no program keeps an X11 tray")
    before = os.environ.get("PYSTRAY_BACKEND")
    os.environ["PYSTRAY_BACKEND"] = "dummy"
    try:
        importlib.import_module("pystray")
    finally:
        if before is None:
            del os.environ["PYSTRAY_BACKEND"]
        else:
            os.environ["PYSTRAY_BACKEND"] = before
    return importlib.import_module(f"pystray._{name}")


class StockTray:
    """The port on top of one backend of pystray.

    Args:
        backend: a module of pystray with an ``Icon``.
    """

    def __init__(self, model: TrayModel, name: str, backend: Any) -> None:  # noqa: ANN401 - pystray ships no types
        self.name = name
        self._model = model
        self._base = importlib.import_module("pystray._base")  # every backend has loaded it already
        self._state = TrayState.RUNNING
        self._pictures: dict[TrayState, Any] = {}
        self._stopped = threading.Event()
        self._icon = _mended(backend.Icon, name)(
            APP, icon=self._picture(), title=self._title(), menu=self._base.Menu(self._rows)
        )

    def run(self, ready: Callable[[], None]) -> None:
        """Show the icon and keep the main thread."""

        def setup(icon: Any) -> None:  # noqa: ANN401 - pystray ships no types
            self._on_main(lambda: setattr(icon, "visible", True))
            ready()
            if self._stopped.is_set():
                self._on_main(icon.stop)

        self._icon.run(setup)

    def show(self, state: TrayState) -> None:
        """Change the shape."""
        if state is not self._state:
            self._state = state
            self._on_main(lambda: setattr(self._icon, "icon", self._picture()))
        self.refresh()

    def refresh(self) -> None:
        """Bring tooltip and menu up to date."""
        title = self._title()
        if title != self._icon.title:
            self._on_main(lambda: setattr(self._icon, "title", title))
        if self.name != "win32":  # there the menu is made when it opens
            self._on_main(self._icon.update_menu)

    def stop(self) -> None:
        """Take the icon away and let ``run`` return."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._on_main(self._icon.stop)

    def visible(self) -> bool:
        """Whether the icon stands somewhere, as far as this backend can tell."""
        return bool(self._icon.visible) and (self.name not in _NEED_X11_TRAY or _x11_tray_is_there())

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self.name == "xorg":
            return _("The icon stands in the old X11 tray, where it has a click but no menu.")
        return _("The icon stands in the tray ({name}).").format(name=self.name)

    def _title(self) -> str:
        title = self._model.tooltip()
        return title if len(title) <= _LONGEST_TOOLTIP else title[: _LONGEST_TOOLTIP - 1] + "…"

    def _picture(self) -> Any:  # noqa: ANN401 - an image of Pillow, which is loaded only here
        if self._state not in self._pictures:
            from PIL import Image  # noqa: PLC0415 - pystray's own icons want it; ours does without

            inks = icons.TEMPLATE if self.name == "darwin" else icons.UNKNOWN
            size = (_PICTURE_PX, _PICTURE_PX)
            self._pictures[self._state] = Image.frombytes("RGBA", size, icons.rgba(self._state, _PICTURE_PX, inks))
        return self._pictures[self._state]

    def _rows(self) -> list[Any]:
        click = self._base.MenuItem(APP, self._model.activate, default=True, visible=False)  # what a left click does
        return [click, *(self._row(each) for each in self._model.menu())]

    def _row(self, item: MenuItem) -> Any:  # noqa: ANN401 - pystray ships no types
        if item.separator:
            return self._base.Menu.SEPARATOR
        if item.children:
            action: Any = self._base.Menu(*(self._row(each) for each in item.children))
        else:
            action = _only(item.action)
        checked = None if item.checked is None else lambda _row, on=item.checked: on
        return self._base.MenuItem(item.label, action, checked=checked, enabled=item.enabled)

    def _on_main(self, do: Callable[[], object]) -> None:
        if self.name == "darwin" and threading.current_thread() is not threading.main_thread():
            importlib.import_module("PyObjCTools.AppHelper").callAfter(do)
        else:
            do()


def _only(action: Callable[[], None] | None) -> Callable[[object, object], None] | None:
    """Wrap an action for pystray, which counts the parameters of what it is given."""
    return None if action is None else lambda _icon, _row: action()


def _mended(icon: Any, name: str) -> Any:  # noqa: ANN401 - pystray ships no types
    """The backend's icon with what this system needs on top."""
    return {"win32": _with_fresh_menu, "darwin": _as_template, "xorg": _that_hears_clicks}.get(name, _as_it_is)(icon)


def _as_it_is(icon: Any) -> Any:  # noqa: ANN401 - pystray ships no types
    return icon


def _with_fresh_menu(icon: Any) -> Any:  # noqa: ANN401 - pystray ships no types
    class FreshMenu(icon):  # type: ignore[misc]  # pystray ships no types
        """Windows: the menu is made when it is about to open."""

        _RIGHT_BUTTON_UP = 0x0205

        def _on_notify(self, wparam: int, lparam: int) -> None:
            if lparam == self._RIGHT_BUTTON_UP:
                self.update_menu()
            super()._on_notify(wparam, lparam)

    return FreshMenu


def _as_template(icon: Any) -> Any:  # noqa: ANN401 - pystray ships no types
    class Template(icon):  # type: ignore[misc]  # pystray ships no types
        """macOS: the system colours the shape for a light or a dark menu bar."""

        def _assert_image(self) -> None:
            super()._assert_image()
            self._icon_image.setTemplate_(True)

    return Template


def _that_hears_clicks(icon: Any) -> Any:  # noqa: ANN401 - pystray ships no types
    class Clickable(icon):  # type: ignore[misc]  # pystray ships no types
        """X11: pystray handles clicks, but does not ask the server for them."""

        def _create_window(self) -> Any:  # noqa: ANN401 - an X11 window
            window = super()._create_window()
            x = importlib.import_module("Xlib.X")
            window.change_attributes(event_mask=x.ExposureMask | x.StructureNotifyMask | x.ButtonPressMask)
            return window

    return Clickable


def _x11_tray_is_there() -> bool:
    """Whether a program owns the X11 tray of the screen. pystray would only log an error and go on."""
    if sys.platform != "linux" or not os.environ.get("DISPLAY"):
        return False
    try:
        from Xlib.display import Display  # noqa: PLC0415 - comes with pystray, for this backend only

        display = Display()
        try:
            atom = display.intern_atom(f"_NET_SYSTEM_TRAY_S{display.get_default_screen()}")
            return bool(display.get_selection_owner(atom))
        finally:
            display.close()
    except Exception:  # an X server that refuses us is as good as none
        log.debug("no X server to ask for a tray", exc_info=True)
        return False
