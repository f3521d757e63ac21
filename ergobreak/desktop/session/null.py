"""Where nothing tells of lock or sleep. A gap in the clocks is still seen by the core, and counts as absence."""

from __future__ import annotations

from ergobreak.desktop.session import SessionState
from ergobreak.words import _


class NullSession:
    """Never locked, never asleep, as far as anybody knows."""

    name = "null"

    def read(self) -> SessionState:
        """Nothing is known."""
        return SessionState()

    def saved(self) -> None:
        """Nobody waits for it."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return _("Lock and sleep: nothing here tells; a gap in the clock is still noticed.")

    def stop(self) -> None:
        """There is nothing to give back."""
