"""Where nobody can tell: presence is assumed, and breaks come by the clock on the wall."""

from __future__ import annotations

from ergobreak.words import _


class NullIdle:
    """Knows nothing, and says so."""

    name = "null"
    event_driven = False

    def __init__(self, why: str = "") -> None:
        self._why = why

    def read(self) -> float | None:
        """Nobody can tell."""
        return None

    def watch(self, threshold_s: float | None) -> None:
        """There is nothing to watch."""

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        said = _("Idle time: nothing here can tell, so presence is assumed and breaks follow the clock.")
        return f"{said} {self._why}" if self._why else said

    def stop(self) -> None:
        """There is nothing to give back."""
