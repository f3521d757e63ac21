"""No tray: the main thread waits, everything else goes on. The command line and notices still reach the person."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.effects import TrayState


class NullTray:
    """Nothing to see. ``why`` is a whole sentence, or empty."""

    name = "null"

    def __init__(self, why: str = "") -> None:
        self._why = why
        self._stopped = threading.Event()

    def run(self, ready: Callable[[], None]) -> None:
        """Wait until ``stop``."""
        ready()
        self._stopped.wait()

    def show(self, state: TrayState) -> None:
        """There is nothing to change."""

    def refresh(self) -> None:
        """There is nothing to change."""

    def stop(self) -> None:
        """Let ``run`` return."""
        self._stopped.set()

    def visible(self) -> bool:
        """Tell that nobody shows an icon."""
        return False

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        plain = _("This desktop has no tray. Breaks still come, and every command works in a terminal.")
        return f"{plain} {self._why}".strip()
