"""Autostart as an organisation has decided it: the system's own switch, with nobody's hand on it.

``apply`` brings the system to what was decided, through the same entry that the person's switch would write; so when
the policy goes, the person finds an ordinary switch that stands where it was left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop.autostart import AutostartState
from ergobreak.words import _

if TYPE_CHECKING:
    from ergobreak.desktop.autostart import Autostart, Decision


class DecidedAutostart:
    """The switch, locked."""

    def __init__(self, inner: Autostart, decision: Decision) -> None:
        self._inner, self._decision = inner, decision
        self.name = inner.name

    def on(self) -> None:
        """It is not the person's to choose."""

    def off(self) -> None:
        """It is not the person's to choose."""

    def apply(self) -> bool:
        """Do what was decided; whether anything had to be changed.

        Raises:
            DesktopError: the system refuses.
        """
        state = self._inner.status()
        if state.enabled is self._decision.start or state.locked_by:
            return False
        (self._inner.on if self._decision.start else self._inner.off)()
        return True

    def status(self) -> AutostartState:
        """See the port."""
        state = self._inner.status()
        who = _("your organisation ({source})").format(source=self._decision.source)
        return AutostartState(enabled=state.enabled, where=state.where, locked_by=who)
