"""Do-not-disturb, as each desktop keeps it. Every source listens; none is asked by the clock.

KDE has the ``Inhibited`` property of its notification service (also on while a screen is shared), dunst its own
``paused``, Xfce a setting in xfconf, GNOME and Cinnamon one in dconf. A desktop that has none of them is not busy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core.plan import HoldReason
from ergobreak.desktop.bus import Remote
from ergobreak.desktop.quiet import Quiet
from ergobreak.desktop.quiet.switch import BusSwitch
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ergobreak.desktop.bus import Body, Bus, Incoming
    from ergobreak.desktop.quiet import Source

_NOTES, _NOTES_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_XFCONF = Remote(name="org.xfce.Xfconf", path="/org/xfce/Xfconf", interface="org.xfce.Xfconf")
_CHANNEL, _SETTING = "xfce4-notifyd", "/do-not-disturb"


def sources(bus: Bus, changed: Callable[[], None], environ: Mapping[str, str]) -> Iterator[Callable[[], Source]]:
    """One maker per way that may matter here."""
    said = _("Do-not-disturb: the notification service tells ({name}).")
    silent = _("Do-not-disturb: the notification service does not tell ({name}).")
    for name, interface, prop in (("KDE", _NOTES, "Inhibited"), ("dunst", "org.dunstproject.cmd0", "paused")):
        yield lambda name=name, interface=interface, prop=prop: BusSwitch(  # type: ignore[misc] # defaults bind the loop
            bus, changed, remote=Remote(name=_NOTES, path=_NOTES_PATH, interface=interface), prop=prop, judge=bool,
            reason=HoldReason.DO_NOT_DISTURB, title=(said.format(name=name), silent.format(name=name)),
        )  # fmt: skip
    desktop = environ.get("XDG_CURRENT_DESKTOP", "").lower()
    if "gnome" in desktop or "cinnamon" in desktop:
        from ergobreak.desktop.quiet.dconf import DconfSwitch  # noqa: PLC0415 - only where it is used

        yield lambda: DconfSwitch(bus, changed, cinnamon="cinnamon" in desktop)
    yield lambda: XfceSwitch(bus, changed)


class XfceSwitch:
    """Xfce's do-not-disturb, from its settings service."""

    event_driven = True

    def __init__(self, bus: Bus, changed: Callable[[], None]) -> None:
        self._bus, self._changed = bus, changed
        self._there = self._on = False
        self._forget = [
            bus.on_signal(self._on_changed, interface=_XFCONF.interface, member="PropertyChanged", arg0=_CHANNEL),
            bus.watch_name(_XFCONF.name, self._on_owner),
        ]

    def read(self) -> Quiet:
        """The answer now, out of memory."""
        return Quiet(reasons=frozenset({HoldReason.DO_NOT_DISTURB})) if self._on else Quiet()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        if self._there:
            return _("Do-not-disturb: from Xfce's settings.")
        return _("Do-not-disturb: Xfce's settings are not here.")

    def stop(self) -> None:
        """Give everything back."""
        for forget in self._forget:
            forget()
        self._forget = []

    def _on_owner(self, owner: str | None) -> None:
        self._there = owner is not None
        if owner is None:
            self._keep(on=False)
        else:
            self._bus.ask(_XFCONF, "GetProperty", "ss", (_CHANNEL, _SETTING), then=self._on_answer)

    def _on_answer(self, body: Body | None) -> None:
        self._keep(on=body is not None and body[0][1] is True)  # an error means: never set, so off

    def _on_changed(self, signal: Incoming) -> None:
        if signal.body[1] == _SETTING:
            self._keep(on=signal.body[2][1] is True)

    def _keep(self, *, on: bool) -> None:
        if on != self._on:
            self._on = on
            self._changed()
