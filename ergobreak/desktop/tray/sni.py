"""Our own StatusNotifierItem: the tray icon of KDE, Xfce, Cinnamon, MATE, LXQt, waybar and GNOME with its extension.

A backend of pystray (a subclass of its icon base) that speaks D-Bus itself, so that neither GTK nor an image library is
loaded. It registers with ``org.kde.StatusNotifierWatcher`` whenever one appears, and is *visible* only when the watcher
has taken it and knows of a host that shows icons. Panel killed and started again, or the bus itself: it registers anew.
Nothing here wakes by itself; the host asks for bitmaps, tooltip and menu when it wants them.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
from typing import TYPE_CHECKING, Any

from ergobreak.core.effects import TrayState
from ergobreak.desktop import icons
from ergobreak.desktop.bus import Remote, UnknownMethod
from ergobreak.desktop.tray import APP, dbusmenu
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Body, Bus, Incoming
    from ergobreak.desktop.tray import TrayModel

_chosen = os.environ.get("PYSTRAY_BACKEND")
os.environ["PYSTRAY_BACKEND"] = "dummy"  # else importing pystray would look for GTK and an X server
from pystray import _base  # noqa: E402 - after the choice of a back end

if _chosen is None:
    del os.environ["PYSTRAY_BACKEND"]
else:
    os.environ["PYSTRAY_BACKEND"] = _chosen

PATH = "/StatusNotifierItem"
INTERFACE = "org.kde.StatusNotifierItem"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_WATCHER_NAME = "org.kde.StatusNotifierWatcher"
_WATCHER = Remote(name=_WATCHER_NAME, path="/StatusNotifierWatcher", interface=_WATCHER_NAME)
_WATCHER_VALUES = Remote(name=_WATCHER_NAME, path="/StatusNotifierWatcher", interface=_PROPERTIES)
_ASK_HOST = ("ss", (_WATCHER_NAME, "IsStatusNotifierHostRegistered"))
_count = itertools.count(1)

log = logging.getLogger(__name__)


def host_is_there(bus: Bus, wait_s: float) -> bool:
    """Whether somebody shows such icons, now or within ``wait_s`` (a desktop that starts brings its panel late)."""
    there = threading.Event()

    def look(_signal: object = None) -> None:
        bus.ask(_WATCHER_VALUES, "Get", *_ASK_HOST, then=hear)

    def hear(body: Body | None) -> None:
        if body is not None and body[0][1]:
            there.set()

    forget = (
        bus.watch_name(_WATCHER_NAME, lambda owner: look() if owner else None),
        bus.on_signal(look, interface=_WATCHER_NAME, member="StatusNotifierHostRegistered"),
    )
    found = there.wait(wait_s)
    for each in forget:
        each()
    return found


class SniIcon(_base.Icon):  # type: ignore[misc]  # pystray ships no types
    """The backend: what pystray's base asks of a system, answered over D-Bus."""

    HAS_MENU_RADIO = False
    HAS_NOTIFICATION = False

    def __init__(self, model: TrayModel, bus: Bus) -> None:
        super().__init__(APP, TrayState.RUNNING)
        self._model = model
        self._bus = bus
        self._bus_name = f"{INTERFACE}-{os.getpid()}-{next(_count)}"
        self._dbus_menu: dbusmenu.DBusMenu | None = None
        self._forget: list[Callable[[], None]] = []
        self._taken = False
        self._hosted = False
        self._tooltip_is_late = False
        self._pixmaps: tuple[str, list[tuple[int, int, bytes]]] = ("", [])
        self.finished = threading.Event()

    @property
    def shown(self) -> bool:
        """Whether a watcher has taken the icon and a host shows it."""
        return self._taken and self._hosted

    # -- pystray's side --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._mark_ready()
        self.finished.wait()
        self.visible = False

    def _stop(self) -> None:
        self.finished.set()

    def _show(self) -> None:
        self._dbus_menu = dbusmenu.DBusMenu(self._bus, self._model.menu)
        self._forget = [
            self._dbus_menu.close,
            self._bus.serve(PATH, self._answer),
            self._bus.on_signal(self._look_for_host, interface=_WATCHER_NAME),
        ]
        try:
            mine = self._bus.own(self._bus_name)
        except DesktopError:
            mine = False
        if not mine:
            log.debug("the bus gives us no name; the unique one serves as well")
        self._forget.append(self._bus.watch_name(_WATCHER_NAME, self._watcher_changed))

    def _hide(self) -> None:
        for forget in reversed(self._forget):
            forget()
        self._forget = []
        self._bus.disown(self._bus_name)
        self._taken = self._hosted = False

    def _update_icon(self) -> None:
        self._icon_valid = True
        if not self._forget:
            return  # nobody knows of us yet
        self._bus.emit(PATH, INTERFACE, "NewIcon")
        self._bus.emit(PATH, INTERFACE, "NewAttentionIcon")
        self._bus.emit(PATH, INTERFACE, "NewStatus", "s", (self._status(),))

    def _update_title(self) -> None:
        self._tooltip_is_late = True
        self.tell_tooltip()

    def tell_tooltip(self) -> None:
        """Let the host read the tooltip again, but not now if that would put it on top of the open menu."""
        if self._tooltip_is_late and not (self._dbus_menu is not None and self._dbus_menu.open):
            self._tooltip_is_late = False
            self._bus.emit(PATH, INTERFACE, "NewToolTip")

    def _update_menu(self) -> None:
        if self._dbus_menu is not None:
            self._dbus_menu.refresh()

    # -- the watcher's side ----------------------------------------------------------------------------------------

    def _watcher_changed(self, owner: str | None) -> None:
        self._taken = self._hosted = False
        if owner is not None:
            self._bus.ask(_WATCHER, "RegisterStatusNotifierItem", "s", (self._bus_name,), then=self._registered)

    def _registered(self, body: Body | None) -> None:
        self._taken = body is not None
        self._look_for_host()

    def _look_for_host(self, _signal: object = None) -> None:
        def hear(body: Body | None) -> None:
            self._hosted = body is not None and bool(body[0][1])

        self._bus.ask(_WATCHER_VALUES, "Get", *_ASK_HOST, then=hear)

    # -- the host's side -------------------------------------------------------------------------------------------

    def _answer(self, call: Incoming) -> tuple[str, Body]:
        match call.member, call.body:
            case "Get", (str(interface), str(name)) if name in (found := self._properties(interface)):
                return "v", (found[name],)
            case "GetAll", (str(interface),):
                return "a{sv}", (self._properties(interface),)
            case (("Activate" | "ContextMenu"), (int(), int())):  # hosts that show our menu never ask for the latter
                self._model.activate()
            case (("SecondaryActivate" | "Scroll" | "ProvideXdgActivationToken"), _):
                pass
            case "Introspect", ():
                return "s", (self._introspection(),)
            case _:
                raise UnknownMethod(f"A tray icon has no {call.member}.")
        return "", ()

    def _status(self) -> str:
        return "NeedsAttention" if self.icon is TrayState.ATTENTION else "Active"

    def _properties(self, interface: str) -> dict[str, tuple[str, Any]]:
        if interface != INTERFACE:
            return {}
        state = str(self.icon)
        if self._pixmaps[0] != state:
            self._pixmaps = (state, icons.argb(state))
        pixmaps = self._pixmaps[1]
        first, _newline, rest = self.title.partition("\n")
        return {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", APP),
            "Title": ("s", APP),
            "Status": ("s", self._status()),
            "WindowId": ("i", 0),
            "IconThemePath": ("s", ""),
            "IconName": ("s", ""),
            "IconPixmap": ("a(iiay)", pixmaps),
            "OverlayIconName": ("s", ""),
            "OverlayIconPixmap": ("a(iiay)", []),
            "AttentionIconName": ("s", ""),
            "AttentionIconPixmap": ("a(iiay)", pixmaps if self.icon is TrayState.ATTENTION else []),
            "AttentionMovieName": ("s", ""),
            "ToolTip": ("(sa(iiay)ss)", ("", [], first, _plain_in_markup(rest))),
            "ItemIsMenu": ("b", False),
            "Menu": ("o", dbusmenu.PATH),
        }

    def _introspection(self) -> str:
        rows = "".join(
            f'<property name="{name}" type="{kind}" access="read"/>'
            for name, (kind, _value) in self._properties(INTERFACE).items()
        )
        return f'<node><interface name="{INTERFACE}">{rows}</interface></node>'


def _plain_in_markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class SniTray:
    """The port on top of it."""

    name = "sni"

    def __init__(self, model: TrayModel, bus: Bus) -> None:
        self._model = model
        self._icon = SniIcon(model, bus)

    def run(self, ready: Callable[[], None]) -> None:
        """Show the icon and wait."""

        def setup(icon: SniIcon) -> None:
            icon.title = self._model.tooltip()
            icon.visible = True
            ready()

        self._icon.run(setup)
        self._icon.stop()

    def show(self, state: TrayState) -> None:
        """Change the shape."""
        if state is not self._icon.icon:
            self._icon.icon = state
        self.refresh()

    def refresh(self) -> None:
        """Bring tooltip and open menu up to date."""
        self._icon.title = self._model.tooltip()
        self._icon.tell_tooltip()
        self._icon.update_menu()

    def stop(self) -> None:
        """Take the icon away and let ``run`` return."""
        self._icon.finished.set()

    def visible(self) -> bool:
        """Whether a panel shows the icon."""
        return self._icon.shown

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self.visible():
            return _("The icon stands in the panel (StatusNotifierItem, with menu and left click).")
        return _("No panel shows the icon at the moment. It appears as soon as one does. Breaks come all the same.")
