"""The screen savers' word: the session bus says when one becomes active or ends.

Desktops without logind's hint have at least this. Each service is asked once when it appears and listened to from then
on; one that goes away is taken as inactive. None is ever started by asking: only those that are there are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.desktop.bus import Remote

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.desktop.bus import Body, Bus, Incoming

SAVERS = tuple(
    Remote(name=name, path=path, interface=name)
    for name, path in (
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
        ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
        ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
        ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    )
)


class ScreenSavers:
    """One source for ``LinuxSession``."""

    def __init__(self, bus: Bus, changed: Callable[[], None]) -> None:
        self._bus, self._changed = bus, changed
        self._active: set[str] = set()
        self._forget: list[Callable[[], None]] = []
        for saver in SAVERS:
            self._listen(saver)

    @property
    def active(self) -> bool:
        """Whether one of them hides the screen."""
        return bool(self._active)

    def stop(self) -> None:
        """Give everything back."""
        for forget in self._forget:
            forget()
        self._forget = []

    def _listen(self, saver: Remote) -> None:
        def on_owner(owner: str | None) -> None:
            if owner is None:
                self._keep(saver, active=False)
            else:
                self._bus.ask(saver, "GetActive", then=on_answer)

        def on_answer(body: Body | None) -> None:
            if body is not None:
                self._keep(saver, active=bool(body[0]))

        def on_signal(signal: Incoming) -> None:
            self._keep(saver, active=bool(signal.body[0]))

        self._forget.append(self._bus.on_signal(on_signal, interface=saver.interface, member="ActiveChanged"))
        self._forget.append(self._bus.watch_name(saver.name, on_owner))

    def _keep(self, saver: Remote, *, active: bool) -> None:
        if active != (saver.name in self._active):
            (self._active.add if active else self._active.discard)(saver.name)
            self._changed()
