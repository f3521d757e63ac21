"""A microphone that is opened for an instant is not a call, and a call that drops for an instant is not over.

On needs two looks in a row, at least a second apart; off needs ten seconds since it was last seen in use. There is no
timer here: time comes with each look, and ``pending_s`` says when another would settle the matter.
"""

from __future__ import annotations

ON_S = 1.0
OFF_S = 10.0


class Debounce:
    """One steadied switch."""

    def __init__(self) -> None:
        self.on = False
        self.pending_s: float | None = None
        self._first: float | None = None
        self._last = 0.0

    def seen(self, now: float, *, on: bool) -> bool:
        """Take in one look; the steady answer after it."""
        self.pending_s = None
        if on:
            if self._first is None:
                self._first = now
            self._last = now
            if now - self._first >= ON_S:
                self.on = True
            else:
                self.pending_s = ON_S - (now - self._first)
        elif self.on and now - self._last < OFF_S:
            self.pending_s = OFF_S - (now - self._last)
        else:
            self.on = False
            self._first = None
        if self.on and on:
            self._first = self._last - ON_S  # still on after a short gap: no second proof is asked for
        return self.on
