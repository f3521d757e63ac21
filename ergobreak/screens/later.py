"""Do something a little later, unless whoever asked has gone by then.

Newer Qt has a form of ``QTimer.singleShot`` for it that the oldest Qt we support does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject


def later(owner: QObject, milliseconds: int, do: Callable[[], object]) -> None:
    """Call ``do`` once, as long as ``owner`` is there."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(timer.deleteLater)
    timer.timeout.connect(do)
    timer.start(milliseconds)
