"""A system that nobody has taught this program to start with."""

from __future__ import annotations

from ergobreak.desktop.autostart import AutostartState
from ergobreak.errors import DesktopError
from ergobreak.words import _


class NullAutostart:
    """Never on."""

    name = "null"

    def on(self) -> None:
        """Say that it cannot be done."""
        raise DesktopError(
            _("This system has no known way to start a program with the session."),
            _("Add the command `ergobreak run` to whatever starts your programs."),
        )

    def off(self) -> None:
        """It is off already."""

    def status(self) -> AutostartState:
        """It is off."""
        return AutostartState(enabled=False)
