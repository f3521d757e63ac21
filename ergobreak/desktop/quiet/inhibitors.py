"""Programs that keep the screen from blanking (a film, a presentation) say that somebody may be there without typing.

They are not a reason to hold a prompt: a forgotten "keep awake" switch would hold every one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop.bus import Remote
from ergobreak.desktop.quiet.switch import BusSwitch
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.desktop.bus import Bus
    from ergobreak.desktop.quiet import Source

_LOGIND = Remote(
    name="org.freedesktop.login1", path="/org/freedesktop/login1", interface="org.freedesktop.login1.Manager"
)
_GNOME = Remote(name="org.gnome.SessionManager", path="/org/gnome/SessionManager", interface="org.gnome.SessionManager")
_IDLE = 8  # GSM_INHIBITOR_FLAG_IDLE


def sources(
    session_bus: Bus | None, system_bus: Bus | None, changed: Callable[[], None]
) -> Iterator[Callable[[], Source]]:
    """One maker per service."""
    if system_bus is not None:
        yield lambda: BusSwitch(
            system_bus, changed, remote=_LOGIND, prop="BlockInhibited", reason=None,
            judge=lambda value: "idle" in str(value).split(":"),
            title=(_("Keeping the screen on: from logind."), _("Keeping the screen on: logind does not tell.")),
        )  # fmt: skip
    if session_bus is not None:
        yield lambda: BusSwitch(
            session_bus, changed, remote=_GNOME, prop="InhibitedActions", reason=None,
            judge=lambda value: bool(int(value) & _IDLE),
            title=(
                _("Keeping the screen on: from the session manager."),
                _("Keeping the screen on: no session manager tells."),
            ),
        )  # fmt: skip
