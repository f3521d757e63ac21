"""Keys of a window that came by itself: dead at first, so that typing cannot answer; then one table for each screen.

The guard sits on the native window, before any button: neither Enter nor a letter that was on its way to somebody's
text can press anything. It also tells when our own window is used, which is not work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

GUARD_S = 0.8
PRESSES = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
USES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
TEXT_SIZE_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class KeyGuard(QObject):
    """Swallows keys for the first 800 ms, and held keys always (except Esc, which may be held on purpose).

    Args:
        clock: monotonic seconds.
        used: called whenever our own window is used.
    """

    def __init__(self, clock: Callable[[], float], used: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._clock, self._used = clock, used
        self._shown_at = clock()

    def watch(self, window: QWidget) -> None:
        """Sit on the native window of this one, before any of its buttons."""
        window.winId()
        handle = window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def opened(self) -> None:
        """The window is being shown now."""
        self._shown_at = self._clock()

    @property
    def closed(self) -> bool:
        """Whether keys are still dead."""
        return self._clock() - self._shown_at < GUARD_S

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True swallows the event."""
        kind = event.type()
        if kind in PRESSES and self.closed:
            return True
        if (
            kind in PRESSES
            and isinstance(event, QKeyEvent)
            and event.isAutoRepeat()
            and event.key() != Qt.Key.Key_Escape
        ):
            return True
        if kind in USES:
            self._used()
        return super().eventFilter(watched, event)


def text_size_step(event: QKeyEvent) -> int | None:
    """What Ctrl with plus, minus or 0 asks for: 1, -1 or 0 (back to 100 %); ``None`` for any other key."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    return TEXT_SIZE_KEYS.get(Qt.Key(event.key()))


def plain_letter(event: QKeyEvent) -> str:
    """The single letter or digit that was pressed, upper case; empty for anything with a modifier."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    letter = event.text().upper()
    return letter if held == Qt.KeyboardModifier.NoModifier and len(letter) == 1 and letter.isprintable() else ""
