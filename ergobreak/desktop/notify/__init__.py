"""Notices: a few words beside the person's work, with a click that opens the break.

Everything a notice offers is in the tray's menu and on the command line too: some systems show no buttons, and some
show nothing. Linux speaks to the desktop's notification service itself; Windows and macOS go through desktop-notifier;
where neither is there, plyer shows text alone; and else there is silence, which ``doctor`` reports.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ergobreak.desktop.bus import Bus

APP = "ergobreak"
CLICK = "default"  # the key of a click on the notice itself

OnAction = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to show.

    Args:
        id: names the notice: a second one with the same id takes the first one's place.
        title: plain text, one line.
        body: plain text.
        actions: buttons as key and label; a click beside them is ``CLICK``. Give ``CLICK`` a label of its own, since
            some systems show it as a button.
        plain: what a text-only system shows in place of title and body, in our own fixed words. Such systems paste the
            text into other programs' commands, so nothing that a person or a content file wrote may ever be in it.
    """

    id: str
    title: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    plain: str = ""


class Notifier(Protocol):
    """Shows notices. No method waits for the desktop, and none raises."""

    name: str  # "freedesktop", "desktop-notifier", "plyer", "null"

    def notify(self, notice: Notice, on_action: OnAction) -> None:
        """Show it. ``on_action`` hears the key of what was pressed, at most once, on a thread of the notifier."""

    def close(self, notice_id: str) -> None:
        """Take it away, if it still stands."""

    def stop(self) -> None:
        """Take all away and give everything back. Safe to call twice."""

    def sentence(self) -> str:
        """One sentence about itself for ``doctor``."""


def choose(bus: Bus | None = None) -> Notifier:
    """Take the best notifier that this machine has; never raises.

    Args:
        bus: the session bus, where there is one.
    """
    if sys.platform in {"win32", "darwin"}:
        from ergobreak.desktop.notify import toast  # noqa: PLC0415 - not on Linux

        if toast.installed():
            return toast.ToastNotifier()
    elif bus is not None:
        from ergobreak.desktop.notify import freedesktop  # noqa: PLC0415 - not without a bus

        return freedesktop.FreedesktopNotifier(bus)
    from ergobreak.desktop.notify import text  # noqa: PLC0415 - the last resort

    return text.TextNotifier() if text.works() else text.NullNotifier()
