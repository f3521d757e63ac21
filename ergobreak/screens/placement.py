"""Where windows go: the pointer's monitor, the middle, a corner; and the dimmed windows on the other monitors.

On Wayland no program may place or raise its own windows: there the compositor decides, and everything still works.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ergobreak.screens.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STACKING_PLATFORMS = frozenset({"xcb", "windows", "cocoa"})  # the others say that they cannot, on standard error


def pointer_screen() -> QScreen:
    """The monitor the pointer is on."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def when_monitors_change(changed: Callable[[], None]) -> None:
    """Have ``changed`` called whenever a monitor comes or goes."""
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.screenAdded.connect(changed)
        app.screenRemoved.connect(changed)


def window_rect(available: QRect, wanted: QSize) -> QRect | None:
    """The middle of a monitor, or ``None`` when it is too small and the window goes maximised."""
    if available.width() < wanted.width() or available.height() < wanted.height():
        return None
    if available.size() == wanted:
        return None
    rect = QRect(available.topLeft(), wanted)
    rect.moveCenter(available.center())
    return rect


def corner_rect(available: QRect, size: QSize, corner: str) -> QRect:
    """A corner of a monitor (``top_right``, ...), a margin away from its edges."""
    margin = tokens()["window"]["corner_margin"]
    inner = available.adjusted(margin, margin, -margin, -margin)
    rect = QRect(inner.topLeft(), size)
    if "right" in corner:
        rect.moveRight(inner.right())
    if "bottom" in corner:
        rect.moveBottom(inner.bottom())
    return rect


def can_stack() -> bool:
    """Whether a program may raise its own windows and make them see-through here."""
    return QGuiApplication.platformName() in STACKING_PLATFORMS


def is_composited() -> bool:
    """Whether a window may have see-through parts. Only X11 without a compositor cannot."""
    if QGuiApplication.platformName() != "xcb":
        return True
    import ctypes  # noqa: PLC0415 - on X11 only: Qt 6 no longer says
    from ctypes.util import find_library  # noqa: PLC0415 - as above

    try:
        x11: Any = ctypes.CDLL(find_library("X11") or "libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    address = x11.XOpenDisplay(os.environ.get("DISPLAY", "").encode() or None)
    if not address:
        return False
    display = ctypes.c_void_p(address)
    number = x11.XDefaultScreen(display)
    atom = ctypes.c_ulong(x11.XInternAtom(display, f"_NET_WM_CM_S{number}".encode(), 0))
    owner = x11.XGetSelectionOwner(display, atom)
    x11.XCloseDisplay(display)
    return bool(owner)


class DimWindow(QWidget):
    """A plain dimmed window over one monitor. It takes neither focus nor clicks: nothing is blocked."""

    def __init__(self, screen: QScreen) -> None:
        flags = (
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowTransparentForInput
        )
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle("ergobreak")
        palette = self.palette()
        palette.setColor(self.backgroundRole(), QColor(tokens()["dim"]["color"]))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        if can_stack():
            self.setWindowOpacity(tokens()["dim"]["opacity"])
        self.setGeometry(screen.geometry())


class Dimmer:
    """The dimmed windows of all monitors but one. The set of windows follows the set of monitors."""

    def __init__(self) -> None:
        self._windows: dict[str, DimWindow] = {}

    def cover(self, screens: Iterable[QScreen], but: QScreen | None) -> None:
        """Dim every monitor in ``screens`` except ``but``; windows of monitors that went away are closed."""
        wanted = {screen.name(): screen for screen in screens if but is None or screen.name() != but.name()}
        for name in set(self._windows) - set(wanted):
            self._windows.pop(name).close()
        for name, screen in wanted.items():
            if name not in self._windows:
                self._windows[name] = DimWindow(screen)
                self._windows[name].show()
            else:
                self._windows[name].setGeometry(screen.geometry())

    def lift(self) -> None:
        """Close them all."""
        self.cover((), None)

    @property
    def count(self) -> int:
        """How many monitors are dimmed."""
        return len(self._windows)
