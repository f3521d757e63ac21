"""A yes-or-no property of a service on the message bus, kept up to date by the service's own signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.desktop.bus import Remote
from ergobreak.desktop.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.plan import HoldReason
    from ergobreak.desktop.bus import Body, Bus, Incoming

_PROPERTIES = "org.freedesktop.DBus.Properties"


class BusSwitch:
    """One property as a source.

    The service is never started by asking: it is asked when it is on the bus, and again whenever it comes back.

    Args:
        judge: whether a value of the property means "on".
        reason: what it means when it is on; without one it only means that somebody may be there without typing.
        title: what ``sentence`` says when the service is there, and when it is not.
    """

    event_driven = True

    def __init__(
        self,
        bus: Bus,
        changed: Callable[[], None],
        *,
        remote: Remote,
        prop: str,
        judge: Callable[[Any], bool],
        reason: HoldReason | None,
        title: tuple[str, str],
    ) -> None:
        self._bus, self._changed, self._remote, self._prop, self._judge = bus, changed, remote, prop, judge
        self._quiet = Quiet(reasons=frozenset({reason})) if reason else Quiet(passive=True)
        self._title = title
        self.known = self.on = False
        self._forget = [
            bus.on_signal(
                self._on_properties,
                interface=_PROPERTIES,
                member="PropertiesChanged",
                path=remote.path,
                arg0=remote.interface,
            ),
            bus.watch_name(remote.name, self._on_owner),
        ]

    def read(self) -> Quiet:
        """The answer now, out of memory."""
        return self._quiet if self.on else Quiet()

    def sentence(self) -> str:
        """One sentence for ``doctor``."""
        return self._title[0] if self.known else self._title[1]

    def stop(self) -> None:
        """Give everything back."""
        for forget in self._forget:
            forget()
        self._forget = []

    def _ask(self) -> None:
        there = Remote(name=self._remote.name, path=self._remote.path, interface=_PROPERTIES)
        self._bus.ask(there, "Get", "ss", (self._remote.interface, self._prop), then=self._on_answer)

    def _on_owner(self, owner: str | None) -> None:
        if owner is None:
            self.known = False
            self._keep(on=False)
        else:
            self._ask()

    def _on_answer(self, body: Body | None) -> None:
        self.known = body is not None
        self._keep(on=body is not None and self._judge(body[0][1]))

    def _on_properties(self, signal: Incoming) -> None:
        changed: dict[str, tuple[str, Any]] = signal.body[1]
        if self._prop in changed:
            self.known = True
            self._keep(on=self._judge(changed[self._prop][1]))
        elif self._prop in signal.body[2]:
            self._ask()

    def _keep(self, *, on: bool) -> None:
        if on != self.on:
            self.on = on
            self._changed()
