"""Keeps a window out of screenshots and screen sharing, where the system lets a program ask for that.

Windows: ``SetWindowDisplayAffinity`` (version 2004 and later leave the window out, older ones show it black). macOS:
``NSWindow.sharingType`` none. X11 lets every program see every window, and Wayland has no request for it: there
nothing can be done, and ``can_hide`` says so. The two calls were tried against stand-ins only, not on real systems.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any

from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

WDA_MONITOR, WDA_EXCLUDE_FROM_CAPTURE = 0x01, 0x11
SHARING_NONE = 0  # NSWindowSharingNone


def can_hide(platform: str) -> bool:
    """Whether a window can be left out of screen captures with this Qt platform (``windows``, ``cocoa``, ``xcb``)."""
    return platform in {"windows", "cocoa"}


def sentence(platform: str) -> str:
    """One sentence about itself, for ``doctor``."""
    if can_hide(platform):
        return _("The check-in window is left out of screenshots and screen sharing.")
    return _("This system cannot leave a window out of screenshots and screen sharing.")


def hide_from_capture(window: int, platform: str, calls: Callable[[str], Any] | None = None) -> bool:
    """Ask the system to leave the window out; false where it cannot or refuses.

    Args:
        window: the native window: an ``HWND``, or an ``NSView`` on macOS.
        platform: Qt's name of the platform.
        calls: stands in for the system's libraries in tests, by name.
    """
    load = calls or _library
    try:
        if platform == "windows":
            affinity = load("user32").SetWindowDisplayAffinity
            handle = ctypes.c_void_p(window)
            return bool(affinity(handle, WDA_EXCLUDE_FROM_CAPTURE)) or bool(affinity(handle, WDA_MONITOR))
        if platform == "cocoa":
            return _hide_on_macos(window, load("objc"))
    except (OSError, AttributeError):
        return False
    return False


def _hide_on_macos(view: int, objc: Any) -> bool:  # noqa: ANN401 - a library has no type
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    send = objc.objc_msgSend
    send.restype, send.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_void_p]
    window = send(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    send.restype, send.argtypes = None, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
    send(window, objc.sel_registerName(b"setSharingType:"), SHARING_NONE)
    return True


def _library(name: str) -> Any:  # noqa: ANN401 - a library has no type
    if name == "user32":
        if sys.platform != "win32":
            raise OSError(name)
        return ctypes.WinDLL("user32")
    return ctypes.CDLL("/usr/lib/libobjc.dylib")
