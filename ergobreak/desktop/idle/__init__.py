"""How long since the last input: a time, never what was typed."""

from __future__ import annotations

from typing import Protocol


class IdleSensor(Protocol):
    """Seconds since the last key or pointer input."""

    name: str  # "x11-sync", "mutter", "win32", "null" ...
    event_driven: bool  # crossings of the watched threshold are reported without being asked

    def read(self) -> float | None:
        """Seconds since the last input, or ``None`` where nobody can tell. Never raises."""

    def watch(self, threshold_s: float | None) -> None:
        """Call ``changed`` once when idle time crosses ``threshold_s``, and once when input comes back after that."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""

    def stop(self) -> None:
        """Give everything back. Safe to call twice."""

