"""What the system says about its own look: dark, high contrast, less motion.

Qt tells more with every release (colour scheme from 6.5, contrast from 6.10), so each question asks Qt where it can
answer. On Windows an older Qt leaves contrast and animations to ``SystemParametersInfo``. Elsewhere an older Qt leaves
the person's own settings to decide. The Windows calls were tried against a stand-in only.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QGuiApplication

MIDDLE_LIGHTNESS = 128
SPI_GET_HIGH_CONTRAST = 0x0042
SPI_GET_CLIENT_AREA_ANIMATION = 0x1042
HIGH_CONTRAST_ON = 0x0001


def is_dark(app: QGuiApplication) -> bool:
    """Whether the system asks for light letters on a dark ground."""
    hints: Any = app.styleHints()  # colorScheme is missing before Qt 6.5
    if hasattr(hints, "colorScheme"):
        scheme = hints.colorScheme()
        if scheme != Qt.ColorScheme.Unknown:
            return bool(scheme == Qt.ColorScheme.Dark)
    return app.palette().color(QPalette.ColorRole.Window).lightness() < MIDDLE_LIGHTNESS


def is_high_contrast(app: QGuiApplication) -> bool:
    """Whether the system asks for strong contrast."""
    hints: Any = app.styleHints()  # accessibility is missing before Qt 6.10
    if hasattr(hints, "accessibility") and hasattr(Qt, "ContrastPreference"):
        return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)
    return sys.platform == "win32" and windows_contrast()


def wants_less_motion(app: QGuiApplication) -> bool:
    """Whether the system asks for no animations."""
    hints: Any = app.styleHints()
    if hasattr(hints, "accessibility") and hasattr(hints.accessibility(), "motionPreference"):
        return "Reduc" in str(hints.accessibility().motionPreference())
    return sys.platform == "win32" and not windows_animations()


def palette_colors(palette: QPalette) -> dict[str, str]:
    """The colours of a system contrast theme, by our names; shapes and words then carry the states."""
    role = QPalette.ColorRole
    paper, ink = palette.color(role.Window).name(), palette.color(role.WindowText).name()
    strong, on_strong = palette.color(role.Highlight).name(), palette.color(role.HighlightedText).name()
    named = dict.fromkeys(("bg", "surface", "sunk", "accent_soft", "on_state"), paper)
    named |= dict.fromkeys(("ink", "ink_soft", "line", "line_strong", "on_accent_soft", "focus"), ink)
    named |= {"accent": strong, "accent_hover": strong, "on_accent": on_strong}
    for state in ("calm", "attention", "urgent", "emergency"):
        named |= {state: ink, f"{state}_bg": paper}
    return named


def windows_contrast(ask: Callable[..., int] | None = None) -> bool:
    """``HIGHCONTRAST.dwFlags`` of Windows; ``ask`` stands in for the system in tests."""
    import ctypes  # noqa: PLC0415 - only on Windows with an older Qt

    class HighContrast(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("flags", ctypes.c_uint), ("scheme", ctypes.c_void_p))

    answer = HighContrast()
    answer.size = ctypes.sizeof(answer)
    called = (ask or _parameters())(SPI_GET_HIGH_CONTRAST, answer.size, ctypes.byref(answer), 0)
    return bool(called) and bool(answer.flags & HIGH_CONTRAST_ON)


def windows_animations(ask: Callable[..., int] | None = None) -> bool:
    """Whether Windows shows animations; true when it does not say."""
    import ctypes  # noqa: PLC0415 - only on Windows with an older Qt

    answer = ctypes.c_int(1)
    called = (ask or _parameters())(SPI_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(answer), 0)
    return not called or bool(answer.value)


def _parameters() -> Callable[..., int]:
    import ctypes  # noqa: PLC0415 - only on Windows with an older Qt

    library: Any = ctypes
    call: Callable[..., int] = library.windll.user32.SystemParametersInfoW
    return call
