"""The window in front, on X11: does it fill the screen, and is it one of the listed programs?

The window manager keeps the number of the window in front on the root window and tells when it changes. Going full
screen without a change of window shows as a change of size. A window's own properties are not listened to: titles that
change ten times a second would wake us as often. Its end is, since some window managers leave the number of the last
window standing when no other is left.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.quiet import Quiet
from ergobreak.desktop.x11 import (
    CONFIGURE_NOTIFY,
    DESTROY_NOTIFY,
    PROPERTY_CHANGE,
    PROPERTY_NOTIFY,
    STRUCTURE_NOTIFY,
    UNMAP_NOTIFY,
    XError,
    connect,
)
from ergobreak.errors import DesktopError
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

_WM_CLASS = 67  # fixed by the protocol


class X11Front:
    """The source. Raises DesktopError when there is no X server."""

    event_driven = True

    def __init__(self, changed: Callable[[], None], apps: frozenset[str], display: str = "") -> None:
        self._changed, self._apps = changed, apps
        self._x = x = connect(display)
        try:
            self._active, self._state, self._full, self._pid, self._hidden = (
                x.atom(name)
                for name in (
                    "_NET_ACTIVE_WINDOW",
                    "_NET_WM_STATE",
                    "_NET_WM_STATE_FULLSCREEN",
                    "_NET_WM_PID",
                    "_NET_WM_STATE_HIDDEN",
                )
            )
            self._window = 0
            self._told = Quiet()
            self._size: tuple[int, int] | None = None
            x.on_event(self._on_event, changed)
            x.select_events(x.root, PROPERTY_CHANGE)
            self._told = self.read()
        except XError as error:
            raise DesktopError(_("The X server does not say which window is in front.")) from error

    def read(self) -> Quiet:
        """The answer now."""
        try:
            return self._look()
        except (DesktopError, XError):
            return Quiet()

    def _look(self) -> Quiet:
        x = self._x
        window = next(iter(x.get_numbers(x.root, self._active)), 0)
        if window != self._window:
            if self._window and self._window != x.root:
                x.select_events(self._window, 0)
            if window and window != x.root:
                x.select_events(window, STRUCTURE_NOTIFY)
            self._window, self._size = window, None
        if not window:
            return Quiet()
        reasons: set[HoldReason] = set()
        states = x.get_numbers(window, self._state)
        if self._full in states and self._hidden not in states:
            reasons.add(HoldReason.FULL_SCREEN)
        if self._apps and self._names(window) & self._apps:
            reasons.add(HoldReason.APP)
        return Quiet(reasons=frozenset(reasons))

    def _names(self, window: int) -> set[str]:
        raw = self._x.get_property(window, _WM_CLASS) or b""
        names = {each.decode("utf-8", "replace").lower() for each in raw.split(b"\0") if each}
        for pid in self._x.get_numbers(window, self._pid)[:1]:
            try:
                names.add(Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip().lower())
            except OSError:
                continue
        return names

    def _on_event(self, event: bytes) -> None:
        kind, window = event[0] & 0x7F, struct.unpack_from("<I", event, 4)[0]
        if kind == PROPERTY_NOTIFY:
            if window != self._x.root or struct.unpack_from("<I", event, 8)[0] != self._active:
                return
        elif kind == CONFIGURE_NOTIFY and window == self._window:
            size = struct.unpack_from("<HH", event, 20)
            if size == self._size:
                return  # only moved
            self._size = (int(size[0]), int(size[1]))
        elif kind not in {UNMAP_NOTIFY, DESTROY_NOTIFY} or window != self._window:
            return
        now = self.read()
        if now != self._told:
            self._told = now
            self._changed()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if not self._x.alive:
            return _("Full screen: the X server is gone.")
        return _("Full screen and the program in front: from the X server, which reports changes by itself.")

    def stop(self) -> None:
        """Give everything back."""
        self._x.release(self._on_event, self._changed)
